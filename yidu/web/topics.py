"""What the pages of topics show: their states, why each was chosen or not, what is alike, and the yearly plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yidu.common.clock import local_day
from yidu.consultations.models import Outcome, PlanLine, Session
from yidu.consultations.prepared import is_decided, plan_of, topics_of
from yidu.ledger.models import Step
from yidu.matters.alike import nearest_to
from yidu.matters.models import Matter
from yidu.matters.queries import listed
from yidu.people.models import Committee
from yidu.people.rules import Standing
from yidu.programmes.grammar import Action, Procedure
from yidu.programmes.queries import kinds_of
from yidu.web.naming import raised_by_words

STATES = {
    "proposed": _("To be chosen"),
    "chosen": _("Chosen"),
    "table": _("At the table"),
    "came": _("What came of it"),
    "not": _("Not chosen"),
}
"""The states by which topics are filtered. A stage of a procedure is one of them by what it is, not by its name."""
ALIKE = 0.22
MOST, NEXT_TO = 60, 5


@dataclass(frozen=True)
class TopicLine:
    """A topic, who proposed it in a word, why it was chosen or not, and what came of it."""

    topic: Matter
    by: str
    because: str
    joined: Matter | None
    sessions: int
    outcomes: list[Outcome]


@dataclass(frozen=True)
class Decision:
    """What was decided. Written down later it still has the day on which it was."""

    title: str
    step: Step

    @property
    def day(self) -> date:
        said = str(self.step.data.get("day") or "")
        return date.fromisoformat(said) if said else local_day(self.step.at)


def topic_kinds(committee: Committee) -> dict[int, list[str]]:
    """Edition → the kinds about which people sit down."""
    found: dict[int, list[str]] = {}
    for edition, id_, line in kinds_of(committee.pk, is_="matter"):
        if line.consulting is not None:
            found.setdefault(edition.pk, []).append(id_)
    return found


def topics_in(committee: Committee, standing: Standing, state: str) -> QuerySet[Matter]:
    """The topics that one may read in a state, the newest first. Those merged into another stand with that one."""
    kinds = topic_kinds(committee)
    found = topics_of(committee, standing).filter(kind__in={one for ids in kinds.values() for one in ids})
    wanted = _in_state(state, committee)
    return listed(found.filter(wanted).select_related("merged_into")).order_by("-raised_at", "pk")


def _in_state(state: str, committee: Committee) -> Q:
    accepted = Q(reached__has_any_keys=_accepted_stages(committee))
    held: Q | Exists = Exists(Session.objects.filter(topic=OuterRef("pk"), called_off_at=None, held_at__isnull=False))
    concluded = Session.objects.filter(topic=OuterRef("pk"), concluded_at__isnull=False)
    # It may be said what came of it although nobody recorded a session: by telephone, or on paper before Yidu.
    said, sitting = _stages_that_end_it(committee)
    came = Exists(concluded) | Exists(Outcome.objects.filter(topic=OuterRef("pk"), withdrawn_at=None))
    came |= Q(stage__in=said)
    held |= Q(stage__in=sitting)
    return {
        "proposed": Q(closed_at=None, merged_into=None) & ~accepted,
        "chosen": Q(closed_at=None) & accepted & ~Q(held) & ~Q(came),
        "table": Q(closed_at=None) & accepted & Q(held) & ~Q(came),
        "came": accepted & (Q(closed_at__isnull=False) | Q(came)),
        "not": Q(closed_at__isnull=False) & ~accepted,
    }.get(state, Q())


def _stages_that_end_it(committee: Committee) -> tuple[list[str], list[str]]:
    """Stages after a topic is chosen in which everybody concerned is told what came of it, and those before."""
    said, sitting = set[str](), set[str]()
    for procedure in _procedures(committee):
        for id_ in procedure.after_acceptance:
            stage = procedure.stage[id_]
            if not stage.accepted and not stage.final:
                (said if stage.along else sitting).add(id_)
    return sorted(said), sorted(sitting - said)


def _procedures(committee: Committee) -> list[Procedure]:
    """Those of the kinds about which people sit down."""
    lines = [(edition.read, line) for edition, _id, line in kinds_of(committee.pk, is_="matter") if line.consulting]
    return [read.procedure[line.procedure] for read, line in lines if line.procedure is not None]


def _accepted_stages(committee: Committee) -> list[str]:
    """Ids of the stages in which a topic is chosen: the same names in every edition, or it is another procedure."""
    stages = [procedure.stage.items() for procedure in _procedures(committee)]
    return sorted({id_ for some in stages for id_, stage in some if stage.accepted})


def topic_lines(topics: Sequence[Matter]) -> list[TopicLine]:
    """Each with why it was chosen or not, which everybody may read, and what came of it."""
    because, ids = _reasons(topics), [one.pk for one in topics]
    sessions: dict[UUID, int] = {}
    for topic in Session.objects.filter(topic__in=ids, called_off_at=None, held_at__isnull=False).values_list(
        "topic_id", flat=True
    ):
        sessions[topic] = sessions.get(topic, 0) + 1
    outcomes: dict[UUID, list[Outcome]] = {}
    by_pk = {one.pk: one for one in topics}
    for outcome in Outcome.objects.filter(topic__in=ids, withdrawn_at=None):
        outcome.topic = by_pk[outcome.topic_id]
        outcomes.setdefault(outcome.topic_id, []).append(outcome)
    return [
        TopicLine(
            one, raised_by_words(one), because.get(one.pk, ""), one.merged_into, sessions.get(one.pk, 0),
            outcomes.get(one.pk, []),
        )
        for one in topics
    ]  # fmt: skip


def _reasons(topics: Iterable[Matter]) -> dict[UUID, str]:
    """What was said last when one of them was chosen or not, where everybody may read it. One question."""
    found: dict[UUID, str] = {}
    by_id = {str(one.pk): one for one in topics}
    names = ("matter.advanced", "matter.closed", "matter.came-along")
    for step in Step.objects.filter(record_type="matter", record_id__in=by_id, name__in=names).order_by("pk"):
        topic = by_id[step.record_id]
        line = _action(topic, str(step.data.get("action")))
        says = str(step.data.get("says") or step.data.get("text") or step.data.get("reason") or "")
        if line is not None and line.public and says:
            found[topic.pk] = topic.programme.item(line.reasons, says) if line.reasons else says
    return found


def _action(topic: Matter, id_: str) -> Action | None:
    stages = topic.procedure.stage.values()
    return next((stage.action[id_] for stage in stages if id_ in stage.action), None)


def choosing(committee: Committee, standing: Standing) -> list[list[Matter]]:
    """What waits to be chosen, the oldest first, what is alike side by side: groups, the largest first."""
    waiting = list(topics_in(committee, standing, "proposed").order_by("raised_at")[:MOST])
    by_pk = {one.pk: one for one in waiting}
    leads: dict[UUID, UUID] = {pk: pk for pk in by_pk}

    def root(pk: UUID) -> UUID:
        while leads[pk] != pk:
            pk = leads[pk]
        return pk

    for one in waiting:
        for other in nearest_to(one, standing, most=NEXT_TO, least=ALIKE):
            if other in by_pk:
                leads[root(other)] = root(one.pk)
    groups: dict[UUID, list[Matter]] = {}
    for one in waiting:
        groups.setdefault(root(one.pk), []).append(one)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0].raised_at))


def plan_page(committee: Committee, year: int, standing: Standing) -> dict[str, Any]:
    """Each line of the plan with its decisions, and (for the office) what stands on the draft without a line."""
    lines = plan_of(committee, year, standing)
    decisions: dict[str, list[Decision]] = {}
    topics = {str(one.topic_id): one.topic for one in lines}
    named = ("matter.advanced", "matter.closed")
    for step in Step.objects.filter(record_type="matter", record_id__in=topics, name__in=named).order_by("pk"):
        line = _action(topics[step.record_id], str(step.data.get("action")))
        title = str(line.title) if line else str(step.data.get("action"))
        decisions.setdefault(step.record_id, []).append(Decision(title, step))
    inside = standing.has("office", committee.pk) or standing.has("oversee", committee.pk)
    return {
        "lines": [(one, _form_title(one), decisions.get(str(one.topic_id), [])) for one in lines],
        "unwritten": _unwritten(committee, standing) if inside else [],
    }


def _form_title(line: PlanLine) -> str:
    return line.topic.programme.item("consultation-form", line.form)


def _unwritten(committee: Committee, standing: Standing) -> list[Matter]:
    """Topics on their way through the approval of a plan that have no line yet."""
    moved = topics_in(committee, standing, "proposed").filter(plan_line=None)[:MOST]
    return [one for one in moved if one.stage != one.procedure.begins and not is_decided(one)]
