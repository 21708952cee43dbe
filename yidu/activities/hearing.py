"""Where nobody has been for a while. Places, never people, and in the order of need: the longest silence first."""

from __future__ import annotations

from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from yidu.activities.models import Activity
from yidu.common import clock
from yidu.people.models import Committee
from yidu.places.models import Level, Place


def unheard_villages(committee: Committee, *, since: date) -> QuerySet[Place]:
    """The villages of a committee in which nothing was done since a day, with `last_heard` (None: never).

    Those in which nothing ever was come first, then those with the longest silence.
    """
    done = Activity.objects.filter(place=OuterRef("pk"), withdrawn_at=None, committee=committee)
    return (
        Place.objects.on(clock.today())
        .filter(level=Level.VILLAGE, path__contains=[committee.place.code])
        .annotate(last_heard=Subquery(done.order_by("-day").values("day")[:1]))
        .filter(Q(last_heard=None) | Q(last_heard__lt=since))
        .select_related("parent")
        .order_by(F("last_heard").asc(nulls_first=True), "code")
    )
