"""Lists by the API: sent, looked at, said yes to, taken in, taken away; nobody sees another's."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import ROOT, Enter, Program
from tests.cast import Cast
from yidu.people.models import Organisation
from yidu.sheets.jobs import work_at_imports
from yidu.sheets.models import Import

HEADS = "单位类型,全称,简称"
GOOD = f"{HEADS}\n企业,重庆长征重工有限责任公司,长征重工\n部门,大渡口区民政局,区民政局\n"
WRONG = f"{GOOD}商铺,某某商铺,\n"


def send(program: Program, text: str = GOOD, kind: str = "organisations", **told: Any) -> Any:
    told = {"client_id": str(uuid4()), **told}
    file = SimpleUploadedFile("名单.csv", text.encode("utf-8-sig"), "text/csv")
    return program.client.post(
        f"{ROOT}/sheets/{kind}/imports", {**told, "file": file},
        headers={**program.headers, "Accept-Language": "zh-hans"},
    )  # fmt: skip


def test_a_list_is_looked_at_and_taken_in_once_it_is_said_yes_to(cast: Cast, program: Enter):
    office = program("office")
    sent = send(office)
    assert (sent.status_code, sent.json()["state"]) == (200, "uploaded"), sent.content
    address = f"/sheets/imports/{sent.json()['id']}"
    work_at_imports()
    seen = office.get(address).json()
    assert (seen["state"], seen["counts"]) == ("checked", {"new": 2})
    assert not Organisation.objects.filter(name="大渡口区民政局").exists()
    said = office.post(f"{address}/confirm", version=seen["version"])
    assert said.json()["state"] == "confirmed", said.content
    work_at_imports()
    assert office.get(address).json()["state"] == "done"
    assert Organisation.objects.filter(name__in=["大渡口区民政局", "重庆长征重工有限责任公司"]).count() == 2
    assert [one["id"] for one in office.get("/sheets/imports/").json()["items"]] == [sent.json()["id"]]


def test_sent_twice_it_is_one_list_and_an_older_version_says_nothing(cast: Cast, program: Enter):
    office, id_ = program("office"), str(uuid4())
    first, second = send(office, client_id=id_), send(office, client_id=id_)
    assert first.json()["id"] == second.json()["id"]
    assert send(office, WRONG, client_id=id_).status_code == 409
    assert Import.objects.count() == 1
    work_at_imports()
    late = office.post(f"/sheets/imports/{first.json()['id']}/confirm", version=1)
    assert (late.status_code, late.json()["current"]) == (409, 2)


def test_each_wrong_row_is_told_with_its_cell_and_the_reason(cast: Cast, program: Enter):
    office = program("office")
    address = f"/sheets/imports/{send(office, WRONG).json()['id']}"
    work_at_imports()
    assert office.get(address).json()["counts"] == {"new": 2, "wrong": 1}
    (row,) = office.get(f"{address}/rows").json()["items"]
    (cell,) = row["cells"]
    assert (row["row"], cell["column"], cell["was"]) == (4, "单位类型", "商铺")
    assert "企业" in cell["why"]
    first = office.get(f"{address}/rows", state="new", limit=1).json()
    rest = office.get(f"{address}/rows", state="new", limit=1, cursor=first["next"]).json()
    assert [one["row"] for one in first["items"] + rest["items"]] == [2, 3]
    assert office.post(f"{address}/discard").json()["state"] == "discarded"


def test_nobody_sees_or_confirms_the_list_of_another(cast: Cast, program: Enter, visitor: Program):
    address = f"/sheets/imports/{send(program('office')).json()['id']}"
    work_at_imports()
    for reader, status in ((program("member"), 404), (program("secretary"), 404), (visitor, 401)):
        assert reader.get(address).status_code == status
        assert reader.get(f"{address}/rows").status_code == status
        assert reader.post(f"{address}/confirm", version=2).status_code == status
        assert reader.post(f"{address}/discard").status_code == status
    assert Import.objects.get().state == Import.State.CHECKED


def test_a_kind_that_one_may_not_bring_is_not_there(cast: Cast, program: Enter):
    member = program("member")
    assert send(member).status_code == 404
    assert member.get("/sheets/organisations/export").status_code == 404
    assert program("office").get("/sheets/nothing/export").status_code == 404


def test_what_goes_out_comes_in_again_and_changes_nothing(cast: Cast, program: Enter):
    office = program("office")
    kinds = {one["kind"]: one for one in office.get("/sheets/").json()}
    assert len(kinds) >= 4
    assert {"id", "title", "why", "holds", "required", "told"} == set(kinds["organisations"]["columns"][0])
    out = office.get("/sheets/organisations/export", form="csv").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(out)))) == 4
    assert office.get("/sheets/organisations/template").content.startswith(b"PK")
    address = f"/sheets/imports/{send(office, out).json()['id']}"
    work_at_imports()
    assert office.get(address).json()["counts"] == {"unchanged": 3}


@pytest.mark.parametrize("body", [{}, {"file": "text"}])
def test_without_a_file_the_field_is_named(cast: Cast, program: Enter, body: dict[str, str]):
    office = program("office")
    told = office.client.post(
        f"{ROOT}/sheets/organisations/imports", {"client_id": str(uuid4()), **body}, headers=office.headers
    )
    assert (told.status_code, list(told.json()["fields"])) == (422, ["file"]), json.loads(told.content)


def test_what_is_no_list_is_refused_at_once(cast: Cast, program: Enter):
    office = program("office")
    file = SimpleUploadedFile("名单.xlsx", b"%PDF-1.7", "application/pdf")
    told = office.client.post(
        f"{ROOT}/sheets/organisations/imports", {"client_id": str(uuid4()), "file": file}, headers=office.headers
    )
    assert (told.status_code, list(told.json()["fields"])) == (422, ["file"])
    assert not Import.objects.exists()
