"""Entering: what records state now, less what was entered for them before.

Nothing is ever changed: what no longer holds is reversed by the same line with the opposite quantity.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Model

from yidu.ledger.facts import Fact, dims_json, facts
from yidu.ledger.leaves import leaf_of
from yidu.ledger.locks import held_for_entering, lock_rules
from yidu.ledger.models import Entry, Step
from yidu.ledger.rules import placed, rules_of
from yidu.ledger.statements import Statement, all_sources, key_of, source_of, type_of

BATCH = 500

_COLUMNS = [field.attname for field in Entry._meta.concrete_fields if not field.primary_key]
_DIMS = _COLUMNS.index("dims")

# Plain SQL, because this is asked in every action: composing it anew takes longer than running it. The keys one by one,
# and not as an array: only if it knows how many they are does the server plan it once.
_STANDING = """
    SELECT entry.* FROM ledger_entry AS entry
    WHERE entry.record IN ({keys}) AND entry.reverses_id IS NULL
        AND NOT EXISTS (SELECT FROM ledger_entry AS later WHERE later.reverses_id = entry.id)
    ORDER BY entry.id
"""

Stated = tuple[Model, Step]
"""A record, and the step with which it came to state what it states now."""


def enter(records: Iterable[Model], *, step: Step) -> int:
    """In the running transaction, enter what these records state now. Returns how many entries were written.

    Records of a type that states nothing are passed over. Two queries and one copy, whatever the number
    of records up to `BATCH`, besides what the statements themselves read.
    """
    return enter_many((record, step) for record in records)


def enter_many(stated: Iterable[Stated]) -> int:
    """The same for many records, each with its own step, `BATCH` at a time: for imports and recounts."""
    written = 0
    stated = (pair for pair in stated if source_of(type_of(pair[0])))
    while batch := list(islice(stated, BATCH)):
        # Committees before records, always: see `locks`.
        keys = (key_of(record) for record, _ in batch)
        with held_for_entering((_committee(record) for record, _ in batch), keys):
            written += _enter(batch)
    return written


def enter_held(stated: Sequence[Stated]) -> int:
    """The same for records that nobody else can enter: made in this transaction, or of a committee that it holds.

    A lock for each of fifty thousand records would not fit into the server's table of locks.
    """
    written = 0
    stated = [pair for pair in stated if source_of(type_of(pair[0]))]
    for start in range(0, len(stated), BATCH):
        batch = stated[start : start + BATCH]
        with held_for_entering((_committee(record) for record, _ in batch), ()):
            written += _enter(batch)
    return written


def recount(committee: int, *, step: Step) -> int:
    """In the running transaction, enter every record of a committee anew: its rules have changed."""
    lock_rules(committee)
    written = 0
    for source in all_sources():
        records = source.all().filter(committee_id=committee).iterator(chunk_size=BATCH)
        while batch := list(islice(records, BATCH)):
            written += _enter([(record, step) for record in batch])
    return written


def touched(records: Iterable[Model]) -> Iterator[Model]:
    """The records that state something else because these changed."""
    changed: dict[str, list[Model]] = defaultdict(list)
    for record in records:
        changed[type_of(record)].append(record)
    for source in all_sources():
        for touch, some in (
            (source.touched_by[name], some) for name, some in changed.items() if name in source.touched_by
        ):
            # Mostly there are none: the keys alone cost a tenth of the joined query, whose planning takes milliseconds.
            ids = iter(list(touch(some).order_by().values_list("pk", flat=True)))
            while batch := list(islice(ids, BATCH)):
                yield from source.all().filter(pk__in=batch)


def standing(keys: Iterable[str]) -> dict[str, list[Entry]]:
    """The entries of these records that were not reversed, by record."""
    found: dict[str, list[Entry]] = defaultdict(list)
    if not (asked := list(keys)):
        return found
    for entry in Entry.objects.raw(_STANDING.format(keys=", ".join(["%s"] * len(asked))), asked):
        found[entry.record].append(entry)
    return found


def stated_facts(records: Sequence[Model]) -> dict[str, list[Fact]]:
    """What these records count for under the current editions of their committees, by record."""
    rules = {committee: rules_of(committee) for committee in {_committee(record) for record in records}}
    statements: dict[str, list[Statement]] = {}
    for record in records:
        source = source_of(type_of(record))
        assert source is not None
        statements[key_of(record)] = list(source.statements(record))
    placed.load(
        place
        for said in statements.values()
        for statement in said
        for place in (statement.place_id, *statement.serves)
        if place is not None
    )
    return {key_of(record): facts(statements[key_of(record)], rules[_committee(record)], placed) for record in records}


def fact_of(entry: Entry) -> Fact:
    """The line of an entry, comparable with what a record states."""
    return Fact(
        committee=entry.committee_id,
        programme=entry.programme,
        indicator=entry.indicator,
        day=entry.day,
        quantity=entry.quantity,
        place_id=entry.place_id,
        host=entry.host,
        sector=entry.sector,
        value=entry.value,
        dims=dims_json(entry.dims),
        edition=entry.edition,
    )


def _enter(batch: list[Stated]) -> int:
    # A record that comes twice counts as it was given last.
    steps = {key_of(record): step for record, step in batch}
    records = {key_of(record): record for record, _ in batch}
    now_stated = stated_facts(list(records.values()))
    before = standing(key for key, step in steps.items() if not (step.made and key == step.record))
    entries: list[Entry] = []
    for key, step in steps.items():
        wanted = Counter(now_stated[key])
        for entry in before[key]:
            fact = fact_of(entry)
            if wanted[fact]:
                wanted[fact] -= 1
            else:
                entries.append(_reversal(entry, step))
        entries.extend(_line(fact, record=key, step=step) for fact in wanted.elements())
    _write(entries)
    for step in steps.values():
        step.made = False  # from now on there is something to look for
    return len(entries)


def _write(entries: list[Entry]) -> None:
    if not entries:
        return
    # COPY: a statement with a placeholder for each value takes several times as long.
    statement = f"COPY ledger_entry ({', '.join(_COLUMNS)}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for entry in entries:
            row = [getattr(entry, column) for column in _COLUMNS]
            row[_DIMS] = json.dumps(entry.dims, ensure_ascii=False)
            copy.write_row(row)


def _line(fact: Fact, *, record: str, step: Step) -> Entry:
    return _sealed(
        committee_id=fact.committee,
        programme=fact.programme,
        indicator=fact.indicator,
        day=fact.day,
        quantity=fact.quantity,
        record=record,
        place_id=fact.place_id,
        host=fact.host,
        sector=fact.sector,
        value=fact.value,
        dims=json.loads(fact.dims),
        entered_at=step.at,
        step_id=step.pk,
        edition=fact.edition,
    )


def _reversal(entry: Entry, step: Step) -> Entry:
    return _sealed(
        committee_id=entry.committee_id,
        programme=entry.programme,
        indicator=entry.indicator,
        day=entry.day,
        quantity=-entry.quantity,
        record=entry.record,
        place_id=entry.place_id,
        host=entry.host,
        sector=entry.sector,
        value=entry.value,
        dims=entry.dims,
        entered_at=step.at,
        step_id=step.pk,
        edition=entry.edition,
        reverses_id=entry.pk,
    )


def _sealed(*, entered_at: datetime, **columns: Any) -> Entry:
    entry = Entry(entered_at=entered_at, **columns)
    entry.leaf = leaf_of(entry)
    return entry


def _committee(record: Model) -> int:
    committee: int = record.committee_id  # type: ignore[attr-defined]
    return committee
