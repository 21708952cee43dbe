"""Departments, enterprises and other bodies."""

from __future__ import annotations

from typing import Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.door import speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.refs import place_ref
from yidu.api.shapes import Change, Code, Day, Out, Page, PlaceCode, PlaceRef, Write
from yidu.people import actions
from yidu.people.models import Organisation

READERS = ("read", "office", "oversee", "people")
noun = Noun("organisations")


class OrganisationOut(Out):
    id: int
    committee: str
    kind: str
    name: str
    short_name: str
    uscc: str
    place: PlaceRef | None
    line: str
    closed_on: Day | None
    version: int


class OrganisationIn(Write):
    committee: Code | None = None
    kind: Literal["department", "enterprise", "other"]
    name: str
    short_name: str = ""
    uscc: str = ""
    place: PlaceCode | None = None
    line: str = ""


class OrganisationRenameIn(Change):
    name: str
    short_name: str = ""


class OrganisationCorrectIn(OrganisationRenameIn):
    """The whole: what is left out is taken away."""

    uscc: str = ""
    place: PlaceCode | None = None
    line: str = ""


class OrganisationCloseIn(Change):
    on: Day


class Wanted(Cursor):
    committee: Code | None = None
    kind: Literal["department", "enterprise", "other"] | None = None


@noun.read("/", *READERS, answers=Page[OrganisationOut], says=_("The bodies of a committee, by their ids."))
def list_organisations(request: HttpRequest, wanted: Query[Wanted]) -> Page[OrganisationOut]:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, wanted.committee)
    finding.require_any(speaker, committee, *READERS)
    found = _all().filter(committee=committee)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    return page(found, wanted, order=("pk",), shape=organisation_out)


@noun.read("/{int:pk}", "everybody", answers=OrganisationOut, says=_("One body."))
def read_organisation(request: HttpRequest, pk: int) -> OrganisationOut:
    return organisation_out(finding.one(_all(), pk))


@noun.write("/", "people", does="organisation.add", answers=OrganisationOut, says=_("Add a body."))
def add_organisation(request: HttpRequest, told: OrganisationIn) -> OrganisationOut:
    speaker = speaker_of(request)
    made = actions.add_organisation(
        committee=finding.committee_of(speaker, told.committee),
        kind=told.kind,
        name=told.name,
        short_name=told.short_name,
        uscc=told.uscc,
        place=finding.place_named(told.place),
        line=told.line,
        actor=speaker.actor,
        client_id=told.client_id,
    )
    return organisation_out(made)


@noun.write(
    "/{int:pk}/rename",
    "people",
    does="organisation.rename",
    answers=OrganisationOut,
    says=_("Give a body another name."),
)
def rename_organisation(request: HttpRequest, pk: int, told: OrganisationRenameIn) -> OrganisationOut:
    record = finding.one(_all(), pk)
    with finding.seen(record, told.version):
        done = actions.rename_organisation(
            record,
            name=told.name,
            short_name=told.short_name,
            actor=speaker_of(request).actor,
            version=told.version,
            client_id=told.client_id,
        )
    return organisation_out(done)


@noun.write(
    "/{int:pk}/correct",
    "people",
    does="organisation.correct",
    answers=OrganisationOut,
    says=_("Correct what is known of a body."),
)
def correct_organisation(request: HttpRequest, pk: int, told: OrganisationCorrectIn) -> OrganisationOut:
    record = finding.one(_all(), pk)
    with finding.seen(record, told.version):
        done = actions.correct_organisation(
            record,
            name=told.name,
            short_name=told.short_name,
            uscc=told.uscc,
            place=finding.place_named(told.place),
            line=told.line,
            actor=speaker_of(request).actor,
            version=told.version,
            client_id=told.client_id,
        )
    return organisation_out(done)


@noun.write(
    "/{int:pk}/close", "people", does="organisation.close", answers=OrganisationOut, says=_("End a body on a day.")
)
def close_organisation(request: HttpRequest, pk: int, told: OrganisationCloseIn) -> OrganisationOut:
    record = finding.one(_all(), pk)
    with finding.seen(record, told.version):
        done = actions.close_organisation(
            record, on=told.on, actor=speaker_of(request).actor, version=told.version, client_id=told.client_id
        )
    return organisation_out(done)


def organisation_out(one: Organisation) -> OrganisationOut:
    return OrganisationOut(
        id=one.pk,
        committee=one.committee.code,
        kind=one.kind,
        name=one.name,
        short_name=one.short_name,
        uscc=one.uscc,
        place=place_ref(one.place),
        line=one.line,
        closed_on=one.closed_on,
        version=one.version,
    )


def _all() -> QuerySet[Organisation]:
    return Organisation.objects.select_related("committee", "place")
