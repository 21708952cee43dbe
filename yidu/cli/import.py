"""`yidu import`: look at a list of a kind, and take it in."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import translation

from yidu.cli import lists
from yidu.common.errors import Invalid, NotAllowed
from yidu.sheets.actions import SentFile, check_import, confirm_import, discard_import, send_import, take_in
from yidu.sheets.models import Import
from yidu.sheets.plans import STATES
from yidu.sheets.progress import Meter
from yidu.sheets.reading.cells import letter

MOST_SHOWN = 40


@click.command()
@lists.KIND
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@lists.COMMITTEE
@lists.AS
@lists.LANGUAGE
@click.option("--dry-run", is_flag=True, help="Tell what each row would do, and change nothing.")
def command(kind: str, file: Path, code: str, username: str | None, language: str, *, dry_run: bool) -> int:
    """Take the rows of FILE (.xlsx or .csv) in: all of them, or none.

    Here a single wrong row stops everything, with its cell and the reason; exit code 1. Run it again as often as you
    like: what is there already stays as it is.
    """
    committee, actor = lists.committee_of(code), lists.actor_of(username)
    with translation.override({"zh": "zh-hans"}.get(language, language)):
        try:
            sent = send_import(committee=committee, sheet=kind, sent=SentFile(file, file.name), actor=actor)
        except Invalid as refused:
            raise click.ClickException(
                "; ".join(str(one) for some in refused.fields.values() for one in some)
            ) from refused
        except NotAllowed as refused:
            raise click.ClickException(f"{username} may not do this at {code}") from refused
        seen = check_import(sent, actor=actor)
        _tell(seen)
        brings = seen.counts.get("new", 0) + seen.counts.get("changed", 0)
        good = seen.state == Import.State.CHECKED and not seen.counts.get("wrong")
        if dry_run or not good or not brings:
            discard_import(seen, actor=actor)
            return int(not good)
        confirmed = confirm_import(seen, actor=actor, version=seen.version)
        with Meter(confirmed.pk) as meter:
            take_in(confirmed, actor=actor, meter=meter)
    click.echo(f"{file.name}: taken in")
    return 0


def _tell(seen: Import) -> None:
    if seen.state == Import.State.REFUSED:
        click.echo(seen.why, err=True)
        return
    wrong = seen.lines.filter(state="wrong")
    for line in wrong[:MOST_SHOWN]:
        for place, was, why in line.said:
            cell = f"{letter(place)}{line.row}" if place is not None else str(line.row)
            click.echo(f"{cell}  {f'{was}  ' if was else ''}{why}", err=True)
    if (more := wrong.count() - MOST_SHOWN) > 0:
        click.echo(f"… and {more} rows more", err=True)
    click.echo(", ".join(f"{state} {seen.counts.get(state, 0)}" for state in STATES))
