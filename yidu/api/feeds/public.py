"""What happened lately, and which dates are set: of what everybody may read, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.activities.models import Activity
from yidu.activities.queries import RELATED
from yidu.activities.rules import readable as readable_activities
from yidu.common import clock
from yidu.common.actors import VISITOR
from yidu.common.clock import local_day
from yidu.matters.models import Draw, Matter, Pause
from yidu.matters.queries import listed
from yidu.matters.rules import readable
from yidu.people.models import Committee

LATELY = timedelta(days=90)
MOST = 60


@dataclass(frozen=True)
class News:
    """One thing that happened. Its id stays the same for ever, so a reader shows it once."""

    id: UUID
    at: datetime
    title: str
    summary: str
    path: str


@dataclass(frozen=True)
class Date:
    """A day, or a moment, that a calendar shows."""

    id: UUID
    on: date | datetime
    title: str
    summary: str
    path: str


def news(committee: Committee) -> list[News]:
    """The newest first: raised, answered, found solved; done; announced and drawn. Of a city also its counties'."""
    family = committee.family()
    told = [*_of_matters(family), *_of_activities(family), *_of_draws(family)]
    return sorted(told, key=lambda one: (one.at, one.id), reverse=True)[:MOST]


def dates(committee: Committee) -> list[Date]:
    """What was done on which day; by when an answer is due; when the seed of a draw is published."""
    family = committee.family()
    told = [*_days_of_activities(family), *_due(family), *_seeds(family)]
    return sorted(told, key=lambda one: (one.on.isoformat(), one.id))


def _of_matters(family: list[int]) -> Iterator[News]:
    words = {
        "raised_at": _("Raised: %(title)s"),
        "answered_at": _("Answered: %(title)s"),
        "solved_at": _("Solved: %(title)s"),
    }
    since = clock.now() - LATELY
    for fact, said in words.items():
        for matter in _matters(family).filter(**{f"{fact}__gte": since}).order_by(f"-{fact}")[:MOST]:
            title, at = said % {"title": matter.title}, getattr(matter, fact)
            yield News(uuid5(matter.pk, fact), at, title, _about(matter), reverse("matter", args=[matter.pk]))


def _of_activities(family: list[int]) -> Iterator[News]:
    for one in _activities(family).order_by("-day", "-recorded_at")[:MOST]:
        yield News(uuid5(one.pk, "done"), one.recorded_at, one.title, _where(one), reverse("activity", args=[one.pk]))


def _of_draws(family: list[int]) -> Iterator[News]:
    since = clock.now() - LATELY
    for draw in _draws(family).filter(announced_at__gte=since):
        path, told = reverse("draw", args=[draw.pk]), _period(draw)
        yield News(uuid5(draw.pk, "announced"), draw.announced_at, _("A draw is announced"), told, path)
        if draw.drawn_at:
            yield News(uuid5(draw.pk, "drawn"), draw.drawn_at, _("A sample was drawn"), told, path)


def _days_of_activities(family: list[int]) -> Iterator[Date]:
    for one in _activities(family).order_by("-day", "-recorded_at")[:MOST]:
        yield Date(uuid5(one.pk, "done"), one.day, one.title, _where(one), reverse("activity", args=[one.pk]))


def _due(family: list[int]) -> Iterator[Date]:
    """Dates that run. One that stands still, because something is waited for, is none."""
    now = clock.now()
    running = _matters(family).filter(closed_at=None, due_at__gte=now, due_at__lte=now + LATELY)
    still = Pause.objects.filter(ended_at=None).values("matter_id")
    for matter in running.exclude(pk__in=still).order_by("due_at")[:MOST]:
        assert matter.due_at is not None
        title, day = _("Due: %(title)s") % {"title": matter.title}, local_day(matter.due_at)
        yield Date(uuid5(matter.pk, "due"), day, title, _about(matter), reverse("matter", args=[matter.pk]))


def _seeds(family: list[int]) -> Iterator[Date]:
    for draw in _draws(family).filter(seed_after__gte=clock.now() - LATELY):
        path = reverse("draw", args=[draw.pk])
        yield Date(uuid5(draw.pk, "seed"), draw.seed_after, _("The seed of a draw"), _period(draw), path)


def _matters(family: list[int]) -> QuerySet[Matter]:
    return listed(readable(VISITOR).filter(committee__any=family))


def _activities(family: list[int]) -> QuerySet[Activity]:
    since = clock.today() - LATELY
    found = readable_activities(VISITOR).filter(committee__any=family, withdrawn_at=None, day__gte=since)
    return found.select_related(*RELATED).defer("edition__content")


def _draws(family: list[int]) -> QuerySet[Draw]:
    return Draw.objects.filter(committee__any=family).select_related("edition").defer("edition__content", "candidates")


def _about(matter: Matter) -> str:
    told = [str(matter.kind_line.title), _called(matter.place), matter.lead.called if matter.lead else ""]
    return " · ".join(one for one in told if one)


def _where(one: Activity) -> str:
    return " · ".join(told for told in (str(one.kind_line.title), _called(one.place)) if told)


def _period(draw: Draw) -> str:
    procedure = str(draw.edition.read.procedure[draw.procedure].title)
    days = {"procedure": procedure, "first": draw.begins.isoformat(), "last": draw.ends.isoformat()}
    return _("%(procedure)s, answered from %(first)s to %(last)s") % days


def _called(record: Model | None) -> str:
    return str(record) if record is not None else ""
