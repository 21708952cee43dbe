"""What a site with real people in it must not lack: one line for each thing, said by `yidu check`."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

YEAR = 365 * 24 * 60 * 60
LEAST_SECRET = 50
HERE = ("", "localhost", "127.0.0.1", "::1", "[::1]")
ENCRYPTED = ("require", "verify-ca", "verify-full")


@dataclass(frozen=True)
class Finding:
    """`good` None is an advice: it does not fail the check."""

    good: bool | None
    text: str


def of_database() -> Iterator[Finding]:
    """Whether what was acknowledged outlives a power cut, and whether the server's log tells what people wrote."""
    told = {name: _current(name) for name in (*LOSES, *TELLS)}
    for name, why in LOSES.items():
        yield Finding(told[name] != "off", f"database: {name} is {told[name]}; when off, {why}")
    for name, (bad, why) in TELLS.items():
        if told[name] in bad:
            yield Finding(not settings.PRODUCTION and None, f"database: {name} is {told[name]}: {why}")
    checksums = _current("data_checksums") == "on"
    if not checksums:
        yield Finding(None, "database: data_checksums is off: a disk that forgets is not noticed")


LOSES = {
    "fsync": "a power cut loses data",
    "synchronous_commit": "a crash loses what was acknowledged in the last moment",
    "full_page_writes": "a power cut leaves pages half written",
}
TELLS = {
    "log_statement": (("all", "mod"), "what people write stands in the server's log; set it to none"),
    "log_min_error_statement": (
        ("error", "warning", "notice", "info", "log", "debug1"),
        "a statement that fails stands in the server's log with its values; set it to panic",
    ),
    "log_min_messages": (
        ("error", "warning", "notice", "info", "debug1"),
        "errors quote in the server's log what was typed; set it to log",
    ),
    "log_error_verbosity": (("default", "verbose"), "errors quote rows in the server's log; set it to terse"),
}


def of_production() -> Iterator[Finding]:
    """Everything that only a site with real people in it needs. Nothing for a demonstration."""
    if not settings.PRODUCTION:
        return
    for good, name, hint in (*_secrets(), *_ways_in(), *_ways_out()):
        yield Finding(good, f"{name}{'' if good else ': ' + hint}")


def _secrets() -> Iterator[tuple[bool, str, str]]:
    yield not settings.DEBUG, "safety: what errors show", "YIDU_DEBUG must be off"
    yield _is_strong(settings.SECRET_KEY), "safety: the secret", f"YIDU_SECRET_KEY needs {LEAST_SECRET} signs"
    yield (
        _is_strong(settings.YIDU_SEAL_SECRET) and settings.YIDU_SEAL_SECRET != settings.SECRET_KEY,
        "safety: the secret of the seal",
        f"YIDU_SEAL_SECRET needs {LEAST_SECRET} signs that are not those of YIDU_SECRET_KEY",
    )
    for key in sorted(Path(settings.HOME).glob("*.key")):
        yield (
            not key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO),
            f"safety: who reads {key.name}",
            f"chmod 600 {key}",
        )


def _ways_in() -> Iterator[tuple[bool, str, str]]:
    hosts = settings.ALLOWED_HOSTS
    yield bool(hosts) and "*" not in hosts, "safety: the names of the site", "YIDU_HOSTS must name them; * is any"
    origins = settings.CSRF_TRUSTED_ORIGINS
    yield (
        all(one.startswith("https://") for one in origins),
        "safety: from where forms come",
        f"by HTTPS alone, not {origins}",
    )
    yield settings.SECURE_SSL_REDIRECT, "safety: from HTTP to HTTPS", "SECURE_SSL_REDIRECT must be on"
    yield (
        settings.SECURE_HSTS_SECONDS >= YEAR,
        "safety: how long browsers stay with HTTPS",
        "SECURE_HSTS_SECONDS, a year at least",
    )
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        good = getattr(settings, f"{name}_COOKIE_SECURE") and getattr(settings, f"{name}_COOKIE_HTTPONLY")
        yield good, f"safety: the {name.lower()} cookie", f"{name}_COOKIE_SECURE and _HTTPONLY must be on"
    yield settings.YIDU_STAFF_NEED_MFA, "safety: the second factor of staff", "YIDU_STAFF_NEED_MFA must be on"
    yield _runs_nothing(), "safety: what a page may run and load", "the policy allows unsafe or foreign sources"


def _ways_out() -> Iterator[tuple[bool, str, str]]:
    database: dict[str, Any] = settings.DATABASES["default"]
    host, mode = str(database.get("HOST", "")), database.get("OPTIONS", {}).get("sslmode")
    near = host in HERE or host.startswith("/")
    yield near or mode in ENCRYPTED, "safety: the way to the database", "DATABASE_URL needs ?sslmode=verify-full"
    mail = settings.EMAIL_HOST in HERE or settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    yield bool(mail), "safety: the way to the mail server", "EMAIL_URL needs smtp+tls:// or smtps://"
    watch = settings.YIDU_WATCH.rpartition(":")[0]
    yield watch in HERE or _is_private(watch), "safety: figures for the watch", "YIDU_WATCH is open to strangers"


def _is_strong(secret: str) -> bool:
    return len(secret) >= LEAST_SECRET and len(set(secret)) >= 10 and not secret.startswith("django-insecure-")


def _runs_nothing() -> bool:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sources = {one for told in directives.values() if isinstance(told, list) for one in told}
    return sources <= {"'none'", "'self'", "data:", "blob:"} and directives["default-src"] == ["'none'"]


def _is_private(host: str) -> bool:
    from ipaddress import ip_address

    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return False
    return address.is_private and not address.is_unspecified


def _current(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])
