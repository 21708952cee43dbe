"""A backup as one file: a tar of everything that a site keeps, sealed with age for those who may restore it.

Beside FILE lies FILE.json, in clear and without anything personal: when, how large, the hash of the file, and the
ledger's last checkpoint. So anybody can see that a backup is whole; only the holder of the identity can open it. The
format is age-encryption.org/v1: the ordinary `age` opens it too.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO, Any, BinaryIO, cast

import pyrage
from pyrage import x25519

ABOUT = "about.json"
_PIECE = 1 << 20


class BackupError(Exception):
    """A backup cannot be made or is not to be trusted. The message is one line and says what to do."""


def recipient(text: str) -> x25519.Recipient:
    """For whom backups are sealed. Raises `BackupError`."""
    try:
        return x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise BackupError("YIDU_BACKUP_RECIPIENT must be what `yidu backup key` printed: age1…") from None


def identity(file: Path) -> x25519.Identity:
    """The secret that opens backups, from the file in which `yidu backup key` put it. Raises `BackupError`."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return x25519.Identity.from_str(next(line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")))
    except (OSError, UnicodeError, StopIteration, pyrage.IdentityError):
        raise BackupError(f"{file} holds no identity as `yidu backup key` makes it") from None


def pack(target: Path, parts: Mapping[str, Path], about: Mapping[str, Any], whom: x25519.Recipient) -> dict[str, Any]:
    """Write the parts (name in the archive → file or folder) and `about` to `target`, and the facts beside it.

    The file appears under its name only when it is whole and on the disk. Returns the facts.
    """
    draft = target.with_name(f".{target.name}.new")
    try:
        hashes: dict[str, str] = {}

        def write(pipe: BinaryIO) -> None:
            with tarfile.open(fileobj=pipe, mode="w|") as tar:
                for name, path in parts.items():
                    for file in _files(path):
                        inside = f"{name}/{file.relative_to(path)}" if path.is_dir() else name
                        if file.is_file():
                            hashes[inside] = hash_of(file)
                        tar.add(file, inside, recursive=False)
                told = json.dumps({**about, "hashes": hashes}, ensure_ascii=False, indent=1).encode()
                _add(tar, ABOUT, told)

        with draft.open("wb") as out, _piped(write) as pipe:
            draft.chmod(0o600)
            pyrage.encrypt_io(pipe, cast("IO[bytes]", out), [whom])
            out.flush()
            os.fsync(out.fileno())
        facts = {"file": target.name, "bytes": draft.stat().st_size, "sha256": hash_of(draft), **about}
        _write_facts(target, facts)
        draft.replace(target)
        return facts
    finally:
        draft.unlink(missing_ok=True)


def check(file: Path) -> dict[str, Any]:
    """See that the file is the one that the facts beside it are about. Returns them. Raises `BackupError`."""
    try:
        facts: dict[str, Any] = json.loads(facts_of(file).read_text(encoding="utf-8"))
        found = hash_of(file)
    except (OSError, ValueError):
        raise BackupError(f"{file} or {facts_of(file).name} beside it is missing or cannot be read") from None
    if found != facts.get("sha256"):
        raise BackupError(f"{file} was changed since it was made: take another backup")
    return facts


def unpack(file: Path, folder: Path, secret: x25519.Identity) -> dict[str, Any]:
    """Open a backup into an empty folder and compare every file with its hash. Returns what it says about itself.

    Raises `BackupError` when a byte of it is not as it was sealed, or the identity is another.
    """

    def read(pipe: BinaryIO) -> None:
        with tarfile.open(fileobj=pipe, mode="r|") as tar:
            tar.extractall(folder, filter="data")

    try:
        with file.open("rb") as sealed, _poured(read) as pipe:
            pyrage.decrypt_io(cast("IO[bytes]", sealed), pipe, [secret])
    except (OSError, pyrage.DecryptError, tarfile.TarError) as error:
        raise BackupError(f"{file} cannot be opened: it was changed, or the identity is another ({error})") from None
    about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    for name, wanted in about["hashes"].items():
        if not (folder / name).is_file() or hash_of(folder / name) != wanted:
            raise BackupError(f"{file}: {name} in it is not what was put there")
    return about


def facts_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.json")


def _files(path: Path) -> Iterator[Path]:
    """Every file below a folder, and the folders that would otherwise be missing."""
    if path.is_dir():
        yield from (one for one in sorted(path.rglob("*")) if one.is_dir() and not any(one.iterdir()))
        yield from (one for one in sorted(path.rglob("*")) if one.is_file() and not one.is_symlink())
    elif path.exists():
        yield path


def hash_of(file: Path) -> str:
    """SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    told = tarfile.TarInfo(name)
    told.size = len(content)
    tar.addfile(told, io.BytesIO(content))


def _write_facts(target: Path, facts: Mapping[str, Any]) -> None:
    draft = target.with_name(f".{target.name}.json.new")
    draft.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(facts_of(target))


@contextmanager
def _piped(write: Callable[[BinaryIO], None]) -> Iterator[IO[bytes]]:
    """What `write` writes, to be read meanwhile. Its error is raised here."""
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb") as out, _beside(write, os.fdopen(theirs, "wb")):
        yield out


@contextmanager
def _poured(read: Callable[[BinaryIO], None]) -> Iterator[IO[bytes]]:
    """What is written here, `read` reads meanwhile. Its error is raised here."""
    theirs, ours = os.pipe()
    with _beside(read, os.fdopen(theirs, "rb")), os.fdopen(ours, "wb") as into:
        yield into


@contextmanager
def _beside(do: Callable[[BinaryIO], None], pipe: BinaryIO) -> Iterator[None]:
    errors: list[Exception] = []

    def run() -> None:
        try:
            with pipe:
                do(pipe)
        except Exception as error:  # noqa: BLE001  (raised again in the thread that waits)
            errors.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    except (OSError, ValueError):
        # The other end closed early: its own error says why.
        thread.join()
        if errors:
            raise errors[0] from None
        raise
    thread.join()
    if errors:
        raise errors[0]
