"""Tables in plain text, in the encodings that Chinese offices save them in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from yidu.sheets.reading.cells import Cell, Formula, Row, Unreadable
from yidu.sheets.reading.files import MOST_COLUMNS

# Excel and WPS save a .csv as GB18030 (GBK) unless told otherwise; UTF-16 is "Unicode text".
_MARKED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_GUARDED = "=+-@|%\t\r＝＋－＠｜％"


class TextTable:
    """A .csv, read whole: it has at most 20 MB."""

    def __init__(self, path: Path) -> None:
        self.share = 0.0
        self._text = _decoded(path.read_bytes())

    def rows(self) -> Iterator[Row]:
        """Every line with its number. Raises `Unreadable`."""
        first = self._text.split("\n", 1)[0]
        delimiter = max(",\t;", key=first.count)
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=delimiter)
        size, read = max(len(self._text), 1), 0
        number = 0
        while True:
            number += 1
            try:
                line = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Unreadable(_("Line %(line)d cannot be read. Save the table anew.") % {"line": number}) from error
            if len(line) > MOST_COLUMNS:
                raise Unreadable(_("At most %(most)d columns.") % {"most": MOST_COLUMNS})
            read += sum(map(len, line)) + len(line)
            self.share = min(read / size, 1.0)
            yield Row(number, tuple(_cell(one) for one in line))


def unguarded(text: str) -> str:
    """A text without the mark that our own exports put before what a spreadsheet would run."""
    return text[1:] if text[:1] == "'" and text[1:2] and text[1] in _GUARDED else text


def _cell(text: str) -> Cell:
    if text.lstrip(" ").startswith("="):
        return Formula(text)
    return unguarded(text) if text.strip() else None


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return _decode(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(content, "gb18030")


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The characters of this file cannot be read. Save it as .xlsx, or as .csv in UTF-8.")
        ) from error
