"""What the settings take from outside, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from yidu.cli.configuration import ConfigurationError, database_from_url, kept_secret, mail_from_url


def test_an_address_of_a_database_is_taken_apart():
    read = database_from_url("postgresql://clerk:p%40ss@db.example.org:6543/yidu?sslmode=require")
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"]) == ("clerk", "p@ss", "db.example.org", "6543")
    assert (read["NAME"], read["OPTIONS"]) == ("yidu", {"sslmode": "require"})


def test_a_unix_socket_is_named_as_an_option():
    assert database_from_url("postgresql:///yidu?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize("url", ["mysql://a:secret@b/c", "postgresql://a:secret@b", "postgresql://a:secret@b:port/c"])
def test_another_address_is_refused_without_quoting_it(url: str):
    with pytest.raises(ConfigurationError) as refusal:
        database_from_url(url)
    assert "secret" not in str(refusal.value)


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path):
    path = tmp_path / "var" / "secret.key"
    secret = kept_secret(path)
    assert len(secret) >= 50
    assert kept_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path):
    path = tmp_path / "secret.key"
    kept_secret(path)
    path.chmod(0o644)
    with pytest.raises(ConfigurationError, match="can be read by others"):
        kept_secret(path)


def test_an_address_of_a_mail_server_is_taken_apart():
    read = mail_from_url("smtp+tls://clerk:p%40ss@mail.example.org")
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_HOST_PASSWORD"]) == ("mail.example.org", 587, "p@ss")
    assert (read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (True, False)
    assert mail_from_url("smtps://mail.example.org:4650")["EMAIL_PORT"] == 4650


@pytest.mark.parametrize("url", ["http://a:secret@b", "smtp://", "smtp://a:secret@b:port", "a:secret@b"])
def test_another_address_of_mail_is_refused_without_quoting_it(url: str):
    with pytest.raises(ConfigurationError) as refusal:
        mail_from_url(url)
    assert "secret" not in str(refusal.value)
