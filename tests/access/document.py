"""docs/access.md: what the matrix says, as tables for people. Written by the code that asks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.access import acting, folder
from tests.access.cells import Cell, cells, few, sample
from tests.access.deeds import doers
from tests.access.positions import kinds
from tests.access.readers import PROGRAMS, READERS, Reader
from tests.access.routes import routes
from tests.access.table_deeds import DEEDS
from tests.access.world import World

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "access.md"
RENEW = "RENEW_ACCESS" in os.environ
"""Set by `python -m tests.access`: it is written instead of compared."""
ALL, SOME, NONE, NEVER = "●", "◐", "·", " "
OPEN = ("shown", "written", "kept", "reached")
WITHOUT_ACCOUNT = (
    Reader("link-lead", "持链接主办单位", "Link of the lead", account=False),
    Reader("link-joint", "持链接会办单位", "Link of a joint body", account=False),
    Reader("system", "系统", "The system", account=False),
)

HEAD = """\
# Who may do what

Written by the tests that ask it (`.venv/bin/python -m tests.access` renews it; a test fails while it is not current).
The expectations come from the programme folders and a few sentences of the domain (`tests/access/oracle.py`,
`sentences.py`), which share no code with the rules of the program (`yidu/*/rules.py`); the answers come from the
pages, the API and the actions themselves.

**{whole:,} cells**, none wrong: {routes:,} of {many} routes × who asks × what is asked about × reading or writing,
{steps:,} of the actions of the procedures × stage × who acts, {deeds:,} of all other actions × who acts. `make test`
asks {tested:,} of them, always the same: of each answer that a route gives at least two, every step and every action.
`make prove only=tests/prove/test_access.py` asks all.

What is asked about: what is one's own; what was handed to one's body, and what was taken from it again; another
committee's; what has moved on or lies where a place was merged away; what is closed, withdrawn or over; what one has
nothing to do with. Matters and activities each open to everybody, to the committee, to the parties alone.

● all of it · ◐ some of it · `·` none of it (answered as if it were not there, or by the page for signing in) · empty:
the page has no such use. Of two signs the first is for reading, the second for writing.
"""


def text(world: World) -> str:
    """The whole document."""
    found = {route: list(cells(route, world)) for route in routes()}
    asked, tested = sum(len(list(few(one))) for one in found.values()), sum(len(sample(one)) for one in found.values())
    steps = sum(len(stand.actions) for stand in acting.all_stands(world))
    deeds = len(DEEDS) * len(list(doers()))
    pages = {f"/{route.path}": one for route, one in found.items() if not route.api}
    programs = {f"{route.method} /{route.path}": one for route, one in found.items() if route.api}
    head = HEAD.format(
        whole=asked + steps + deeds, routes=asked, many=len(found), steps=steps, deeds=deeds,
        tested=tested + steps + deeds,
    )  # fmt: skip
    parts = [
        head,
        "## Who asks\n",
        *_legend(),
        "\n## Pages\n",
        *_routes(pages, READERS),
        "\n## The API, by tokens\n",
        "A token ends with its day and narrows what its person may; `office` with lesser tokens stands at the end.\n",
        *_routes(programs, PROGRAMS),
        "\n## Actions of the procedures\n",
        "In each stage that has the action, whoever stands there: ● whenever it makes sense, ◐ in some positions.\n",
        *_steps(world),
        "\n## All other actions\n",
        "Called by themselves, whatever page offers them; at Dadukou, and of one's own where something is one's own.\n",
        *_deeds(),
    ]
    return "\n".join(parts) + "\n"


def _everybody() -> list[Reader]:
    return [*READERS, *(one for one in PROGRAMS if one not in READERS), *WITHOUT_ACCOUNT]


def _number(reader_id: str) -> int:
    return next(number for number, one in enumerate(_everybody(), 1) if one.id == reader_id)


def _legend() -> Iterator[str]:
    yield from _table(("", "", ""), ((f"{number}", one.en, one.zh) for number, one in enumerate(_everybody(), 1)))


def _routes(found: dict[str, list[Cell]], readers: Sequence[Reader]) -> Iterator[str]:
    ids = [one.id for one in readers]
    rows = (
        (f"`{path}`", ", ".join(asked[0].route.words), *(_both(asked, id_) for id_ in ids))
        for path, asked in found.items()
    )
    yield from _table(("address", "declares", *(str(_number(id_)) for id_ in ids)), rows)


def _both(asked: list[Cell], reader: str) -> str:
    changes = any(cell.write and cell.expected in OPEN for cell in asked)
    mine = [cell for cell in asked if cell.reader.id == reader and (changes or not cell.write)]
    return "".join(_sign([cell.expected for cell in mine if cell.write == write]) for write in (False, True)).rstrip()


def _sign(answers: list[str]) -> str:
    if not answers or set(answers) == {"nothing"}:
        return NEVER
    return _of([answer in OPEN for answer in answers if answer != "nothing"])


def _of(told: list[bool]) -> str:
    return ALL if all(told) else SOME if any(told) else NONE


def _steps(world: World) -> Iterator[str]:
    """One line for an action in all the stages where it is open to the same people."""
    ids = [one.id for one in (*READERS, *WITHOUT_ACCOUNT)]
    rows: dict[tuple[str, str, str], list[str]] = {}
    for programme, kind, _committee in kinds():
        stands = acting.stands(world, kind)
        for stage, line in folder.procedure(programme, kind)["stage"].items():
            at_stage = [stand for stand in stands if stand.hand.thing.stage == stage]
            for action in line.get("action", {}):
                signs = (_of([action in one.allowed for one in at_stage if one.hand.reader.id == id_]) for id_ in ids)
                pattern = " | ".join(signs)
                rows.setdefault((kind, action, pattern), []).append(stage)
    told = ((f"{kind}: {action}", ", ".join(stages), pattern) for (kind, action, pattern), stages in rows.items())
    yield from _table(("action", "stages", *(str(_number(id_)) for id_ in ids)), told)


def _deeds() -> Iterator[str]:
    who = list(doers())
    rows = ((f"`{name}`", *(_of([deed.may(one)]) for one in who)) for name, deed in DEEDS.items())
    yield from _table(("action", *(str(_number(one.id)) for one in who)), rows)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    told = list(head)
    yield _line(told)
    yield _line(["---"] * len(told))
    yield from map(_line, rows)


def _line(cells_: Iterable[str]) -> str:
    return f"| {' | '.join(cells_)} |"
