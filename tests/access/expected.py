"""What each route must answer to each reader: first its door (the declared words), then the object.

A route whose address names no object needs no line here: whoever passes its door sees it. For one that does, and for
one that changes something, a line says whom it is for, in the words of `oracle.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.access import folder, oracle
from tests.access.oracle import Thing
from tests.access.readers import CITY, DADUKOU, YUNYANG, Reader
from tests.access.routes import Route

Answer = Literal["shown", "absent", "sign in", "written", "reached", "nothing"]
"""shown: the page · absent: as if it were not there · sign in: to the door · written: a step in the ledger ·
reached: understood, and nothing was there to do · nothing: the page takes no such thing, and writes nothing."""

Sees = Callable[[Reader, "Thing | None"], bool]
PROGRAMMES = {DADUKOU: ("wuqian", "quiet"), YUNYANG: ("huhe", "wuqian"), CITY: ()}


@dataclass(frozen=True)
class Rule:
    """Whom a route is for, its door passed. `reads=None`: it shows nothing by itself. `done`: what it writes."""

    reads: Sees | None = None
    writes: Sees | None = None
    done: Callable[[Reader, Thing | None], Answer] = lambda reader, thing: "written"


def door(route: Route, reader: Reader, thing: Thing | None) -> Answer | None:
    """The declared words: None lets pass."""
    if "everybody" in route.words:
        return None
    if "link" in route.words:
        return "absent" if thing is None or thing.gone else None
    if not reader.account:
        return "sign in"
    if "signed-in" in route.words:
        return None
    return None if any(reader.holds(word, reader.served) for word in route.words) else "absent"


def expected(route: Route, reader: Reader, thing: Thing | None, *, write: bool) -> Answer:
    if turned_away := door(route, reader, thing):
        return turned_away
    rule = RULES.get(route.name, Rule(reads=lambda reader, thing: True))
    if not write:
        if rule.reads is None:
            return "nothing"
        return "shown" if rule.reads(reader, thing) else "absent"
    if rule.writes is None:
        return "nothing" if rule.reads is None or rule.reads(reader, thing) else "absent"
    return rule.done(reader, thing) if rule.writes(reader, thing) else "absent"


def writes(route: Route) -> bool:
    """Whether the route changes anything."""
    return RULES.get(route.name, Rule()).writes is not None


# --- the sentences --------------------------------------------------------------------------------------------------


def _of(told: Callable[[Reader, Thing], bool]) -> Sees:
    """A sentence about a reader and an object that is there."""

    def sees(reader: Reader, thing: Thing | None) -> bool:
        assert thing is not None
        return told(reader, thing)

    return sees


def _anybody(reader: Reader, thing: Thing | None) -> bool:
    return True


def _nobody(reader: Reader, thing: Thing | None) -> bool:
    return False


def _with_account(reader: Reader, thing: Thing | None) -> bool:
    return reader.account


def _own_committees(reader: Reader, thing: Thing) -> bool:
    return thing.committee == reader.served


def _where_one_raises(reader: Reader, thing: Thing | None) -> bool:
    """The city has no programme of its own: nothing is raised there."""
    return bool(PROGRAMMES[reader.served])


def _may_be_appointed(reader: Reader, thing: Thing) -> bool:
    """The roles are those of the committee's programmes."""
    return _known_person(reader, thing) and bool(PROGRAMMES[reader.served])


def _known_person(reader: Reader, thing: Thing) -> bool:
    """Who has or had a role at one's committee; who has none anywhere, for whoever enters people."""
    return thing.committee == reader.served or (thing.committee == "" and reader.holds("people", reader.served))


def _office_of(reader: Reader, thing: Thing) -> bool:
    return oracle.reads_matter(reader, thing) and reader.holds("office", thing.committee)


def _acts(reader: Reader, thing: Thing) -> bool:
    return oracle.reads_matter(reader, thing) and oracle.may_act(reader, thing, thing.action)


def _acts_by_link(reader: Reader, thing: Thing) -> bool:
    return oracle.may_act(reader, thing, thing.action)


def _recorded(reader: Reader, thing: Thing) -> bool:
    return oracle.reads_activity(reader, thing) and thing.recorded_by == reader.id


def _changes(reader: Reader, thing: Thing) -> bool:
    return oracle.reads_activity(reader, thing) and oracle.changes_activity(reader, thing)


def _own_view(reader: Reader, thing: Thing) -> bool:
    return thing.recorded_by == reader.id and not thing.gone


def _figure(reader: Reader, thing: Thing) -> bool:
    return thing.open_to == oracle.PUBLIC or reader.holds("read", thing.committee)


def _has_programme(reader: Reader, thing: Thing) -> bool:
    """Of the city there is none of its own: its figures are those of the districts."""
    return thing.committee != CITY


def _has_set(reader: Reader, thing: Thing) -> bool:
    return thing.committee != CITY and thing.programme != "quiet"


def _may_record(reader: Reader, programme: str, kind: str) -> bool:
    line = folder.kinds(programme, "activity").get(kind)
    return line is not None and (reader.holds("office", reader.served) or reader.role in line["hosts"])


def _records(reader: Reader, thing: Thing) -> bool:
    own = (thing.programme, thing.kind) in {
        (programme, id_) for programme in PROGRAMMES[reader.served] for id_ in folder.kinds(programme, "activity")
    }
    return own and _may_record(reader, thing.programme, thing.kind)


def records_anything(reader: Reader) -> bool:
    return any(
        _may_record(reader, programme, id_)
        for programme in PROGRAMMES[reader.served]
        for id_ in folder.kinds(programme, "activity")
    )


def raises_anything(reader: Reader) -> bool:
    kinds = [line for programme in PROGRAMMES[reader.served] for line in folder.kinds(programme, "matter").values()]
    return any(reader.role in line["raised-by"] for line in kinds)


def _kept(reader: Reader, thing: Thing | None) -> Answer:
    """What is over is not changed again: the form says so."""
    return "reached" if thing is not None and thing.gone else "written"


def _by_receipt(reader: Reader, thing: Thing | None) -> Answer:
    """Whoever has no receipt in the browser is led to where one is asked for."""
    return "written" if reader.id == "receipt" else "reached"


def _acts_by_receipt(reader: Reader, thing: Thing) -> bool:
    return reader.id != "receipt" or oracle.may_act(reader, thing, thing.action)


def _answers(answer: Answer) -> Callable[[Reader, Thing | None], Answer]:
    return lambda reader, thing: answer


RULES: dict[str, Rule] = {
    # accounts
    "choose-committee": Rule(writes=lambda reader, thing: bool(reader.role), done=_answers("reached")),
    "elder": Rule(),
    "mfa_deactivate_totp": Rule(reads=_nobody),
    "mfa_view_recovery_codes": Rule(reads=_nobody),
    # matters
    "matter": Rule(reads=_of(oracle.reads_matter)),
    "matter-take": Rule(reads=_of(oracle.reads_matter), writes=_of(_acts)),
    "matter-new": Rule(
        reads=lambda reader, thing: raises_anything(reader), writes=lambda reader, thing: raises_anything(reader)
    ),
    "link-make": Rule(writes=_of(_office_of)),
    "link-made": Rule(reads=_of(oracle.reads_matter)),
    "link-end": Rule(writes=_of(_office_of)),
    "view-save": Rule(writes=_anybody),
    "view-remove": Rule(writes=_of(_own_view)),
    # without an account
    "link": Rule(reads=_anybody),
    "link-take": Rule(reads=_anybody, writes=_of(_acts_by_link)),
    "receipt": Rule(reads=_anybody, writes=_anybody, done=_answers("reached")),
    "receipt-put-away": Rule(writes=_anybody, done=_answers("reached")),
    "receipt-take": Rule(reads=_anybody, writes=_of(_acts_by_receipt), done=_by_receipt),
    "say": Rule(reads=_where_one_raises, writes=_where_one_raises),
    # activities
    "activity": Rule(reads=_of(oracle.reads_activity)),
    "activity-photo": Rule(reads=_of(oracle.reads_inside)),
    "activity-correct": Rule(reads=_of(_changes), writes=_of(_changes), done=_kept),
    "activity-withdraw": Rule(reads=_of(_changes), writes=_of(_changes), done=_kept),
    "recorded": Rule(reads=_of(_recorded)),
    "record": Rule(
        reads=_anybody,
        writes=_anybody,
        done=lambda reader, thing: "written" if records_anything(reader) else "reached",
    ),
    "record-kind": Rule(reads=_of(_records), writes=_of(_records)),
    "suggest-hosts": Rule(reads=_of(_records)),
    "suggest-organisations": Rule(reads=_with_account),
    # people
    "person": Rule(reads=_of(_known_person)),
    "person-add": Rule(reads=_anybody, writes=_anybody),
    "sector-add": Rule(reads=_anybody, writes=_anybody),
    "appoint": Rule(reads=_of(_may_be_appointed), writes=_of(_may_be_appointed)),
    "appointment-end": Rule(reads=_of(_own_committees), writes=_of(_own_committees), done=_kept),
    "appointment-withdraw": Rule(reads=_of(_own_committees), writes=_of(_own_committees), done=_kept),
    "organisation": Rule(reads=_anybody),
    "organisation-add": Rule(reads=_anybody, writes=_anybody),
    "project": Rule(reads=_anybody),
    "project-add": Rule(reads=_anybody, writes=_anybody),
    "project-end": Rule(reads=_of(_own_committees), writes=_of(_own_committees)),
    "station": Rule(reads=_anybody),
    "station-add": Rule(reads=_anybody, writes=_anybody),
    "station-close": Rule(reads=_of(_own_committees), writes=_of(_own_committees), done=_kept),
    "station-cover": Rule(reads=_of(_own_committees), writes=_of(_own_committees)),
    # what a committee shows
    "committee": Rule(reads=_anybody),
    "programmes": Rule(reads=_anybody),
    "programme": Rule(reads=_of(_has_programme)),
    "figures": Rule(reads=_anybody),
    "figure": Rule(reads=_of(_figure)),
    "figure-set": Rule(reads=_of(_has_set)),
    "figure-proofs": Rule(reads=_of(_figure)),
    "figure-table": Rule(reads=_of(_figure)),
    "entry-proof": Rule(reads=_of(_figure)),
    "projects": Rule(reads=_anybody),
    "stations": Rule(reads=_anybody),
}
"""By the name of the route."""
