"""Django's management commands, through the same door."""

from __future__ import annotations

import difflib

import click

from yidu.cli import ground


def management_command(name: str) -> click.Command | None:
    """The management command `name`. Raises click.UsageError with the nearest name when there is none."""
    from django.core.management import execute_from_command_line, get_commands

    from yidu.cli.door import ENTRIES

    ground.set_up()
    known = {"help", *get_commands()}
    if name not in known:
        near = difflib.get_close_matches(name, [*ENTRIES, *known], n=1)
        raise click.UsageError(f"there is no command {name!r}" + (f": did you mean {near[0]!r}?" if near else ""))

    @click.pass_context
    def run(ctx: click.Context) -> None:
        execute_from_command_line(["yidu", name, *ctx.args])
        if name == "migrate" and "--plan" not in ctx.args and "--check" not in ctx.args:
            execute_from_command_line(["yidu", "createcachetable", "--verbosity=0"])

    # Django's commands print their own help.
    options = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
    return click.Command(name, callback=run, context_settings=options)
