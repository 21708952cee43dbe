"""A file as rows of cells. Nothing in it is trusted: its size, its kind, its markup are looked at before it is read."""

from yidu.sheets.reading.cells import Cell, Formula, Row, Unreadable
from yidu.sheets.reading.files import MOST_BYTES, MOST_ROWS, Reading, open_file

__all__ = ["MOST_BYTES", "MOST_ROWS", "Cell", "Formula", "Reading", "Row", "Unreadable", "open_file"]
