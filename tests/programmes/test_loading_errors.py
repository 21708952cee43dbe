"""Every error that a folder can have is told with its file, its line and a hint."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.programmes.folders import SMALL, broken, line_of, said, write
from yidu.programmes.loading import load

SLIPS = tomllib.loads((SMALL.parent / "slips.toml").read_text(encoding="utf-8"))["slip"]


def test_the_small_folder_has_no_errors(tmp_path: Path):
    assert said(load(write(tmp_path)).problems) == []


@pytest.mark.parametrize("slip", SLIPS, ids=[f"{one['file']}:{one['told'][:50]}" for one in SLIPS])
def test_a_slip_is_told_with_its_line_and_a_hint(tmp_path: Path, slip: dict[str, str]):
    problems = said(broken(tmp_path, slip["file"], slip["old"], slip["new"]).problems)
    wanted = [one for one in problems if slip["told"] in one]
    assert wanted, problems
    line = line_of(tmp_path, slip["file"], slip["on"])
    assert any(f":{line} " in one for one in wanted), (line, wanted)


def test_all_errors_come_at_once_in_order(tmp_path: Path):
    changes = {
        "programme.toml": ("until = 2025-12-31", "until = 2024-12-31"),
        "kinds.toml": ('["trouble"]', '["troble"]'),
        "procedures.toml": ('to = "signing"', 'to = "sining"'),
        "indicators.toml": ('how-much = "families"', 'how-much = "family"'),
        "lists.toml": ('id = "b"', 'id = "a"'),
    }
    problems = load(write(tmp_path, changes)).problems
    assert problems == sorted(problems)
    assert {problem.spot.file.name for problem in problems} == set(changes)


def test_one_misspelt_word_does_not_hide_the_errors_beside_it_nor_bring_others(tmp_path: Path):
    sheet = broken(tmp_path, "procedures.toml", 'effect = "assign"', 'effect = "asign"')
    assert len(sheet.problems) == 1
    changes = {
        "procedures.toml": (
            'effect = "assign", asks = ["lead"], to = "handling"',
            'effect = "asign", asks = ["lead"], to = "hand"',
        )
    }
    told = said(load(write(tmp_path / "two", changes)).problems)
    assert len(told) == 2, told


def test_what_has_no_place_in_a_folder_is_told(tmp_path: Path):
    more: dict[str, Any] = {"kind.toml": "[visit]\n", "page.toml": "x = 1\n"}
    more |= {"texts/visits.txt": "x", "texts/more.zh.md": "多"}
    told = said(load(write(tmp_path, **more)).problems)
    assert [one.split(" ")[0] for one in told] == ["kind.toml:1", "page.toml:1", "more.en.md:1", "visits.txt:1"]
    assert "Did you mean “kinds.toml”?" in told[0]


def test_a_campaign_without_a_text_is_told(tmp_path: Path):
    told = said(load(write(tmp_path, **{"texts/visits.zh.md": None, "texts/visits.en.md": None})).problems)
    assert told == [
        "programme.toml:9 The campaign “visits” has no text. Write the files texts/visits.zh.md and texts/visits.en.md."
    ]


def test_a_folder_that_is_not_there_or_not_text_is_told(tmp_path: Path):
    assert "There is no such folder." in said(load(tmp_path / "nowhere").problems)[0]
    folder = write(tmp_path)
    (folder / "kinds.toml").write_bytes(b"\xff\xfe\x00")
    assert "Save it as UTF-8 text." in said(load(folder).problems)[0]


def test_folders_that_use_each_other_are_told(tmp_path: Path):
    write(tmp_path, {"programme.toml": ('["base"]', '["base", "other"]')})
    other = tmp_path / "other"
    other.mkdir()
    header = 'id = "other"\ntitle = { zh = "另", en = "Other" }\nfrom = 2025-01-01\nuses = ["small"]\n'
    (other / "programme.toml").write_text(header, encoding="utf-8")
    assert any("uses this folder in turn" in one for one in said(load(tmp_path / "small").problems))
