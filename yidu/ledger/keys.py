"""The key with which this site signs its checkpoints, and the keys of those who witness them."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from yidu.ledger.notes import COSIGNS, SIGNS, NoteError, PrivateKey, PublicKey


def own_key() -> PrivateKey:
    """Made of the secret in `settings.YIDU_SEAL_SECRET`; its name is the log's, `settings.YIDU_LOG_NAME`."""
    return derived(settings.YIDU_LOG_NAME, settings.YIDU_SEAL_SECRET, SIGNS)


def derived(name: str, secret: str, purpose: int) -> PrivateKey:
    """A key of 32 bytes out of a secret of any length (HKDF-SHA-256)."""
    seed = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"yidu.seal-key").derive(secret.encode())
    return PrivateKey(name, seed, purpose)


def log_keys() -> list[PublicKey]:
    """By which a checkpoint of this site is known: the present key, then earlier ones."""
    return [own_key().public, *_read("YIDU_SEAL_KEYS_BEFORE", SIGNS)]


def witness_keys() -> list[PublicKey]:
    """Whose cosignatures are kept and shown."""
    return _read("YIDU_WITNESSES", COSIGNS)


def _read(setting: str, purpose: int) -> list[PublicKey]:
    try:
        keys = [PublicKey.parse(text) for text in getattr(settings, setting)]
    except NoteError as error:
        raise ImproperlyConfigured(f"{setting}: {error}") from None
    if any(key.purpose != purpose for key in keys):
        raise ImproperlyConfigured(f"{setting}: a key there is of the other sort")
    return keys
