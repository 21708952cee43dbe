"""Rehearse the examples of a programme folder: given these records, these steps are open and these figures result.

Everything happens in a county that does not exist, by the real actions, in a transaction that is rolled back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actors import SYSTEM
from yidu.common.clock import SHANGHAI, local_day
from yidu.common.errors import Refused
from yidu.ledger.figures import Figure, value
from yidu.matters.engine import lapse_matter, open_actions
from yidu.matters.models import Matter
from yidu.matters.rehearsal.company import NOWHERE, Company
from yidu.matters.rehearsal.play import Play
from yidu.people.models import Committee
from yidu.programmes.grammar import Example
from yidu.programmes.grammar.examples import Expect, Given
from yidu.programmes.loading import Problem, Sheet

MORNING, EVENING = time(9), time(18)


def rehearse_all(sheet: Sheet) -> list[Problem]:
    """Every difference of every example of the folder, each at the line of the example's expectation."""
    return [problem for id_, _example in sheet.own("example") for problem in rehearse(sheet, id_)]


def rehearse(sheet: Sheet, example: str) -> list[Problem]:
    """What comes out otherwise than one example says; nothing when all is as it should be. Writes nothing.

    `sheet` is a folder without problems.
    """
    chosen: Example = sheet.of("example")[example]
    found: list[Problem] = []
    with transaction.atomic():
        with clock.at(_moment(sheet, MORNING)):
            play = Play(Company.build(_elsewhere(sheet), chosen))
        for moment, kind, number in _timeline(chosen):
            _let_time_pass(play.company.committee, until=moment)
            with clock.at(moment):
                if kind == "given":
                    said = _happens(play, chosen.given[number])
                else:
                    said = list(_differences(play, sheet, chosen.expect[number]))
            spot = sheet.spot("example", example, kind, number)
            found += [Problem(spot, one) for one in said]
            if said and kind == "given":
                break
        transaction.set_rollback(True)
    return found


def _elsewhere(sheet: Sheet) -> Sheet:
    """The same programme for the county that does not exist; its roles are nobody's but its own there."""
    assert sheet.programme is not None
    assert not sheet.problems, "a folder is rehearsed when it is clean"
    programme = sheet.programme.model_copy(update={"committee": NOWHERE})
    inherited = sheet.inherited | {("role", id_) for id_ in programme.role}
    return replace(sheet, programme=programme, inherited=inherited)


def _moment(sheet: Sheet, hour: time) -> datetime:
    """The morning of the programme's first day, when the cast takes up its roles."""
    assert sheet.programme is not None
    return datetime.combine(sheet.programme.from_, hour, SHANGHAI)


def _timeline(example: Example) -> Iterator[tuple[datetime, str, int]]:
    """What happens and what is then expected, in order. A day without an hour is nine for one, six for the other.

    Things of one day happen a minute after each other.
    """
    moments = [(_at(one.on, MORNING), 0, number) for number, one in enumerate(example.given)]
    moments += [(_at(one.on, EVENING), 1, number) for number, one in enumerate(example.expect)]
    last: datetime | None = None
    for moment, sort, number in sorted(moments):
        last = max(moment, last + timedelta(minutes=1)) if last else moment
        yield last, ("given", "expect")[sort], number


def _at(on: date | datetime, hour: time) -> datetime:
    if isinstance(on, datetime):
        return on.replace(tzinfo=on.tzinfo or SHANGHAI)
    return datetime.combine(on, hour, SHANGHAI)


def _let_time_pass(committee: Committee, *, until: datetime) -> None:
    """What dates that pass in silence bring about, each at its own moment."""
    for _attempt in range(100):
        late = Matter.objects.filter(committee=committee, closed_at=None, due_at__lt=until).order_by("due_at")
        silent = next((one for one in late.select_related("edition") if one.stage_line.lapse), None)
        if silent is None or silent.due_at is None:
            return
        with clock.at(silent.due_at + timedelta(minutes=1)):
            lapse_matter(silent, actor=SYSTEM)


def _happens(play: Play, given: Given) -> list[str]:
    try:
        play.let(given)
    except Refused as refused:
        fields = "; ".join(f"{name}: {' '.join(map(str, said))}" for name, said in refused.fields.items())
        words = {"by": given.by, "does": given.does, "said": f"{refused} {fields}".strip()}
        return [_("“%(by)s” cannot do “%(does)s”: %(said)s") % words]
    return []


def _differences(play: Play, sheet: Sheet, expect: Expect) -> Iterator[str]:
    play.chosen = expect.of
    matter = play.matter
    if matter is not None:
        holder = play.name_of_lead() if expect.holder not in (None, matter.holder) else matter.holder
        due = local_day(matter.due_at) if matter.due_at else None
        yield from _compare(_("stage"), expect.stage, matter.stage)
        yield from _compare(_("holder"), expect.holder, holder)
        yield from _compare(_("due"), expect.due, due)
        yield from _compare(_("outcome"), expect.outcome, matter.outcome)
        if expect.open is not None:
            there = {one.id for one in open_actions(matter, play.holder())}
            yield from _compare(_("open actions"), ", ".join(sorted(expect.open)), ", ".join(sorted(there)))
    elif any(one is not None for one in (expect.stage, expect.holder, expect.due, expect.open, expect.outcome)):
        yield _("No matter has been raised yet.")
    for id_, number in expect.figures.items():
        assert sheet.programme is not None
        counted = value(Figure(committee=play.company.committee, programme=sheet.programme.id, indicator=id_))
        yield from _compare(id_, f"{number:g}", "–" if counted is None else f"{float(counted):g}")


def _compare(what: str, expected: object, found: object) -> Iterator[str]:
    if expected is not None and expected != found:
        words = {"what": what, "expected": expected, "found": found or "–"}
        yield _("%(what)s: %(found)s, and not %(expected)s.") % words
