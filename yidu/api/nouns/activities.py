"""Activities: what was done, recorded with what it brings back."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import Field

from yidu.activities import actions
from yidu.activities.models import Activity, Photo
from yidu.activities.queries import activities_like, one_activity
from yidu.activities.rules import hosts_for, may_change, reads_inside
from yidu.api import finding
from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.nouns.kinds import Answers, edition_of
from yidu.api.paging import Cursor, page
from yidu.api.problems import ApiProblem
from yidu.api.refs import place_ref, ref
from yidu.api.shapes import Change, Code, Count, Day, Id, In, Out, Page, PlaceCode, PlaceRef, Ref, Typed, Word, Write
from yidu.matters.actions import receipt_code, record_and_raise
from yidu.matters.models import Matter
from yidu.people.models import Organisation, Project, Station
from yidu.programmes.grammar import Kind

noun = Noun("activities")


class Inside(Out):
    """What only those read who work with it."""

    heard: str
    companions: str
    answers: Answers
    photos: list[UUID]


class ActivityOut(Out):
    """One activity. `inside` is null for readers of the public part."""

    id: UUID
    number: str
    committee: str
    programme: str
    kind: str
    day: Day
    place: PlaceRef | None
    host: str
    organisation: Ref | None
    project: Ref | None
    station: Ref | None
    headcount: int
    withdrawn: bool
    version: int
    inside: Inside | None


class Receipt(Out):
    """What one hands over to whoever raised it."""

    matter: UUID
    number: str
    receipt: str


class RecordedOut(Out):
    activity: ActivityOut
    receipts: list[Receipt]


class RaiseIn(In):
    """A matter that is brought back. Its title and text; what is not said is taken from the activity."""

    kind: Word
    title: str
    text: str
    answers: Answers = {}


class ActivityIn(Write):
    """Its id is the client's id. `host` is an appointment; the place may be left out where the body has one."""

    committee: Code | None = None
    programme: Word
    kind: Word
    day: Day
    host: Id
    place: PlaceCode | None = None
    organisation: Id | None = None
    project: Id | None = None
    station: Id | None = None
    companions: str = ""
    headcount: Count = 1
    heard: str = ""
    answers: Answers = {}
    raises: Annotated[list[RaiseIn], Field(max_length=20)] = []


class ActivityCorrectIn(Change):
    reason: str
    day: Day | None = None
    headcount: Count | None = None
    heard: str | None = None
    companions: str | None = None


class ActivityWithdrawIn(Change):
    reason: str


class PhotoIn(Write):
    pass


class PhotoOut(Out):
    id: UUID
    activity: UUID


class Wanted(Cursor):
    committee: Code | None = None
    q: Typed = ""
    kind: Word | None = None
    place: PlaceCode | None = None
    mine: bool = False


@noun.read("/", "signed-in", answers=Page[ActivityOut], says=_("The activities that one may read, the newest first."))
def list_activities(request: HttpRequest, wanted: Query[Wanted]) -> Page[ActivityOut]:
    speaker = speaker_of(request)
    found = activities_like(
        speaker.actor,
        finding.committee_of(speaker, wanted.committee),
        text=wanted.q,
        kind=wanted.kind or "",
        place=finding.place_named(wanted.place),
        mine=wanted.mine,
    ).prefetch_related("photos")
    return page(found, wanted, order=("-day", "-recorded_at", "pk"), shape=lambda one: activity_out(speaker, one))


@noun.read("/{uuid:pk}", "everybody", answers=ActivityOut, says=_("One activity, as far as one may read it."))
def read_activity(request: HttpRequest, pk: UUID) -> ActivityOut:
    speaker = speaker_of(request)
    return activity_out(speaker, _one(speaker, pk))


@noun.read("/{uuid:pk}/photos/{uuid:photo_pk}", "signed-in", answers=None, says=_("A picture, as JPEG."))
def read_photo(request: HttpRequest, pk: UUID, photo_pk: UUID) -> HttpResponse:
    speaker = speaker_of(request)
    activity = _one(speaker, pk)
    kept = Photo.objects.filter(pk=photo_pk, activity=activity).first()
    if kept is None or not reads_inside(speaker.standing, activity):
        raise ApiProblem("not-found")
    with kept.file.open("rb") as file:
        return HttpResponse(file.read(), content_type="image/jpeg")


@noun.write(
    "/",
    "record",
    does="activity.record",
    answers=RecordedOut,
    says=_("Record an activity with everything that it brings back: all of it, or nothing."),
)
def record_activity(request: HttpRequest, told: ActivityIn) -> RecordedOut:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, told.committee)
    finding.require_any(speaker, committee, "record")
    edition, line = edition_of(committee, told.programme, told.kind, is_="activity")
    bodies = Organisation.objects.filter(committee=committee).select_related("place")
    activity, matters = record_and_raise(
        committee=committee,
        edition=edition,
        kind=told.kind,
        day=told.day,
        host=finding.needed(
            finding.named(hosts_for(speaker.actor, line.hosts, committee_id=committee.pk), told.host, "host"), "host"
        ),
        place=finding.place_named(told.place),
        organisation=finding.named(bodies, told.organisation, "organisation"),
        project=finding.named(Project.objects.filter(committee=committee), told.project, "project"),
        station=finding.named(Station.objects.filter(committee=committee), told.station, "station"),
        companions=told.companions,
        headcount=told.headcount,
        heard=told.heard,
        answers=told.answers,
        raises=_raises(told.raises, line),
        actor=speaker.actor,
        client_id=told.client_id,
    )
    return RecordedOut(activity=activity_out(speaker, activity), receipts=[receipt_out(one) for one in matters])


@noun.write(
    "/{uuid:pk}/correct",
    "record",
    "office",
    does="activity.correct",
    answers=ActivityOut,
    says=_("Correct an activity, with a reason; every figure follows."),
)
def correct_activity(request: HttpRequest, pk: UUID, told: ActivityCorrectIn) -> ActivityOut:
    speaker = speaker_of(request)
    record = _to_change(speaker, pk)
    with finding.seen(record, told.version):
        done = actions.correct_activity(
            record,
            version=told.version,
            reason=told.reason,
            day=told.day,
            headcount=told.headcount,
            heard=told.heard,
            companions=told.companions,
            actor=speaker.actor,
            client_id=told.client_id,
        )
    return activity_out(speaker, _one(speaker, done.pk))


@noun.write(
    "/{uuid:pk}/withdraw",
    "record",
    "office",
    does="activity.withdraw",
    answers=ActivityOut,
    says=_("Withdraw what was recorded by mistake."),
)
def withdraw_activity(request: HttpRequest, pk: UUID, told: ActivityWithdrawIn) -> ActivityOut:
    speaker = speaker_of(request)
    record = _to_change(speaker, pk)
    with finding.seen(record, told.version):
        done = actions.withdraw_activity(
            record, version=told.version, reason=told.reason, actor=speaker.actor, client_id=told.client_id
        )
    return activity_out(speaker, _one(speaker, done.pk))


@noun.write(
    "/{uuid:pk}/photos",
    "record",
    "office",
    does="activity.add-photo",
    answers=PhotoOut,
    says=_("Add a picture; position and camera data are removed."),
)
def add_photo(request: HttpRequest, pk: UUID, told: Form[PhotoIn], photo: File[UploadedFile]) -> PhotoOut:
    speaker = speaker_of(request)
    record = _to_change(speaker, pk)
    kept = actions.add_photo(record, picture=photo.read(), actor=speaker.actor, client_id=told.client_id)
    return PhotoOut(id=kept.pk, activity=record.pk)


def activity_out(speaker: Speaker, one: Activity) -> ActivityOut:
    inside = None
    if reads_inside(speaker.standing, one):
        photos = [photo.pk for photo in one.photos.all()]
        inside = Inside(heard=one.heard, companions=one.companions, answers=one.answers, photos=photos)
    return ActivityOut(
        id=one.pk,
        number=one.number,
        committee=one.committee.code,
        programme=one.edition.programme,
        kind=one.kind,
        day=one.day,
        place=place_ref(one.place),
        host=one.host.role_id,
        organisation=ref(one.organisation),
        project=ref(one.project),
        station=ref(one.station),
        headcount=one.headcount,
        withdrawn=one.withdrawn_at is not None,
        version=one.version,
        inside=inside,
    )


def receipt_out(matter: Matter) -> Receipt:
    return Receipt(matter=matter.pk, number=matter.number, receipt=receipt_code(matter))


def _raises(told: list[RaiseIn], line: Kind) -> list[dict[str, object]]:
    for one in told:
        if one.kind not in line.may_raise:
            raise finding.unknown("raises.kind")
    return [one.model_dump() for one in told]


def _one(speaker: Speaker, pk: UUID) -> Activity:
    found = one_activity(speaker.actor, pk)
    if found is None:
        raise ApiProblem("not-found")
    return found


def _to_change(speaker: Speaker, pk: UUID) -> Activity:
    found = _one(speaker, pk)
    if not may_change(speaker.actor, found):
        raise ApiProblem("not-found")
    return found
