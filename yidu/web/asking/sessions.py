"""The form in which a session is planned."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.activities.rules import hosts_for
from yidu.common import clock
from yidu.common.clock import SHANGHAI
from yidu.consultations.actions.sessions import AGENDA, FORMS, REASON, ROOM, TITLE
from yidu.consultations.models import Session
from yidu.matters.models import Matter
from yidu.people.models import Appointment
from yidu.people.rules import Standing
from yidu.web.asking import sources
from yidu.web.asking.fields import VersionForm, choice_field, long_text
from yidu.web.asking.people import a_day
from yidu.web.asking.picking import PickField
from yidu.web.forms import TimeInput


class SessionForm(VersionForm):
    """Planned for the first time, or (of a `session`) said anew as a whole."""

    def __init__(
        self, topic: Matter, standing: Standing, *args: Any, session: Session | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=_begins_with(session, standing), **kwargs)
        offered = [(item.id, str(item.title)) for item in topic.programme.choices(FORMS, clock.today())]
        self.fields["form"] = choice_field(offered, label=_("In which form?"))
        self.fields["title"] = forms.CharField(
            label=_("What is it called?"), max_length=TITLE, required=False, help_text=_("Empty: like the topic.")
        )
        self.fields["day"] = a_day(label=_("On which day?"))
        self.fields["begins"] = forms.TimeField(label=_("It begins at"), widget=TimeInput)
        self.fields["ends"] = forms.TimeField(label=_("It ends at"), widget=TimeInput)
        self.fields["station"] = PickField(
            sources.stations(topic.committee), label=_("At which venue?"), required=False,
            help_text=_("Its village is where the session counts. Empty: where the topic is."),
        )  # fmt: skip
        self.fields["room"] = forms.CharField(label=_("Where exactly?"), max_length=ROOM, required=False)
        among = conveners(topic, standing)
        if standing.has("office", topic.committee_id):
            url = reverse("suggest-conveners", args=[topic.pk])
            self.fields["convener"] = PickField(sources.hosts(among, url=url), label=_("Who convenes it?"))
        else:
            self.own = {str(one.pk): one for one in among}
            named = [(key, sources.host_label(one)) for key, one in self.own.items()]
            self.fields["convener"] = choice_field(named, label=_("Who convenes it?"))
        self.fields["agenda"] = long_text(
            rows=4, label=_("Agenda"), max_length=AGENDA, required=False, help_text=_("One line for each item.")
        )
        self.fields["is_public"] = forms.BooleanField(
            label=_("Announce it on the portal"),
            required=False,
            help_text=_("Everybody reads when and where, and later what was agreed; never who said what."),
        )

    def inputs(self) -> dict[str, Any]:
        """What the actions take."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("day", "begins", "ends")}
        day = self.cleaned_data["day"]
        told["begins_at"] = _moment(day, self.cleaned_data["begins"])
        told["ends_at"] = _moment(day, self.cleaned_data["ends"])
        if isinstance(told["convener"], str):
            told["convener"] = self.own[told["convener"]]
        return told


def conveners(topic: Matter, standing: Standing) -> QuerySet[Appointment]:
    """Who may convene about a topic: the reader's own appointments, or anybody's for the office."""
    line = topic.kind_line.consulting
    roles = line.conveners if line else ()
    among = hosts_for(standing.actor, roles, committee_id=topic.committee_id)
    return among.select_related("person", "role", "sector")


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI)


def _begins_with(session: Session | None, standing: Standing) -> dict[str, Any]:
    if session is None:
        return {"version": 0}
    told = {name: getattr(session, name) for name in ("form", "title", "room", "agenda", "is_public", "version")}
    begins, ends = localtime(session.begins_at), localtime(session.ends_at)
    office = standing.has("office", session.committee_id)
    return {
        **told,
        "day": begins.date().isoformat(),
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "station": sources.stations(session.committee).held(session.station),
        "convener": sources.hosts(Appointment.objects.none(), url="").held(session.convener)
        if office
        else str(session.convener_id),
    }


class CallOffForm(VersionForm):
    reason = forms.CharField(
        label=gettext_lazy("Why?"), max_length=REASON, help_text=gettext_lazy("Whoever was asked to it reads it.")
    )
