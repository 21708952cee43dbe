"""Tables to take away: CSV that a spreadsheet opens without asking, and Excel. Nothing in them is ever a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from yidu.sheets.writing import CSV, XLSX, Cell, csv_table, workbook

__all__ = ["Cell", "export"]


def export(kind: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A download named `name` as "csv" or "xlsx"."""
    body = csv_table(heads, rows) if kind == "csv" else workbook(heads, rows)
    response = HttpResponse(body, content_type=CSV if kind == "csv" else XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
