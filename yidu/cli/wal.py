"""The write-ahead log, kept sealed: with it a restored site goes on to any moment after its last backup.

PostgreSQL copies each segment that is full or a minute old into a spool beside its data (`archive_command`, which may
use nothing but a plain shell, because it runs as another user). The worker seals what lies there into
YIDU_WAL_ARCHIVE, which belongs on another machine's disk, and takes it out of the spool.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pyrage
from django.conf import settings

from yidu.cli.archive import BackupError, identity, recipient
from yidu.cli.identity import identity as runs_as
from yidu.common.jobs import periodic

SECONDS = 60
"""PostgreSQL hands a segment over then, full or not: with the worker's next look, what is lost at most in a fire."""


def spool(cluster_folder: Path) -> Path:
    return cluster_folder / "log-to-keep"


def archiving(cluster_folder: Path, folder: str, whom: str) -> Mapping[str, str]:
    """The server's settings that keep the log; none when no folder is named. Raises `BackupError`."""
    if not folder:
        return {}
    recipient(whom)
    target, who = spool(cluster_folder), runs_as()
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chown(target, who.uid, who.gid)
    # On the disk and whole before it has its name; handed over again after a crash, it is simply written again.
    command = f"dd if='%p' of='{target}/.%f' conv=fsync status=none && mv '{target}/.%f' '{target}/%f'"
    return {"archive_mode": "on", "archive_timeout": f"{SECONDS}s", "archive_command": command}


@periodic(seconds=10, name="backup.keep_the_log")
def keep_the_log() -> int:
    """Seal what lies in the spool. How many segments were kept."""
    if not settings.YIDU_WAL_ARCHIVE or settings.DATABASE_URL:
        return 0
    return keep(spool(settings.POSTGRES_FOLDER), Path(settings.YIDU_WAL_ARCHIVE), settings.YIDU_BACKUP_RECIPIENT)


def keep(waiting: Path, folder: Path, whom: str) -> int:
    """Seal every segment of a spool into a folder, the oldest first. Each leaves the spool only when it is safe."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = 0
    for segment in sorted(waiting.glob("[!.]*")):
        target, draft = folder / f"{segment.name}.age", folder / f".{segment.name}.new"
        with draft.open("wb") as out:
            out.write(pyrage.encrypt(segment.read_bytes(), [recipient(whom)]))
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
        _sync(folder)
        segment.unlink()
        kept += 1
    return kept


def open_log(folder: Path, into: Path, secret_file: Path) -> int:
    """Open every kept segment into a folder, for PostgreSQL to fetch. Returns how many. Raises `BackupError`."""
    secret, opened = identity(secret_file), 0
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    for sealed in sorted(folder.glob("*.age")):
        try:
            content = pyrage.decrypt(sealed.read_bytes(), [secret])
        except pyrage.DecryptError as error:
            raise BackupError(f"{sealed} was changed, or the identity is another ({error})") from None
        (into / sealed.stem).write_bytes(content)
        opened += 1
    return opened


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
