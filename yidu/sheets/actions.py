"""Send a list, have it looked at, say yes, and have it taken in: all its good rows or none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import SYSTEM, Actor
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.common.in_force import held
from yidu.common.known import reading
from yidu.common.text import normalise
from yidu.ledger.locks import lock_rules
from yidu.people.checks import locked
from yidu.people.models import Committee
from yidu.sheets.check import BATCH, Comparison, Judged
from yidu.sheets.desk import Desk
from yidu.sheets.kinds import SHEETS, Sheet
from yidu.sheets.models import Import, Line, Progress
from yidu.sheets.plans import Plan
from yidu.sheets.progress import Meter
from yidu.sheets.reading import Unreadable, cells, open_file


@dataclass(frozen=True)
class SentFile:
    """A file and the name under which it was sent. The same content under the same name is the same request."""

    path: Path
    sent_as: str

    @property
    def name(self) -> str:
        return normalise(Path(self.sent_as).name)[-200:] or "list"

    @property
    def told_apart_by(self) -> str:
        with self.path.open("rb") as file:
            return f"{self.name} {hashlib.file_digest(file, 'sha256').hexdigest()}"


@action("import.send")
def send_import(
    *, committee: Committee, sheet: str, sent: SentFile, actor: Actor, client_id: UUID | None = None
) -> Change[Import]:
    """Send a file: its kind and its size are looked at, its rows by the worker. Raises `NotAllowed` or `Invalid`."""
    _require(sheet, actor, committee)
    try:
        open_file(sent.path, sent.name, papers={} if SHEETS[sheet].takes_papers else None)
    except Unreadable as error:
        raise Invalid(_("This file cannot be taken."), fields={"file": [str(error)]}) from error
    row = Import(
        id=client_id or uuid4(),
        committee=committee,
        sheet=sheet,
        name=sent.name,
        language=get_language() or "zh-hans",
        sent_by_id=actor.person_id,
        sent_at=clock.now(),
    )
    with sent.path.open("rb") as file:
        # Under a name that nobody chose.
        row.file.save(f"{row.pk}{Path(sent.name).suffix.lower()}", File(file), save=False)
    row.save(force_insert=True)
    Progress.objects.create(upload=row)
    return Change(row, "import.sent", {"sheet": sheet})


@action("import.check")
@reading()
def check_import(
    import_: Import,
    *,
    meter: Meter | None = None,
    because: str = "",
    actor: Actor = SYSTEM,
    client_id: UUID | None = None,
) -> Change[Import]:
    """Look at every row: a dry run. What it finds is kept beside the file; nothing else is written."""
    row = _locked(import_, Import.State.UPLOADED, Import.State.CONFIRMED)
    _require_own_or_system(row, actor)
    row.lines.all().delete()
    comparison = _compare(row)
    try:
        _keep(row, comparison.judged(meter.tell if meter else _nothing))
    except Unreadable as error:
        row.lines.all().delete()
        return _refused(row, str(error))
    assert comparison.layout is not None
    row.state, row.counts, row.plan, row.why = Import.State.CHECKED, dict(comparison.counts), comparison.plan, because
    row.heads = list(comparison.layout.heads)
    row.version += 1
    row.save()
    return Change(row, "import.checked", row.counts)


@action("import.confirm")
def confirm_import(import_: Import, *, actor: Actor, version: int, client_id: UUID | None = None) -> Change[Import]:
    """Say yes to what the dry run found. Raises `NotAllowed`, `Stale`, or `Invalid` when no row would do anything."""
    row = locked(Import, import_, version=version, related=("committee",))
    _require(row.sheet, actor, row.committee)
    _require_own(row, actor)
    if row.state != Import.State.CHECKED:
        raise Invalid(_("This list does not wait for your word any more."))
    if not row.counts.get("new") and not row.counts.get("changed"):
        raise Invalid(_("No row of this list would change anything."))
    row.state, row.why = Import.State.CONFIRMED, ""
    row.version += 1
    row.save()
    Progress.objects.filter(upload=row).update(done=0, tries=0)
    return Change(row, "import.confirmed", row.counts)


@action("import.take-in")
@held()
def take_in(
    import_: Import, *, actor: Actor, meter: Meter | None = None, client_id: UUID | None = None
) -> Change[Import]:
    """Take in every row that the dry run found good, each with a step of its own, for whoever said yes.

    Raises `Stale` when the rows would now do something else than what was said yes to, `NotAllowed` when the actor
    may not any more. Nothing is written then.
    """
    row = _locked(import_, Import.State.CONFIRMED)
    _require(row.sheet, actor, row.committee)
    _require_own(row, actor)
    # One list of a committee after the other: the same list sent twice finds what the first has brought.
    Committee.objects.select_for_update(no_key=True).get(pk=row.committee_id)
    if row.counts.get("changed"):
        # Before anything is read: nobody else enters what is changed here until it is written.
        lock_rules(row.committee_id)
    comparison = _compare(row, actor)
    try:
        judged = comparison.judged(meter.between(0, 0.3) if meter else _nothing)
        plans = [one.plan for one in judged if one.plan.state in ("new", "changed")]
    except Unreadable as error:
        raise Stale(str(error), current=row.version) from error
    if comparison.plan != row.plan:
        raise Stale(_("Meanwhile something changed. Look at the rows again."), current=row.version)
    _lock_changed(comparison.sheet, plans)
    row.state, row.ended_at = Import.State.DONE, clock.now()
    row.version += 1
    _forget_file(row)
    row.lines.exclude(state="wrong").delete()
    row.save()
    return Change(row, "import.taken-in", row.counts, each=_saved(comparison.sheet, plans, meter))


@action("import.discard")
def discard_import(import_: Import, *, actor: Actor, client_id: UUID | None = None) -> Change[Import]:
    """Forget the file and what was found in it. What was taken in stays. Raises `NotAllowed`."""
    row = _locked(import_, *Import.State)
    _require_own_or_system(row, actor)
    if row.state not in (Import.State.DONE, Import.State.REFUSED):
        row.state, row.ended_at = Import.State.DISCARDED, clock.now()
    row.lines.all().delete()
    row.version += 1
    _forget_file(row)
    row.save()
    return Change(row, "import.discarded")


@action("import.refuse")
def refuse_import(import_: Import, *, why: str, actor: Actor = SYSTEM, client_id: UUID | None = None) -> Change[Import]:
    """The work at it failed again and again: stop, and say so."""
    row = _locked(import_, Import.State.UPLOADED, Import.State.CONFIRMED)
    _require_own_or_system(row, actor)
    return _refused(row, why)


def sheet_of(id_: str, committee: Committee, actor: Actor) -> Sheet:
    """The sheet of a kind for one committee and reader. Raises `NotAllowed`."""
    _require(id_, actor, committee)
    return SHEETS[id_](Desk(committee, actor))


def sender_of(import_: Import) -> Actor:
    """For whom an import is done: its rights are asked when it is done."""
    if import_.sent_by is None:
        return SYSTEM
    return Actor(kind="person", person_id=import_.sent_by_id, name=import_.sent_by.name)


def _compare(row: Import, actor: Actor | None = None) -> Comparison:
    sheet = SHEETS[row.sheet](Desk(row.committee, actor or sender_of(row)))
    return Comparison(open_file(Path(row.file.path), row.name, papers=sheet.beside_papers()), sheet)


def _keep(row: Import, judged: Iterator[Judged]) -> None:
    """Write down what each row would do."""
    lines: list[Line] = []
    for one in judged:
        kept = [_kept(cell) for cell in one.row.cells] if one.plan.state == "wrong" else []
        lines.append(
            Line(upload=row, row=one.row.number, state=one.plan.state, name=one.plan.name, said=one.said, cells=kept)
        )
        if len(lines) == 4 * BATCH:
            Line.objects.bulk_create(lines)
            lines = []
    Line.objects.bulk_create(lines)


def _kept(cell: cells.Cell) -> str:
    """A cell of a wrong row, so that it can be given back to be mended."""
    try:
        return cells.text(cell, lines=True)
    except ValueError:
        return cells.shown(cell)


def _saved(sheet: Sheet, plans: list[Plan], meter: Meter | None) -> Iterator[Change[Any]]:
    """Write the rows as the book asks for them, and let go of each."""
    tell = meter.between(0.3, 1) if meter else _nothing
    count = len(plans)
    for start in range(0, count, BATCH):
        yield from sheet.save(plans[start : start + BATCH])
        plans[start : start + BATCH] = [Plan("unchanged")] * len(plans[start : start + BATCH])
        tell(min(start + BATCH, count) / count)


def _lock_changed(sheet: Sheet, plans: list[Plan]) -> None:
    """Hold the rows that will be changed, if they are still what was read. Raises `Stale`."""
    seen = {plan.record.pk: plan.record.version - 1 for plan in plans if plan.state == "changed" and plan.record}  # type: ignore[attr-defined]
    rows = sheet.model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk__in=list(seen))
    for pk, version in rows.order_by("pk").values_list("pk", "version"):
        if seen.pop(pk) != version:
            raise Stale(_("Meanwhile something changed. Look at the rows again."), current=version)
    if seen:
        raise Stale(_("Meanwhile something changed. Look at the rows again."), current=0)


def _refused(row: Import, why: str) -> Change[Import]:
    row.state, row.why, row.ended_at = Import.State.REFUSED, why, clock.now()
    row.version += 1
    _forget_file(row)
    row.save()
    return Change(row, "import.refused")


def _locked(import_: Import, *states: Import.State) -> Import:
    rows = Import.objects.select_for_update(of=("self",), no_key=True).select_related("committee__place", "sent_by")
    row = rows.get(pk=import_.pk)
    if row.state not in states:
        raise Invalid(_("This list does not wait for your word any more."))
    return row


def _require(sheet: str, actor: Actor, committee: Committee) -> None:
    if sheet not in SHEETS or not SHEETS[sheet].may(actor, committee):
        raise NotAllowed("not there")


def _require_own(row: Import, actor: Actor) -> None:
    """A list holds what only its sender may have seen: nobody else acts on it."""
    if row.sent_by_id != actor.person_id:
        raise NotAllowed("not there")


def _require_own_or_system(row: Import, actor: Actor) -> None:
    """The worker looks at every list and forgets it; what is taken in is taken in for its sender."""
    if actor.kind != "system":
        _require_own(row, actor)


def _forget_file(row: Import) -> None:
    file, storage = row.file.name, row.file.storage
    row.file = ""
    if file:
        transaction.on_commit(lambda: storage.delete(file))


def _nothing(_share: float) -> None:
    return None
