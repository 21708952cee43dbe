"""People: names and roles, and nothing counted."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.nouns.appointments import AppointmentOut, appointment_out, appointments_at
from yidu.api.paging import Cursor, page
from yidu.api.shapes import Change, Code, In, Out, Page, Typed, Write
from yidu.people import actions
from yidu.people.models import Committee, Person
from yidu.people.queries import persons_seen, search_persons

READERS = ("read", "office", "oversee", "people")
noun = Noun("people")


class PersonOut(Out):
    id: int
    name: str
    is_service: bool
    version: int


class PersonWithRoles(PersonOut):
    """With what they are and were at the committee, the newest first."""

    appointments: list[AppointmentOut]


class PersonIn(Write):
    committee: Code | None = None
    name: str
    username: str | None = None
    email: str = ""


class PersonNameIn(Change):
    committee: Code | None = None
    name: str


class PersonCorrectIn(PersonNameIn):
    """The whole: an e-mail address that is left out is taken away."""

    email: str = ""


class ServiceIn(Write):
    committee: Code | None = None
    name: str


class Where(In):
    committee: Code | None = None


class Wanted(Cursor):
    committee: Code | None = None


class Search(Where):
    q: Typed


@noun.read("/", *READERS, answers=Page[PersonOut], says=_("Who has or had a role at a committee, by name."))
def list_people(request: HttpRequest, wanted: Query[Wanted]) -> Page[PersonOut]:
    speaker = speaker_of(request)
    committee = _readable(speaker, wanted.committee)
    return page(_seen(speaker, committee), wanted, order=("pinyin", "pk"), shape=person_out)


@noun.read("/search", *READERS, answers=list[PersonOut], says=_("People of today by name, pinyin or initials."))
def search_people(request: HttpRequest, wanted: Query[Search]) -> list[PersonOut]:
    committee = _readable(speaker_of(request), wanted.committee)
    return [person_out(one) for one in search_persons(committee, wanted.q)]


@noun.read("/{int:pk}", *READERS, answers=PersonWithRoles, says=_("One person with their roles at a committee."))
def read_person(request: HttpRequest, pk: int, wanted: Query[Where]) -> PersonWithRoles:
    speaker = speaker_of(request)
    committee = _readable(speaker, wanted.committee)
    person = finding.one(_seen(speaker, committee), pk)
    roles = appointments_at(committee).filter(person=person).order_by("-starts", "-pk")
    return PersonWithRoles(**person_out(person).model_dump(), appointments=[appointment_out(one) for one in roles])


@noun.write("/", "people", does="person.add", answers=PersonOut, says=_("Add a person."))
def add_person(request: HttpRequest, told: PersonIn) -> PersonOut:
    speaker = speaker_of(request)
    made = actions.add_person(
        committee=finding.committee_of(speaker, told.committee),
        name=told.name,
        username=told.username,
        email=told.email,
        actor=speaker.actor,
        client_id=told.client_id,
    )
    return person_out(made)


@noun.write("/{int:pk}/rename", "people", does="person.rename", answers=PersonOut, says=_("Correct a name."))
def rename_person(request: HttpRequest, pk: int, told: PersonNameIn) -> PersonOut:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, told.committee)
    person = finding.one(_seen(speaker, committee), pk)
    with finding.seen(person, told.version):
        done = actions.rename_person(
            person,
            committee=committee,
            name=told.name,
            actor=speaker.actor,
            version=told.version,
            client_id=told.client_id,
        )
    return person_out(done)


@noun.write("/{int:pk}/correct", "people", does="person.correct", answers=PersonOut, says=_("Correct what is known."))
def correct_person(request: HttpRequest, pk: int, told: PersonCorrectIn) -> PersonOut:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, told.committee)
    person = finding.one(_seen(speaker, committee), pk)
    with finding.seen(person, told.version):
        done = actions.correct_person(
            person,
            committee=committee,
            name=told.name,
            email=told.email,
            actor=speaker.actor,
            version=told.version,
            client_id=told.client_id,
        )
    return person_out(done)


@noun.write(
    "/services",
    "people",
    does="service.add",
    answers=PersonOut,
    says=_("Add a program of somebody else, to be appointed like a person."),
)
def add_service(request: HttpRequest, told: ServiceIn) -> PersonOut:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, told.committee)
    made = actions.add_service(committee=committee, name=told.name, actor=speaker.actor, client_id=told.client_id)
    return person_out(made)


def person_out(one: Person) -> PersonOut:
    return PersonOut(id=one.pk, name=one.name, is_service=one.is_service, version=one.version)


def _readable(speaker: Speaker, code: str | None) -> Committee:
    committee = finding.committee_of(speaker, code)
    finding.require_any(speaker, committee, *READERS)
    return committee


def _seen(speaker: Speaker, committee: Committee):  # type: ignore[no-untyped-def]
    return persons_seen(committee, keeps=speaker.standing.has("people", committee.pk))
