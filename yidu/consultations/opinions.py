"""Who reads an asking, who looks after it, and what is asked of its statements and votes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yidu.activities.rules import SERVES
from yidu.common import clock
from yidu.common.actors import Actor
from yidu.common.errors import NotAllowed
from yidu.common.ids import digests
from yidu.consultations.models import Asking, Opinion, Session, Vote
from yidu.matters.rules import readable as readable_matters
from yidu.people.models import Committee
from yidu.people.rules import Standing, standing_of

RELATED = ("committee__place", "topic", "session__convener")


def readable_askings(actor: Actor, standing: Standing | None = None) -> QuerySet[Asking]:
    """Public ones; those about a topic that one reads while serving the committee; all for the office."""
    if actor.kind == "system":
        return Asking.objects.all()
    now = standing or standing_of(actor)
    seen = Q(is_public=True) | Q(committee__in=now.committees("office", "oversee"))
    if actor.person_id is not None:
        topics = readable_matters(actor, now).filter(pk=OuterRef("topic_id"))
        seen |= Q(Exists(topics), committee__in=now.committees(*SERVES))
        seen |= Q(session__convener__in=[one.pk for one in now.held])
    return Asking.objects.filter(seen)


def moderates(standing: Standing, asking: Asking) -> bool:
    """The office; the convener of its session; whoever asked, while they may still record there."""
    if standing.has("office", asking.committee_id):
        return True
    if asking.session is not None and any(one.pk == asking.session.convener_id for one in standing.held):
        return True
    own = standing.actor.person_id is not None and standing.actor.person_id == asking.asked_by_id
    return own and standing.has("record", asking.committee_id)


def require_moderating(actor: Actor, asking: Asking) -> None:
    if not moderates(standing_of(actor), asking):
        raise NotAllowed("not there")


def one_asking(actor: Actor, pk: UUID, standing: Standing | None = None) -> Asking | None:
    return readable_askings(actor, standing).select_related(*RELATED).filter(pk=pk).first()


def askings_about(topic: UUID, standing: Standing) -> Sequence[Asking]:
    """What is asked about a topic, the latest first."""
    found = readable_askings(standing.actor, standing).filter(topic=topic)
    return list(found.defer("grouped").order_by("-opens_on", "pk"))


def open_askings(committee: Committee, *, most: int) -> list[Asking]:
    """What everybody is asked on this day, what ends first before the rest."""
    today = clock.today()
    found = Asking.objects.filter(committee=committee, is_public=True, closed_at=None)
    found = found.filter(opens_on__lte=today, closes_on__gte=today)
    return list(found.defer("grouped").order_by("closes_on", "pk")[:most])


def askings_quoted(session: Session, standing: Standing) -> Sequence[Asking]:
    """What people said of the topic of a session, as far as everybody may read what came of it."""
    found = readable_askings(standing.actor, standing).filter(topic=session.topic_id)
    today = clock.today()
    over = found.filter(Q(closed_at__isnull=False) | Q(closes_on__lt=today)).filter(grouped__isnull=False)
    return list(over.order_by("opens_on", "pk"))


def voters_of(asking: Asking, secret: str) -> list[str]:
    """The digests under which a browser may have voted in this asking: under today's key, and under earlier ones."""
    return digests(secret, f"asking.{asking.pk}")


def next_opinion(asking: Asking, secret: str) -> Opinion | None:
    """A statement that this browser has not voted on, those with the fewest votes first: so each is heard."""
    left = asking.opinions.filter(state=Opinion.State.SHOWN)
    if secret:
        left = left.exclude(Exists(Vote.objects.filter(opinion=OuterRef("pk"), voter__in=voters_of(asking, secret))))
    return left.annotate(heard=Count("votes")).order_by("heard", "said_at", "pk").first()


def voted_on(asking: Asking, secret: str) -> list[tuple[Opinion, str]]:
    """What this browser voted on, and how: it may say something else while the asking is open."""
    if not secret:
        return []
    votes = Vote.objects.filter(
        opinion__asking=asking, opinion__state=Opinion.State.SHOWN, voter__in=voters_of(asking, secret)
    )
    return [(one.opinion, one.get_says_display()) for one in votes.select_related("opinion").order_by("opinion")]


def refused_because(asking: Asking) -> list[tuple[str, int]]:
    """Why how many statements are not shown, so that nobody wonders where theirs is."""
    counted = asking.opinions.filter(state=Opinion.State.REFUSED).values("because").annotate(count=Count("pk"))
    item = asking.programme.item
    return [(item("opinion-refused", one["because"]), one["count"]) for one in counted.order_by("-count", "because")]
