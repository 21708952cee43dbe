"""What a look-back states to the ledger: what somebody found who has nothing to do with the matter.

It stands beside what the matter states: answered by the department, solved as confirmed at the time, found solved
when looked at again. What is found solved adds nothing to the others; what is found not solved and opened again counts
as solved no more, like everything that is opened again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from yidu.common.actors import Actor
from yidu.common.clock import local_day
from yidu.ledger.statements import Source, Statement
from yidu.matters.models import LookBack
from yidu.matters.rules import readable


def statements(look_back: LookBack) -> Iterator[Statement]:
    """Promised, once; owed, for as long; looked at, and how it was found; withdrawn.

    Nothing more where nobody could find out.
    """
    moments = list(_moments(look_back))
    if not moments:
        return
    matter = look_back.matter
    dims = {"host": matter.raised_as, "role": matter.raised_as, "kind": matter.kind, "look-back": look_back.why}
    named = {
        "sector": matter.sector,
        "subject": matter.subject,
        "enterprise": matter.organisation_id,
        "project": matter.project_id,
        "organisation": look_back.owner_id,
    }
    dims |= {name: str(value) for name, value in named.items() if value}
    for moment, at, ended in moments:
        yield Statement(
            counts=matter.kind,
            moment=moment,
            day=local_day(at),
            until=local_day(ended) - timedelta(days=1) if ended else None,
            place_id=matter.place_id,
            dims=dims,
        )


def _moments(look_back: LookBack) -> Iterator[tuple[str, datetime, datetime | None]]:
    """A promise is made when its answer is signed. Whoever looks at it again a year later looks at the same one.

    It is owed from then on. A look that did not find it kept hands it on to the next look, on the same day.
    """
    reply, earlier = look_back.reply, look_back.follows
    if reply is not None and reply.signed_at is not None:
        if earlier is None:
            yield "promised", reply.signed_at, None
        owed_from = earlier.found_at if earlier else reply.signed_at
        assert owed_from is not None, "the next look follows one at which something was found"
        yield "owed", owed_from, _owed_until(look_back)
    if look_back.found_at is None or look_back.found == LookBack.Found.COULD_NOT:
        return
    if look_back.found == LookBack.Found.WITHDRAWN:
        yield "withdrawn", look_back.found_at, None
        return
    yield "looked-at", look_back.found_at, None
    yield f"found-{look_back.found}", look_back.found_at, None


def _owed_until(look_back: LookBack) -> datetime | None:
    """When it was kept, withdrawn or promised anew, or handed on to the next look; None while it is open.

    What was found not kept stays open where nobody looks again and nothing is promised anew.
    """
    renewed = look_back.renewed_by
    if look_back.found == LookBack.Found.UNSOLVED and not hasattr(look_back, "followed_by"):
        return renewed.signed_at if renewed else None
    return look_back.found_at


def _all() -> QuerySet[LookBack]:
    found = LookBack.objects.filter(Q(found_at__isnull=False) | Q(reply__isnull=False))
    return (
        found.select_related("matter__edition", "matter__place", "reply", "follows", "followed_by", "renewed_by")
        .defer("matter__edition__content")
        .order_by("pk")
    )


def _readable(actor: Actor, ids: list[str]) -> set[str]:
    seen = LookBack.objects.filter(pk__in=ids, matter__in=readable(actor))
    return {str(pk) for pk in seen.values_list("pk", flat=True)}


SOURCE = Source(
    record_type="look-back",
    model=LookBack,
    statements=statements,
    all=_all,
    title=lambda look_back: look_back.matter.title,
    url=lambda look_back: reverse("matter", args=[look_back.matter_id]),
    readable=_readable,
)
