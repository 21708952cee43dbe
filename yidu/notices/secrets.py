"""Addresses of channels, sealed: a dump of the database gives nobody the token of a group's robot."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal_address(address: str) -> str:
    """The address, readable only with the site's key."""
    return _box().encrypt(address.encode()).decode()


def open_address(sealed: str) -> str:
    """The address again; empty when it was sealed with a key that the site no longer has."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def hint_of(address: str) -> str:
    """What its owner knows it by, and nobody else can use: "c…@example.org", "…4f2a"."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}" if at else f"…{address[-4:]}"


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_digest(key))) for key in keys])


def _digest(key: str | bytes) -> bytes:
    secret = key.encode() if isinstance(key, str) else key
    return hashlib.sha256(b"yidu.notices.address" + secret).digest()
