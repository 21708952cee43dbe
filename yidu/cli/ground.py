"""What a command stands on: Django set up, the database running and up to date."""

from __future__ import annotations

import sys

import click

# "yidu" in ASCII: two processes that migrate the same database wait for each other under this number.
MIGRATION_LOCK = 0x79696475


def set_up() -> None:
    """Set up Django once; models may be imported afterwards."""
    import django

    django.setup()


def hold_database(ctx: click.Context) -> None:
    """Keep the embedded PostgreSQL running until `ctx` closes; with a DATABASE_URL, see that it can be reached.

    Raises PostgresError.
    """
    from django.conf import settings

    from yidu.cli import postgres, wal
    from yidu.cli.archive import BackupError

    if settings.DATABASE_URL:
        _knock(settings.DATABASE_URL)
        return
    try:
        log = wal.archiving(settings.POSTGRES_FOLDER, settings.YIDU_WAL_ARCHIVE, settings.YIDU_BACKUP_RECIPIENT)
    except BackupError as error:
        raise postgres.PostgresError(str(error)) from None
    lease = ctx.meta["yidu.lease"] = postgres.lease(settings.POSTGRES_FOLDER, settings={**postgres.SERVE, **log})

    def give_back() -> None:
        from django.apps import apps
        from django.db import connections

        if apps.ready:
            # Before the server goes: the pool would try to reconnect, and say so.
            connections.close_all()
            connections["default"].close_pool()  # type: ignore[attr-defined]
        lease.close()

    ctx.call_on_close(give_back)


def _knock(url: str) -> None:
    import psycopg

    from yidu.cli.postgres import PostgresError

    try:
        # Not through the pool, which would try for long and then not tell why.
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.Error as error:
        raise PostgresError(f"the database in DATABASE_URL cannot be reached: {error}") from None


def restore_database(ctx: click.Context) -> None:
    """Start the database again if it died under us. Raises PostgresError."""
    if lease := ctx.meta.get("yidu.lease"):
        lease.restore()


def migrate() -> bool:
    """Apply the migrations that are missing, one process at a time. Whether there were any."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            executor = MigrationExecutor(connection)
            due = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
            if due:
                click.echo("Bringing the database up to date …", err=True)
                call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    return due


def seed_calendar() -> None:
    """Take the years that nobody has edited from the package of holidays."""
    from yidu.matters.actions.calendar import seed_calendar

    if years := seed_calendar():
        click.echo(f"Working days taken from the package of holidays: {', '.join(map(str, years))}", err=True)


def collect_static() -> None:
    """Put the static files where the web server reads them, under names that carry their hash."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, clear=False)


def yidu(*arguments: str) -> list[str]:
    """The command line that runs `yidu` with these arguments in a child."""
    return [sys.executable, "-m", "yidu", *arguments]
