"""Measure the data of one size: floor and page in turn, so that whatever else the machine does hits both."""

from __future__ import annotations

import gzip
import http.client
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench import places
from bench.client import CONNECTIONS, Taken, ask
from bench.pages import FLOOR_PAGE, PAGES, Facts, Measured, Who, facts
from bench.people import SignedIn, sign_in
from bench.server import served

COUNTIES = ("500104", "500103", "500112", "500231")
RECORD = ("500105", "500106", "500107", "500109")
"""Where visits are recorded: other counties, whose desks are not measured. Else they would be fuller after each run."""
DEPARTMENTS = ("housing", "economy", "city", "land")


@dataclass(frozen=True)
class Line:
    """What came out for one page at one size. Times in milliseconds; the ratio is the median of the rounds."""

    size: str
    name: str
    rate: float
    floor: float
    ratio: float
    p50: float
    p95: float
    bytes: int
    asked: int
    failed: dict[int, int]


def usernames() -> dict[str, dict[str, str]]:
    """What somebody is → user name → the county's code. The model county's people have short names."""
    own = "500104"

    def of(short: str, long: str) -> dict[str, str]:
        return {short if code == own else f"{long}-{code}": code for code in COUNTIES}

    handlers = {("handler" if (key, code) == ("housing", own) else f"handler-{key}-{code}"): code
                for key, code in zip(DEPARTMENTS, COUNTIES, strict=True)}  # fmt: skip
    return {
        "office": of("office", "office-1"),
        "secretary": of("secretary-general", "secretary-general"),
        "handler": handlers,
        "member": {f"member-{n + 7}-{code}": code for n, code in enumerate(RECORD)},
        "city": {"city": "500000", "city-office": "500000"},
    }


def measure(size: str, *, seconds: float, rounds: int, only: str = "") -> list[Line]:
    """Every page, or those whose name begins with `only`."""
    from bench.world import PASSWORD

    names = usernames()
    told = facts({name: code for some in names.values() for name, code in some.items()})
    lines = []
    with served(size) as port:
        who: Who = {kind: [sign_in(port, name, PASSWORD) for name in some] for kind, some in names.items()}
        for page in PAGES:
            if page.name.startswith(only):
                lines.append(_measured(size, page, port, who, told, seconds=seconds, rounds=rounds))
                print(_said(lines[-1]), flush=True)
        if not only:
            lines.append(first_load(size, port, who["office"][0]))
            print(_said(lines[-1]), flush=True)
    return lines


def _measured(size: str, page: Measured, port: int, who: Who, told: Facts, *, seconds: float, rounds: int) -> Line:
    taken, floors, ratios = Taken(), Taken(), []
    of_page = [page.requests(who, told, n) for n in range(CONNECTIONS)]
    of_floor = [FLOOR_PAGE.requests(who, told, n) for n in range(CONNECTIONS)]
    ask(port, of_page, seconds / 2)
    for _ in range(rounds):
        before, now, after = (
            ask(port, of_floor, seconds / 2),
            ask(port, of_page, seconds),
            ask(port, of_floor, seconds / 2),
        )
        ratios.append(now.rate / ((before.rate + after.rate) / 2))
        taken.add(now)
        floors.add(before)
        floors.add(after)
    took = sorted(taken.took)
    return Line(
        size=size, name=page.name, rate=round(taken.rate, 1), floor=round(floors.rate, 1),
        ratio=round(median(ratios), 3), p50=_ms(took, 0.5), p95=_ms(took, 0.95),
        bytes=taken.size // max(1, len(took)), asked=len(took), failed=taken.failed,
    )  # fmt: skip


def first_load(size: str, port: int, one: SignedIn) -> Line:
    """The bytes of a first visit: the page as a proxy would compress it, and its styles and scripts as we serve them."""
    _status, page = one.page("/desk/")
    compressed = len(gzip.compress(page.encode(), 6))
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        compressed += len(connection.getresponse().read())
    return Line(size, "first-load", 0, 0, 0, 0, 0, compressed, 1, {})


def _ms(took: list[float], share: float) -> float:
    return round(1000 * took[min(len(took) - 1, int(len(took) * share))], 1) if took else 0.0


def _said(line: Line) -> str:
    failed = f"  FAILED {line.failed}" if line.failed else ""
    return (
        f"{line.size:>5} {line.name:<20} {line.rate:7.1f}/s of {line.floor:7.1f}/s  ratio {line.ratio:5.3f}"
        f"  p50 {line.p50:6.1f}  p95 {line.p95:6.1f} ms  {line.bytes:>6} B{failed}"
    )


def write(lines: list[Line], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(line) for line in lines], indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


__all__ = ["Line", "measure", "places", "read", "write"]
