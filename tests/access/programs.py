"""What each operation of the API must answer to each program: its token first, then the words, then the object.

A program may do what its person may on the pages, as far as its token goes; which committee is meant, it says itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.access import folder, oracle
from tests.access import sentences as one
from tests.access.nouns import conclusions, documents, opinions
from tests.access.nouns.sent_in import SHEETS
from tests.access.oracle import Thing
from tests.access.readers import CITY, DADUKOU, SERVICE, Reader
from tests.access.routes import API, Route
from tests.access.sentences import Answer, Rule, anybody, of, once_more

ASKS = ("POST receipts/read",)
"""Questions that are sent like a change, because an address would give them away."""
READS = ("read", "office", "oversee", "people")


def door(route: Route, reader: Reader) -> Answer | None:
    """None lets pass. A power is enough at any committee: which one is asked is asked of the object."""
    if not reader.account:
        return None if "everybody" in route.words else "sign in"
    if reader.token in ("ended", "over"):
        return "sign in"
    if not in_scope(route, reader):
        return "out of scope"
    if {"everybody", "signed-in"} & set(route.words):
        return None
    powers = reader.post.powers if reader.post else set()
    return None if powers & set(route.words) else "absent"


def in_scope(route: Route, reader: Reader) -> bool:
    noun = route.path.removeprefix(API).split("/")[0]
    reads = route.method == "GET" or route.name in ASKS
    return {"all": True, "reads": reads, "elsewhere": reads and noun == "places"}[reader.token]


# --- the sentences --------------------------------------------------------------------------------------------------


def _reads_there(reader: Reader, thing: Thing) -> bool:
    """Whoever works with the committee that is asked about."""
    return any(reader.holds(power, thing.committee) for power in READS)


def _keeps_there(reader: Reader, thing: Thing) -> bool:
    return reader.holds("people", thing.committee)


def _keeps_known(reader: Reader, thing: Thing) -> bool:
    """Of one's own committee; whoever has no role anywhere is everybody's who keeps people."""
    return reader.holds("people", reader.served) and thing.committee in (reader.served, "")


def _changes(reader: Reader, thing: Thing) -> bool:
    return oracle.reads_activity(reader, thing) and oracle.changes_activity(reader, thing)


def _records_there(reader: Reader, thing: Thing) -> bool:
    return reader.holds("record", thing.committee)


def _as_one_may(reader: Reader, thing: Thing | None) -> Answer:
    """Who records at a committee says under which of its programmes, and as what; the city has none of its own."""
    assert thing is not None
    hosted = thing.committee != CITY and (reader.holds("office", thing.committee) or one.records_there(reader))
    return "written" if hosted else "reached"


def _appointed_there(reader: Reader, thing: Thing) -> bool:
    """Somebody of the committee, and not a program: who is to be told is decided by people."""
    posted = reader.post is not None and not reader.post.ended and reader.post.committee == thing.committee
    return posted and reader is not SERVICE


def _raises_there(reader: Reader, thing: Thing) -> bool:
    """In a role of the committee, for which its programmes have a kind; or from the street."""
    if thing.committee == CITY:
        return True
    there = reader.role == "" or (reader.post is not None and reader.post.committee == thing.committee)
    return there and kind_raised(reader, thing) != ""


def kind_raised(reader: Reader, thing: Thing) -> str:
    """The kind of matter that is sent: one of the reader's role, else that of an enterprise."""
    programme = one.PROGRAMMES[thing.committee][0] if one.PROGRAMMES[thing.committee] else "wuqian"
    kinds = folder.kinds(programme, "matter").items()
    return next((id_ for id_, line in kinds if (reader.role or "enterprise") in line.get("raised-by", ())), "")


def _raised(reader: Reader, thing: Thing | None) -> Answer:
    assert thing is not None
    return "reached" if thing.committee == CITY or not kind_raised(reader, thing) else "written"


def _acts_by_receipt(reader: Reader, thing: Thing) -> bool:
    held = thing.more["receipt"]
    return oracle.may_act(reader, held, held.action)


def _anywhere_but_the_city(reader: Reader, thing: Thing | None) -> Answer:
    return "reached" if thing is not None and thing.committee == CITY else "written"


def _only_with_a_role(reader: Reader, thing: Thing | None) -> Answer:
    """Who has none anywhere yet is corrected on the page, not renamed."""
    return "reached" if thing is not None and thing.committee == "" else "written"


def _only_the_city(reader: Reader, thing: Thing | None) -> Answer:
    """Below a district there is no other committee."""
    return "written" if thing is not None and thing.committee == CITY else "reached"


_everybody = Rule(reads=anybody)


def _oversees_there(reader: Reader, thing: Thing) -> bool:
    return reader.holds("office", thing.committee) or reader.holds("oversee", thing.committee)


def _works_there(reader: Reader, thing: Thing) -> bool:
    return _oversees_there(reader, thing) or reader.holds("read", thing.committee)


def _where_something_was_answered(reader: Reader, thing: Thing | None) -> Answer:
    """Only Dadukou has answered anything that could be drawn."""
    return "written" if thing is not None and thing.committee == DADUKOU else "reached"


def _not_drawn_yet(reader: Reader, thing: Thing | None) -> Answer:
    return "reached" if thing is not None and thing.situation == "plain" else "written"


def _asked_by_name(reader: Reader, thing: Thing) -> bool:
    """What the staff looks at because nobody is asked goes back to nobody."""
    return one.asked_to_look(reader, thing) and thing.more.get("asked") != one.STAFF


def _own_and_kept(reader: Reader, thing: Thing) -> bool:
    """What a service may and is told is decided by whoever keeps it, not by the service."""
    return one.own(reader, thing) and reader is not SERVICE


def _own_list(reader: Reader, thing: Thing) -> bool:
    """Also one that was given up: a program may ask what became of it."""
    return one.own(reader, thing) and any(reader.holds(power, thing.committee) for power in SHEETS[thing.kind])


RULES: Mapping[str, Rule] = {
    # activities
    "GET activities/": _everybody,
    "POST activities/": Rule(writes=of(_records_there), done=_as_one_may),
    "GET activities/<uuid:pk>": Rule(reads=of(oracle.reads_activity)),
    "GET activities/<uuid:pk>/photos/<uuid:photo_pk>": Rule(reads=of(oracle.reads_inside)),
    "POST activities/<uuid:pk>/photos": Rule(writes=of(_changes)),
    "POST activities/<uuid:pk>/correct": Rule(writes=of(_changes), done=once_more),
    "POST activities/<uuid:pk>/withdraw": Rule(writes=of(_changes), done=once_more),
    # matters
    "GET matters/": _everybody,
    "POST matters/": Rule(writes=of(_raises_there), done=_raised),
    "GET matters/desk": _everybody,
    "GET matters/<uuid:pk>": Rule(reads=of(oracle.reads_matter)),
    "POST matters/<uuid:pk>/take": Rule(writes=of(one.acts)),
    "POST matters/<uuid:pk>/links": Rule(writes=of(one.office_of)),
    "POST matters/<uuid:pk>/links/<int:number>/end": Rule(writes=of(one.office_of)),
    "POST receipts/read": Rule(writes=anybody, done=one.answers("reached")),
    "POST receipts/take": Rule(writes=of(_acts_by_receipt)),
    # documents
    "GET sessions/": _everybody,
    "GET sessions/outcomes": _everybody,
    "GET askings/": _everybody,
    "GET askings/<uuid:pk>": Rule(reads=of(opinions.reads_asking)),
    "GET sessions/<uuid:pk>": Rule(reads=of(conclusions.reads_session)),
    "GET documents/": _everybody,
    "POST documents/": Rule(writes=of(documents.keeps_document), done=_anywhere_but_the_city),
    "GET documents/<uuid:pk>": Rule(reads=of(documents.reads_document)),
    "POST documents/<uuid:pk>/correct": Rule(writes=of(documents.keeps_document), done=once_more),
    "POST documents/<uuid:pk>/withdraw": Rule(writes=of(documents.keeps_document), done=once_more),
    # people
    "GET people/": Rule(reads=of(_reads_there)),
    "GET people/search": Rule(reads=of(_reads_there)),
    "GET people/<int:pk>": Rule(reads=of(one.known_person)),
    "POST people/": Rule(writes=of(_keeps_there)),
    "POST people/services": Rule(writes=of(_keeps_there)),
    "POST people/<int:pk>/correct": Rule(writes=of(_keeps_known)),
    "POST people/<int:pk>/rename": Rule(writes=of(_keeps_known), done=_only_with_a_role),
    "GET appointments/": Rule(reads=of(_reads_there)),
    "POST appointments/": Rule(writes=of(_keeps_there), done=_anywhere_but_the_city),
    "GET appointments/<int:pk>": Rule(reads=of(_reads_there)),
    "POST appointments/<int:pk>/end": Rule(writes=of(_keeps_there), done=once_more),
    "POST appointments/<int:pk>/withdraw": Rule(writes=of(_keeps_there), done=once_more),
    "GET organisations/": Rule(reads=of(_reads_there)),
    "POST organisations/": Rule(writes=of(_keeps_there)),
    "GET organisations/<int:pk>": _everybody,
    "POST organisations/<int:pk>/rename": Rule(writes=of(_keeps_there)),
    "POST organisations/<int:pk>/correct": Rule(writes=of(_keeps_there)),
    "POST organisations/<int:pk>/close": Rule(writes=of(_keeps_there), done=once_more),
    "GET sectors/": Rule(reads=of(_reads_there)),
    "POST sectors/": Rule(writes=of(_keeps_there)),
    "GET projects/": _everybody,
    "POST projects/": Rule(writes=of(_keeps_there)),
    "GET projects/<int:pk>": _everybody,
    "POST projects/<int:pk>/end": Rule(writes=of(_keeps_there)),
    "GET stations/": _everybody,
    "POST stations/": Rule(writes=of(_keeps_there)),
    "GET stations/<int:pk>": _everybody,
    "POST stations/<int:pk>/correct": Rule(writes=of(_keeps_there)),
    "POST stations/<int:pk>/close": Rule(writes=of(_keeps_there), done=once_more),
    "POST stations/<int:pk>/cover": Rule(writes=of(_keeps_there)),
    # what a committee shows
    "GET committees/": _everybody,
    "POST committees/": Rule(writes=of(_keeps_there), done=_only_the_city),
    "GET committees/<slug:code>": _everybody,
    "GET places/": _everybody,
    "GET places/search": _everybody,
    "GET places/<slug:code>": Rule(reads=of(one.there)),
    "GET programmes/": _everybody,
    "GET programmes/<slug:programme>": Rule(reads=of(one.has_programme)),
    "GET figures/": _everybody,
    "GET figures/<slug:programme>/<slug:indicator>": Rule(reads=of(one.figure)),
    "GET figures/<slug:programme>/<slug:indicator>/proof": Rule(reads=of(one.figure)),
    "GET figures/<slug:programme>/<slug:indicator>/entries/<int:pk>": Rule(reads=of(one.figure)),
    "GET seals/": _everybody,
    "GET seals/<int:number>": Rule(reads=of(one.there)),
    "POST seals/cosign": Rule(writes=anybody),
    # dates, looking back, drawing
    "GET calendar/<int:year>": Rule(reads=of(one.there)),
    "POST calendar/<int:year>/announce": Rule(writes=of(one.there)),
    "POST calendar/set-day": Rule(writes=anybody),
    "GET draws/": _everybody,
    "POST draws/": Rule(writes=of(_oversees_there), done=_where_something_was_answered),
    "GET draws/<uuid:pk>": _everybody,
    "POST draws/<uuid:pk>/make": Rule(writes=of(_oversees_there), done=_not_drawn_yet),
    "GET look-backs/commitments": Rule(reads=of(_works_there)),
    "GET look-backs/<uuid:pk>": Rule(reads=of(one.asked_to_look)),
    "POST look-backs/<uuid:pk>/find": Rule(writes=of(one.asked_to_look), done=one.found_before),
    "POST look-backs/<uuid:pk>/withdraw": Rule(writes=of(one.keeps_promises), done=one.settled),
    "POST look-backs/<uuid:pk>/hand-back": Rule(writes=of(_asked_by_name), done=one.found_before),
    # lists
    "GET sheets/": _everybody,
    "GET sheets/<slug:kind>/template": Rule(reads=of(one.brings_list)),
    "GET sheets/<slug:kind>/export": Rule(reads=of(one.brings_list)),
    "POST sheets/<slug:kind>/imports": Rule(writes=of(one.brings_list)),
    "GET sheets/imports/": _everybody,
    "GET sheets/imports/<uuid:pk>": Rule(reads=of(_own_list)),
    "GET sheets/imports/<uuid:pk>/rows": Rule(reads=of(_own_list)),
    "POST sheets/imports/<uuid:pk>/confirm": Rule(writes=of(_own_list), done=once_more),
    "POST sheets/imports/<uuid:pk>/discard": Rule(writes=of(_own_list)),
    # what is one's own
    "GET reminders/": _everybody,
    "POST reminders/": Rule(writes=anybody),
    "GET tokens/": _everybody,
    "POST tokens/<int:pk>/end": Rule(writes=of(_own_and_kept)),
    "GET views/": _everybody,
    "POST views/": Rule(writes=anybody),
    "POST views/<int:pk>/remove": Rule(writes=of(one.own)),
    "GET webhooks/": _everybody,
    "POST webhooks/": Rule(writes=of(_appointed_there)),
    "GET webhooks/<int:pk>/deliveries": Rule(reads=of(one.own)),
    "POST webhooks/<int:pk>/end": Rule(writes=of(_own_and_kept)),
    "POST webhooks/<int:pk>/switch-on": Rule(writes=of(_own_and_kept)),
    "POST webhooks/<int:pk>/send-again": Rule(writes=of(_own_and_kept)),
}
"""By method and path, as the description of the API names them."""
