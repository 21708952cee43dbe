"""Appointments: who is what, from a day to a day."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.problems import ApiProblem
from yidu.api.refs import place_ref, ref
from yidu.api.shapes import Change, Code, Day, Id, Out, Page, PlaceCode, PlaceRef, Ref, Word, Write
from yidu.common import clock
from yidu.people import actions
from yidu.people.models import Appointment, Committee, Organisation, Project, Sector, Station
from yidu.people.queries import persons_seen
from yidu.programmes.queries import current_editions

READERS = ("read", "office", "oversee", "people")
WHERE = ("person", "role", "committee", "sector", "organisation", "station", "project", "place")
noun = Noun("appointments")


class AppointmentOut(Out):
    id: int
    committee: str
    person: Ref | None
    role: str
    sector: Ref | None
    organisation: Ref | None
    station: Ref | None
    project: Ref | None
    place: PlaceRef | None
    starts: Day
    ends: Day | None
    withdrawn: bool
    version: int


class AppointmentIn(Write):
    """The role says where it is held: at the committee, or at one organisation, station, project or place."""

    committee: Code | None = None
    person: Id
    role: Word
    starts: Day
    ends: Day | None = None
    sector: Id | None = None
    organisation: Id | None = None
    station: Id | None = None
    project: Id | None = None
    place: PlaceCode | None = None


class AppointmentEndIn(Change):
    ends: Day


class AppointmentWithdrawIn(Change):
    reason: str


class Wanted(Cursor):
    committee: Code | None = None
    role: Word | None = None
    on: Day | None = None


@noun.read("/", *READERS, answers=Page[AppointmentOut], says=_("Appointments in force on a day, today by default."))
def list_appointments(request: HttpRequest, wanted: Query[Wanted]) -> Page[AppointmentOut]:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, wanted.committee)
    finding.require_any(speaker, committee, *READERS)
    found = Appointment.objects.in_force(wanted.on or clock.today()).filter(committee=committee).select_related(*WHERE)
    if wanted.role:
        found = found.filter(role=wanted.role)
    return page(found, wanted, order=("pk",), shape=appointment_out)


@noun.read("/{int:pk}", *READERS, answers=AppointmentOut, says=_("One appointment."))
def read_appointment(request: HttpRequest, pk: int) -> AppointmentOut:
    return appointment_out(_one(speaker_of(request), pk, *READERS))


@noun.write("/", "people", does="appointment.make", answers=AppointmentOut, says=_("Appoint a person to a role."))
def appoint(request: HttpRequest, told: AppointmentIn) -> AppointmentOut:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, told.committee)
    finding.require_any(speaker, committee, "people")
    if told.role not in {id_ for edition in current_editions(committee.pk) for id_ in edition.read.role}:
        raise finding.unknown("role")
    made = actions.appoint(
        committee=committee,
        person=finding.needed(finding.named(persons_seen(committee, keeps=True), told.person, "person"), "person"),
        role=told.role,
        starts=told.starts,
        ends=told.ends,
        sector=finding.named(Sector.objects.filter(committee=committee), told.sector, "sector"),
        organisation=finding.named(Organisation.objects.filter(committee=committee), told.organisation, "organisation"),
        station=finding.named(Station.objects.filter(committee=committee), told.station, "station"),
        project=finding.named(Project.objects.filter(committee=committee), told.project, "project"),
        place=finding.place_named(told.place),
        actor=speaker.actor,
        client_id=told.client_id,
    )
    return appointment_out(made)


@noun.write(
    "/{int:pk}/end", "people", does="appointment.end", answers=AppointmentOut, says=_("Set the last day of a role.")
)
def end_appointment(request: HttpRequest, pk: int, told: AppointmentEndIn) -> AppointmentOut:
    speaker = speaker_of(request)
    record = _one(speaker, pk, "people")
    with finding.seen(record, told.version):
        done = actions.end_appointment(
            record, ends=told.ends, actor=speaker.actor, version=told.version, client_id=told.client_id
        )
    return appointment_out(done)


@noun.write(
    "/{int:pk}/withdraw",
    "people",
    does="appointment.withdraw",
    answers=AppointmentOut,
    says=_("Take back a role that was entered by mistake."),
)
def withdraw_appointment(request: HttpRequest, pk: int, told: AppointmentWithdrawIn) -> AppointmentOut:
    speaker = speaker_of(request)
    record = _one(speaker, pk, "people")
    with finding.seen(record, told.version):
        done = actions.withdraw_appointment(
            record, reason=told.reason, actor=speaker.actor, version=told.version, client_id=told.client_id
        )
    return appointment_out(done)


def appointment_out(one: Appointment) -> AppointmentOut:
    return AppointmentOut(
        id=one.pk,
        committee=one.committee.code,
        person=ref(one.person),
        role=one.role_id,
        sector=ref(one.sector),
        organisation=ref(one.organisation),
        station=ref(one.station),
        project=ref(one.project),
        place=place_ref(one.place),
        starts=one.starts,
        ends=one.ends,
        withdrawn=one.withdrawn,
        version=one.version,
    )


def appointments_at(committee: Committee) -> QuerySet[Appointment]:
    return Appointment.objects.filter(committee=committee).select_related(*WHERE)


def _one(speaker: Speaker, pk: int, *powers: str) -> Appointment:
    """An appointment at a committee where the speaker holds one of the powers."""
    record = finding.one(Appointment.objects.select_related(*WHERE), pk)
    if not any(speaker.standing.has(power, record.committee_id) for power in powers):
        raise ApiProblem("not-found")
    return record
