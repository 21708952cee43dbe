"""A matter as it is answered: a line, and the whole or the public part."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool

from yidu.api.door import Speaker
from yidu.api.nouns.kinds import Answers
from yidu.api.refs import place_ref, ref
from yidu.api.shapes import Count, Day, Id, In, Out, PlaceRef, Ref, StepOut
from yidu.matters.engine import open_actions
from yidu.matters.models import Handling, Matter
from yidu.matters.moves import active_handlings
from yidu.matters.publishing import letter_for
from yidu.matters.queries import story
from yidu.matters.rules import parties, reads_in_full
from yidu.matters.telling import is_told


class Measure(In):
    text: str
    day: Day


class Inputs(In):
    """What actions ask for, by the words of procedures. Give what the action asks for and nothing else."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)

    lead: Id | None = None
    joint: Annotated[list[Id], Field(max_length=50)] | None = None
    note: str | None = None
    reason: str | None = None
    where: str | None = None
    days: Count | None = None
    text: str | None = None
    class_: str | None = Field(None, alias="class")
    measures: Annotated[list[Measure], Field(max_length=20)] | None = None
    attitude: str | None = None
    satisfaction: str | None = None
    what_is_missing: str | None = Field(None, alias="what-is-missing")
    grant: StrictBool | None = None
    quantity: Count | None = None
    day: Day | None = None
    title: str | None = None
    answers: Answers | None = None
    into: str | None = None
    period: str | None = None
    subject: str | None = None
    publication: str | None = None
    summary: str | None = None
    supervisor: Id | None = None
    series: str | None = None
    level: str | None = None
    carrier: str | None = None
    adoption: UUID | None = None
    instructed_by: str | None = Field(None, alias="instructed-by")
    instruction: str | None = None

    def by_word(self) -> dict[str, Any]:
        """What `take` is given."""
        told: dict[str, Any] = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return told


class MatterLine(Out):
    """A matter in a list."""

    id: UUID
    number: str
    committee: str
    programme: str
    kind: str
    title: str
    place: PlaceRef | None
    stage: str
    holder: str
    lead: Ref | None
    due_at: datetime | None
    raised_at: datetime
    answered_at: datetime | None
    answer_class: str
    solved_at: datetime | None
    satisfied: bool | None
    closed_at: datetime | None
    outcome: str
    version: int


class OpenActionOut(Out):
    """What the reader may do now, and what it asks for."""

    id: str
    title: str
    asks: list[str]
    optional: list[str]


class HandlingOut(Out):
    id: int
    organisation: Ref | None
    part: str
    due_at: datetime
    accepted_at: datetime | None
    done_at: datetime | None
    opinion: str | None


class ReplyOut(Out):
    text: str
    class_: str = Field(serialization_alias="class")
    publication: str
    measures: list[Measure]
    signed_at: datetime | None


class StoryStep(StepOut):
    """`data` is what was said with the step, for readers of the whole."""

    data: dict[str, Any] | None


class MatterInside(Out):
    """What only those read who have to do with it."""

    text: str
    answers: Answers
    organisation: Ref | None
    project: Ref | None
    activity: UUID | None
    contact: str | None


class MatterOut(MatterLine):
    raised_as: str
    sector: str
    period: str
    subject: str
    featured_at: datetime | None
    merged_into: UUID | None
    part_of: UUID | None
    divided_into: int
    came_from: UUID | None
    open_actions: list[OpenActionOut]
    handlings: list[HandlingOut]
    replies: list[ReplyOut]
    story: list[StoryStep]
    inside: MatterInside | None


def matter_line(one: Matter) -> MatterLine:
    return MatterLine(**_line(one))


def matter_out(speaker: Speaker, one: Matter, *, public: bool = False) -> MatterOut:
    """As the reader may see it: `one` comes from `one_matter`. `public` keeps even a party to the public part."""
    actor, standing = speaker.actor, speaker.standing
    full = reads_in_full(actor, one, standing) and not public
    steps = [step for step in story(one) if is_told(step, full=full)]
    return MatterOut(
        **_line(one),
        raised_as=one.raised_as,
        sector=one.sector,
        period=one.period,
        subject=one.subject,
        featured_at=one.featured_at,
        merged_into=one.merged_into_id,
        part_of=one.part_of_id,
        divided_into=one.divided_into,
        came_from=one.came_from_id,
        open_actions=[
            OpenActionOut(
                id=action.id,
                title=str(action.line.title),
                asks=list(action.line.asks),
                optional=list(action.line.optional),
            )
            for action in open_actions(one, actor, standing)
        ],
        handlings=[_handling(handling, full=full) for handling in active_handlings(one)],
        replies=[
            ReplyOut(
                text=letter.text,
                class_=reply.class_id,
                publication=reply.publication,
                measures=[Measure(**measure) for measure in letter.measures],
                signed_at=reply.signed_at,
            )
            for reply in one.replies.all()
            if reply.signed_at and (letter := letter_for(reply, one, whole=full))
        ],
        story=[
            StoryStep(step=step.name, at=step.at, version=step.version, data=dict(step.data) if full else None)
            for step in steps
        ],
        inside=_inside(speaker, one) if full else None,
    )


def _inside(speaker: Speaker, one: Matter) -> MatterInside:
    office = "office" in parties(speaker.actor, one, speaker.standing)
    return MatterInside(
        text=one.text,
        answers=one.answers,
        organisation=ref(one.organisation),
        project=ref(one.project),
        activity=one.activity_id,
        contact=one.contact if office else None,
    )


def _handling(one: Handling, *, full: bool) -> HandlingOut:
    organisation = one.organisation
    return HandlingOut(
        id=one.pk,
        organisation=Ref(id=organisation.pk, name=organisation.name),
        part=one.part,
        due_at=one.due_at,
        accepted_at=one.accepted_at,
        done_at=one.done_at,
        opinion=one.opinion if full else None,
    )


def _line(one: Matter) -> dict[str, Any]:
    return {
        "id": one.pk,
        "number": one.number,
        "committee": one.committee.code,
        "programme": one.edition.programme,
        "kind": one.kind,
        "title": one.title,
        "place": place_ref(one.place),
        "stage": one.stage,
        "holder": one.holder,
        "lead": ref(one.lead),
        "due_at": one.due_at,
        "raised_at": one.raised_at,
        "answered_at": one.answered_at,
        "answer_class": one.answer_class,
        "solved_at": one.solved_at,
        "satisfied": one.satisfied,
        "closed_at": one.closed_at,
        "outcome": one.outcome,
        "version": one.version,
    }
