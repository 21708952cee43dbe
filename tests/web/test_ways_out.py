"""Every table that leaves the platform, with records that somebody named to run: none of it does."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.sheets.conftest import Clerk, write_workbook
from tests.web.conftest import SignIn
from tests.web.test_sheets import send
from tests.web.world import investor_lead, visit
from yidu.common.actors import SYSTEM
from yidu.matters.actions import raise_matter
from yidu.people.actions import add_organisation, add_person, appoint, open_station
from yidu.places.models import Place
from yidu.sheets.jobs import work_at_imports
from yidu.sheets.kinds import SHEETS

EVIL = "=cmd|' /C calc'!A0"
RUNS = re.compile(r"[\s\u00a0\u3000]*[=+\-@|%＝＋－＠｜％]")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def world(cast: Cast) -> Cast:
    """Whatever may be named by people is named so that it would run."""
    add_organisation(committee=cast.committee, kind="enterprise", name=EVIL, short_name="@SUM(1)", actor=SYSTEM)
    person = add_person(committee=cast.committee, name=EVIL, actor=SYSTEM)
    appoint(
        committee=cast.committee, person=person, role="member", sector=cast.sector,
        starts=cast.appointments["member"].starts, actor=SYSTEM,
    )  # fmt: skip
    open_station(
        committee=cast.committee, kind="venue", name=EVIL, place=cast.place,
        opened=cast.appointments["member"].starts, actor=SYSTEM,
    )  # fmt: skip
    # The list of divisions is nobody's to write, and yet who knows.
    Place.objects.filter(code="500104001008").update(name=EVIL)
    visit(cast, "2025-02-03", heard=EVIL)
    investor_lead(cast, "2025-02-03", title=EVIL)
    raise_matter(
        committee=cast.committee, edition=cast.edition, kind="enterprise-difficulty", title=EVIL, text=EVIL,
        organisation=cast.enterprise, raised_as="member", actor=cast.member, client_id=uuid4(),
    )  # fmt: skip
    return cast


LISTS = [f"/sheets/{kind}/export.{form}" for kind in SHEETS for form in ("xlsx", "csv")]
FIGURES = [reverse("figure-table", args=["500104", "wuqian", "investors-introduced", form]) for form in ("xlsx", "csv")]
WAYS = [*LISTS, *FIGURES, "/matters/export/"]


def cells(answer: Any) -> list[tuple[str, bool]]:
    """Every text of a table, and whether a spreadsheet is told that it is one: by a sign before it, or by its style."""
    if "csv" in answer["Content-Type"]:
        table = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
        return [(cell, False) for row in table for cell in row]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}
    assert not re.search(r"<f[ >/]|<hyperlink|<ddeLink|<externalLink", "".join(parts.values()))
    styles = parts["xl/styles.xml"].split("<cellXfs")[1].split("</cellXfs>")[0]
    quoted = {str(number) for number, xf in enumerate(re.findall(r"<xf [^>]*>", styles)) if "quotePrefix" in xf}
    found = []
    for name, markup in parts.items():
        if not name.startswith("xl/worksheets/"):
            continue
        for style, text in re.findall(r'<c r="\w+" s="(\d+)" t="inlineStr"><is><t[^>]*>([^<]*)</t>', markup):
            found.append((text.replace("&amp;", "&"), style in quoted))
    return found


def running(answer: Any) -> list[str]:
    """The cells of a table that a spreadsheet may run."""
    return [text for text, is_told in cells(answer) if RUNS.match(text) and not is_told]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_in_it_runs(world: Cast, sign_in: SignIn, way: str, monkeypatch: pytest.MonkeyPatch):
    client = sign_in("office")
    answer = client.get(way)
    assert answer.status_code == 200
    assert any("calc" in text for text, _told in cells(answer)), "the evil record is in it"
    assert running(answer) == []
    monkeypatch.setattr("yidu.sheets.writing.LIVE", ("nothing",))  # the broken twin
    assert EVIL in running(client.get(way))


def test_nor_in_the_rows_that_are_given_back(world: Cast, sign_in: SignIn, tmp_path: Path):
    client: Client = sign_in("office")
    rows = [["全称", "地点", "简称"], [EVIL[1:], "天宫", "@SUM(1)"], ["甲公司", "-1+1", "|x"]]
    address = send(client, write_workbook(tmp_path / "list.xlsx", rows)).url
    work_at_imports()
    answer = client.get(f"{address}wrong.xlsx")
    assert {"@SUM(1)", "|x", "-1+1"} <= {text for text, _told in cells(answer)}
    assert running(answer) == []


def test_what_went_out_with_a_sign_before_it_comes_in_without(world: Cast, sign_in: SignIn, tmp_path: Path):
    path = tmp_path / "out.csv"
    path.write_bytes(sign_in("office").get("/sheets/organisations/export.csv").content)
    seen = Clerk(world, tmp_path, world.office).look("organisations", path, name="out.csv")
    assert list(seen.counts) == ["unchanged"]


def test_every_table_is_written_by_one_hand():
    """Who writes a table by other means than `yidu.sheets.writing` is not guarded by it: there is nobody else."""
    writes = re.compile(r"csv\.(writer|DictWriter)|import xlsxwriter|openpyxl")
    own = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "yidu").rglob("*.py")
        if writes.search(path.read_text("utf-8"))
    }
    assert own == {"yidu/sheets/writing.py", "yidu/cli/figures.py"}
    assert "plain(cell)" in (ROOT / "yidu/cli/figures.py").read_text("utf-8")
