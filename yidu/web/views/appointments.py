"""End a role, or take back one that was entered by mistake."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.people import actions
from yidu.people.models import Appointment
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of
from yidu.web.asking.people import EndForm, WithdrawForm
from yidu.web.naming import appointment_title


@who("people")
def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    one = _appointment_or_404(request, pk)
    return act(
        request,
        EndForm(request.POST or None, initial={"version": one.version}),
        lambda told: actions.end_appointment(one, actor=actor_of(request), **told),
        page=_page(one, _("End a role"), _("Set the last day")),
        done=_("The last day is set."),
        then=lambda _made: reverse("person", args=[one.person_id]),
    )


@who("people")
def withdraw_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    one = _appointment_or_404(request, pk)
    return act(
        request,
        WithdrawForm(request.POST or None, initial={"version": one.version}),
        lambda told: actions.withdraw_appointment(one, actor=actor_of(request), **told),
        page=_page(one, _("Take back a role that was entered by mistake"), _("Take it back")),
        done=_("Taken back. What it counted for is reversed."),
        then=lambda _made: reverse("person", args=[one.person_id]),
    )


def _appointment_or_404(request: HttpRequest, pk: int) -> Appointment:
    related = ("person", "role", "sector", "organisation", "station", "project", "place")
    own = Appointment.objects.filter(committee=committee_of(request)).select_related(*related)
    return get_object_or_404(own, pk=pk)


def _page(one: Appointment, title: str, button: str) -> dict[str, object]:
    return {
        "title": title,
        "button": button,
        "lead": f"{one.person.name} · {appointment_title(one)}",
        "crumbs": [(_("People"), reverse("people")), (one.person.name, reverse("person", args=[one.person_id]))],
    }
