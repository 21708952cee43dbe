"""`yidu import` and `yidu export` call the same actions as the pages."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from tests.cast import Cast
from tests.sheets.conftest import write_workbook
from yidu.cli.door import Door, door
from yidu.people.models import Organisation
from yidu.sheets.models import Import


def run(*arguments: str) -> tuple[int, str]:
    import importlib

    command = importlib.import_module(f"yidu.cli.{arguments[0]}").command
    done = CliRunner().invoke(command, arguments[1:], standalone_mode=False)
    assert done.exception is None, done.exception
    return done.return_value or 0, done.output


def test_a_list_goes_in_by_command_once_and_comes_out(cast: Cast, tmp_path: Path):
    path = str(write_workbook(tmp_path / "list.xlsx", [["全称"], ["甲公司"]]))
    here = ("--committee", "500104", "--as", "office")
    code, said = run("import", "organisations", path, *here, "--dry-run")
    assert (code, said) == (0, "wrong 0, new 1, changed 0, unchanged 0\n")
    assert not Organisation.objects.filter(name="甲公司").exists()
    assert run("import", "organisations", path, *here)[0] == 0
    assert run("import", "organisations", path, *here) == (0, "wrong 0, new 0, changed 0, unchanged 1\n")
    out = tmp_path / "out.csv"
    run("export", "organisations", str(out), *here)
    assert "甲公司" in out.read_text(encoding="utf-8-sig")
    assert {one.state for one in Import.objects.all()} == {"done", "discarded"}


def test_one_wrong_row_stops_the_command_and_is_named_by_its_cell(cast: Cast, tmp_path: Path):
    path = str(write_workbook(tmp_path / "list.xlsx", [["全称", "地点"], ["甲公司", None], ["乙公司", "天宫"]]))
    code, said = run("import", "organisations", path, "--committee", "500104")
    assert code == 1
    assert "B3  天宫  本政协的名单里没有“天宫”。" in said
    assert not Organisation.objects.filter(name="甲公司").exists()


def test_both_commands_are_at_the_door():
    assert isinstance(door, Door)
    assert {"import", "export"} <= set(door.list_commands(None))  # type: ignore[arg-type]
