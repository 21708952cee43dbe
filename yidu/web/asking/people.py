"""The forms of those who keep people, organisations, stations and projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common import clock
from yidu.people.models import Committee, Organisation, Role, Sector
from yidu.places.models import Place
from yidu.places.names import said
from yidu.web.asking import sources
from yidu.web.asking.fields import ActionForm, VersionForm, choice_field, long_text
from yidu.web.asking.picking import PickField
from yidu.web.forms import DayInput


def a_day(**kwargs: Any) -> forms.DateField:
    """A day as a date: these actions take dates."""
    said = {"invalid": gettext_lazy("Write the date like 2025-07-31.")}
    return forms.DateField(widget=DayInput, error_messages=said, **kwargs)


class PersonForm(ActionForm):
    name = forms.CharField(label=gettext_lazy("Name of the person"), max_length=60)
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Only for those who sign in. Small letters and digits."),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)


class AppointForm(ActionForm):
    """An appointment in one role; it asks for the place at which that role is held and for no other."""

    def __init__(self, role: Role, committee: Committee, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role = role
        pickable = {
            "organisation": (sources.organisations, _("At which organisation?")),
            "station": (sources.stations, _("At which station?")),
            "project": (sources.projects, _("At which project?")),
            "place": (sources.places, _("At which place?")),
        }
        if role.at in pickable:
            source, label = pickable[role.at]
            self.fields[role.at] = PickField(source(committee), label=label)
        elif sectors := list(Sector.objects.filter(committee=committee)):
            chosen = choice_field([(str(one.pk), one.name) for one in sectors], label=_("Sector"), required=False)
            self.fields["sector"] = chosen
            self.sectors = {str(one.pk): one for one in sectors}
        self.fields["starts"] = a_day(label=_("From"), initial=clock.today)
        self.fields["ends"] = a_day(
            label=_("Last day"), required=False, help_text=_("Left empty: until somebody ends it.")
        )

    def inputs(self) -> dict[str, Any]:
        """What `appoint` takes."""
        told = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        if "sector" in told:
            told["sector"] = self.sectors[told["sector"]]
        return {"role": self.role.pk, **told}


class EndForm(VersionForm):
    ends = a_day(label=gettext_lazy("Last day"), initial=clock.today)


class WithdrawForm(VersionForm):
    reason = forms.CharField(
        label=gettext_lazy("Why was it a mistake?"),
        max_length=200,
        help_text=gettext_lazy("It stands beside the figures that change."),
    )


class SectorForm(ActionForm):
    name = forms.CharField(label=gettext_lazy("Name of the sector"), max_length=40)


class OrganisationForm(ActionForm):
    def __init__(self, committee: Committee, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = choice_field(Organisation.Kind.choices, label=_("What is it?"))
        self.fields["name"] = forms.CharField(label=_("Name as registered"), max_length=120)
        self.fields["short_name"] = forms.CharField(label=_("Short name"), max_length=40, required=False)
        self.fields["uscc"] = forms.CharField(
            label=_("Unified social credit code"),
            max_length=40,
            required=False,
            help_text=_("18 signs. Its last sign is checked, so that no enterprise is entered twice."),
        )
        self.fields["place"] = PickField(sources.places(committee), label=_("Where is it?"), required=False)
        self.fields["line"] = forms.CharField(label=_("What does it do?"), max_length=60, required=False)


class ProjectForm(ActionForm):
    def __init__(self, committee: Committee, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=_("Name"), max_length=120)
        self.fields["place"] = PickField(sources.places(committee), label=_("Where is it?"))
        self.fields["owner"] = PickField(sources.organisations(committee), label=_("Who builds it?"), required=False)
        self.fields["about"] = long_text(label=_("What is it about?"), required=False)
        self.fields["starts"] = a_day(label=_("Under supervision from"), initial=clock.today)


class StationForm(ActionForm):
    def __init__(self, committee: Committee, kinds: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = choice_field(kinds, label=_("What kind of station?"))
        self.fields["name"] = forms.CharField(label=_("Name"), max_length=80)
        self.fields["place"] = PickField(sources.places(committee), label=_("Where is it?"))
        self.fields["address"] = forms.CharField(label=_("Address"), max_length=120, required=False)
        self.fields["opened"] = a_day(label=_("Open since"), initial=clock.today)


class CloseForm(VersionForm):
    closed = a_day(label=gettext_lazy("Last day"), initial=clock.today)


class CoverForm(VersionForm):
    """The villages that a station serves besides its own, one group of boxes for each township."""

    def __init__(self, townships: Sequence[tuple[str, list[Place]]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.villages = {str(village.pk): village for _name, group in townships for village in group}
        for number, (name, group) in enumerate(townships):
            choices = [(str(village.pk), said(village.name)) for village in group]
            self.fields[f"covers-{number}"] = choice_field(choices, many=True, label=name, required=False)

    def chosen(self) -> list[Place]:
        picked = [pk for name, some in self.cleaned_data.items() if name.startswith("covers-") for pk in some]
        return [self.villages[pk] for pk in picked]
