"""Days of reminders with a worker that is killed again and again, and what the mail boxes hold in the end."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection

from tests.cast import Cast, at
from tests.cli.processes import ROOT
from tests.matters.conftest import VISITED, Walk, visit
from tests.notices.conftest import Sink, all_choose, body
from yidu.common import clock
from yidu.notices.due import due_now
from yidu.notices.models import Channel, Message

PEOPLE = ("office", "secretary", "economy_handler", "economy_head", "land_handler", "land_head", "member", "leader")
DAYS = ("2025-02-19", "2025-02-20", "2025-02-21", "2025-02-25", "2025-02-27", "2025-03-04", "2025-03-05", "2025-03-06")
COLLEAGUES = (
    ("office", "office", ""),
    ("secretary", "secretary-general", ""),
    ("economy_handler", "handler", "economy"),
    ("land_handler", "handler", "land"),
)
AFTER_THE_LEASE = timedelta(minutes=6)


@dataclass
class Found:
    """In mail boxes, where a Message-ID is kept once: lines that lack and lines too many. `copies` travelled twice."""

    lost: int = 0
    doubled: int = 0
    copies: int = 0
    kills: int = 0
    lines: int = 0
    letters: int = 0


@dataclass
class Workers:
    """Workers in processes of their own, one or several at a time."""

    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, sink: Sink, twin: str) -> None:
        command = [sys.executable, "-m", "tests.notices.killed", str(connection.settings_dict["NAME"]), str(sink.port)]
        worker = subprocess.Popen(
            [*command, *filter(None, [twin])], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.running.append(worker)
        assert worker.stdout
        assert worker.stdout.readline() == "ready\n"

    def work(self, moment: datetime, seconds: float, until: Path | None = None) -> list[str]:
        """All of them at once, for so long or until there is such a file; what became of each."""
        for worker in self.running:
            assert worker.stdin
            worker.stdin.write(f"{moment.isoformat()} {seconds} {until or ''}\n")
            worker.stdin.flush()
        return [worker.stdout.readline().strip() for worker in self.running]

    def end(self) -> None:
        for worker in self.running:
            worker.communicate(timeout=30)


@contextmanager
def workers(sink: Sink, *, twin: str = "", number: int = 1) -> Iterator[Workers]:
    hired = Workers()
    try:
        for _number in range(number):
            hired.start(sink, twin)
        yield hired
    finally:
        hired.end()


def prepare(cast: Cast, *, matters: int, colleagues: int = 0) -> None:
    """Half of the matters wait to be handed over, half are in hand with a joint department; everybody chose e-mail.

    The office, the secretary-general and the handlers have so many colleagues each, who are reminded as they are.
    """
    added = []
    with at(VISITED):
        for number in range(colleagues):
            for called, role, body_ in COLLEAGUES:
                added.append(f"{called}_{number}")
                more = {"organisation": getattr(cast, body_)} if body_ else {}
                cast.add(added[-1], "钱多多", role, **more)
    for number in range(matters):
        with at(VISITED):
            walk = Walk(cast, visit(cast))
        if number % 2:
            walk.handed_over()
    with at(VISITED):
        all_choose(cast, [*PEOPLE, *added])


def trial(cast: Cast, sink: Sink, *, colleagues: int, days: Sequence[str] = DAYS, seed: int, twin: str = "") -> Found:
    """On each day the worker is killed at random moments until nothing waits any more."""
    prepare(cast, matters=6, colleagues=colleagues)
    chance, found, expected = random.Random(seed), Found(), Counter[tuple[str, str]]()
    known: set[object] = set()
    with workers(sink, twin=twin) as hired:
        for day in days:
            with at(day):
                moment = clock.now()
            expected += _lines_of(moment, known)
            while True:
                (outcome,) = hired.work(moment, chance.uniform(0.1, 2.5))
                found.kills += outcome == "killed"
                moment += AFTER_THE_LEASE
                if outcome == "done" and not Message.objects.filter(state=Message.State.WAITS).exists():
                    break
    return compared(sink, expected, found)


def killed_once(cast: Cast, sink: Sink, folder: Path, *, delivered: bool, twin: str = "") -> Found:
    """The worker is killed while the mail server thinks: before it has kept a letter, or after."""
    prepare(cast, matters=2)
    with at("2025-02-20"):
        moment = clock.now()
    expected = _lines_of(moment, set())
    sink.before, sink.after = (0, 30) if delivered else (30, 0)
    sink.thinking = folder / "thinking"
    with workers(sink, twin=twin) as hired:
        assert hired.work(moment, 60, sink.thinking) == ["killed"]
        sink.before = sink.after = 0
        assert hired.work(moment + AFTER_THE_LEASE, 60) == ["done"]
    return compared(sink, expected, Found(kills=1))


def compared(sink: Sink, expected: Counter[tuple[str, str]], found: Found) -> Found:
    """What lies in the mail boxes against what the procedure asks for."""
    held = Counter[tuple[str, str]]()
    for letter in sink.distinct.values():
        numbers = [line.split()[0] for line in body(letter).splitlines() if line[:2] == "20"]
        held.update((str(letter["To"]), number) for number in numbers)
    found.lost, found.doubled = (expected - held).total(), (held - expected).total()
    found.lines, found.letters = expected.total(), len(sink.distinct)
    found.copies = len(sink.letters) - len(sink.distinct)
    return found


def _lines_of(moment: datetime, known: set[object]) -> Counter[tuple[str, str]]:
    """(to whom, number of the matter): what came to be due by this moment, each date once."""
    called = {person: f"{name.replace('_', '-')}@example.org" for person, name in _names().items()}
    with clock.at(moment):
        due = [one for one in due_now(list(called)) if one.key not in known]
    known.update(one.key for one in due)
    lines = {(one.person_id, one.matter.pk, one.what): one.matter.number for one in due}
    return Counter((called[person], number) for (person, _matter, _what), number in lines.items())


def _names() -> dict[int, str]:
    return {one.person_id: str(one.person.username) for one in Channel.objects.select_related("person")}
