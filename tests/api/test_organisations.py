"""Departments and enterprises by the API: read, written once, never overwritten."""

from __future__ import annotations

from uuid import uuid4

from tests.api.conftest import Enter, Program
from tests.cast import Cast
from yidu.people.models import Organisation


def test_staff_adds_a_body_and_everybody_may_read_it(cast: Cast, program: Enter, visitor: Program):
    made = program("office").post("/organisations/", kind="enterprise", name="重庆某某公司", place=cast.place.code)
    assert made.status_code == 200, made.content
    told = made.json()
    assert (told["name"], told["place"]["code"], told["version"]) == ("重庆某某公司", cast.place.code, 1)
    assert visitor.get(f"/organisations/{told['id']}").json() == told


def test_who_may_not_add_finds_nothing(cast: Cast, program: Enter, visitor: Program):
    told = {"kind": "enterprise", "name": "重庆某某公司"}
    assert program("member").post("/organisations/", **told).status_code == 404
    assert visitor.post("/organisations/", **told).status_code == 401
    assert not Organisation.objects.filter(name="重庆某某公司").exists()


def test_sent_twice_it_is_added_once_and_other_content_is_a_conflict(cast: Cast, program: Enter):
    office, told = program("office"), {"client_id": str(uuid4()), "kind": "other", "name": "某协会"}
    first, second = office.post("/organisations/", **told), office.post("/organisations/", **told)
    assert first.json() == second.json()
    other = office.post("/organisations/", **{**told, "name": "另一协会"})
    assert (other.status_code, list(other.json()["fields"])) == (409, ["client_id"])
    assert Organisation.objects.filter(kind="other").count() == 1


def test_a_newer_version_is_never_overwritten_and_what_happened_is_told(cast: Cast, program: Enter):
    office, address = program("office"), f"/organisations/{cast.economy.pk}"
    assert office.post(f"{address}/rename", name="大渡口区经信委", version=1).json()["version"] == 2
    late = office.post(f"{address}/rename", name="大渡口区工信局", version=1)
    assert (late.status_code, late.json()["current"]) == (409, 2)
    assert [one["step"] for one in late.json()["meanwhile"]] == ["organisation.renamed"]
    assert office.get(address).json()["name"] == "大渡口区经信委"


def test_a_list_goes_on_where_it_ended(cast: Cast, program: Enter):
    office = program("office")
    first = office.get("/organisations/", limit=2).json()
    second = office.get("/organisations/", limit=2, cursor=first["next"]).json()
    names = [one["name"] for one in first["items"] + second["items"]]
    assert names == [cast.economy.name, cast.land.name, cast.enterprise.name]
    assert second["next"] is None
