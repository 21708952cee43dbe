"""The forms of writing: a text, a name, a source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.activities.models import Activity
from yidu.activities.rules import readable as readable_activities
from yidu.common import clock
from yidu.common.text import normalise
from yidu.matters.models import Matter
from yidu.matters.rules import readable as readable_matters
from yidu.people.finding import find_appointments
from yidu.people.models import Appointment, Sector
from yidu.people.rules import Standing
from yidu.proposals.models import Draft, Signature
from yidu.proposals.queries import may_be_asked
from yidu.proposals.rules import writing_of
from yidu.web.asking import sources
from yidu.web.asking.fields import ANSWER, ActionForm, VersionForm, answer_fields, answers_in, choice_field, long_text
from yidu.web.asking.picking import PickField, Source

ROWS = 8


class DraftForm(VersionForm):
    """A text as it is now. What the kind asks is asked here, and nothing of it has to be there yet."""

    def __init__(self, draft: Draft, *args: Any, **kwargs: Any) -> None:
        told = {f"{ANSWER}{name}": value for name, value in draft.answers.items()}
        initial = {"title": draft.title, "text": draft.text, "version": draft.version, **told}
        super().__init__(*args, initial=initial, **kwargs)
        self.draft = draft
        said = _("One matter in one text, said in a line of at most 60 characters.")
        self.fields["title"] = forms.CharField(label=_("Subject"), help_text=said)
        self.fields["text"] = long_text(
            label=_("Situation"), rows=ROWS, help_text=_("What is so, where, how many, since when: with figures.")
        )
        self.fields |= answer_fields(draft.kind_line.field, programme=draft.edition.read, on=clock.today())
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = ROWS

    def _clean_fields(self) -> None:
        """What has to be there in the end is marked so on the page, and asked for when it is handed in."""
        asked = [field for field in self.fields.values() if field.required]
        for field in asked:
            field.required = False
        super()._clean_fields()  # type: ignore[misc]
        for field in asked:
            field.required = True

    def inputs(self) -> dict[str, Any]:
        """What `save_draft` takes."""
        told = self.cleaned_data
        words = {name: told[name] for name in ("title", "text", "client_id")}
        return {**words, "answers": answers_in(told), "version": told.get("version") or 0}


class NameForm(ActionForm):
    """Whom to ask: a person, or a sector or a body."""

    def __init__(self, draft: Draft, *args: Any, url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PickField(
            signers(draft, url=url),
            label=_("Who is to sign with you?"),
            required=False,
            help_text=_("A part of the name, or its first letters. They read the text and say yes or no themselves."),
        )
        self.sectors = _convened(draft)
        if self.sectors:
            listed = [("", _("None")), *((str(one.pk), one.name) for one in self.sectors)]
            self.fields["sector"] = choice_field(
                listed, label=_("Or a sector"), required=False, help_text=_("Its convener confirms.")
            )
        self.fields["organisation"] = PickField(
            sources.organisations(draft.committee),
            label=_("Or a party, a body or a special committee"),
            required=False,
            help_text=_("Whoever signs for it confirms."),
        )

    def inputs(self) -> dict[str, Any]:
        """What `invite_signature` takes."""
        told = self.cleaned_data
        person: Appointment | None = told.get("person")
        sector = next((one for one in self.sectors if str(one.pk) == told.get("sector")), None)
        return {
            "person": person.person if person else None,
            "sector": sector,
            "organisation": told.get("organisation"),
            "client_id": told["client_id"],
        }


class DeclineForm(VersionForm):
    reason = long_text(
        label=gettext_lazy("Why not?"),
        required=False,
        rows=3,
        help_text=gettext_lazy("Only the author reads it."),
    )


class QuoteForm(ActionForm):
    """A visit or a matter by its number."""

    def __init__(self, draft: Draft, standing: Standing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft, self.standing = draft, standing
        self.fields["number"] = forms.CharField(
            label=_("From which visit or matter does it come?"),
            max_length=20,
            help_text=_("Its number, like 2025-0417. Both pages then lead to each other."),
        )
        self.found: list[Activity | Matter] = []

    def clean_number(self) -> str:
        number = normalise(self.cleaned_data["number"])
        committee = self.draft.committee
        among = (
            readable_activities(self.standing.actor).filter(committee=committee, number=number, withdrawn_at=None),
            readable_matters(self.standing.actor, self.standing).filter(committee=committee, number=number),
        )
        self.found = [one for rows in among for one in rows]
        if not self.found:
            raise forms.ValidationError(_("You find no visit and no matter of this number."))
        return number


def signers(draft: Draft, *, url: str) -> Source:
    """Who can be asked to sign, by name."""
    return Source(
        url=url,
        find=lambda text: find_appointments(may_be_asked(draft), text.split(" ")[0]),
        label=sources.host_label,
        detail=lambda one: one.sector.name if one.sector else "",
    )


def _convened(draft: Draft) -> list[Sector]:
    """The sectors that have a convener today and were not asked yet."""
    conveners = Appointment.objects.in_force(clock.today()).filter(
        committee=draft.committee_id, role__in=writing_of(draft).conveners, sector__isnull=False
    )
    asked = Signature.objects.filter(draft=draft, sector__isnull=False, declined_at=None, withdrawn_at=None)
    found = Sector.objects.filter(pk__in=conveners.values("sector")).exclude(pk__in=asked.values("sector"))
    return list(found)
