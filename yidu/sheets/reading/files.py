"""Which kind of file it is, whatever it is called, and how its rows are had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from yidu.sheets.reading.cells import Row, Unreadable

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


PAPERS = (".docx", ".zip", ".docm", ".doc", ".wps")
"""Also those that are refused with a sentence of their own."""


class Source(Protocol):
    share: float

    def rows(self) -> Iterator[Row]: ...


@dataclass
class Reading:
    """An opened file: its rows one after the other, and how much of it was read (0 to 1)."""

    source: Source

    @property
    def share(self) -> float:
        return self.source.share

    def rows(self) -> Iterator[Row]:
        """Every row that holds something. Raises `Unreadable`, also in the middle."""
        some = 0
        for row in self.source.rows():
            if not row:
                continue
            some += 1
            if some > MOST_ROWS + 12:  # the head, and what stands above it
                raise Unreadable(too_many_rows())
            yield row


def open_file(path: Path, name: str, *, papers: Mapping[str, str] | None = None) -> Reading:
    """Look at a file under the name that it was sent under. Raises `Unreadable`.

    `papers`: where papers in Word are taken, the cells that the row of each has besides what the paper says.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(_("This file is larger than 20 MB. Split it and send the parts one after the other."))
    suffix = Path(name).suffix.lower()
    if papers is not None and suffix in PAPERS:
        from yidu.sheets.reading.papers import Papers

        return Reading(Papers(path, name, beside=papers))
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise Unreadable(_("This file is empty."))
    if suffix in (".xlsm", ".xltm", ".xlam", ".xlsb"):
        raise Unreadable(_("This workbook may hold macros. Save it as .xlsx and send that."))
    if head == _OLD or suffix in (".xls", ".et"):
        raise Unreadable(_("This is a workbook of the old kind, or one with a password. Save it as .xlsx without one."))
    if suffix not in (".xlsx", ".csv"):
        raise Unreadable(_("Send a workbook (.xlsx) or a text table (.csv)."))
    is_zip = head.startswith(_ZIP)
    if is_zip != (suffix == ".xlsx"):
        raise Unreadable(_("What is in this file is not what its name says. Save it anew as .xlsx or .csv."))
    if is_zip:
        from yidu.sheets.reading.workbooks import Workbook

        return Reading(Workbook(path))
    from yidu.sheets.reading.texts import TextTable

    return Reading(TextTable(path))


def too_many_rows() -> str:
    return _("At most %(most)d rows at once. Split the file and send the parts one after the other.") % {
        "most": MOST_ROWS
    }
