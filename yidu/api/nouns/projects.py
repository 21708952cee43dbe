"""Projects under supervision."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.door import speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.refs import place_ref, ref
from yidu.api.shapes import Change, Code, Day, Id, Out, Page, PlaceCode, PlaceRef, Ref, Write
from yidu.common import clock
from yidu.people import actions
from yidu.people.models import Organisation, Project

noun = Noun("projects")


class ProjectOut(Out):
    id: int
    committee: str
    name: str
    place: PlaceRef | None
    owner: Ref | None
    about: str
    starts: Day
    ends: Day | None
    version: int


class ProjectIn(Write):
    committee: Code | None = None
    name: str
    place: PlaceCode
    owner: Id | None = None
    about: str = ""
    starts: Day


class ProjectEndIn(Change):
    ends: Day


class Wanted(Cursor):
    committee: Code | None = None
    on: Day | None = None


@noun.read("/", "everybody", answers=Page[ProjectOut], says=_("Projects under supervision on a day, today by default."))
def list_projects(request: HttpRequest, wanted: Query[Wanted]) -> Page[ProjectOut]:
    committee = finding.committee_of(speaker_of(request), wanted.committee)
    day = wanted.on or clock.today()
    found = _all().filter(committee=committee).filter(Q(ends=None) | Q(ends__gte=day))
    return page(found, wanted, order=("pk",), shape=project_out)


@noun.read("/{int:pk}", "everybody", answers=ProjectOut, says=_("One project."))
def read_project(request: HttpRequest, pk: int) -> ProjectOut:
    return project_out(finding.one(_all(), pk))


@noun.write("/", "people", does="project.add", answers=ProjectOut, says=_("Put a project under supervision."))
def add_project(request: HttpRequest, told: ProjectIn) -> ProjectOut:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, told.committee)
    finding.require_any(speaker, committee, "people")
    made = actions.add_project(
        committee=committee,
        name=told.name,
        place=finding.needed(finding.place_named(told.place), "place"),
        starts=told.starts,
        owner=finding.named(Organisation.objects.filter(committee=committee), told.owner, "owner"),
        about=told.about,
        actor=speaker.actor,
        client_id=told.client_id,
    )
    return project_out(made)


@noun.write("/{int:pk}/end", "people", does="project.end", answers=ProjectOut, says=_("End a supervision on a day."))
def end_project(request: HttpRequest, pk: int, told: ProjectEndIn) -> ProjectOut:
    record = finding.one(_all(), pk)
    with finding.seen(record, told.version):
        done = actions.end_project(
            record, ends=told.ends, actor=speaker_of(request).actor, version=told.version, client_id=told.client_id
        )
    return project_out(done)


def project_out(one: Project) -> ProjectOut:
    return ProjectOut(
        id=one.pk,
        committee=one.committee.code,
        name=one.name,
        place=place_ref(one.place),
        owner=ref(one.owner),
        about=one.about,
        starts=one.starts,
        ends=one.ends,
        version=one.version,
    )


def _all() -> QuerySet[Project]:
    return Project.objects.select_related("committee", "place", "owner")
