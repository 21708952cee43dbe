"""The forms of preparing a session: whom to ask, an answer, a paper, a visit, slots, a line of the yearly plan."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.activities.models import Activity
from yidu.common import clock
from yidu.common.clock import SHANGHAI
from yidu.common.text import normalise
from yidu.consultations.actions.invitations import NAME, SAYS
from yidu.consultations.actions.preparing import PAPER
from yidu.consultations.actions.reception import ABOUT
from yidu.consultations.actions.sessions import FORMS
from yidu.consultations.models import PlanLine, Seat, Session
from yidu.consultations.prepared import activity_numbered
from yidu.matters.models import Matter
from yidu.matters.rules import readable as readable_matters
from yidu.people.models import Appointment, Committee, Organisation, Person, Sector
from yidu.people.queries import search_organisations
from yidu.people.rules import Standing
from yidu.web.asking import sources
from yidu.web.asking.fields import ActionForm, VersionForm, choice_field, long_text
from yidu.web.asking.picking import PickField
from yidu.web.forms import TimeInput

_BETWEEN = re.compile(r"[\n、，,;；]+")
_SPACES = re.compile(r"\s+")
LONGEST_LIST = 4000


def names_in(text: str) -> list[str]:
    """The names in a text, each once, in their order: a line, or what stands between 、 and commas."""
    found = (normalise(one) for one in _BETWEEN.split(text))
    return list(dict.fromkeys(one for one in found if one))


class AskForm(ActionForm):
    """Several at once, by their names: pasted from wherever one has the list."""

    def __init__(self, session: Session, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.committee = session.committee
        several = _("One on each line, or with 、 between them.")
        alike = _("Of two with the same name write the sector too: 王芳 经济界.")
        self.fields["members"] = _names(label=_("Members"), help_text=f"{several} {alike}")
        if sectors := list(Sector.objects.filter(committee=self.committee)):
            listed = [("", _("None")), *((str(one.pk), one.name) for one in sectors)]
            self.fields["sector"] = choice_field(listed, label=_("All members of a sector"), required=False)
        self.fields["bodies"] = _names(label=_("Departments and enterprises"), help_text=several)
        for part, label in (
            ("residents", _("Residents' representatives")), ("experts", _("Experts")), ("guests", _("Guests")),
        ):  # fmt: skip
            self.fields[part] = _names(label=label, help_text=_("Whoever has no account gets a link. A few words do."))

    def clean_members(self) -> list[Person]:
        return self._resolved(self.cleaned_data["members"], self._member)

    def clean_bodies(self) -> list[Organisation]:
        return self._resolved(self.cleaned_data["bodies"], self._body)

    def inputs(self) -> dict[str, Any]:
        """What `invite` takes."""
        told = self.cleaned_data
        persons = list(told["members"])
        if sector := told.get("sector"):
            of_it = self._serving().filter(sector=sector).select_related("person")
            persons += [one.person for one in of_it]
        parts = {"residents": Seat.Part.RESIDENT, "experts": Seat.Part.EXPERT, "guests": Seat.Part.GUEST}
        named = [(str(part), name) for field, part in parts.items() for name in names_in(told[field])]
        return {"persons": persons, "organisations": told["bodies"], "named": named, "client_id": told["client_id"]}

    def _resolved(self, text: str, find: Any) -> list[Any]:
        found, wrong = [], []
        for name in names_in(text):
            try:
                found.append(find(name))
            except ValueError as error:
                wrong.append(str(error))
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def _serving(self) -> Any:
        return Appointment.objects.in_force(clock.today()).filter(committee=self.committee, organisation=None)

    def _member(self, said: str) -> Person:
        name, *sector = _SPACES.split(said, maxsplit=1)
        among = self._serving().filter(person__name=name).select_related("person")
        if sector:
            among = among.filter(sector__name=sector[0])
        persons = list({one.person_id: one.person for one in among}.values())
        return _only(persons, said)

    def _body(self, name: str) -> Organisation:
        found = search_organisations(self.committee, name)
        exact = [one for one in found if name in (one.name, one.short_name)]
        return _only(exact or found, name)


def _only(found: list[Any], said: str) -> Any:
    if not found:
        raise ValueError(_("Nobody here is called “%(name)s”.") % {"name": said})
    if len(found) > 1:
        raise ValueError(_("Several are called “%(name)s”.") % {"name": said})
    return found[0]


def _names(**kwargs: Any) -> forms.CharField:
    return long_text(rows=3, required=False, max_length=LONGEST_LIST, **kwargs)


class AnswerForm(VersionForm):
    """Whether one comes is the button; the rest may stay empty."""

    def __init__(self, seat: Seat, *args: Any, **kwargs: Any) -> None:
        initial = {"version": seat.version, "says": seat.answer_says, "name": seat.name}
        super().__init__(*args, initial=initial, **kwargs)
        if seat.organisation_id is not None:
            self.fields["name"] = forms.CharField(label=_("Who comes for you?"), max_length=NAME, required=False)
        self.fields["says"] = forms.CharField(label=_("A word on it"), max_length=SAYS, required=False)


class PaperForm(ActionForm):
    title = forms.CharField(label=gettext_lazy("What is it called?"), max_length=PAPER)
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, Word, Excel, PowerPoint or a picture, at most 10 MB.")
    )


class VisitForm(ActionForm):
    """A visit that prepares the topic, by its number."""

    def __init__(self, topic: Matter, standing: Standing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic, self.standing = topic, standing
        self.found: Activity | None = None
        self.fields["number"] = forms.CharField(
            label=_("Which visit prepares it?"),
            max_length=20,
            help_text=_("Its number, like 2025-0417. Record the visit first, as any other."),
        )

    def clean_number(self) -> str:
        typed = normalise(self.cleaned_data["number"])
        self.found = activity_numbered(typed, self.topic, self.standing)
        if self.found is None:
            raise forms.ValidationError(_("You find no visit of this number."))
        return typed


class SlotsForm(ActionForm):
    def __init__(self, session: Session, *args: Any, **kwargs: Any) -> None:
        begins = localtime(session.begins_at)
        super().__init__(*args, initial={"begins": f"{begins:%H:%M}", "minutes": 20, "many": 6}, **kwargs)
        self.day = begins.date()
        self.fields["begins"] = forms.TimeField(label=_("The first begins at"), widget=TimeInput)
        self.fields["minutes"] = forms.IntegerField(label=_("Minutes for each"))
        self.fields["many"] = forms.IntegerField(label=_("How many slots?"))

    def inputs(self) -> dict[str, Any]:
        told = self.cleaned_data
        begins_at = datetime.combine(self.day, told["begins"], SHANGHAI)
        return {**{name: told[name] for name in ("minutes", "many", "client_id")}, "begins_at": begins_at}


class BookForm(ActionForm):
    about = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=ABOUT,
        help_text=gettext_lazy("A line. Only the office and whoever convenes it read it."),
    )


class TieForm(VersionForm):
    """Which matter came of what was said in a slot."""

    def __init__(self, committee: Committee, standing: Standing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.committee, self.standing = committee, standing
        self.found: Matter | None = None
        self.fields["number"] = forms.CharField(label=_("Which matter came of it?"), max_length=20)

    def clean_number(self) -> str:
        typed = normalise(self.cleaned_data["number"])
        here = readable_matters(self.standing.actor, self.standing).filter(committee=self.committee, number=typed)
        self.found = here.first()
        if self.found is None:
            raise forms.ValidationError(_("You find no matter of this number."))
        return typed


class PlanLineForm(VersionForm):
    def __init__(self, topic: Matter, line: PlanLine | None, *args: Any, **kwargs: Any) -> None:
        today = clock.today()
        initial = {"version": 0, "year": str(today.year)}
        if line is not None:
            held = sources.organisations(topic.committee).held(line.lead)
            initial = {
                "version": line.version, "year": str(line.year), "form": line.form, "lead": held,
                "month": str(line.month or ""),
            }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        years = [(str(year), str(year)) for year in range(today.year - 1, today.year + 3)]
        self.fields["year"] = choice_field(years, label=_("On the plan of which year?"))
        offered = [(item.id, str(item.title)) for item in topic.programme.choices(FORMS, today)]
        self.fields["form"] = choice_field(offered, label=_("In which form?"))
        self.fields["lead"] = PickField(
            sources.organisations(topic.committee), label=_("Which body prepares it?"), required=False
        )
        months = [
            ("", _("not known yet")),
            *((str(one), _("month %(number)d") % {"number": one}) for one in range(1, 13)),
        ]
        self.fields["month"] = forms.ChoiceField(choices=months, label=_("In which month?"), required=False)

    def inputs(self) -> dict[str, Any]:
        told = self.cleaned_data
        month = int(told["month"]) if told["month"] else None
        return {**told, "year": int(told["year"]), "month": month}
