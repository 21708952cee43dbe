"""`yidu prepare`: everything that must happen once after an upgrade."""

from __future__ import annotations

import click

from yidu.cli import ground


@click.command()
def command() -> None:
    """Apply missing migrations, seed the calendar and collect the static files. Harmless when nothing is to do."""
    ground.migrate()
    ground.seed_calendar()
    ground.collect_static()
