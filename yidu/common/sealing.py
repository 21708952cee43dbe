"""Envelopes that anybody can seal and only this site can open: ECDH on P-256, HKDF-SHA-256, AES-256-GCM.

A phone seals with what every browser has built in (see `yidu/web/assets/ts/outbox/seal.ts`). The site's private key
is derived from its secret key, so there is one secret to keep; an envelope that was sealed to a former key opens for
as long as that secret stands among SECRET_KEY_FALLBACKS.

    sealed = ephemeral public point (65 bytes) + nonce (12) + ciphertext with its tag (16)
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_POINT, _NONCE, _TAG = 65, 12, 16
_PURPOSE = b"yidu envelope 1"


class CannotOpen(Exception):  # noqa: N818  (an answer, not an error of the program)
    """The envelope was changed on its way, or was sealed to a key that this site does not have."""


@dataclass(frozen=True)
class SealingKey:
    """What a phone needs: the uncompressed public point (65 bytes) and the id (16 hex digits) of its key."""

    id: str
    point: bytes


def sealing_key() -> SealingKey:
    """The key to which new envelopes are sealed."""
    return _public(_private(_secret(settings.SECRET_KEY)))


def seal(content: bytes, *, bound: bytes) -> bytes:
    """Seal as a phone does. `bound` stays readable outside; with other words there the envelope does not open."""
    ephemeral = ec.generate_private_key(_CURVE)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, sealing_key().point)
    point, nonce = _point(ephemeral), secrets.token_bytes(_NONCE)
    key = _shared(ephemeral, theirs, salt=point)
    return point + nonce + AESGCM(key).encrypt(nonce, content, bound)


def unseal(sealed: bytes, *, key_id: str, bound: bytes) -> bytes:
    """The content of an envelope. Raises `CannotOpen`."""
    private = _held().get(key_id)
    if private is None:
        raise CannotOpen("sealed to a key that is not held here")
    if len(sealed) < _POINT + _NONCE + _TAG:
        raise CannotOpen("too short")
    point, nonce, ciphertext = sealed[:_POINT], sealed[_POINT : _POINT + _NONCE], sealed[_POINT + _NONCE :]
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
        return AESGCM(_shared(private, theirs, salt=point)).decrypt(nonce, ciphertext, bound)
    except (ValueError, InvalidTag):
        raise CannotOpen("changed on its way") from None


def _held() -> dict[str, ec.EllipticCurvePrivateKey]:
    """Every private key of this site by its id: the present one and those of former secrets."""
    known = (_private(_secret(one)) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    return {_public(one).id: one for one in known}


def _secret(key: str | bytes) -> bytes:
    return key.encode() if isinstance(key, str) else bytes(key)


@lru_cache(maxsize=8)
def _private(secret: bytes) -> ec.EllipticCurvePrivateKey:
    # 48 bytes for a number below 2²⁵⁶: what the remainder favours is less than 2⁻¹²⁸.
    wide = HKDF(hashes.SHA256(), length=48, salt=None, info=_PURPOSE + b" key").derive(secret)
    return ec.derive_private_key(int.from_bytes(wide) % (_ORDER - 1) + 1, _CURVE)


@lru_cache(maxsize=8)
def _public(private: ec.EllipticCurvePrivateKey) -> SealingKey:
    point = _point(private)
    return SealingKey(hashlib.sha256(point).hexdigest()[:16], point)


def _point(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _shared(private: ec.EllipticCurvePrivateKey, theirs: ec.EllipticCurvePublicKey, *, salt: bytes) -> bytes:
    secret = private.exchange(ec.ECDH(), theirs)
    return HKDF(hashes.SHA256(), length=32, salt=salt, info=_PURPOSE).derive(secret)
