"""`yidu ledger` and `yidu figures`."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cast import at
from tests.ledger.conftest import INDICATORS, District, tampering
from yidu.cli.figures import command as figures
from yidu.cli.ledger import command as ledger
from yidu.common.errors import Refused
from yidu.ledger.models import Entry, Seal
from yidu.people.models import Appointment

SET = """
title = {{ zh = "三月", en = "March" }}
committee = "500104"
programme = "short"
as-of = 2025-03-31

[figure.A1]
indicator = "{indicator}"
"""


@pytest.fixture
def filled(district: District) -> District:
    with at("2025-03-01"):
        district.appoint()
        district.open_station("跳甲")
    return district


def run(command: object, *words: str) -> Result:
    return CliRunner().invoke(command, words, standalone_mode=False)  # type: ignore[arg-type]


def test_a_clean_ledger_audits_to_nothing(filled: District):
    result = run(ledger, "audit")
    assert (result.return_value, result.stderr.strip()) == (0, "")
    assert re.search(r"\b0 ", result.stdout)


def test_an_audit_with_a_difference_ends_with_one(filled: District):
    Appointment.objects.update(starts=date(2025, 2, 1))
    result = run(ledger, "audit")
    assert result.return_value == 1
    assert "short/members" in result.stderr
    assert result.stderr.strip().splitlines()[-1].startswith("yidu: ")


def test_sealing_and_verifying(filled: District):
    assert run(ledger, "verify").return_value == 0
    assert run(ledger, "seal").return_value == 0
    root = bytes(Seal.objects.get().root).hex()
    assert root in run(ledger, "seal").stdout
    assert run(ledger, "verify", "--root", f"1:{root}").return_value == 0
    assert run(ledger, "verify", "--root", f"1:{'0' * 64}").return_value == 1
    first = Entry.objects.earliest("pk")
    with tampering("ledger_entry") as cursor:
        cursor.execute(f"UPDATE ledger_entry SET quantity = 9 WHERE id = {first.pk}")
    result = run(ledger, "verify")
    assert result.return_value == 1
    assert str(first.pk) in result.stderr
    assert run(ledger, "verify", "--root", "1:abc").exception is not None


def test_figures_of_a_committee_in_every_format(filled: District):
    told = json.loads(run(figures, "--committee", "500104", "--format", "json").stdout)
    rows = {row["id"]: row for row in told}
    assert list(rows["coverage"]) == ["id", "title", "value", "unit", "target", "link"]
    assert (rows["members"]["value"], rows["coverage"]["value"], rows["members"]["target"]) == (1, 25.0, None)
    assert rows["members"]["link"] == "/c/500104/figures/short/members/"
    listed = list(csv.DictReader(io.StringIO(run(figures, "--committee", "500104", "--format", "csv").stdout)))
    assert {row["id"]: row["value"] for row in listed}["coverage"] == "25"
    table = run(figures, "--committee", "500104", "--as-of", "2025-03-31").stdout
    assert "/c/500104/figures/short/members/?as-of=2025-03-31" in table


def test_a_title_of_a_programme_does_not_run_in_the_table(filled: District, monkeypatch: pytest.MonkeyPatch):
    title = {"zh": "=1+1", "en": "=1+1"}
    filled.publish({**INDICATORS, "members": {**INDICATORS["members"], "title": title}})
    said = ("--committee", "500104", "--format", "csv")
    assert "members,'=1+1,1," in run(figures, *said).stdout
    monkeypatch.setattr("yidu.sheets.writing.LIVE", ("@",))  # the broken twin
    assert "members,=1+1,1," in run(figures, *said).stdout


def test_figures_of_a_day_and_a_period(filled: District):
    def members(*words: str) -> int:
        told = json.loads(run(figures, "--committee", "500104", "--format", "json", *words).stdout)
        return {row["id"]: int(row["value"] or 0) for row in told}["appointed"]

    assert members() == 1
    assert members("--as-of", "2025-02-28") == 0
    assert members("--from", "2025-01-11") == 0
    assert members("--from", "2025-01-01", "--to", "2025-01-10", "--programme", "short") == 1


def test_a_figure_set_from_a_file(filled: District, tmp_path: Path):
    file = tmp_path / "page.toml"
    file.write_text(SET.format(indicator="members"), encoding="utf-8")
    (row,) = json.loads(run(figures, "--set", str(file), "--format", "json").stdout)
    assert (row["id"], row["value"], row["unit"]) == ("A1", 1, "个")
    file.write_text(SET.format(indicator="Not A Word"), encoding="utf-8")
    result = run(figures, "--set", str(file))
    assert "page.toml:8" in result.stderr
    assert result.exception is not None
    file.write_text(SET.format(indicator="no-such-thing"), encoding="utf-8")
    assert isinstance(run(figures, "--set", str(file)).exception, Refused)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--committee", "999999"],
        ["--committee", "500104", "--programme", "long"],
        ["--committee", "500104", "--as-of", "July"],
        ["--committee", "500104", "--set", __file__],
    ],
)
def test_what_makes_no_sense_is_refused(filled: District, words: list[str]):
    assert run(figures, *words).exception is not None
