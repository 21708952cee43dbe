"""`yidu figures`: a committee's indicators, or a figure set, as a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from yidu.common.errors import Invalid

if TYPE_CHECKING:
    from yidu.ledger.figures import Row

NUMBERS = ("value", "target")
COLUMNS = ("id", "title", "value", "unit", "target", "link")


class Day(click.ParamType[date]):
    """A day, written like 2025-07-31."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007
        except ValueError:
            self.fail(_("write the date like 2025-07-31"), param, ctx)


@click.command()
@click.option("--committee", metavar="CODE", help="The committee's division code, e.g. 500104.")
@click.option("--programme", metavar="ID", help="Only this programme, e.g. wuqian.")
@click.option("--set", "set_", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A figure set.")
@click.option("--from", "from_", type=Day(), help="First day of the period.")
@click.option("--to", type=Day(), help="Last day of the period.")
@click.option("--as-of", type=Day(), help="As it stood when that day ended.")
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def command(
    *,
    committee: str | None,
    programme: str | None,
    set_: Path | None,
    from_: date | None,
    to: date | None,
    as_of: date | None,
    format_: str,
) -> int:
    """List the figures of a committee, or those of a figure set, each with the address of its proof.

    \b
    yidu figures --committee 500104 --programme wuqian --as-of 2025-07-31
    yidu figures --set programmes/wuqian/page.toml --format json
    """
    from yidu.ledger.figures import figure_list, figure_set
    from yidu.people.models import Committee
    from yidu.programmes.loading import Faulty

    if set_ is not None:
        if committee or programme or from_ or to or as_of:
            raise click.UsageError(_("A figure set says itself what it counts: give --set alone."))
        try:
            rows = figure_set(set_)
        except Faulty as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            raise click.ClickException(_("%(file)s has errors.") % {"file": set_}) from None
    else:
        if committee is None:
            raise click.UsageError(_("Say which: --committee CODE or --set FILE."))
        body = Committee.objects.filter(code=committee).select_related("place").first()
        if body is None:
            raise Invalid(_("There is no committee %(code)s.") % {"code": committee})
        rows = figure_list(body, programme=programme, from_=from_, to=to, as_of=as_of)
    FORMATS[format_](rows)
    return 0


def _table(rows: Sequence[Row]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in COLUMNS:
        # A number or an address that is cut is worse than none.
        table.add_column(column, justify="right" if column in NUMBERS else "left", no_wrap=column != "title")
    for row in rows:
        told = _told(row)
        table.add_row(*("" if told[column] is None else str(told[column]) for column in COLUMNS))
    wide = Console(width=None if Console().is_terminal else 240, soft_wrap=True)
    wide.print(table)


def _json(rows: Sequence[Row]) -> None:
    click.echo(json.dumps([_told(row) for row in rows], ensure_ascii=False, indent=2))


def _csv(rows: Sequence[Row]) -> None:
    from yidu.sheets.writing import plain

    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, fieldnames=COLUMNS)
    writer.writeheader()
    # A title is whatever somebody wrote in a programme: here too nothing runs.
    writer.writerows({column: plain(cell) for column, cell in _told(row).items()} for row in rows)
    click.echo(file.getvalue(), nl=False)


FORMATS: dict[str, Callable[[Sequence[Row]], None]] = {"table": _table, "json": _json, "csv": _csv}


def _told(row: Row) -> dict[str, str | int | float | None]:
    value = row.value
    number = None if value is None else int(value) if value == value.to_integral_value() else float(value)
    return {
        "id": row.id, "title": row.title, "value": number, "unit": row.unit, "target": row.target, "link": row.link,
    }  # fmt: skip
