"""Programs that write without a pause, each write under an id until it is acknowledged; and what is there then."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import uuid4

from tests.cli.processes import wait_until
from tests.kills.site import Site

PASSING = (429, 502, 503)
"""Answers after which a program sends the same again."""
PAUSE_SECONDS = 0.1
VICTIMS = ("web_process", "database", "web_server", "connection", "watchman", "postmaster", "keeper", "everything")


@dataclass
class Write:
    """`what` is recorded, corrected or assigned; `visit` is the id of the visit that it is about."""

    what: str
    visit: str
    id: str
    tries: int = 0
    acknowledged: bool = False


@dataclass
class Found:
    """Of all writes: acknowledged and not there, there more than once, there and never sent."""

    kills: int = 0
    acknowledged: int = 0
    again: int = 0
    lost: int = 0
    doubled: int = 0
    unsent: int = 0
    surprises: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return not (self.lost or self.doubled or self.unsent or self.surprises)


@dataclass
class Load:
    """Several programs. Each waits `patience` seconds for the first answer, and then sends again.

    `new_ids` is the broken twin that takes another id for each try.
    """

    site: Site
    patience: float = 20
    new_ids: bool = False
    writes: list[Write] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    @property
    def acknowledged(self) -> int:
        return sum(one.acknowledged for one in self.writes)

    @contextmanager
    def running(self, programs: int) -> Iterator[None]:
        """When the block ends, each finishes what it has begun."""
        threads = [threading.Thread(target=self._write_on, daemon=True) for _number in range(programs)]
        for one in threads:
            one.start()
        try:
            yield
        finally:
            self._over.set()
            assert wait_until(lambda: not any(one.is_alive() for one in threads), 120), "a program waits without end"

    def wait_for(self, number: int, *, before: str) -> None:
        """Until so many more writes are acknowledged."""
        wanted = self.acknowledged + number
        assert wait_until(lambda: self.acknowledged >= wanted, 120), f"nothing is written any more before {before}"

    def _write_on(self) -> None:
        while not self._over.is_set():
            visit = str(uuid4())
            raises = [{"kind": "enterprise-difficulty", "title": "生产用地不足", "text": f"厂房不够 {visit}"}]
            body = {**self.site.told["visit"], "heard": f"新订单来了 {visit}", "raises": raises}
            made = self._send("recorded", visit, "member", "/activities/", body)
            if not made.get("receipts"):
                continue
            change = {"version": 1, "reason": "人数记错", "headcount": 5}
            self._send("corrected", visit, "member", f"/activities/{made['activity']['id']}/correct", change)
            move = {"version": 1, "action": "assign", "inputs": {"lead": self.site.told["lead"]}}
            self._send("assigned", visit, "office", f"/matters/{made['receipts'][0]['matter']}/take", move)

    def _send(self, what: str, visit: str, called: str, path: str, body: dict[str, Any]) -> Any:
        """What is answered in the end, however often it has to be sent."""
        write = Write(what, visit, str(uuid4()))
        self.writes.append(write)
        while True:
            write.tries += 1
            if self.new_ids:
                write.id = str(uuid4())
            patience = self.patience if write.tries == 1 else 20
            status, answer = self._post(called, path, {"client_id": write.id, **body}, patience)
            if status == 200:
                write.acknowledged = True
                return answer
            if status and status not in PASSING:
                self.surprises.append(f"{what}: {status} {answer}")
                return {}
            time.sleep(PAUSE_SECONDS)

    def _post(self, called: str, path: str, body: dict[str, Any], patience: float) -> tuple[int, Any]:
        """Status 0 is no answer: nobody knows what became of it."""
        line = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=patience)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.site.told['tokens'][called]}"}
        try:
            line.request("POST", f"/api/v1{path}", json.dumps(body), headers)
            answer = line.getresponse()
            return answer.status, _read(answer.read())
        except (OSError, http.client.HTTPException):
            return 0, {}
        finally:
            line.close()

    def found(self, kills: int) -> Found:
        """What the database holds against what was acknowledged."""
        with self.site.administrator() as database:
            held = Counter(str(name) for (name,) in database.execute(HELD).fetchall())
        wanted = Counter({f"{one.what} {one.visit}": 1 for one in self.writes if one.acknowledged})
        sent = {f"{one.what} {one.visit}" for one in self.writes}
        return Found(
            kills=kills,
            acknowledged=wanted.total(),
            again=sum(one.tries > 1 for one in self.writes),
            lost=(wanted - held).total(),
            doubled=sum(number - 1 for number in held.values()),
            unsent=sum(name not in sent for name in held),
            surprises=self.surprises,
        )


HELD = """
SELECT 'recorded ' || right(heard, 36) FROM activities_activity
UNION ALL SELECT 'corrected ' || right(a.heard, 36) FROM ledger_step s
    JOIN activities_activity a ON s.name = 'activity.corrected' AND s.record_id = a.id::text
UNION ALL SELECT 'assigned ' || right(a.heard, 36) FROM matters_handling h
    JOIN matters_matter m ON h.matter_id = m.id JOIN activities_activity a ON m.activity_id = a.id
"""
"""Each write that is there, as often as it is there."""


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return {}


def trial(load: Load, *, kills: Sequence[str], programs: int, seed: int, least: int = 3, longest: float = 1.5) -> Found:
    """Kill each in turn, at a random moment after `least` writes have been acknowledged since the last one."""
    chance = random.Random(seed)
    with load.running(programs):
        for what in kills:
            load.wait_for(least, before=what)
            time.sleep(chance.uniform(0, longest))
            victims = partial(load.site.kill, getattr(load.site, what))
            assert wait_until(victims, 60), f"there is no {what} to kill"
        load.wait_for(1, before="the end")
    assert wait_until(load.site.is_ready, 90)
    return load.found(len(kills))
