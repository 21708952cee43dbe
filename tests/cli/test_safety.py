"""`yidu check` refuses a site with real people in it that is set up carelessly: each line with what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from tests import server
from yidu import settings as ours
from yidu.cli import check, safety

SECRETS = {"SECRET_KEY": "k3Y" + "abcdefghij" * 6, "YIDU_SEAL_SECRET": "s3A1" + "klmnopqrst" * 6}
GOOD: dict[str, Any] = {
    **SECRETS,
    "PRODUCTION": True,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["yidu.example"],
    "CSRF_TRUSTED_ORIGINS": ["https://yidu.example"],
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31536000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "LANGUAGE_COOKIE_SECURE": True,
    "YIDU_STAFF_NEED_MFA": True,
    "EMAIL_URL": "smtp+tls://mail.example",
    "EMAIL_HOST": "mail.example",
    "EMAIL_USE_TLS": True,
    "YIDU_URL": "https://yidu.example",
    "YIDU_WATCH": "127.0.0.1:9100",
    "SILENCED_SYSTEM_CHECKS": ["security.W021"],
}
DIRECTIVES = ours.CONTENT_SECURITY_POLICY["DIRECTIVES"]
FAR = {"default": {**ours.DATABASES["default"], "HOST": "db.example"}}
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "debug": ({"DEBUG": True}, "YIDU_DEBUG must be off"),
    "a short secret": ({"SECRET_KEY": "short"}, "YIDU_SECRET_KEY needs 50 signs"),
    "a poor secret": ({"SECRET_KEY": "a" * 80}, "YIDU_SECRET_KEY needs 50 signs"),
    "Django's example": ({"SECRET_KEY": "django-insecure-" + "abcdefghij" * 6}, "YIDU_SECRET_KEY needs 50 signs"),
    "a short seal": ({"YIDU_SEAL_SECRET": "short"}, "YIDU_SEAL_SECRET needs 50 signs"),
    "one secret for both": ({"YIDU_SEAL_SECRET": SECRETS["SECRET_KEY"]}, "YIDU_SEAL_SECRET needs 50 signs"),
    "any name": ({"ALLOWED_HOSTS": ["yidu.example", "*"]}, "YIDU_HOSTS must name them"),
    "forms by HTTP": ({"CSRF_TRUSTED_ORIGINS": ["http://yidu.example"]}, "by HTTPS alone"),
    "no HTTPS": ({"SECURE_SSL_REDIRECT": False}, "SECURE_SSL_REDIRECT must be on"),
    "HTTPS for an hour": ({"SECURE_HSTS_SECONDS": 3600}, "a year at least"),
    "the session in the clear": ({"SESSION_COOKIE_SECURE": False}, "SESSION_COOKIE_SECURE"),
    "the session for scripts": ({"SESSION_COOKIE_HTTPONLY": False}, "SESSION_COOKIE_SECURE and _HTTPONLY"),
    "the form's token in the clear": ({"CSRF_COOKIE_SECURE": False}, "CSRF_COOKIE_SECURE"),
    "the language in the clear": ({"LANGUAGE_COOKIE_SECURE": False}, "LANGUAGE_COOKIE_SECURE"),
    "a password alone": ({"YIDU_STAFF_NEED_MFA": False}, "YIDU_STAFF_NEED_MFA must be on"),
    "scripts in pages": (
        {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {**DIRECTIVES, "script-src": ["'self'", "'unsafe-inline'"]}}},
        "the policy allows unsafe",
    ),
    "a foreign style": (
        {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {**DIRECTIVES, "style-src": ["https://cdn.example"]}}},
        "the policy allows unsafe",
    ),
    "a far database in the clear": ({"DATABASES": FAR}, "sslmode=verify-full"),
    "mail in the clear": ({"EMAIL_USE_TLS": False}, "EMAIL_URL needs smtp+tls"),
    "links by HTTP": ({"YIDU_URL": "http://yidu.example"}, "YIDU_URL=https"),
    "figures for strangers": ({"YIDU_WATCH": "0.0.0.0:9100"}, "YIDU_WATCH is open to strangers"),
    "frames of others": ({"X_FRAME_OPTIONS": "SAMEORIGIN"}, "security.W019"),
}
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE")  # the tests' own
    with override_settings(HOME=tmp_path):
        yield tmp_path


def wrong() -> list[str]:
    """What fails, without what belongs to the careless server of the tests."""
    found = [*check._settings(), *safety.of_production(), *check._reminders()]
    return [one.text for one in found if one.good is False]


def test_a_site_that_is_set_up_as_it_should_be_passes():
    with override_settings(**GOOD):
        assert wrong() == []


@pytest.mark.parametrize("case", BAD)
def test_what_is_careless_is_refused(case: str):
    broken, said = BAD[case]
    with override_settings(**{**GOOD, **broken}):
        assert any(said in line for line in wrong()), wrong()


def test_a_demonstration_may_be_all_that():
    with override_settings(**{**GOOD, "PRODUCTION": False, "SECRET_KEY": "short", "ALLOWED_HOSTS": ["*"]}):
        assert wrong() == []


def test_a_key_that_others_can_read_is_refused(home: Path):
    key = home / "seal.key"
    key.write_text("x", encoding="utf-8")
    key.chmod(0o640)
    with override_settings(**GOOD):
        assert wrong() == [f"safety: who reads seal.key: chmod 600 {key}"]
        key.chmod(0o600)
        assert wrong() == []


def test_a_database_that_forgets_is_refused_one_setting_at_a_time():
    """The server of the tests is set up so."""
    lines = [one.text for one in safety.of_database() if one.good is False]
    assert [line.split()[1] for line in lines] == ["fsync", "synchronous_commit", "full_page_writes"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = 'on'")
    lines = [one.text for one in safety.of_database() if one.good is False]
    assert [line.split()[1] for line in lines] == ["fsync", "full_page_writes"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("log_statement", "mod"),
        ("log_min_error_statement", "error"),
        ("log_min_messages", "error"),
        ("log_error_verbosity", "default"),
    ],
)
def test_a_database_whose_log_tells_what_people_write_is_refused(setting: str, value: str):
    name = str(connection.settings_dict["NAME"])
    with server.administrator(name) as administrator, override_settings(PRODUCTION=True):
        assert not any(setting in one.text for one in safety.of_database())
        administrator.execute(f"GRANT SET ON PARAMETER {setting} TO yidu".encode())
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {setting} = '{value}'")
        assert any(setting in one.text and one.good is False for one in safety.of_database())
        administrator.execute(f"REVOKE SET ON PARAMETER {setting} FROM yidu".encode())
