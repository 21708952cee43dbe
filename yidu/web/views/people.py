"""Who there is: members by sector, leaders, staff, departments. Names and dates, and nothing counted."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.briefs.rules import may_open_file
from yidu.common import clock
from yidu.people import actions
from yidu.people.models import Appointment, Committee, Person, Role, Sector
from yidu.people.queries import persons_seen
from yidu.people.rules import has_power
from yidu.programmes.queries import current_editions
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.asking.people import AppointForm, PersonForm, SectorForm
from yidu.web.naming import role_title

READERS = ("read", "office", "oversee", "people")
WHERE = ("person", "role", "sector", "organisation", "station", "project", "place")


@who(*READERS)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who holds a role at the committee today, role by role, members by sector."""
    committee = committee_of(request)
    held = Appointment.objects.in_force(clock.today()).filter(committee=committee).select_related(*WHERE)
    held = held.order_by("role_id", "sector_id", "person__pinyin", "pk")
    by_role = {role: list(some) for role, some in groupby(held, lambda one: one.role)}
    order = [id_ for edition in current_editions(committee.pk) for id_ in edition.read.role]
    roles = sorted(by_role, key=lambda role: (role.at != "committee", order.index(role.pk) if role.pk in order else 99))
    return render(
        request,
        "people/list.html",
        {
            "committee": committee,
            "groups": [(role.pk, role_title(role), _by_sector(by_role[role])) for role in roles],
            "keeps": _keeps(request, committee),
        },
    )


@who(*READERS)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's roles at the committee, past and present."""
    committee = committee_of(request)
    shown = _person_or_404(request, committee, pk)
    roles = Appointment.objects.filter(person=shown, committee=committee).select_related(*WHERE).order_by("-starts")
    today = clock.today()
    return render(
        request,
        "people/person.html",
        {
            "committee": committee,
            "person": shown,
            "roles": [(one, role_title(one.role), _state(one, today)) for one in roles],
            "keeps": _keeps(request, committee),
            "may_open_file": may_open_file(standing_in(request), shown, committee),
            "crumbs": _crumbs(),
        },
    )


@who("people")
def add_person(request: HttpRequest) -> HttpResponse:
    committee = committee_of(request)
    page = {
        "title": _("Add a person"),
        "button": _("Add and go on to the role"),
        "lead": _("Only what is needed: a name, and a user name for those who sign in."),
        "crumbs": _crumbs(),
    }
    return act(
        request,
        PersonForm(request.POST or None),
        lambda told: actions.add_person(committee=committee, actor=actor_of(request), **told),
        page=page,
        done=_("Added. Now say in which role."),
        then=lambda made: reverse("appoint", args=[made.pk]),
    )


@who("people")
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """First the role (`?role=handler`), then where it is held and from when."""
    committee, actor = committee_of(request), actor_of(request)
    chosen = _person_or_404(request, committee, pk)
    roles = list(Role.objects.filter(pk__in=_roles_of(committee)).order_by("at", "pk"))
    role = next((one for one in roles if one.pk == request.GET.get("role")), None)
    crumbs = [*_crumbs(), (chosen.name, reverse("person", args=[pk]))]
    if role is None:
        offered = [(one.pk, role_title(one)) for one in roles]
        return render(request, "people/roles.html", {"person": chosen, "roles": offered, "crumbs": crumbs})
    form = AppointForm(role, committee, request.POST or None)
    page = {
        "title": _("Appoint %(name)s: %(role)s") % {"name": chosen.name, "role": role_title(role)},
        "button": _("Appoint"),
        "lead": _("From its first day to its last somebody may do what the role says, and not a day longer."),
        "crumbs": crumbs,
    }
    return act(
        request,
        form,
        lambda _told: actions.appoint(committee=committee, person=chosen, actor=actor, **form.inputs()),
        page=page,
        done=_("Appointed."),
        then=lambda _made: reverse("person", args=[pk]),
    )


@who("people")
def add_sector(request: HttpRequest) -> HttpResponse:
    committee = committee_of(request)
    return act(
        request,
        SectorForm(request.POST or None),
        lambda told: actions.add_sector(committee=committee, actor=actor_of(request), **told),
        page={"title": _("Add a sector"), "button": _("Add"), "crumbs": _crumbs()},
        done=_("Added."),
        then=lambda _made: reverse("people"),
    )


def _by_sector(held: list[Appointment]) -> list[tuple[Sector | None, list[Appointment]]]:
    return [(sector, list(some)) for sector, some in groupby(held, lambda one: one.sector)]


def _person_or_404(request: HttpRequest, committee: Committee, pk: int) -> Person:
    return get_object_or_404(persons_seen(committee, keeps=_keeps(request, committee)), pk=pk)


def _keeps(request: HttpRequest, committee: Committee) -> bool:
    return has_power(actor_of(request), "people", committee_id=committee.pk)


def _roles_of(committee: Committee) -> set[str]:
    found = {id_ for edition in current_editions(committee.pk) for id_ in edition.read.role}
    if not found:
        raise Http404
    return found


def _state(one: Appointment, today: date) -> str:
    if one.withdrawn:
        return "withdrawn"
    if one.starts > today:
        return "to come"
    return "over" if one.ends and one.ends < today else "in force"


def _crumbs() -> list[tuple[str, str]]:
    return [(_("People"), reverse("people"))]
