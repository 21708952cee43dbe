"""Whom things are for, in sentences of the domain: what a rule of the matrix is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.access import folder, oracle
from tests.access.nouns import sessions
from tests.access.nouns.sent_in import may_bring
from tests.access.nouns.time import STAFF
from tests.access.nouns.writing import writes
from tests.access.oracle import Thing
from tests.access.readers import CITY, DADUKOU, SERVICE, YUNYANG, Reader

Answer = Literal["shown", "absent", "sign in", "out of scope", "written", "kept", "reached", "nothing"]
"""shown: the page · absent: as if it were not there · sign in: to the door · out of scope: the token is not for that ·
written: a step in the ledger · kept: likewise, for its author to look at · reached: understood, and nothing was there
to do · nothing: the page takes no such thing, and writes nothing."""

Sees = Callable[[Reader, "Thing | None"], bool]
PROGRAMMES = {DADUKOU: ("wuqian", "quiet"), YUNYANG: ("huhe", "wuqian"), CITY: ()}


OFFLINE = {DADUKOU: ("wuqian", "household-visit"), YUNYANG: ("huhe", "river-patrol")}
"""What a phone sends in the matrix."""


@dataclass(frozen=True)
class Rule:
    """Whom a route is for, its door passed. `reads=None`: it shows nothing by itself. `done`: what it writes."""

    reads: Sees | None = None
    writes: Sees | None = None
    done: Callable[[Reader, Thing | None], Answer] = lambda reader, thing: "written"


def of(told: Callable[[Reader, Thing], bool]) -> Sees:
    """A sentence about a reader and an object that is there."""

    def sees(reader: Reader, thing: Thing | None) -> bool:
        assert thing is not None
        return told(reader, thing)

    return sees


def anybody(reader: Reader, thing: Thing | None) -> bool:
    return True


def nobody(reader: Reader, thing: Thing | None) -> bool:
    return False


def with_account(reader: Reader, thing: Thing | None) -> bool:
    return reader.account


def plans_topic(reader: Reader, thing: Thing) -> bool:
    return thing.kind == "topic" and reader.holds("office", thing.committee)


def gathers(reader: Reader, thing: Thing) -> bool:
    """Of the topic of a session: the office, and whoever may convene about it."""
    roles = folder.kind("wuqian", "topic")["consulting"]["conveners"]
    here = reader.served == thing.committee
    return here and (reader.holds("office", thing.committee) or reader.role in roles)


def takes_seat_off(reader: Reader, thing: Thing) -> bool:
    """Off a session that one prepares; who is off already is not there any more."""
    return sessions.prepares(reader, thing) and not thing.gone


def reads_paper(reader: Reader, thing: Thing) -> bool:
    return sessions.reads_session(reader, thing) and sessions.reads_inside(reader, thing)


def books(reader: Reader, thing: Thing) -> bool:
    """A member of the committee, by name."""
    return sessions.books(reader, thing)


def of_own_committee(reader: Reader, thing: Thing) -> bool:
    return thing.committee == reader.served


def where_one_raises(reader: Reader, thing: Thing | None) -> bool:
    """The city has no programme of its own: nothing is raised there."""
    return bool(PROGRAMMES[reader.served])


def may_be_appointed(reader: Reader, thing: Thing) -> bool:
    """The roles are those of the committee's programmes."""
    return known_person(reader, thing) and bool(PROGRAMMES[reader.served])


def known_person(reader: Reader, thing: Thing) -> bool:
    """Who has or had a role at one's committee; who has none anywhere, for whoever enters people."""
    return thing.committee == reader.served or (thing.committee == "" and reader.holds("people", reader.served))


def file_of_another(reader: Reader, thing: Thing) -> bool:
    """Somebody who serves or served the office's own committee; of one's own file nobody else is in charge."""
    return thing.committee == reader.served and thing.situation != "own" and not thing.gone


def letter(reader: Reader, thing: Thing) -> bool:
    """Of what is signed, for whoever may read the matter."""
    return oracle.reads_matter(reader, thing) and thing.answered


def office_of(reader: Reader, thing: Thing) -> bool:
    return oracle.reads_matter(reader, thing) and reader.holds("office", thing.committee)


def acts(reader: Reader, thing: Thing) -> bool:
    return oracle.reads_matter(reader, thing) and oracle.may_act(reader, thing, thing.action)


def acts_by_link(reader: Reader, thing: Thing) -> bool:
    return oracle.may_act(reader, thing, thing.action)


def recorded_by_oneself(reader: Reader, thing: Thing) -> bool:
    return oracle.reads_activity(reader, thing) and thing.recorded_by == reader.me


def changes_activity(reader: Reader, thing: Thing) -> bool:
    return oracle.reads_activity(reader, thing) and oracle.changes_activity(reader, thing)


def own(reader: Reader, thing: Thing) -> bool:
    return thing.recorded_by == reader.me


def own_and_open(reader: Reader, thing: Thing) -> bool:
    return own(reader, thing) and not thing.gone


def figure(reader: Reader, thing: Thing) -> bool:
    return thing.open_to == oracle.PUBLIC or reader.holds("read", thing.committee)


def has_programme(reader: Reader, thing: Thing) -> bool:
    """Of the city there is none of its own: its figures are those of the districts."""
    return thing.committee != CITY


def has_set(reader: Reader, thing: Thing) -> bool:
    return thing.committee != CITY and thing.programme != "quiet"


def may_record(reader: Reader, programme: str, kind: str) -> bool:
    line = folder.kinds(programme, "activity").get(kind)
    return line is not None and (reader.holds("office", reader.served) or reader.role in line["hosts"])


def records_kind(reader: Reader, thing: Thing) -> bool:
    own = (thing.programme, thing.kind) in {
        (programme, id_) for programme in PROGRAMMES[reader.served] for id_ in folder.kinds(programme, "activity")
    }
    return own and may_record(reader, thing.programme, thing.kind)


def records_anything(reader: Reader) -> bool:
    return any(
        may_record(reader, programme, id_)
        for programme in PROGRAMMES[reader.served]
        for id_ in folder.kinds(programme, "activity")
    )


def records_there(reader: Reader) -> bool:
    """The kind that a phone of the reader's committee sends; who wrote it led it."""
    if reader.served not in OFFLINE:
        return False
    programme, kind = OFFLINE[reader.served]
    return reader.role in folder.kind(programme, kind)["hosts"]


def raises_anything(reader: Reader) -> bool:
    kinds = [line for programme in PROGRAMMES[reader.served] for line in folder.kinds(programme, "matter").values()]
    return any(reader.role in line.get("raised-by", ()) and "writing" not in line for line in kinds)


def there(reader: Reader, thing: Thing) -> bool:
    return not thing.gone


def share_seen(reader: Reader, thing: Thing) -> bool:
    """The date of a body that has not answered, for whoever reads the whole."""
    waits = any(not share.done for share in thing.shares.values() if share.part == "lead")
    return oracle.reads_whole(reader, thing) and waits and not thing.gone


def share_seen_by_link(reader: Reader, thing: Thing) -> bool:
    return thing.says == "lead" and not thing.gone


def asked_to_look(reader: Reader, thing: Thing) -> bool:
    """Whoever is asked, or was; the staff while nobody is."""
    asked = thing.more.get("asked")
    mine = reader.holds("read", thing.committee) if asked == reader.me else asked == STAFF and staff_of(reader, thing)
    return mine or thing.more.get("was") == reader.me


def staff_of(reader: Reader, thing: Thing) -> bool:
    return reader.holds("office", thing.committee)


def keeps_promises(reader: Reader, thing: Thing) -> bool:
    return staff_of(reader, thing)


def settled(reader: Reader, thing: Thing | None) -> Answer:
    return "reached" if thing is not None and thing.gone else "written"


def found_before(reader: Reader, thing: Thing | None) -> Answer:
    """Whoever was asked once is told what became of it."""
    return "reached" if thing is not None and thing.more.get("was") == reader.me else "written"


def brings_list(reader: Reader, thing: Thing) -> bool:
    return may_bring(reader, thing.kind)


def own_list(reader: Reader, thing: Thing) -> bool:
    return own_and_open(reader, thing) and thing.committee == reader.served and may_bring(reader, thing.kind)


def handed_in(reader: Reader, thing: Thing | None) -> Answer:
    return "written" if records_anything(reader) else "reached"


def arrives(reader: Reader, thing: Thing | None) -> Answer:
    """What a phone sends always arrives; what its author may not record waits for them to look at it."""
    return "written" if not reader.account or records_there(reader) else "kept"


def has_offline_kind(reader: Reader, thing: Thing) -> bool:
    return thing.committee != CITY


def once_more(reader: Reader, thing: Thing | None) -> Answer:
    """What is over is not changed again: the form says so."""
    return "reached" if thing is not None and thing.gone else "written"


def by_receipt(reader: Reader, thing: Thing | None) -> Answer:
    """Whoever has no receipt in the browser is led to where one is asked for."""
    return "written" if reader.id == "receipt" else "reached"


def acts_by_receipt(reader: Reader, thing: Thing) -> bool:
    return reader.id != "receipt" or oracle.may_act(reader, thing, thing.action)


def answers(answer: Answer) -> Callable[[Reader, Thing | None], Answer]:
    return lambda reader, thing: answer


def kept(reader: Reader, thing: Thing) -> bool:
    """One's own, or a service's whose people one keeps: it has no hands of its own on the pages."""
    return own(reader, thing) or (thing.recorded_by == SERVICE.id and reader.holds("people", DADUKOU))


def told_of_a_committee(reader: Reader, thing: Thing | None) -> Answer:
    """Whoever holds no role anywhere is told nothing of it."""
    return "written" if reader.role else "reached"


def own_text(reader: Reader, thing: Thing) -> bool:
    """One's own, while one serves; nobody else's, whatever one is."""
    return own(reader, thing) and writes(reader)


def own_unfinished(reader: Reader, thing: Thing) -> bool:
    return own_text(reader, thing) and not thing.gone


def reads_text(reader: Reader, thing: Thing) -> bool:
    return own_text(reader, thing) or asked_for_name(reader, thing)


def asked_for_name(reader: Reader, thing: Thing) -> bool:
    return thing.more.get("asked") == reader.me


def takes_name_off(reader: Reader, thing: Thing) -> bool:
    return own_unfinished(reader, thing) or asked_for_name(reader, thing)


def writes_anything(reader: Reader, thing: Thing | None) -> bool:
    return writes(reader)
