"""What else became of what somebody raised, in words: how its parts stand, where it was issued and adopted.

A report that was issued together with another went out in the other's issue, and was adopted with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from yidu.matters.issued_texts import issue_words, went_out_in
from yidu.matters.models import Adoption, IssuedText, Matter


def came_of(raised: Sequence[Matter]) -> Mapping[UUID, Sequence[str]]:
    """By the id of the matter. Nothing is asked of the database where nothing was divided or issued."""
    found: dict[UUID, list[str]] = defaultdict(list)
    if divided := {one.pk for one in raised if one.divided_into}:
        under_way = Q(closed_at=None) | Q(answered_at__isnull=False)
        parts = Matter.objects.filter(under_way, part_of__any=list(divided)).select_related("lead", "edition")
        for part in parts.defer("edition__content").order_by("number"):
            assert part.part_of_id is not None
            found[part.part_of_id].append("；".join(_part(part)))
    if issuing := {one.pk: went_out_in(one) for one in raised if _issues(one)}:
        told = _of_issues({one.pk: one for one in issuing.values()})
        for pk, main in issuing.items():
            found[pk] += told.get(main.pk, ())
    return found


def _part(part: Matter) -> Iterable[str]:
    words = {"number": part.number, "lead": part.lead.called if part.lead else "–"}
    yield _("no. %(number)s, %(lead)s") % words
    yield str(part.stage_line.title)
    if part.answer_class:
        yield part.class_title(part.answer_class)
    if part.satisfied is not None:
        yield _("satisfied") if part.satisfied else _("not satisfied")


def _issues(matter: Matter) -> bool:
    stages = matter.procedure.stage.values()
    return any(line.effect == "issue" for stage in stages for line in stage.action.values())


def _of_issues(mains: Mapping[UUID, Matter]) -> Mapping[UUID, Sequence[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in IssuedText.objects.filter(matter__any=list(mains), issued_at__isnull=False):
        found[one.matter_id].append(issue_words(mains[one.matter_id].programme, one.series, one.year, one.number))
    for adoption in Adoption.objects.filter(matter__any=list(mains), withdrawn_at=None):
        item = mains[adoption.matter_id].programme.item
        words = {"level": item("adoption-level", adoption.level), "carrier": item("adoption-carrier", adoption.carrier)}
        told = _("adopted: %(level)s, %(carrier)s, %(day)s") % {**words, "day": adoption.adopted_on.isoformat()}
        found[adoption.matter_id].append(told)
    return found
