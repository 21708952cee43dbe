"""What the settings read from outside: the address of a database, the secret of this site."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class ConfigurationError(Exception):
    """A setting from outside makes no sense. The message is one line and says what to do."""


def database_from_url(url: str) -> dict[str, Any]:
    """Django's database settings out of postgresql://user:password@host:port/name?option=value.

    Raises ConfigurationError, which never quotes the address, because the password is in it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigurationError("DATABASE_URL cannot be read") from None
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise ConfigurationError("DATABASE_URL must look like postgresql://user:password@host:5432/name")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_from_url(url: str) -> dict[str, Any]:
    """Django's e-mail settings out of smtp+tls://user:password@host:587 (smtps: TLS from the first byte; smtp: none).

    Raises ConfigurationError, which never quotes the address, because the password is in it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigurationError("EMAIL_URL cannot be read") from None
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ConfigurationError("EMAIL_URL must look like smtp+tls://user:password@host:587, smtps://… or smtp://…")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def database_in_environment(url: str) -> dict[str, str]:
    """The same for PostgreSQL's own programs: in the environment, because a command line can be read by everybody."""
    told = database_from_url(url)
    names = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
    found = {names[name]: value for name, value in told.items() if name in names and value}
    return found | {f"PG{name.upper()}": value for name, value in told["OPTIONS"].items() if name.startswith("ssl")}


def kept_secret(path: Path) -> str:
    """The secret kept in `path`, made on first use and readable by its owner only.

    Raises ConfigurationError when the file can be read by others or not at all.
    """
    try:
        _make_secret(path)
        if path.stat().st_mode & 0o077:
            raise ConfigurationError(f"{path} can be read by others: chmod 600 it, or replace it")
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ConfigurationError(f"the secret key cannot be kept: {error}; set YIDU_SECRET_KEY") from None


def _make_secret(path: Path) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and linked: of two first starts, both read the one that won, and neither an empty file.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
