"""The forms that are filled in without signal: what only the site knows is not asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.people.models import Committee
from yidu.programmes.queries import current_editions
from yidu.web.asking.fields import choice_field, day, long_text
from yidu.web.asking.receipts import ReceiptForm
from yidu.web.asking.record import Asked, RecordForm
from yidu.web.asking.spot import NameForm, PointForm, WordsForm


class VisitForm(RecordForm):
    """An activity as everybody may be asked for it: the author led it, names are typed, the day may be left out."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        for name in ("client_id", "host", "photos"):
            del self.fields[name]
        self.fields["day"] = day(label=_("On which day?"), required=False, help_text=_("Empty: today."))


class SpokenForm(WordsForm):
    """What somebody says, without a file, and without the list: an envelope carries words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__([], *args, **kwargs)
        for name in ("client_id", "file"):
            del self.fields[name]
        self.fields["text"].required = True


class SeatedForm(NameForm):
    """Who came without being asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["client_id"]


class PutForm(PointForm):
    """What is put to the table. It is settled with signal, or where the signal went while it was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["client_id"]


class RatingForm(ReceiptForm):
    """The phone does not know the matter, so it asks for all: the code, whether it is solved, how satisfied one is."""

    def __init__(self, committee: Committee, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        yes_or_no = [("yes", _("Yes, it is solved")), ("no", _("Not solved yet"))]
        self.fields["solved"] = choice_field(yes_or_no, label=_("Is it solved?"))
        self.fields["satisfaction"] = choice_field(
            _satisfaction(committee), label=_("Are you satisfied with the result?"), required=False
        )
        self.fields["text"] = long_text(
            label=_("What is missing, or what else should be known?"),
            rows=3,
            required=False,
            help_text=_("Needed when it is not solved yet."),
        )
        self.fields["text"].widget = forms.Textarea({"rows": 3, "maxlength": 5000})


def _satisfaction(committee: Committee) -> list[tuple[str, str]]:
    """The answers of today, of all programmes of the committee."""
    today = clock.today()
    items = (item for one in current_editions(committee.pk) for item in one.read.choices("satisfaction", today))
    return list({item.id: (item.id, str(item.title)) for item in items}.values())
