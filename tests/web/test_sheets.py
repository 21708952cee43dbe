"""A list is sent, looked at, confirmed and taken in on pages that also work without a script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.sheets.conftest import write_workbook
from tests.web.conftest import SignIn
from yidu.people.models import Organisation
from yidu.sheets.jobs import forget_old_imports, work_at_imports
from yidu.sheets.models import Import, Line
from yidu.sheets.reading import open_file

ROWS: list[list[Any]] = [
    ["全称", "简称", "统一社会信用代码", "地点"],
    ["重庆长征重工有限责任公司", "长征重工", None, "平安社区"],
    ["重庆义渡机械制造有限公司", "义渡", None, None],
    ["重庆某某公司", None, "12345", "不存在的街道"],
]


def send(client: Client, path: Path, *, kind: str = "organisations", name: str = "企业名单.xlsx") -> Any:
    upload = SimpleUploadedFile(name, path.read_bytes())
    return client.post(f"/sheets/{kind}/", {"file": upload, "client_id": str(uuid4())})


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def looked_at(cast: Cast, sign_in: SignIn, tmp_path: Path) -> tuple[Client, str]:
    """The office has sent a list, and it was looked at."""
    client = sign_in("office")
    answer = send(client, write_workbook(tmp_path / "list.xlsx", ROWS))
    assert answer.status_code == 302
    work_at_imports()
    return client, answer.url


def test_the_dry_run_shows_the_wrong_rows_first_with_cell_and_reason(looked_at: tuple[Client, str]):
    client, url = looked_at
    page = words(client.get(url))
    assert "将新增 1 行，变动 1 行。" in page
    assert "1 行有误，不导入。" in page
    assert "C 列 统一社会信用代码 12345 这不是统一社会信用代码" not in page  # what cannot be found is told first
    assert "D 列 地点 不存在的街道 本政协的名单里没有“不存在的街道”。" in page
    assert "B 列 简称 义渡机械 → 义渡" in words(client.get(f"{url}?state=changed"))
    assert Organisation.objects.filter(kind="enterprise").count() == 1


def test_after_the_yes_the_good_rows_are_in_and_the_wrong_ones_can_be_taken_away(
    looked_at: tuple[Client, str], tmp_path: Path
):
    client, url = looked_at
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_bytes(client.get(f"{url}wrong.xlsx").content)
    head, row = list(open_file(wrong, "wrong.xlsx").rows())
    assert head.cells[-1] == "哪里有误"
    assert row.cells[0] == "重庆某某公司"
    assert "地点：本政协的名单里没有" in str(row.cells[-1])
    version = Import.objects.get().version
    assert client.post(f"{url}confirm/", {"version": version}).status_code == 302
    waiting = words(client.get(url))
    assert "正在导入" in waiting
    fragment = client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    work_at_imports()
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "新增 1 行，变动 1 行。" in words(client.get(url))
    assert Organisation.objects.get(name="重庆长征重工有限责任公司").place is not None
    assert Organisation.objects.get(name="重庆义渡机械制造有限公司").short_name == "义渡"


def test_a_list_is_seen_by_nobody_but_whoever_sent_it(looked_at: tuple[Client, str], sign_in: SignIn, street: Client):
    _client, url = looked_at
    for address in (url, f"{url}wrong.xlsx"):
        assert sign_in("secretary").get(address).status_code == 404
        assert sign_in("member").get(address).status_code == 404
        assert street.get(address).status_code == 302
    assert sign_in("secretary").post(f"{url}confirm/", {"version": "2"}).status_code == 404


def test_a_kind_is_there_only_for_those_who_may(cast: Cast, sign_in: SignIn):
    member, office = sign_in("member"), sign_in("office")
    assert "导入、导出" in words(member.get("/sheets/"))
    assert member.get("/sheets/activities/").status_code == 200
    for kind in ("people", "organisations", "stations", "centres", "appointments", "matters", "nothing"):
        assert member.get(f"/sheets/{kind}/").status_code == 404
        assert member.get(f"/sheets/{kind}/export.csv").status_code == 404
    assert office.get("/sheets/matters/template.xlsx").status_code == 200
    assert office.get("/sheets/matters/export.pdf").status_code == 404


def test_a_refused_file_says_what_to_do_beside_the_field(cast: Cast, sign_in: SignIn, tmp_path: Path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    answer = send(sign_in("office"), path)
    assert answer.status_code == 422
    assert "文件内容与扩展名不符" in words(answer)
    assert sign_in("office").post("/sheets/people/", {}).status_code == 422


def test_a_list_that_is_thrown_away_is_gone_with_its_file(looked_at: tuple[Client, str], settings: Any):
    client, url = looked_at
    assert client.post(f"{url}discard/").status_code == 302
    assert client.get(url).status_code == 404
    assert not Line.objects.exists()
    assert Import.objects.get().file.name == ""


def test_the_pages_ask_few_questions(
    looked_at: tuple[Client, str], django_assert_max_num_queries: DjangoAssertNumQueries
):
    client, url = looked_at
    for address, most in (("/sheets/", 9), ("/sheets/organisations/", 11), (url, 11)):
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)


def test_what_nobody_came_back_to_is_forgotten_after_a_week(looked_at: tuple[Client, str]):
    from datetime import timedelta

    from yidu.common import clock

    assert forget_old_imports() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert forget_old_imports() == 1
    assert not Line.objects.exists()
