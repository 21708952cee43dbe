"""`yidu check`: is this site set up as it should be?"""

from __future__ import annotations

from collections.abc import Iterator

import click
from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yidu.cli import safety
from yidu.cli.safety import Finding


@click.command()
def command() -> int:
    """Look at the database, the settings and the built files. Exit code 1 when something is wrong."""
    findings = [*_database(), *_accounts(), *_files(), *_settings(), *safety.of_production(), *_reminders(), *_kept()]
    for finding in findings:
        mark = {True: "ok   ", False: "WRONG", None: "note "}[finding.good]
        click.echo(f"{mark} {finding.text}")
    return int(any(finding.good is False for finding in findings))


def _database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        (version,) = cursor.fetchone()
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (superuser,) = cursor.fetchone()
    kind = "of your own" if settings.DATABASE_URL else "embedded"
    yield Finding(good=True, text=f"database: PostgreSQL {version}, {kind}")
    yield from safety.of_database()
    yield Finding(not superuser, "database: the program is no superuser" if not superuser else SUPERUSER)
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    yield Finding(not missing, f"database: {missing} migrations are missing" + (": run `yidu prepare`" * bool(missing)))


def _accounts() -> Iterator[Finding]:
    from yidu.demo.accounts import open_doors

    if names := ", ".join(open_doors()):
        good = False if settings.PRODUCTION else None
        yield Finding(good, f"accounts: anybody can sign in as {names}; the demonstration printed their password")


SUPERUSER = "database: the program is a superuser, so its guard against changed entries can be switched off"


def _files() -> Iterator[Finding]:
    built = (settings.PACKAGE / "web" / "static" / "web" / "main.css").exists()
    yield Finding(built, "styles and scripts are built" if built else "styles and scripts are not built: `make setup`")
    compiled = all(source.with_suffix(".mo").exists() for source in settings.PACKAGE.glob("locale/*/LC_MESSAGES/*.po"))
    yield Finding(compiled, "messages are compiled" if compiled else "messages are not compiled: `make setup`")


def _settings() -> Iterator[Finding]:
    found = [one for one in checks.run_checks(include_deployment_checks=settings.PRODUCTION) if not one.is_silenced()]
    for message in found:
        bad = settings.PRODUCTION or message.is_serious()
        yield Finding(good=False if bad else None, text=f"{message.id or 'check'}: {message.msg}")
    if not found:
        yield Finding(good=True, text="settings")
    if settings.PRODUCTION and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield Finding(good=None, text="no proxy is trusted: behind one that speaks HTTPS, set YIDU_PROXIES=1")
    if not settings.PRODUCTION:
        yield Finding(
            good=None, text="not in production: set YIDU_PRODUCTION=1 and YIDU_HOSTS before real people sign in"
        )


def _reminders() -> Iterator[Finding]:
    from yidu.notices.queries import undelivered

    if not settings.YIDU_MAIL:
        yield Finding(good=None, text="reminders: e-mail cannot go out: set EMAIL_URL (and YIDU_MAIL_FROM)")
    elif not settings.EMAIL_URL:
        yield Finding(good=None, text=f"reminders: e-mail is written into {settings.EMAIL_FILE_PATH}: set EMAIL_URL")
    else:
        yield Finding(good=True, text=f"reminders: e-mail goes out by {settings.EMAIL_HOST}")
    if settings.PRODUCTION and not settings.YIDU_URL.startswith("https://"):
        yield Finding(good=False, text="reminders: their links need the site's address: set YIDU_URL=https://…")
    if late := undelivered():
        yield Finding(good=None, text=f"reminders: {late} messages have waited for more than an hour: see the log")


def _kept() -> Iterator[Finding]:
    if settings.PRODUCTION and not settings.YIDU_BACKUP_RECIPIENT:
        yield Finding(good=None, text="backup: nobody can open one: `yidu backup key`, then set YIDU_BACKUP_RECIPIENT")
    if settings.PRODUCTION and not (settings.DATABASE_URL or settings.YIDU_WAL_ARCHIVE):
        yield Finding(good=None, text="backup: what was written since the last one would be lost: set YIDU_WAL_ARCHIVE")
