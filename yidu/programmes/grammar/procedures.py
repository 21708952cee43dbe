"""Procedures: stages, actions, who may take them, what they ask for, where they lead, by when."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic import Field as Default

from yidu.common.reminding import Reminding
from yidu.common.workdays import Duration
from yidu.programmes.grammar.base import Line, Text, Word

Party = Literal["office", "secretary-general", "lead", "lead-head", "joint", "raiser", "recorder", "member"]
"""Who, seen from one matter.

office: whoever has the power `office` at the matter's committee · secretary-general: the power `oversee` ·
lead, joint: whoever handles for the lead or a joint organisation, also by a link · lead-head: whoever signs for
the lead · raiser: who raised it, also by receipt or link · recorder: who wrote it down · member: any member.
"""

Holder = Literal["office", "secretary-general", "lead", "lead-head", "raiser", "recorder"]

Effect = Literal[
    "assign",      # give it to one lead and any joint organisations, each with a handling of its own
    "divert",      # tell where it belongs (petition, court …) and end it here
    "accept",      # the organisation takes its handling on
    "contest",     # the organisation says that it is not the right one; the office decides
    "extend",      # it asks for more time; the office decides
    "decide",      # the office grants or declines the request that waits
    "pause",       # the clock stops for a listed reason
    "resume",      # it goes on
    "opinion",     # a joint organisation gives its opinion to the lead
    "reply",       # the lead writes the answer, with a class and measures
    "sign",        # its head signs: now it is answered
    "send-back",   # its head does not sign: back to the lead
    "rate",        # who raised it says that it is solved, and how satisfied they are
    "reopen",      # who raised it says that it is not solved: back to the lead with a new date
    "confirm",     # somebody other than the handler confirms that it is solved
    "appraise",    # who raised it says how satisfied they are, and nothing of whether it is solved
    "redo",        # who raised it is not satisfied: it is taken up again, with a new date
    "amend",       # who raised it changes what it says; what it said before is kept
    "merge",       # it is handled together with another, and answered with the same letter
    "unmerge",     # it goes its own way again
    "divide",      # several departments answer it, each its own part by itself
    "rejoin",      # it is one again: the parts end
    "feature",     # it is a key one: a leader supervises it, by a plan
    "convert",     # end it, and raise a matter of another kind with the same words
    "edit",        # the office words it for issue; the author's own text stays beside it
    "approve",     # these words are signed for issue
    "issue",       # it goes out under the next number of a series
    "record-adoption",     # a level adopted it, on a day, in a carrier
    "record-instruction",  # a leader wrote on what was adopted
    "withdraw-adoption",   # it was recorded by mistake
    "advance",     # on to the next stage, nothing else
    "close",       # end it with a reason
    "note",        # write something into the story
]  # fmt: skip

Ask = Literal[
    "lead", "joint", "note", "reason", "where", "days", "text", "class", "measures", "attitude", "satisfaction",
    "what-is-missing", "grant", "quantity", "day", "title", "answers", "into", "period", "publication", "summary",
    "supervisor", "departments", "subject",
    "series", "level", "carrier", "adoption", "instructed-by", "instruction",
]  # fmt: skip

CHOSEN_FROM: Mapping[str, str] = {
    "attitude": "satisfaction",
    "satisfaction": "satisfaction",
    "period": "proposal-period",
    "subject": "subject",
    "publication": "publication",
    "where": "diverted-to",
    "series": "issue-series",
    "level": "adoption-level",
    "carrier": "adoption-carrier",
    "instruction": "instruction",
}
"""What is asked for → the list from which it is chosen."""


def _is_duration(value: str) -> str:
    Duration.parse(value)
    return value


Span = Annotated[str, AfterValidator(_is_duration)]
"""A length of time in words: "2 working days", "24 hours", "3 months"."""


def _is_reminding(value: str) -> str:
    return str(Reminding.parse(value))


Moment = Annotated[str, AfterValidator(_is_reminding)]
"""When to remind of a date: "3 working days before", "on the day", "1 working day after"."""


class Action(Line):
    """One button. Without `by`, the stage's holder may take it; without `to`, the stage stays."""

    title: Text
    effect: Effect
    by: tuple[Party, ...] = ()
    asks: tuple[Ask, ...] = ()
    optional: tuple[Ask, ...] = ()
    to: Word | None = None
    within: Span | None = None  # overrides the next stage's `within`, e.g. after a reopening
    until: Span | None = None  # only open for so long after the stage began
    decides: Holder | None = None  # contest, extend: who decides
    decide_within: Span = "2 working days"
    reasons: Word | None = None  # the list from which the reason is chosen
    roles: tuple[Word, ...] = ()  # feature: in which roles they are of whom one supervises
    kind: Word | None = None  # convert, divide: the kind of matter that is raised
    public: bool = False  # advance, close: what it says is read by everybody who reads the public part
    help: Text | None = None


class Late(Line):
    """Whom else to tell when the date has passed, and how long after it; with the day's digest or at once."""

    remind: Literal["holder"] = "holder"
    then: Holder | None = None
    after: Span = "1 working day"
    at_once: bool = False


class Lapse(Line):
    """What happens when the holder stays silent until the stage's date. Silence is never counted as satisfied."""

    to: Word
    outcome: Literal["unrated", "lapsed"] = "unrated"


class Stage(Line):
    """A state with one holder and one date, or a final one with neither.

    `clock = "continues"`: the date of the stage before stays (a signature does not buy time).
    """

    title: Text
    holder: Holder | None = None
    within: Span | None = None
    clock: Literal["restarts", "continues"] = "restarts"
    joint_within: Span | None = None
    pausable: Word | None = None  # the list of reasons
    remind: tuple[Moment, ...] | None = None  # None: as usual; empty: nobody is reminded
    late: Late | None = None
    lapse: Lapse | None = None
    tell: tuple[Holder | Literal["joint"], ...] = ()  # who is told at once that it is here now
    together: Word | None = None  # of what is merged or divided: where it goes when the others are answered or issued
    along: bool = False  # what is merged into it comes along: told here, and ended with it where it is final
    final: bool = False
    accepted: bool = False  # whoever reaches it is accepted: filed, issued, taken up
    action: dict[Word, Action] = {}


class Again(Line):
    """Where a matter goes that was found not solved: to the lead, with a new date."""

    to: Word
    within: Span | None = None


class LookBackRule(Line):
    """Somebody who has nothing to do with a matter looks whether it is solved: 回头看.

    Drawn at random: matters answered in a period that stand in one of the stages `drawn-from`, `share` per cent of
    them. And one for each measure that an answer promises: once its day has come. `promised-in` is the day of an
    answer that promises without one. `again`: a promise that was not kept is looked at again after so long, until it
    is kept or withdrawn; without it, the matter is opened again and promises anew.
    """

    by: tuple[Word, ...] = Default(min_length=1)  # roles of those who are asked
    within: Span  # how long they have
    drawn_from: tuple[Word, ...] = Default(min_length=1)
    share: int = Default(default=10, ge=1, le=100)
    promised_in: Span = "3 months"
    again: Span | None = None
    unsolved: Again


class Procedure(Line):
    title: Text
    begins: Word
    law: tuple[Word, ...] = ()
    stage: dict[Word, Stage]
    taken_back: Word | None = None  # of parts: the final stage in which they end when they are one again
    look_back: LookBackRule | None = None

    @cached_property
    def after_acceptance(self) -> frozenset[str]:
        """The stages that nothing comes to before it is accepted: with those in which it is."""
        before: set[str] = set()
        waiting = [self.begins]
        while waiting:
            id_ = waiting.pop()
            if id_ in before or id_ not in self.stage or self.stage[id_].accepted:
                continue
            before.add(id_)
            stage = self.stage[id_]
            leads = [*(line.to for line in stage.action.values()), stage.together, stage.lapse and stage.lapse.to]
            waiting += [one for one in leads if one]
        return frozenset(self.stage) - before

    @property
    def answers(self) -> bool:
        """Whether somebody answers in it: of what is only issued or taken up nobody is asked whether it is solved."""
        lines = (line for stage in self.stage.values() for line in stage.action.values())
        return any(line.effect in ("reply", "rate", "confirm") for line in lines)
