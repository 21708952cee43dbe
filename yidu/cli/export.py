"""`yidu export`: the records of a kind as a list that may come in again."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click
from django.utils import translation

from yidu.cli import lists
from yidu.common.errors import NotAllowed
from yidu.sheets import exporting
from yidu.sheets.actions import sheet_of


@click.command()
@lists.KIND
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@lists.COMMITTEE
@lists.AS
@lists.LANGUAGE
@click.option("--template", is_flag=True, help="Only the heads of the columns, to be filled in.")
def command(kind: str, file: Path, code: str, username: str | None, language: str, *, template: bool) -> None:
    """Write the records of KIND to FILE (.xlsx or .csv)."""
    form = file.suffix.removeprefix(".").lower()
    if form not in ("xlsx", "csv"):
        raise click.UsageError("FILE ends in .xlsx or .csv")
    with translation.override({"zh": "zh-hans"}.get(language, language)):
        try:
            sheet = sheet_of(kind, lists.committee_of(code), lists.actor_of(username))
        except NotAllowed as refused:
            raise click.ClickException(f"{username} may not do this at {code}") from refused
        write = exporting.template if template else exporting.export
        file.write_bytes(write(sheet, cast(exporting.Form, form)))
    click.echo(str(file))
