"""Which commands there are, and how they are found.

A command lives in `yidu/cli/<name>.py` as `command` (a click command or group). Listing them here keeps `yidu --help`
instant: a module is imported only when its command runs. Whatever is not listed is a management command of Django.
"""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass

import click

EPILOG = """
Anything else is a management command of Django: `yidu shell`, `yidu dbshell`, `yidu migrate`, `yidu help`.

Everything that a site keeps is in the folder var/, or in YIDU_HOME. Without a DATABASE_URL, Yidu starts a PostgreSQL
of its own there and stops it after the last command that uses it.
"""


@dataclass(frozen=True)
class Entry:
    """`django`: models may be imported at the top of the module. `database`: the server runs while it runs."""

    help: str
    django: bool = True
    database: bool = True


ENTRIES = {
    "serve": Entry("Run the site: database, web server, background jobs.", django=False),
    "demo": Entry("Open a demonstration with invented people.", django=False),
    "worker": Entry("Run the background jobs alone."),
    "prepare": Entry("Bring database and static files up to date."),
    "check": Entry("Tell whether this site is set up as it should be."),
    "figures": Entry("Count an indicator, and show the records behind a figure."),
    "ledger": Entry("Audit the ledger, seal it, verify a seal."),
    "import": Entry("Take a list of people, enterprises, activities … in from Excel or CSV."),
    "export": Entry("Write such a list."),
    "programme": Entry("Check, publish and show programme folders."),
    "lookback": Entry("Draw a sample to look at again, by a seed that nobody could choose."),
    "backup": Entry("Keep everything in one sealed file, and see that one is whole."),
    "restore": Entry("Make a site out of a backup.", django=False, database=False),
}

# Django's commands that do without a database.
DATABASELESS = {"collectstatic", "diffsettings", "findstatic", "help", "makemessages", "startapp"}


class Door(click.Group):
    """The registry above, then Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in ENTRIES if importlib.util.find_spec(f"yidu.cli.{name}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            from yidu.cli.management import management_command

            return management_command(cmd_name)
        if ENTRIES[cmd_name].django:
            from yidu.cli import ground

            ground.set_up()
        command = importlib.import_module(f"yidu.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, ENTRIES[name].help) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        entry = ENTRIES.get(name or "", Entry(""))
        if entry.database and name not in DATABASELESS and "--help" not in rest:
            from yidu.cli import ground

            ground.hold_database(ctx)
        return name, command, rest


@click.group(cls=Door, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version=importlib.import_module("yidu").__version__, prog_name="yidu")
def door() -> None:
    """Yidu 义渡: record once, answer every voice, prove every figure.

    Try `yidu demo` first. A real site is `yidu serve`.
    """
