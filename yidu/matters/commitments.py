"""What an answer promises is looked at when its day has come, and stays visible until it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yidu.common.actors import Actor
from yidu.common.clock import SHANGHAI, local_day
from yidu.common.errors import Invalid
from yidu.common.workdays import Duration, deadline
from yidu.matters.models import LookBack, Matter, Reply
from yidu.matters.rules import readable
from yidu.people.models import Committee

MORNING = time(9)
SHOWN = ("committee", "measure", "promised_on", "found", "found_at", "asks_at", "follows", "version")


def promise(matter: Matter, reply: Reply, *, at: datetime) -> list[LookBack]:
    """A dated look-back for each measure of an answer that is signed now, where the procedure looks back.

    An answer of a planned class without a measure promises what it says, in the time that the procedure gives. What
    was not kept before is promised anew: by the measures, or else by its own words. Returns what was made and what was
    renewed: both state something else now.
    """
    if matter.procedure.look_back is None:
        return []
    broken = list(not_kept(matter))
    promised = list(_promises(matter, reply, broken, at=at))
    LookBack.objects.bulk_create(promised)
    for one in broken:
        one.renewed_by = reply
        one.version += 1
        one.save(update_fields=["renewed_by", "version"])
    return [*promised, *broken]


def promise_at_the_table(matter: Matter, *, measure: str, day: date, at: datetime) -> LookBack | None:
    """A dated look-back for what was promised in words, face to face: its owner has signed no letter yet.

    None where the procedure does not look back.
    """
    if matter.procedure.look_back is None:
        return None
    return LookBack.objects.create(**_promised(matter, "table", measure=measure, day=day, at=at))


def _promises(matter: Matter, reply: Reply, broken: list[LookBack], *, at: datetime) -> Iterator[LookBack]:
    rule = matter.procedure.look_back
    assert rule is not None
    later = local_day(deadline(at, Duration.parse(rule.promised_in)).due_at)
    told = [(one["text"], date.fromisoformat(one["day"])) for one in reply.measures]
    if not told and broken:
        told = [(one.measure, later) for one in broken]
    elif not told and is_planned(matter, reply.class_id, on=local_day(at)):
        told = [(reply.text, later)]
    for n, (text, day) in enumerate(told):
        told_in = f"{reply.pk}/{n}"
        yield LookBack(reply=reply, **_promised(matter, told_in, measure=text, day=day, at=at))


def _promised(matter: Matter, told_in: str, *, measure: str, day: date, at: datetime) -> dict[str, Any]:
    """What every promise has: by whom, what, by which day, and when somebody is asked whether it is kept."""
    rule = matter.procedure.look_back
    assert rule is not None
    asks_at = max(at, datetime.combine(day, MORNING, SHANGHAI))
    return {
        "id": uuid5(matter.pk, f"promised/{told_in}"),
        "committee_id": matter.committee_id,
        "matter": matter,
        "why": LookBack.Why.PROMISED,
        "owner_id": matter.lead_id,
        "measure": measure,
        "promised_on": day,
        "asks_at": asks_at,
        "due_at": deadline(asks_at, Duration.parse(rule.within)).due_at,
    }


def look_again_later(look_back: LookBack, *, at: datetime) -> LookBack:
    """A promise stays open: nobody could find out whether it is kept, and somebody is asked again soon; or it is not
    kept, and is looked at again as often as the procedure says, until it is kept or withdrawn."""
    rule = look_back.matter.procedure.look_back
    assert rule is not None
    wait = rule.again if look_back.found == LookBack.Found.UNSOLVED and rule.again else rule.within
    asks_at = deadline(at, Duration.parse(wait)).due_at
    return LookBack.objects.create(
        id=uuid5(look_back.pk, "again"),
        committee_id=look_back.committee_id,
        matter_id=look_back.matter_id,
        why=look_back.why,
        owner_id=look_back.owner_id,
        reply_id=look_back.reply_id,
        measure=look_back.measure,
        promised_on=look_back.promised_on,
        follows=look_back,
        asks_at=asks_at,
        due_at=deadline(asks_at, Duration.parse(rule.within)).due_at,
    )


def looked_at_again(look_back: LookBack) -> Duration | None:
    """After how long a promise that is not kept is looked at again; None where the matter is opened again instead."""
    rule = look_back.matter.procedure.look_back
    promised = look_back.why == LookBack.Why.PROMISED
    return Duration.parse(rule.again) if promised and rule is not None and rule.again else None


def is_planned(matter: Matter, class_id: str, *, on: date) -> bool:
    """Whether an answer of this class promises measures."""
    programme = matter.programme
    name = programme.replies.get(matter.kind_line.procedure or "", "reply-class")
    return any(item.id == class_id and item.planned for item in programme.choices(name, on))


def not_kept(matter: Matter) -> QuerySet[LookBack]:
    """What was promised, looked at, and not found kept; nobody has promised it anew or will look at it again."""
    return LookBack.objects.filter(
        matter=matter, why=LookBack.Why.PROMISED, found=LookBack.Found.UNSOLVED, renewed_by=None, followed_by=None
    ).order_by("promised_on", "pk")


def require_new_day(matter: Matter, class_id: str, measures: list[dict[str, str]], *, on: date) -> None:
    """Raises `Invalid` when an answer plans again what was not kept and gives no new day for it."""
    if measures or matter.procedure.look_back is None or not is_planned(matter, class_id, on=on):
        return
    if broken := not_kept(matter).first():
        message = _("“%(measure)s” was promised by %(day)s and not kept. Give a new date.")
        words = {"measure": broken.measure, "day": broken.promised_on}
        raise Invalid(_("Some answers need another look."), fields={"measures": [message % words]})


def open_commitments(actor: Actor, committee: Committee) -> QuerySet[LookBack]:
    """Every promise to the committee and those below it that nobody has found kept yet, the oldest first.

    Of those that the actor may read.
    """
    return (
        _still_open()
        .filter(committee__in=committee.family(), matter__in=readable(actor))
        .select_related("matter", "owner")
        .only("matter__title", "matter__number", "owner__name", "owner__short_name", *SHOWN)
        .order_by("promised_on", "pk")
    )


def open_commitments_of(matters: Collection[UUID]) -> dict[UUID, list[LookBack]]:
    """The promises made in each of these matters, or in a part of it, that nobody has found kept yet. That one may read
    them is settled."""
    found: dict[UUID, list[LookBack]] = {}
    wanted = list(matters)
    of_these = Q(matter__any=wanted) | Q(matter__in=Matter.objects.filter(part_of__any=wanted))
    promised = _still_open().filter(of_these).select_related("owner", "matter")
    shown = ("matter__part_of", "owner__name", "owner__short_name", *SHOWN)
    for one in promised.only(*shown).order_by("promised_on", "pk"):
        found.setdefault(one.matter.part_of_id or one.matter_id, []).append(one)
    return found


def _still_open() -> QuerySet[LookBack]:
    still = Q(found="") | Q(found=LookBack.Found.UNSOLVED, renewed_by=None, followed_by=None)
    return LookBack.objects.filter(still, why=LookBack.Why.PROMISED)
