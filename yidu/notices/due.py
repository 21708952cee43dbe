"""Whom to remind of what, at this moment: from how matters, shares, requests and drafts stand and nothing else.

Asked twice, it answers alike, so a scheduler that was down finds what it missed, and a reminder that no longer
applies is no longer here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q

from yidu.common import clock, in_force
from yidu.common.durations import Duration
from yidu.common.reminding import Reminding, Side, usual
from yidu.matters.looking import rule_of
from yidu.matters.models import Handling, LookBack, Matter, Request
from yidu.matters.moves import waiting_request
from yidu.notices.conclusions import Outcome, news_of_conclusions
from yidu.notices.names import names_due
from yidu.notices.posts import NOBODY, TOLD_FOR, Due, Posts, posts_of
from yidu.notices.sessions import News, news_of_sessions
from yidu.programmes.grammar import Stage
from yidu.proposals.models import Draft

__all__ = ["TOLD_FOR", "Due", "due_now"]

AHEAD = timedelta(days=60)
"""Longer than any moment before a date lies before it."""


def due_now(persons: Collection[int]) -> list[Due]:
    """What these persons are to be reminded of by now, whether or not they were already."""
    posts = posts_of(persons)
    if not posts.any:
        return []
    found: list[Due] = []
    for matter in _matters(posts):
        found += _of_matter(matter, posts)
    for share in _shares(posts):
        found += _of_share(share, posts)
    for request in _requests(posts):
        found += _of_request(request, posts)
    for look_back in _look_backs(posts):
        found += _of_look_back(look_back, posts)
    for matter in _just_here(posts):
        found += _of_arrival(matter, posts)
    found += names_due(posts)
    found += map(_of_session, news_of_sessions(persons, posts.bodies))
    found += map(_of_conclusion, news_of_conclusions(persons, posts.bodies))
    return found


def _matters(posts: Posts) -> Iterator[Matter]:
    """Open matters whose clock runs, held by one of them and due soon, or late where one of them watches."""
    now = clock.now()
    held = Q(holder="office", committee__in=posts.office)
    held |= Q(holder="secretary-general", committee__in=posts.oversee)
    held |= Q(holder="lead", lead__in=posts.handle) | Q(holder="lead-head", lead__in=posts.sign)
    held |= Q(holder__in=["raiser", "recorder"], committee__in=posts.record)
    watched = Q(committee__in={*posts.office, *posts.oversee, *posts.record})
    watched |= Q(lead__in={*posts.handle, *posts.sign})
    return (
        Matter.objects.filter(closed_at=None)
        .filter(Q(held, due_at__lte=now + AHEAD) | Q(watched, due_at__lt=now))
        .exclude(pauses__ended_at=None, pauses__isnull=False)
        .select_related("edition", "activity", "lead", "committee")
        .defer("edition__content", "text", "search_text", "activity__heard", "activity__search")
        .prefetch_related("requests__handling")
        .iterator(chunk_size=500)
    )


def _of_matter(matter: Matter, posts: Posts) -> Iterator[Due]:
    stage, waits = matter.stage_line, waiting_request(matter, lead_only=True)
    assert matter.due_at is not None, "an open matter has a date"
    if waits is not None:
        what, since, moments, why = (
            f"request-{waits.pk}",
            waits.asked_at,
            usual(Duration.parse(waits.length)),
            "decision",
        )
    else:
        what, since, why = "matter", matter.clock_from or matter.stage_since, "held"
        moments = _moments(stage, matter.clock_length)
    for person in posts.holding(matter.holder, matter):
        yield from _each(person, matter, what, since, matter.due_at, moments, why)
    if stage.late and stage.late.then and stage.late.then != matter.holder:
        after = Reminding(Side.AFTER, Duration.parse(stage.late.after))
        for person in posts.holding(stage.late.then, matter):
            yield from _each(
                person, matter, f"late-{what}"[:40], since, matter.due_at, (after,), "late", at_once=stage.late.at_once
            )


def _shares(posts: Posts) -> Iterator[Handling]:
    """Opinions that joint organisations owe."""
    return (
        Handling.objects.filter(
            part=Handling.Part.JOINT, organisation__in=posts.handle, done_at=None, ended_at=None,
            matter__closed_at=None, due_at__lte=clock.now() + AHEAD,
        )
        .select_related("matter__edition", "matter__lead", "matter__committee")
        .defer("matter__edition__content", "matter__text", "matter__search_text")
        .iterator(chunk_size=500)
    )  # fmt: skip


def _of_share(share: Handling, posts: Posts) -> Iterator[Due]:
    since, moments = share.clock_from or share.given_at, _moments(share.matter.stage_line, share.clock_length)
    for person in posts.handle.get(share.organisation_id, NOBODY):
        yield from _each(person, share.matter, f"share-{share.pk}", since, share.due_at, moments, "opinion")


def _requests(posts: Posts) -> Iterator[Request]:
    """Requests of joint organisations that wait; while the lead's waits, the matter itself is held."""
    decides = Q(decides="office", matter__committee__in=posts.office)
    decides |= Q(decides="secretary-general", matter__committee__in=posts.oversee)
    return (
        Request.objects.filter(
            decides, decided_at=None, handling__part=Handling.Part.JOINT, matter__closed_at=None,
            due_at__lte=clock.now() + AHEAD,
        )
        .select_related("matter__edition", "matter__lead", "matter__committee")
        .defer("matter__edition__content", "matter__text", "matter__search_text")
        .iterator(chunk_size=500)
    )  # fmt: skip


def _of_request(request: Request, posts: Posts) -> Iterator[Due]:
    moments = usual(Duration.parse(request.length))
    for person in posts.holding(request.decides, request.matter):
        yield from _each(
            person, request.matter, f"request-{request.pk}", request.asked_at, request.due_at, moments, "decision"
        )


def _look_backs(posts: Posts) -> Iterator[LookBack]:
    """What somebody is asked to look at, also after the matter was closed; the office's while nobody is asked."""
    now = clock.now()
    persons = set[int]().union(*posts.serve.values())
    return (
        LookBack.objects.filter(
            Q(asked__in=persons) | Q(asked=None, committee__in=posts.office),
            found_at=None, asks_at__lte=now, due_at__lte=now + AHEAD,
        )
        .select_related("matter__edition", "matter__lead", "matter__committee")
        .defer("matter__edition__content", "matter__text", "matter__search_text")
        .iterator(chunk_size=500)
    )  # fmt: skip


def _of_look_back(one: LookBack, posts: Posts) -> Iterator[Due]:
    moments = usual(Duration.parse(rule_of(one.matter).within))
    serve = posts.serve.get(one.committee_id, NOBODY)
    asked = posts.office.get(one.committee_id, NOBODY) if one.asked_id is None else serve & {one.asked_id}
    for person in asked:
        yield from _each(
            person, one.matter, f"look-back-{one.pk.hex[:12]}", one.asks_at, one.due_at, moments, "look-back"
        )


def _just_here(posts: Posts) -> Iterator[Matter]:
    """What has come to another stage lately, also to the last one: whoever raised, signed or handles it may be told."""
    joint = Handling.objects.filter(part=Handling.Part.JOINT, organisation__in=posts.handle, ended_at=None)
    return (
        Matter.objects.filter(
            Q(committee__in={*posts.office, *posts.oversee, *posts.record})
            | Q(lead__in={*posts.handle, *posts.sign})
            | Q(pk__in=joint.values("matter")),
            told_since__gt=clock.now() - TOLD_FOR,
        )
        .select_related("edition", "activity", "lead", "committee")
        .defer("edition__content", "text", "search_text", "activity__heard", "activity__search")
        .prefetch_related(*_signed(""), *_signed("part_of__"), "handlings")
        .iterator(chunk_size=500)
    )


def _signed(of: str) -> list[Prefetch | str]:
    """The names under what became the matter; under a part stand those of the whole."""
    return [Prefetch(f"{of}draft", Draft.objects.defer("text", "answers")), f"{of}draft__signatures"]


def _of_arrival(matter: Matter, posts: Posts) -> Iterator[Due]:
    since = matter.told_since
    assert since is not None, "it is one of those just found"
    occasion = f"{matter.stage[:50]} {since.astimezone(clock.SHANGHAI):%Y-%m-%dT%H:%M:%S}"
    told = set[int]()
    for holder in matter.stage_line.tell:
        told |= {*posts.holding(holder, matter), *(posts.signers(matter) if holder == "raiser" else ())}
    for person in sorted(told):
        yield Due(person, matter, "stage", occasion, since, "here", at_once=True)


def _of_session(news: News) -> Due:
    session = news.session
    what = f"session-{session.pk.hex[:12]}-{news.why}"
    occasion = f"{news.why} {news.at.astimezone(clock.SHANGHAI):%Y-%m-%dT%H:%M:%S}"
    at_once = news.why != "near"
    return Due(news.person_id, session.topic, what, occasion, session.begins_at, news.why, at_once, session=session)


def _of_conclusion(news: Outcome) -> Due:
    of_session = f"session-{news.session.pk.hex[:12]}-{news.why}"
    what = {"kept": "echo", "closed": "topic-closed"}.get(news.why, of_session)
    occasion = f"{news.why} {news.at.astimezone(clock.SHANGHAI):%Y-%m-%dT%H:%M:%S}"
    return Due(news.person_id, news.matter, what, occasion, news.at, news.why, at_once=False, session=news.session)


def _moments(stage: Stage, length: str) -> tuple[Reminding, ...]:
    """When the stage reminds: as it says, else as usual for its length."""
    if stage.remind is not None:
        return tuple(Reminding.parse(moment) for moment in stage.remind)
    return usual(Duration.parse(length or stage.within or "1 day"))


def _each(
    person: int,
    matter: Matter,
    what: str,
    since: datetime,
    due_at: datetime,
    moments: Collection[Reminding],
    why: str,
    *,
    at_once: bool = False,
) -> Iterator[Due]:
    """One for each moment that has come. One that lay before the time began is passed over."""
    now, calendar = clock.now(), in_force.calendar()
    for moment in moments:
        if since < moment.at(due_at, calendar=calendar) <= now:
            occasion = f"{moment} {due_at.astimezone(clock.SHANGHAI):%Y-%m-%dT%H:%M:%S}"
            yield Due(person, matter, what, occasion, due_at, why, at_once or moment.at_once)
