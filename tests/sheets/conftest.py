"""Lists that people of the cast send, as files that Excel would write."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import xlsxwriter
from django.utils import translation

from tests.cast import Cast
from yidu.common.actors import Actor
from yidu.sheets.actions import SentFile, check_import, confirm_import, send_import, take_in
from yidu.sheets.models import Import, Line

Rows = Sequence[Sequence[Any]]


@pytest.fixture(autouse=True)
def _in_chinese() -> Any:
    with translation.override("zh-hans"):
        yield


def write_workbook(path: Path, rows: Rows) -> Path:
    """A plain workbook; what begins with = becomes a formula, as when somebody types it."""
    book = xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy/m/d"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date | datetime):
                sheet.write_datetime(number, place, cell, day)
            elif cell is not None:
                sheet.write(number, place, cell)
    book.close()
    return path


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return path


@dataclass
class Clerk:
    """Somebody of the cast who sends lists and says yes to them."""

    cast: Cast
    folder: Path
    actor: Actor
    numbers: Any = field(default_factory=count)

    def send(self, sheet: str, rows: Rows | Path, name: str = "名单.xlsx", encoding: str = "utf-8-sig") -> Import:
        if isinstance(rows, Path):
            path = rows
        else:
            path = self.folder / f"{next(self.numbers)}{Path(name).suffix}"
            path = write_csv(path, rows, encoding) if path.suffix == ".csv" else write_workbook(path, rows)
        return send_import(
            committee=self.cast.committee, sheet=sheet, sent=SentFile(path, name), actor=self.actor, client_id=uuid4()
        )

    def look(self, sheet: str, rows: Rows | Path, **more: Any) -> Import:
        """Send a list and have it looked at."""
        return check_import(self.send(sheet, rows, **more))

    def bring(self, sheet: str, rows: Rows | Path, **more: Any) -> Import:
        """Send a list, say yes to what it would do, and have it taken in."""
        seen = self.look(sheet, rows, **more)
        assert seen.state == Import.State.CHECKED, seen.why
        assert not seen.counts.get("wrong"), told(seen)
        return take_in(confirm_import(seen, actor=self.actor, version=seen.version), actor=self.actor)


def told(import_: Import) -> list[tuple[int, str, list[list[Any]]]]:
    """Its rows: number, state, and what is said of their cells."""
    return [(line.row, line.state, line.said) for line in Line.objects.filter(upload=import_)]


def reasons(import_: Import) -> list[str]:
    """Every reason of its wrong rows."""
    return [why for _row, state, said in told(import_) if state == "wrong" for _place, _was, why in said]


@pytest.fixture
def clerk(cast: Cast, tmp_path: Path) -> Clerk:
    """The office of the cast, which also keeps people."""
    return Clerk(cast, tmp_path, cast.office)
