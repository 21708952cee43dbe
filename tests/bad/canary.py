"""Words that are found again wherever they went: into a log of ours, the database's, the metrics, an address."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.db import connection
from prometheus_client import REGISTRY, generate_latest

from tests.bad.sending import Door, filled, send, undone
from tests.bad.world import World
from yidu.common.logs import Lines, Plain

CANARIES = ("欧阳金丝雀", "13900009999", "510104199001019876", "她家里的事不能让别人知道")


@dataclass
class Places:
    """Everything that was written down meanwhile, by where."""

    lines: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    database: str = ""

    def sung(self) -> dict[str, list[str]]:
        """Where canaries are heard."""
        told = {
            "log": self.lines,
            "address": self.addresses,
            "log of the database": self.database.splitlines(),
            "metrics": generate_latest(REGISTRY).decode().splitlines(),
        }
        found = {name: [line for line in lines if any(one in line for one in CANARIES)] for name, lines in told.items()}
        return {name: lines for name, lines in found.items() if lines}


@contextmanager
def listening() -> Iterator[Places]:
    """All loggers, as they are written for machines and for people; the database's log from here on."""
    places = Places()
    log = Path(settings.POSTGRES_FOLDER) / "log"
    begins = log.stat().st_size
    ear = _Ear(places)
    loggers = [logging.getLogger(name) for name in ("", "django", "yidu", "yidu.requests")]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.addHandler(ear)
        one.setLevel(logging.INFO)
    try:
        yield places
    finally:
        for one, level in zip(loggers, levels, strict=True):
            one.removeHandler(ear)
            one.setLevel(level)
        with log.open("rb") as file:
            file.seek(begins)
            places.database = file.read().decode("utf-8", "replace")


class _Ear(logging.Handler):
    def __init__(self, places: Places) -> None:
        super().__init__()
        self.places = places

    def emit(self, record: logging.LogRecord) -> None:
        self.places.lines += [Lines().format(record), Plain().format(record)]


def sing(world: World, door: Door, places: Places) -> int:
    """Send canaries by a form: whole, and with each field for a number or a day holding one. Returns the status."""
    client, right = world.clients[door.called], filled(door.form, world.cast)
    words = {one.name: CANARIES[number % len(CANARIES)] for number, one in enumerate(_wordy(door))}
    for told in ({**right, **words}, {**right, **dict.fromkeys((one.name for one in door.form.free), CANARIES[0])}):
        with undone(client):
            response = send(client, door, told)
        if door.form.method == "post":
            places.addresses.append(unquote(response.headers.get("Location", "")))
    return int(response.status_code)


def _wordy(door: Door) -> Iterator[object]:
    yield from (one for one in door.form.free if one.kind in ("text", "textarea") and not one.suggests)


def break_where_it_is_written(*_told: object) -> str:
    """What goes wrong with everything that was typed in its words: in a statement, and then in Python."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::int", [CANARIES[0]])
    except Exception as error:
        raise ValueError(f"{CANARIES} {_told}") from error
    return ""
