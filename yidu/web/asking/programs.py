"""The forms with which one lets a program in: a token, a webhook, a program of somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common import clock
from yidu.people.models import Committee
from yidu.services.scopes import NOUNS, SCOPES
from yidu.web.asking.fields import ActionForm, choice_field
from yidu.web.asking.people import a_day

USUALLY = timedelta(days=90)


class TokenForm(ActionForm):
    """What the token is called, what it may read and change, and its last day."""

    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=60,
        help_text=gettext_lazy("So that you know later what you end."),
    )
    expires_on = a_day(
        label=gettext_lazy("Last day"),
        initial=lambda: clock.today() + USUALLY,
        help_text=gettext_lazy("At most a year ahead. Shorter is safer."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reads"] = _nouns(
            "read",
            label=_("What may it read?"),
            help_text=_("No more than you may read yourself, whatever you choose."),
        )
        self.fields["writes"] = _nouns("write", label=_("What may it change?"))
        self.order_fields(["client_id", "name", "reads", "writes", "expires_on"])

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or {})
        told["scopes"] = [*told.pop("reads", ()), *told.pop("writes", ())]
        if not told["scopes"]:
            self.add_error("reads", _("Choose what it may do."))
        return told


class WebhookForm(ActionForm):
    """Which address is told, and of what."""

    url = forms.CharField(
        label=gettext_lazy("Address that is told"),
        max_length=400,
        widget=forms.URLInput({"placeholder": "https://"}),
        help_text=gettext_lazy("It begins with https:// and lies in the open network."),
    )
    events = forms.CharField(
        label=gettext_lazy("Of what"),
        max_length=2000,
        initial="*",
        help_text=gettext_lazy("Names of steps, parted by spaces: matter.raised, handling.*; * stands for everything."),
    )

    def __init__(self, committees: Iterable[Committee], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.committees = {one.code: one for one in committees}
        if len(self.committees) > 1:
            named = [(code, one.short_name) for code, one in self.committees.items()]
            self.fields["committee"] = choice_field(named, label=_("Of which committee?"))

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or {})
        told["events"] = (told.get("events") or "").replace(",", " ").replace("，", " ").split()
        if code := told.get("committee", next(iter(self.committees), "")):
            told["committee"] = self.committees[code]
        return told


class ServiceForm(ActionForm):
    name = forms.CharField(
        label=gettext_lazy("What is the program called?"),
        max_length=60,
        help_text=gettext_lazy("Whose it is and what it does, e.g. the office system of a department."),
    )


def _nouns(way: str, **kwargs: Any) -> forms.Field:
    named = [(scope, str(NOUNS[scope.split(":")[0]])) for scope in SCOPES if scope.endswith(f":{way}")]
    return choice_field(named, many=True, required=False, **kwargs)
