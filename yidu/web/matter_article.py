"""The page of a matter, drawn once for all that it shows.

What it shows follows from the matter as a glance tells it, from what the reader is to it, and from what rarely changes;
besides, from the clock. All of that is the key, or ends the time for which what was drawn stands.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import datetime, time
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.safestring import SafeString

from yidu.activities import rules as activities
from yidu.common import clock, known
from yidu.common.workdays import Duration, Unit, deadline
from yidu.matters.glance import Glance
from yidu.matters.models import Matter
from yidu.matters.moves import active_handlings
from yidu.matters.whole import whole_matter
from yidu.people.rules import Standing
from yidu.web.deadline_page import address_of_date
from yidu.web.drawn import HOLES, Context, Drawn, filled
from yidu.web.matter_page import MatterPage, matter_page


class Shows(NamedTuple):
    """All that an article shows follows from this, and from the clock (`_until`)."""

    glance: Glance
    standing: Hashable
    raised_it: bool
    recorded_it: bool
    reads_activity: bool
    revision: int


def article(request: HttpRequest, glance: Glance, standing: Standing) -> SafeString:
    """The matter as the reader may see it. That they may read it was decided before."""
    shows = _shows(glance, standing)
    return filled(_ARTICLES(shows, lambda: _context(glance, standing)), get_token(request))


def _shows(glance: Glance, standing: Standing) -> Shows:
    reader = standing.actor.person_id
    return Shows(
        glance=glance,
        standing=standing.key,
        raised_it=reader is not None and reader == glance.raised_by_id,
        recorded_it=reader is not None and reader == glance.recorded_by_id,
        reads_activity=_reads_activity(glance, standing),
        revision=known.revision(),
    )


def _reads_activity(glance: Glance, standing: Standing) -> bool:
    return glance.activity is not None and activities.may_read(standing, glance.activity)


def _context(glance: Glance, standing: Standing) -> dict[str, Any]:
    matter = whole_matter(glance.pk)
    assert matter is not None, "matters are never deleted"
    page = matter_page(
        matter,
        standing.actor,
        standing,
        address=lambda action: reverse("matter-take", args=[matter.pk, action]),
        letters=lambda reply: reverse("reply-letter", args=[matter.pk, reply]),
        dates=lambda part: address_of_date("deadline", matter.pk, part=part),
        named=standing.has("office", matter.committee_id) or standing.has("oversee", matter.committee_id),
    )
    return {
        "page": page,
        "matter": matter,
        "activity": matter.activity if page.full and _reads_activity(glance, standing) else None,
        "links": [one for one in matter.links.all() if one.pk in glance.links] if page.is_office else [],
        "today": clock.today(),
        **HOLES,
    }


def _until(context: Context, now: datetime) -> datetime:
    """Days are told as days, what is late as late, and some actions are open only up to a moment."""
    page: MatterPage = context["page"]
    if page.is_paused and page.deadline and _by_the_hour(context["matter"]):
        return now  # the date moves with each minute
    last = datetime.combine(now.date(), time.max, now.tzinfo)
    return min(moment for moment in (*_moments(context["matter"]), last) if moment >= now)


def _moments(matter: Matter) -> Iterator[datetime]:
    """Moments after which the page of a matter looks otherwise although nobody did anything."""
    if not matter.is_open:
        return
    if matter.due_at is not None:
        yield matter.due_at
    lines = [Duration.parse(line.until) for line in matter.stage_line.action.values() if line.until]
    for share in active_handlings(matter):
        yield share.due_at
        for length in lines:
            yield deadline(share.given_at, length).due_at


def _by_the_hour(matter: Matter) -> bool:
    return bool(matter.clock_length) and Duration.parse(matter.clock_length).unit is Unit.HOUR


_ARTICLES = Drawn("matters/_article.html", most=1_000, until=_until)
