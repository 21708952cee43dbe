"""`yidu prepare`: everything that must happen once after an upgrade."""

from __future__ import annotations

import click

from yidu.cli import ground


@click.command()
def command() -> None:
    """Apply missing migrations and collect the static files. Harmless when there is nothing to do."""
    ground.migrate()
    ground.collect_static()
