"""Record an activity, and what it brings back, in one go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from yidu.activities.forms import LONG, clean_answers, too_long
from yidu.activities.models import Activity
from yidu.activities.rules import may_host
from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid, NotAllowed
from yidu.common.text import normalise, search_document
from yidu.people.models import Appointment, Committee, Organisation, Project, Station
from yidu.people.models.counters import next_number
from yidu.people.rules import standing_of
from yidu.places.models import Place
from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition

MOST_PEOPLE = 100_000


@action("activity.record")
def record_activity(
    *,
    committee: Committee,
    edition: Edition,
    kind: str,
    day: date,
    place: Place | None = None,
    host: Appointment,
    organisation: Organisation | None = None,
    project: Project | None = None,
    station: Station | None = None,
    companions: str = "",
    headcount: int = 1,
    heard: str = "",
    answers: Mapping[str, Any] | None = None,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Activity]:
    """Record something that was done on `day` (not in the future). Its id is `client_id`.

    The place may be left out when the enterprise, project or station has one. Raises `NotAllowed` when the actor
    may not record here, `Invalid` with every wrong field at once.
    """
    standing = standing_of(actor)
    if not standing.has("record", committee.pk):
        raise NotAllowed("not there")
    line = edition.read.kind.get(kind)
    activity = draft_activity(
        committee=committee, edition=edition, kind=kind, day=day, place=place, host=host, organisation=organisation,
        project=project, station=station, companions=companions, headcount=headcount, heard=heard,
        answers=answers or {}, actor=actor, id_=client_id or uuid4(),
        may_host=line is None or may_host(standing, host, line.hosts, committee_id=committee.pk),
    )  # fmt: skip
    activity.number = next_number(committee.pk, "activity", day.year)
    activity.save(force_insert=True)
    return Change(activity, "activity.recorded", {"kind": kind, "number": activity.number}, new=True)


def draft_activity(
    *,
    committee: Committee,
    edition: Edition,
    kind: str,
    day: date,
    place: Place | None,
    host: Appointment,
    organisation: Organisation | None,
    project: Project | None,
    station: Station | None,
    companions: str,
    headcount: int,
    heard: str,
    answers: Mapping[str, Any],
    actor: Actor,
    id_: UUID,
    may_host: bool,
) -> Activity:
    """An activity as it would be recorded: not saved, without its number. `may_host` says whether the host may.

    Raises `Invalid` with every wrong field at once.
    """
    line = edition.read.kind.get(kind)
    if line is None or line.is_ != "activity" or edition.committee_id != committee.pk:
        raise Invalid(_("Choose what it was."), fields={"kind": [_("Choose what it was.")]})
    place = place or next((one.place for one in (organisation, project, station) if one and one.place_id), None)
    _check(
        line, committee, day=day, place=place, organisation=organisation, project=project, headcount=headcount,
        heard=heard, may_host=may_host,
    )  # fmt: skip
    assert place is not None
    activity = Activity(
        id=id_,
        committee=committee,
        edition=edition,
        kind=kind,
        day=day,
        place=place,
        host=host,
        organisation=organisation,
        project=project,
        station=station,
        companions=normalise(companions)[:200],
        headcount=headcount,
        heard=normalise(heard, lines=True),
        answers=clean_answers(line.field, answers, programme=edition.read, on=day),
        open_to=line.open_to,
        recorded_by_id=actor.person_id,
        recorded_at=clock.now(),
    )
    activity.search = document(activity)
    return activity


def document(activity: Activity) -> str:
    """What can be searched of an activity, as search words."""
    about = [str(one) for one in (activity.organisation, activity.project, activity.station) if one]
    return search_document("\n".join([*about, activity.place.name, activity.heard, activity.companions]))


def _check(
    line: Kind,
    committee: Committee,
    *,
    day: date,
    place: Place | None,
    organisation: Organisation | None,
    project: Project | None,
    headcount: int,
    heard: str,
    may_host: bool,
) -> None:
    errors: dict[str, list[str]] = {}
    if day > clock.today():
        errors["day"] = [_("That day has not come yet.")]
    if place is None:
        errors["place"] = [_("Say where it was.")]
    elif committee.place.code[:6].rstrip("0") and not place.is_below(committee.place):
        errors["place"] = [_("This place is outside %(place)s.") % {"place": committee.place.name}]
    if line.about in ("enterprise", "organisation") and organisation is None:
        errors["organisation"] = [_("Say whom you visited.")]
    if line.about == "project" and project is None:
        errors["project"] = [_("Say which project it was about.")]
    for name, one in (("organisation", organisation), ("project", project)):
        if one is not None and one.committee_id != committee.pk:
            errors[name] = [_("Choose one from the list.")]
    if not may_host:
        errors["host"] = [_("Choose who led it, from those who may.")]
    if not 1 <= headcount <= MOST_PEOPLE:
        errors["headcount"] = [_("How many people were there? At least one.")]
    if len(heard) > LONG:
        errors["heard"] = [too_long(heard, LONG)]
    if errors:
        raise Invalid(_("Some answers need another look."), fields=errors)
