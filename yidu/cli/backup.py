"""`yidu backup`: make a backup, and see that one is whole. `yidu restore` is its other half."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from yidu.cli import archive, postgres
from yidu.cli.archive import BackupError
from yidu.cli.configuration import database_in_environment
from yidu.cli.keeper import binaries


@click.group()
def command() -> None:
    """Keep everything that the site holds in one sealed file.

    First `yidu backup key`, then put what it prints into YIDU_BACKUP_RECIPIENT, then `yidu backup make` each night.
    """


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
def key(file: Path) -> int:
    """Make the identity that opens backups, in FILE, and print for whom to seal them.

    Keep FILE away from the server, twice: without it no backup can be opened, by nobody.
    """
    from pyrage import x25519

    made = x25519.Identity.generate()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be made: {error.strerror}") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(f"# opens the backups that are sealed for {made.to_public()}\n{made}\n")
    click.echo(str(made.to_public()))
    return 0


@command.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def make(folder: Path) -> int:
    """Write a backup into FOLDER: database, uploads, and the site's own keys, sealed for YIDU_BACKUP_RECIPIENT."""
    try:
        if not settings.YIDU_BACKUP_RECIPIENT:
            raise BackupError("for whom? Run `yidu backup key FILE` and set YIDU_BACKUP_RECIPIENT to what it prints")
        whom = archive.recipient(settings.YIDU_BACKUP_RECIPIENT)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as draft:
            about = _about()
            parts = {**_database(Path(draft), about), "media": Path(settings.MEDIA_ROOT), **_keys()}
            target = folder / f"yidu-{about['made-at'].translate(str.maketrans('', '', '-:'))}.tar.age"
            facts = archive.pack(target, parts, about, whom)
    except (BackupError, OSError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{target}  {facts['bytes']} bytes, sealed up to entry {facts['seal'].get('last-entry', 0)}")
    return 0


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--identity", type=click.Path(exists=True, path_type=Path), help="Open it as well, and look at each file."
)
def verify(file: Path, identity: Path | None) -> int:
    """Tell whether a backup is as it was made. Restoring it elsewhere once a month proves the rest."""
    try:
        facts = archive.check(file)
        if identity:
            with tempfile.TemporaryDirectory(prefix=".verify-", dir=file.parent) as folder:
                archive.unpack(file, Path(folder), archive.identity(identity))
                if facts["database"] == "base":
                    prove_database(Path(folder) / "database")
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{file} is as it was made at {facts['made-at']}")
    return 0


def prove_database(folder: Path) -> None:
    """Compare a data folder with the manifest that the server sent along, file by file. Raises `BackupError`."""
    raw = (folder / "backup_manifest").read_bytes()
    manifest = json.loads(raw)
    # The manifest's own hash is over everything before the line that holds it.
    before = raw[: raw.rindex(b'"Manifest-Checksum"')]
    wrong = [] if hashlib.sha256(before).hexdigest() == manifest["Manifest-Checksum"] else ["backup_manifest"]
    for told in manifest["Files"]:
        file = folder / (told.get("Path") or bytes.fromhex(told["Encoded-Path"]).decode())
        if not file.is_file() or file.stat().st_size != told["Size"] or archive.hash_of(file) != told["Checksum"]:
            wrong.append(str(file.relative_to(folder)))
    if wrong:
        raise BackupError(f"the database in it is not whole: {', '.join(wrong[:3])}")


def _about() -> dict[str, Any]:
    """What can be said of the backup in clear: no word of what is in it."""
    from yidu import __version__
    from yidu.ledger.seals import latest_seal, seal

    seal()
    newest = latest_seal()
    told = (
        {
            "number": newest.number,
            "size": newest.size,
            "root": bytes(newest.root).hex(),
            "last-entry": newest.last_entry_id,
            "checkpoint": newest.note,
        }
        if newest
        else {}
    )
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"yidu": __version__, "made-at": now, "database": "dump" if settings.DATABASE_URL else "base", "seal": told}


def _database(draft: Path, about: Mapping[str, Any]) -> dict[str, Path]:
    if about["database"] == "base":
        target = draft / "database"
        cluster = postgres.at(settings.POSTGRES_FOLDER)
        where = ["--host", str(cluster.socket_folder), "--username", "postgres", "--no-password"]
        options = ["--format=plain", "--wal-method=stream", "--checkpoint=fast", "--manifest-checksums=SHA256"]
        _run([str(binaries() / "pg_basebackup"), *where, *options, "--pgdata", str(target)])
        prove_database(target)
    else:
        target = draft / "database.dump"
        around = {**os.environ, **database_in_environment(settings.DATABASE_URL)}
        _run([str(binaries() / "pg_dump"), "--format=custom", "--no-owner", f"--file={target}"], env=around)
    return {target.name: target}


def _keys() -> dict[str, Path]:
    """The site's own secrets: without them no receipt, no link and no seal of before would be known again."""
    return {f"keys/{file.name}": file for file in sorted(Path(settings.HOME).glob("*.key"))}


def _run(words: list[str], **more: Any) -> None:
    if shutil.which(words[0]) is None:
        raise BackupError(f"{words[0]} is missing: run `make setup`")
    done = subprocess.run(words, check=False, capture_output=True, text=True, **more)
    if done.returncode:
        raise BackupError(f"{Path(words[0]).name}: {(done.stderr.strip().splitlines() or ['it failed'])[-1]}")
