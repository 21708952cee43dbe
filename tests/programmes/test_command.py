"""`yidu programme` as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cast import Cast
from tests.programmes.folders import write
from yidu.cli.programme import command


def _yidu(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments], standalone_mode=False)


def test_check_tells_every_error_and_fails(tmp_path: Path):
    folder = write(tmp_path, {"kinds.toml": ('["trouble"]', '["troble"]'), "lists.toml": ('id = "b"', 'id = "a"')})
    result = _yidu("check", folder)
    assert result.return_value == 1
    assert "kinds.toml:5: There is no kind of matter “troble”.\n    Did you mean “trouble”?" in result.stderr
    assert f"{folder}: 2 errors" in result.stderr


def test_check_speaks_chinese(tmp_path: Path):
    folder = write(tmp_path, {"kinds.toml": ('["trouble"]', '["troble"]')})
    assert "您是不是想写“trouble”？" in _yidu("check", folder, "--language", "zh").stderr


@pytest.mark.django_db
def test_check_plays_the_examples(tmp_path: Path):
    good = write(tmp_path / "good")
    assert _yidu("check", good).return_value == 0
    folder = write(tmp_path, {"examples/one.toml": ("visits = 1", "visits = 2")})
    result = _yidu("check", folder)
    assert result.return_value == 1
    assert "one.toml:7: visits: 1, and not 2." in result.stderr
    assert _yidu("check", folder, "--no-examples").return_value == 0


def test_publish_and_show(cast: Cast, tmp_path: Path):
    folder = write(tmp_path)
    published = _yidu("publish", folder, "--committee", "500104", "--as", "office")
    assert published.output.startswith("small edition 1 for 500104  sha256:")
    assert "wuqian" in _yidu("show", "--committee", "500104").output
    shown = _yidu("show", "small", "--committee", "500104").output
    assert "handling         Handling  [lead, 10 working days]" in shown
    assert isinstance(_yidu("publish", folder, "--committee", "500104", "--as", "nobody").exception, Exception)
    refused = _yidu("publish", folder, "--committee", "500104", "--as", "member")
    assert refused.exception is not None
