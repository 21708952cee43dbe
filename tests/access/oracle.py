"""Who may, said once more and in another way: sentences of the domain over what the world says of itself.

`reads_matter`, `parties`, `may_act` and the rest take a `Thing` (what the world made) and a `Reader` (who asks), and
read the programme folders. They never call `rules.py`, a view or the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.access import folder
from tests.access.readers import Reader

PUBLIC, COMMITTEE, PARTIES = "public", "committee", "parties"


@dataclass
class Share:
    """One body's active share of a matter."""

    part: str = "lead"
    accepted: bool = False
    done: bool = False
    asks: str = ""  # "contest" or "extend" while it waits for a decision
    decides: str = ""


@dataclass
class Thing:
    """An object in a situation, as whoever made it would describe it."""

    noun: str
    situation: str
    committee: str
    blanks: dict[tuple[str, str], Any] = field(default_factory=dict)
    open_to: str = PUBLIC
    raised_by: str = ""  # ids of readers
    recorded_by: str = ""
    programme: str = ""
    kind: str = ""
    stage: str = ""
    action: str = ""
    shares: dict[str, Share] = field(default_factory=dict)
    paused: bool = False
    draft: bool = False
    answered: bool = False
    solved: bool = False
    merged: bool = False  # into another
    takes_in: int = 0  # how many are merged into it
    divided: bool = False  # into parts, of which none is answered
    adoptions: int = 0  # recorded and not taken back
    gone: bool = False  # withdrawn, closed, ended, over
    says: str = ""  # whom a link or a receipt speaks for: "lead", "joint", "raiser"; "system"
    row: Any = None
    query: str = ""  # what the address says after its question mark
    more: dict[str, Any] = field(default_factory=dict)  # ids of what hangs on it

    @property
    def holder(self) -> str:
        told: str = folder.procedure(self.programme, self.kind)["stage"][self.stage].get("holder", "")
        return told


# --- reading --------------------------------------------------------------------------------------------------------


def in_office(reader: Reader, thing: Thing) -> bool:
    """Whoever records or reads at the committee today: without it nothing of one's own is one's own any more."""
    return any(reader.holds(power, thing.committee) for power in ("record", "read", "office", "oversee"))


def works_there(reader: Reader, thing: Thing) -> bool:
    """What is open to the committee is for members, staff and whoever oversees."""
    return any(reader.holds(power, thing.committee) for power in ("read", "office", "oversee"))


def reads_all(reader: Reader, thing: Thing) -> bool:
    return reader.holds("office", thing.committee) or reader.holds("oversee", thing.committee)


def is_own(reader: Reader, thing: Thing) -> bool:
    return reader.me in (thing.raised_by, thing.recorded_by) and in_office(reader, thing)


def reads_matter(reader: Reader, thing: Thing) -> bool:
    handed = any(reader.acts_for(body, "handle", "sign") for body in thing.shares)
    open_to_it = thing.open_to == COMMITTEE and works_there(reader, thing)
    return (
        thing.open_to == PUBLIC or open_to_it or reads_all(reader, thing) or handed or is_own(reader, thing)
    )  # fmt: skip


def reads_whole(reader: Reader, thing: Thing) -> bool:
    """Not only the public part: whoever has to do with it, and the members where it is open to them."""
    part = parties(reader, thing) - {"member"}
    return reads_matter(reader, thing) and (
        bool(part) or (reader.holds("read", thing.committee) and thing.open_to in (COMMITTEE, PUBLIC))
    )


def reads_activity(reader: Reader, thing: Thing) -> bool:
    open_to_it = thing.open_to == COMMITTEE and works_there(reader, thing)
    return thing.open_to == PUBLIC or open_to_it or reads_all(reader, thing) or is_own(reader, thing)


def reads_inside(reader: Reader, thing: Thing) -> bool:
    """What was heard, and the pictures: for those who work there and may read it at all."""
    return reads_activity(reader, thing) and (works_there(reader, thing) or is_own(reader, thing))


def changes_activity(reader: Reader, thing: Thing) -> bool:
    own = reader.me == thing.recorded_by and reader.holds("record", thing.committee)
    return reader.holds("office", thing.committee) or own


# --- acting ---------------------------------------------------------------------------------------------------------


def parties(reader: Reader, thing: Thing) -> set[str]:
    """What the reader is to a matter, in the words of the procedures."""
    if thing.says == "system":
        return {"office", "secretary-general"}
    if thing.says:
        return {thing.says}
    found = {share.part for body, share in thing.shares.items() if reader.acts_for(body, "handle")}
    if any(share.part == "lead" and reader.acts_for(body, "sign") for body, share in thing.shares.items()):
        found.add("lead-head")
    by_power = {"office": "office", "oversee": "secretary-general", "record": "member"}
    found |= {party for power, party in by_power.items() if reader.holds(power, thing.committee)}
    rated_by = folder.kind(thing.programme, thing.kind).get("rated-by", "raiser")
    if is_own(reader, thing):
        found.add("recorder")
        if reader.me == thing.raised_by and rated_by == "raiser":
            found.add("raiser")
    return found


def own_share(reader: Reader, thing: Thing, who: set[str]) -> Share | None:
    """The share on which the reader works; of a link, the one that it is for."""
    if thing.says:
        return next((share for share in thing.shares.values() if share.part == thing.says), None)
    return next((one for body, one in thing.shares.items() if reader.acts_for(body, "handle", "sign")), None)


def _asked(thing: Thing, *, lead: bool = False) -> Share | None:
    return next((one for one in thing.shares.values() if one.asks and (not lead or one.part == "lead")), None)


def _may_ask(own: Share | None, thing: Thing) -> bool:
    return own is not None and not own.done and not thing.paused and not own.asks


def _not_a_handler(who: set[str]) -> bool:
    return not who & {"lead", "joint", "lead-head"}


Condition = Callable[[set[str], "Share | None", Thing], bool]

CONDITIONS: dict[str, Condition] = {
    "assign": lambda who, own, thing: True,
    "note": lambda who, own, thing: True,
    "divert": lambda who, own, thing: _asked(thing) is None and not thing.takes_in,
    "advance": lambda who, own, thing: _asked(thing) is None,
    "close": lambda who, own, thing: _asked(thing) is None and not thing.takes_in,
    "convert": lambda who, own, thing: _asked(thing) is None and not thing.takes_in,
    "merge": lambda who, own, thing: _asked(thing) is None and not (thing.takes_in or thing.merged or thing.answered),
    "unmerge": lambda who, own, thing: thing.merged and not thing.answered,
    "divide": lambda who, own, thing: _asked(thing) is None and not thing.takes_in,
    "rejoin": lambda who, own, thing: thing.divided,
    "feature": lambda who, own, thing: True,
    "amend": lambda who, own, thing: True,
    "appraise": lambda who, own, thing: _not_a_handler(who),
    "redo": lambda who, own, thing: _not_a_handler(who) and thing.answered,
    "accept": lambda who, own, thing: own is not None and not own.accepted and not own.done and not own.asks,
    "contest": lambda who, own, thing: _may_ask(own, thing) and own is not None and not own.accepted,
    "extend": lambda who, own, thing: _may_ask(own, thing),
    "decide": lambda who, own, thing: (asks := _asked(thing)) is not None and asks.decides in who,
    "pause": lambda who, own, thing: not thing.paused and _asked(thing, lead=True) is None,
    "resume": lambda who, own, thing: thing.paused,
    "opinion": lambda who, own, thing: own is not None and own.part == "joint" and not own.done and not own.asks,
    "reply": lambda who, own, thing: not thing.paused and not thing.draft and _asked(thing, lead=True) is None,
    "sign": lambda who, own, thing: thing.draft,
    "send-back": lambda who, own, thing: thing.draft,
    "rate": lambda who, own, thing: _not_a_handler(who),
    "reopen": lambda who, own, thing: _not_a_handler(who) and thing.answered,
    "confirm": lambda who, own, thing: _not_a_handler(who) and not thing.solved,
    "edit": lambda who, own, thing: True,
    "approve": lambda who, own, thing: True,
    "issue": lambda who, own, thing: True,
    "record-adoption": lambda who, own, thing: True,
    "record-instruction": lambda who, own, thing: thing.adoptions > 0,
    "withdraw-adoption": lambda who, own, thing: thing.adoptions > 0,
}
"""When a word of the vocabulary makes sense at all, whoever asks. A new word fails here until somebody says when."""


def _takes_along(thing: Thing, line: Any) -> bool:
    to = folder.procedure(thing.programme, thing.kind)["stage"].get(line.get("to", ""), {})
    return line["effect"] in ("advance", "close") and bool(to.get("along"))


def may_act(reader: Reader, thing: Thing, action: str) -> bool:
    """By the procedure: whoever the action names, else whoever holds the stage, and when it makes sense."""
    line = folder.action(thing.programme, thing.kind, thing.stage, action)
    if line is None:
        return False
    who = parties(reader, thing)
    named = set(line.get("by", ())) or {thing.holder}
    allowed = line["effect"] == "decide" or bool(who & named)
    if thing.takes_in and _takes_along(thing, line):
        thing = replace(thing, takes_in=0)  # what is merged comes along, and holds nothing up
    return allowed and CONDITIONS[line["effect"]](who, own_share(reader, thing, who), thing)
