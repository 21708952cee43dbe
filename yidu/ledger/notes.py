"""Checkpoints as signed notes: the text that a witness keeps, and how it is signed, cosigned and read.

The formats are those of the transparency logs, so that their tools and witnesses can read ours:
c2sp.org/signed-note, c2sp.org/tlog-checkpoint and c2sp.org/tlog-cosignature. Pure: text in, text out.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from yidu.ledger.merkle import Hash

SIGNS, COSIGNS = 1, 4
"""What a key is for: the log itself, or a witness of it. Part of its id, so neither can be taken for the other."""


class NoteError(ValueError):
    """A note that cannot be read, or a signature that does not fit."""


@dataclass(frozen=True)
class Checkpoint:
    """What a note says: so many leaves have this root, in the log called `origin`."""

    origin: str
    size: int
    root: Hash

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class PublicKey:
    """A key by which a note is checked. Written NAME+ID+KEY, so that it fits on one line of a bulletin."""

    name: str
    public: bytes
    purpose: int = SIGNS

    @classmethod
    def parse(cls, text: str) -> PublicKey:
        """Read NAME+ID+KEY. Raises `NoteError`."""
        try:
            name, id_, key = text.strip().split("+", 2)
            raw = base64.b64decode(key, validate=True)
        except (ValueError, binascii.Error):
            raise NoteError(f"a key looks like NAME+ID+KEY, not {text[:80]!r}") from None
        found = cls(name, raw[1:], raw[0] if raw else 0)
        if len(raw) != 33 or found.purpose not in (SIGNS, COSIGNS) or not name or found.id.hex() != id_:
            raise NoteError(f"this is no key of Ed25519, or it was copied wrongly: {text[:80]!r}")
        return found

    @cached_property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.purpose]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.purpose]) + self.public).decode()}"

    def check(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class PrivateKey:
    """A key that signs: its name and 32 secret bytes."""

    name: str
    seed: bytes
    purpose: int = SIGNS

    @cached_property
    def public(self) -> PublicKey:
        return PublicKey(self.name, self._key.public_key().public_bytes_raw(), self.purpose)

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def sign(self, text: str) -> str:
        """The signature line of a log under a text."""
        return _line(self.public, self._key.sign(text.encode()))

    def cosign(self, text: str, *, time: int) -> str:
        """The signature line of a witness that saw the text at `time` (seconds since 1970)."""
        signature = self._key.sign(_cosigned(text, time))
        return _line(self.public, time.to_bytes(8, "big") + signature)


def note(checkpoint: Checkpoint, key: PrivateKey, *more: str) -> str:
    """A checkpoint signed by its log, and perhaps further signature lines."""
    return f"{checkpoint.text}\n{key.sign(checkpoint.text)}{''.join(more)}"


def read(text: str, *keys: PublicKey) -> Checkpoint:
    """The checkpoint of a note that one of the log's `keys` has signed. Raises `NoteError` otherwise."""
    body, lines = _parts(text)
    for key in keys:
        for signature in _signatures(lines, key):
            if key.check(body.encode(), signature):
                return _checkpoint(body, key.name)
    raise NoteError("the note is not signed by a key that is trusted here")


def cosigned_at(text: str, key: PublicKey) -> int | None:
    """When the witness of this key saw the note (seconds since 1970); None when it did not sign it."""
    body, lines = _parts(text)
    for signature in _signatures(lines, key):
        time = int.from_bytes(signature[:8], "big")
        if len(signature) == 72 and key.check(_cosigned(body, time), signature[8:]):
            return time
    return None


def _parts(text: str) -> tuple[str, list[str]]:
    body, _gap, signed = text.partition("\n\n")
    return f"{body}\n", [line for line in signed.splitlines() if line.startswith("— ")]


def _signatures(lines: list[str], key: PublicKey) -> list[bytes]:
    found = []
    for line in lines:
        name, _space, encoded = line.removeprefix("— ").partition(" ")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise NoteError("a signature of the note cannot be read") from None
        if name == key.name and raw[:4] == key.id:
            found.append(raw[4:])
    return found


def _checkpoint(body: str, origin: str) -> Checkpoint:
    lines = body.split("\n")
    try:
        checkpoint = Checkpoint(lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True))
    except (IndexError, ValueError):
        raise NoteError("the note is signed, but it is no checkpoint") from None
    if checkpoint.text != body or checkpoint.origin != origin or len(checkpoint.root) != 32:
        raise NoteError("the note is signed, but it is no checkpoint of this log")
    return checkpoint


def _line(key: PublicKey, signature: bytes) -> str:
    return f"— {key.name} {base64.b64encode(key.id + signature).decode()}\n"


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()
