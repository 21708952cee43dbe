"""The page of a figure: the number, its meaning, what was said before, and what each reader may know of the records."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.web.conftest import SignIn
from tests.web.test_lists import asked
from tests.web.world import investor_lead, solved_difficulty, visit
from yidu.activities.actions import withdraw_activity
from yidu.cli.figures import command
from yidu.ledger.figures import figure_list, publish_all
from yidu.ledger.merkle import root_from_path
from yidu.ledger.models import Entry, Seal
from yidu.ledger.seals import seal


def page_of(indicator: str, query: str = "", *, code: str = "500104") -> str:
    return reverse("figure", args=[code, "wuqian", indicator]) + query


def test_the_page_prints_the_number_that_the_ledger_counts(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    visit(cast, "2025-02-04", by="leader")
    rows = {row.id: row for row in figure_list(cast.committee)}
    for indicator, expected in (("visits", 2), ("visits-by-leaders", 1), ("enterprises-helped", 1), ("members", 1)):
        shown = street.get(page_of(indicator)).context["value"]
        assert shown == rows[indicator].value == Decimal(expected)
    assert street.get(rows["visits"].link).context["value"] == 2


def test_the_list_says_the_same_as_the_command(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    solved_difficulty(cast)
    told = CliRunner().invoke(command, ["--committee", "500104", "--format", "json"], standalone_mode=False).stdout
    (programme,) = street.get(reverse("figures", args=["500104"])).context["programmes"]
    shown = {line.row.id: (line.row.value, line.row.link) for group in programme.groups for line in group.lines}
    assert shown == {
        one["id"]: (None if one["value"] is None else Decimal(str(one["value"])), one["link"])
        for one in json.loads(told)
    }


def test_the_definition_is_built_from_the_rule(cast: Cast, street: Client):
    page = street.get(page_of("visits-by-leaders", "?from=2025-01-01&to=2025-12-31")).content.decode()
    assert "2025年内，类别为“走访服务企业”、由时任班子成员带队的活动，每次计 1。" in page
    assert "第 1 版" in page


def test_as_of_a_day_it_is_the_number_of_that_day(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    visit(cast, "2025-02-10")
    assert street.get(page_of("visits", "?as-of=2025-02-05")).context["value"] == 1
    assert street.get(page_of("visits")).context["value"] == 2


def test_a_correction_is_shown_with_its_reason(cast: Cast, street: Client):
    wrong = visit(cast, "2025-02-03")
    visit(cast, "2025-02-04")
    with at("2025-02-05"):
        publish_all()
    with at("2025-02-06"):
        withdraw_activity(wrong, version=1, reason="同一次走访记了两遍", actor=cast.office)
    page = street.get(page_of("visits"))
    (revision,) = page.context["revisions"]
    assert (revision.was, revision.became) == (2, 1)
    assert "2 → 1" in page.content.decode()
    assert page.content.decode().count("同一次走访记了两遍") == 2
    assert [line.quantity for line in page.context["proof"].lines] == [1, -1, 1]


def test_who_may_not_read_a_record_learns_that_it_exists(cast: Cast, street: Client, sign_in: SignIn):
    investor_lead(cast, "2025-02-03", title="某仪器公司来考察")
    visitor, member = (
        street.get(page_of("investors-introduced")),
        sign_in("member").get(page_of("investors-introduced")),
    )
    assert visitor.context["value"] == member.context["value"] == 1
    assert "某仪器公司" not in visitor.content.decode()
    assert "不公开的记录" in visitor.content.decode()
    assert "某仪器公司" in member.content.decode()


def test_what_one_takes_away_hides_the_same(cast: Cast, street: Client, sign_in: SignIn):
    investor_lead(cast, "2025-02-03", title="某仪器公司来考察")
    seal()
    where = ["500104", "wuqian", "investors-introduced"]
    for address in (reverse("figure-table", args=[*where, "csv"]), reverse("figure-proofs", args=where)):
        assert "某仪器公司" not in street.get(address).content.decode()
    assert "某仪器公司" in sign_in("member").get(reverse("figure-table", args=[*where, "csv"])).content.decode()
    (proof,) = street.get(reverse("figure-proofs", args=where)).json()["entries"]
    assert proof["entry"] is None


def test_the_table_has_a_line_for_each_entry(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    visit(cast, "2025-02-04")
    where = ["500104", "wuqian", "visits"]
    rows = list(
        csv.reader(io.StringIO(street.get(reverse("figure-table", args=[*where, "csv"])).content.decode("utf-8-sig")))
    )
    assert [row[0] for row in rows[1:]] == ["2025-02-04", "2025-02-03"]
    workbook = street.get(reverse("figure-table", args=[*where, "xlsx"]))
    assert zipfile.is_zipfile(io.BytesIO(workbook.content))
    assert street.get(reverse("figure-table", args=[*where, "exe"])).status_code == 404


def test_the_downloaded_proof_leads_to_the_root(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    seal()
    (newest,) = Seal.objects.order_by("-number")[:1]
    (entry,) = Entry.objects.filter(indicator="visits")
    where = ["500104", "wuqian", "visits"]
    (proof,) = street.get(reverse("figure-proofs", args=where)).json()["entries"]
    alone = street.get(reverse("entry-proof", args=[*where, entry.pk])).json()
    assert alone["leaf"] == proof["leaf"] == bytes(entry.leaf).hex()
    path = [bytes.fromhex(one) for one in proof["path"]]
    root = root_from_path(bytes(entry.leaf), proof["position"], proof["seal"]["size"], path)
    assert root == bytes(newest.root)


def test_an_entry_of_another_figure_has_no_proof_here(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    seal()
    other = Entry.objects.filter(indicator="members").first()
    assert other is not None
    assert street.get(reverse("entry-proof", args=["500104", "wuqian", "visits", other.pk])).status_code == 404


def test_it_is_split_by_place_and_by_sector_and_each_part_opens(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    visit(cast, "2025-02-04", by="leader")
    page = street.get(page_of("visits")).context
    (township,) = page["places"]
    assert (township.value, [(part.label, part.value) for part in page["sectors"]]) == (
        2, [("经济界", 1), ("未说明", 1)],
    )  # fmt: skip
    narrowed = street.get(page["sectors"][0].url).context
    assert narrowed["value"] == 1
    (only,) = narrowed["filters"]
    assert (only.value, only.without) == ("经济界", page_of("visits"))


def test_a_year_is_one_tap_away(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    years = street.get(page_of("visits")).context["years"]
    assert [(label, shown) for label, _url, shown in years] == [("2025", False), ("全部年份", True)]
    assert street.get(years[0][1]).context["value"] == 1
    assert street.get(page_of("members")).context["years"] == []


def test_what_a_visit_brought_back_stands_beside_it(cast: Cast, street: Client):
    solved_difficulty(cast)
    page = street.get(page_of("visits")).context
    assert list(page["brought"].values()) == ["1 件 · 已解决"]


def test_the_city_counts_what_is_below_it(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    page = street.get(page_of("visits", code="500000")).context
    assert page["value"] == 1
    assert [(part.label, part.value) for part in page["places"]] == [("大渡口区", 1)]


@pytest.mark.parametrize(
    "address",
    [
        "/c/500104/figures/wuqian/nothing/",
        "/c/500104/figures/nothing/visits/",
        "/c/999999/figures/wuqian/visits/",
        "/c/500104/figures/sets/wuqian/nothing/",
        "/c/500000/figures/sets/wuqian/page/",
    ],
)
def test_a_figure_that_does_not_exist_is_not_found(cast: Cast, street: Client, address: str):
    assert street.get(address).status_code == 404


def test_a_day_that_is_none_is_said_so(cast: Cast, street: Client):
    answer = street.get(page_of("visits", "?as-of=2025-02-31"))
    assert answer.status_code == 422
    assert "2025-07-31" in answer.content.decode()


def test_the_list_has_every_public_figure_under_its_campaign(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    (programme,) = street.get(reverse("figures", args=["500104"])).context["programmes"]
    listed = [line.row.id for group in programme.groups for line in group.lines]
    assert sorted(listed) == sorted(row.id for row in figure_list(cast.committee, public_only=True))
    assert [line.row.id for line in programme.groups[0].lines][:2] == ["enterprises-helped", "visits-by-leaders"]
    assert ("page", "2025 年 7 月见报数字") in programme.sets


def test_a_figure_set_is_a_table_to_print(cast: Cast, street: Client):
    visit(cast, "2025-02-04", by="leader")
    rows = street.get(reverse("figure-set", args=["500104", "wuqian", "page"])).context["rows"]
    told = {row.id: row.value for row, _how in rows}
    assert list(told) == [f"D{number:02}" for number in range(1, 20)]
    assert (told["D01"], told["D03"], told["D05"]) == (1, 1, 0)


def test_how_often_the_database_is_asked_does_not_grow_with_the_records(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    addresses = [page_of("visits"), reverse("figures", args=["500104"])]
    before = [asked(street, address) for address in addresses]
    for day in range(4, 14):
        visit(cast, f"2025-02-{day:02}")
    assert [asked(street, address) for address in addresses] == before
    assert before == [QUERIES_OF_A_PROOF, QUERIES_OF_THE_LIST]


QUERIES_OF_A_PROOF, QUERIES_OF_THE_LIST = 18, 3
