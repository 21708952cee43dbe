"""`yidu restore`: a site out of a backup, on an empty folder, and perhaps on to a later moment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from yidu.cli import archive, postgres, wal
from yidu.cli.archive import BackupError
from yidu.cli.configuration import database_in_environment
from yidu.cli.identity import Identity, identity
from yidu.cli.keeper import binaries
from yidu.cli.postgres import PostgresError

PATIENCE = 24 * 60 * 60
"""Seconds. So long may the log of a whole site take."""


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--identity", "secret", required=True, type=click.Path(exists=True, path_type=Path), help="What opens it."
)
@click.option("--into", required=True, type=click.Path(file_okay=False, path_type=Path), help="An empty YIDU_HOME.")
@click.option("--wal", "log", type=click.Path(exists=True, file_okay=False, path_type=Path), help="YIDU_WAL_ARCHIVE.")
@click.option("--until", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z"]), help="Go on to this moment, not to the end.")
def command(file: Path, secret: Path, into: Path, log: Path | None, until: datetime | None) -> int:
    """Make the folder INTO a site as it was when FILE was made; with --wal, as it was later.

    The backup is proved before anything is used: its hash, its seal, each file in it, the database by its manifest,
    then the ledger by its last checkpoint. A backup of a database of your own (DATABASE_URL) is restored into the one
    that DATABASE_URL names now, which must be empty.
    """
    try:
        if until and not log:
            raise BackupError("--until needs --wal: what came after the backup is only there")
        if into.exists() and any(into.iterdir()):
            raise BackupError(f"{into} is not empty: nothing is ever overwritten")
        facts = archive.check(file)
        if facts["database"] == "dump" and not os.environ.get("DATABASE_URL"):
            raise BackupError("this backup is of a database of your own: set DATABASE_URL to an empty one")
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _all_or_nothing(into):
            _restore(file, into, facts, secret, log, until)
    except (BackupError, PostgresError, OSError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{into} is a site again: YIDU_HOME={into} yidu serve")
    return 0


def _restore(
    file: Path, into: Path, facts: Mapping[str, Any], secret: Path, log: Path | None, until: datetime | None
) -> None:
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=into) as draft:
        opened = Path(draft)
        archive.unpack(file, opened, archive.identity(secret))
        _keys_and_media(opened, into)
        if facts["database"] == "base":
            _data(opened, into, secret, log, until)
        else:
            _dump(opened)
    _prove(into, facts)


@contextmanager
def _all_or_nothing(into: Path) -> Iterator[None]:
    """What is not proved is not left lying there to be used."""
    try:
        yield
    except BaseException:
        for one in into.iterdir():
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        raise


def _keys_and_media(opened: Path, into: Path) -> None:
    for key in sorted((opened / "keys").glob("*.key")):
        shutil.copyfile(key, into / key.name)
        (into / key.name).chmod(0o600)
    if (opened / "media").is_dir():
        shutil.move(opened / "media", into / "media")


def _data(opened: Path, into: Path, secret: Path, log: Path | None, until: datetime | None) -> None:
    from yidu.cli.backup import prove_database

    prove_database(opened / "database")
    folder, who = into / "postgres", identity()
    folder.mkdir(mode=0o700)
    shutil.move(opened / "database", folder / "data")
    settings = dict(postgres.SERVE)
    if log:
        fetched = opened / "log"
        wal.open_log(log, fetched, secret)
        (folder / "data" / "recovery.signal").touch()
        shutil.move(fetched, folder / "log-to-replay")
        settings |= {"restore_command": f"cp '{folder / 'log-to-replay'}/%f' '%p'"}
        # Nobody is let in before it is over: "ready" then means that it takes writes again.
        settings |= {"recovery_target_action": "promote", "hot_standby": "off"}
        if until:
            settings |= {"recovery_target_time": until.isoformat()}
    _give(folder, who)
    # Ready is said when PostgreSQL has gone through all of the log and takes writes again.
    postgres.lease(folder, settings=settings, seconds=PATIENCE).close()
    shutil.rmtree(folder / "log-to-replay", ignore_errors=True)


def _dump(opened: Path) -> None:
    words = [str(binaries() / "pg_restore"), "--no-owner", "--exit-on-error", "--single-transaction"]
    where = database_in_environment(os.environ["DATABASE_URL"])
    done = subprocess.run(
        [*words, "--dbname", where["PGDATABASE"], str(opened / "database.dump")],
        env={**os.environ, **where},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise BackupError(f"pg_restore: {(done.stderr.strip().splitlines() or ['it failed'])[-1]}")


def _prove(into: Path, facts: Mapping[str, Any]) -> None:
    """The ledger must be the one whose checkpoint the backup carries. Raises `BackupError`."""
    words = [sys.executable, "-m", "yidu", "ledger", "verify"]
    with tempfile.NamedTemporaryFile("w", suffix=".checkpoint", encoding="utf-8") as kept:
        if checkpoint := facts["seal"].get("checkpoint"):
            kept.write(checkpoint)
            kept.flush()
            words += ["--checkpoint", kept.name]
        done = subprocess.run(
            words,
            # The old site's log must not get a second author.
            env={**os.environ, "YIDU_HOME": str(into), "YIDU_WAL_ARCHIVE": ""},
            check=False,
            capture_output=True,
            text=True,
        )
    if done.returncode:
        raise BackupError(f"the ledger is not the one that was kept: {done.stderr.strip().splitlines()[-1]}")


def _give(folder: Path, who: Identity) -> None:
    """To the user as whom PostgreSQL runs."""
    for one in (folder, *folder.rglob("*")):
        os.chown(one, who.uid, who.gid, follow_symlinks=False)
    (folder / "data").chmod(0o700)
