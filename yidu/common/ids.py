"""Receipts that a person can read out on the telephone, and digests under which secrets are kept."""

from __future__ import annotations

import re
import secrets
import unicodedata
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from yidu.common.errors import Invalid

# Douglas Crockford's base 32: no I, L, O (read as 1, 1, 0) and no U.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 16
_MISREAD = str.maketrans("OIL", "011")
_DASHES_AND_SPACES = re.compile(r"[\s\-\u2010-\u2015\u2212\u200b-\u200f\ufeff_.·]")


def uuid_in(text: str) -> UUID | None:
    """The id that a text is; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def new_receipt() -> str:
    """A secret of 80 random bits as four groups of four: "7K3F-9QXN-0T2B-MZ5C"."""
    return _grouped("".join(secrets.choice(_ALPHABET) for _place in range(_LENGTH)))


def receipt_from(seed: str) -> str:
    """The receipt that belongs to a record's id: the same for the same id and key, guessable by nobody, 80 bits.

    So a request that is sent twice is answered with the same receipt, and none is stored.
    """
    number = int(_hmac(seed, "receipt-from", settings.SECRET_KEY), 16)
    return _grouped("".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(_LENGTH)))


def link_from(seed: str) -> str:
    """The secret part (128 bits, 32 hex digits) of an address that belongs to a row, likewise derived."""
    return _hmac(seed, "link-from", settings.SECRET_KEY)[:32]


def clean_receipt(text: str) -> str:
    """A receipt as `new_receipt` spells it, from what a person typed.

    Forgives case, O for 0, I and L for 1, spaces, dashes and full-width letters. Raises `Invalid` when it cannot be
    a receipt.
    """
    typed = _DASHES_AND_SPACES.sub("", unicodedata.normalize("NFKC", text[:200])).upper().translate(_MISREAD)
    if len(typed) != _LENGTH or not set(typed) <= set(_ALPHABET):
        message = _("This is not a receipt number: it has 16 letters and digits in four groups.")
        raise Invalid(message, fields={"receipt": [message]})
    return _grouped(typed)


def digest(secret: str, purpose: str) -> str:
    """The HMAC-SHA256 (64 hex digits) under which a secret is stored, with a key made of SECRET_KEY and `purpose`.

    The same secret has unrelated digests for two purposes. Raises ValueError for an empty secret or purpose.
    """
    return _hmac(secret, purpose, settings.SECRET_KEY)


def digests(secret: str, purpose: str) -> list[str]:
    """Every digest under which a secret may be stored: the present key's first, then those of SECRET_KEY_FALLBACKS.

    Look stored secrets up with these, or a change of the key makes every receipt worthless.
    """
    return [_hmac(secret, purpose, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _hmac(secret: str, purpose: str, key: str | bytes) -> str:
    if not secret or not purpose:
        raise ValueError("a digest needs a secret and a purpose")
    return salted_hmac(f"yidu.digest.{purpose}", secret, secret=key, algorithm="sha256").hexdigest()


def _grouped(characters: str) -> str:
    return "-".join(characters[i : i + 4] for i in range(0, _LENGTH, 4))
