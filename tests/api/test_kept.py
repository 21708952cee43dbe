"""What is kept by the API: corrections, the calendar, reminders, tokens, the signature of a witness."""

from __future__ import annotations

from uuid import uuid4

from pytest_django import Settings

from tests.api.conftest import Enter, Program
from tests.cast import Cast
from tests.ledger.test_outside import WITNESS, cosigned
from tests.web.world import visit
from yidu.common import in_force
from yidu.ledger.models import Cosignature, Step
from yidu.ledger.seals import seal
from yidu.notices.models import Channel
from yidu.people.models import Organisation, Person
from yidu.services.models import Token


def test_a_body_is_corrected_whole(cast: Cast, program: Enter):
    office, address = program("office"), f"/organisations/{cast.enterprise.pk}"
    told = {"name": "重庆义渡机械有限公司", "uscc": "91500104203297316F", "place": cast.place.code}
    done = office.post(f"{address}/correct", version=1, **told)
    assert (done.status_code, done.json()["uscc"]) == (200, told["uscc"]), done.content
    late = office.post(f"{address}/correct", version=1, **told)
    assert (late.status_code, [one["step"] for one in late.json()["meanwhile"]]) == (409, ["organisation.corrected"])
    wrong = office.post(f"{address}/correct", version=2, **{**told, "uscc": "91500104203297316G"})
    assert list(wrong.json()["fields"]) == ["uscc"]
    assert program("member").post(f"{address}/correct", version=2, **told).status_code == 404
    assert Organisation.objects.get(pk=cast.enterprise.pk).name == told["name"]


def test_a_person_and_a_station_are_corrected(cast: Cast, program: Enter):
    office, person = program("office"), cast.people["member"]
    done = office.post(f"/people/{person.pk}/correct", version=person.version, name="王晓兰", email="w@example.org")
    assert (done.status_code, done.json()["name"]) == (200, "王晓兰"), done.content
    assert Person.objects.get(pk=person.pk).email == "w@example.org"
    wrong = office.post(f"/people/{person.pk}/correct", version=2, name="王晓兰", email="w")
    assert list(wrong.json()["fields"]) == ["email"]
    told = {"place": "500104001004", "opened": "2025-01-10"}
    moved = office.post(f"/stations/{cast.venue.pk}/correct", version=cast.venue.version, **told)
    assert (moved.status_code, moved.json()["place"]["code"]) == (200, told["place"]), moved.content
    assert office.post(f"/stations/{cast.venue.pk}/correct", version=1, **told).status_code == 409


def test_a_service_is_added_and_appointed(cast: Cast, program: Enter):
    office = program("office")
    made = office.post("/people/services", name="区经济信息委办公系统").json()
    assert made["is_service"]
    told = {"person": made["id"], "role": "handler", "starts": "2025-02-17", "organisation": cast.economy.pk}
    assert office.post("/appointments/", **told).status_code == 200
    assert program("member").post("/people/services", name="别的").status_code == 404


def test_the_calendar_is_read_by_everybody_and_edited_by_its_keepers(cast: Cast, program: Enter, visitor: Program):
    year = visitor.get("/calendar/2031").json()
    assert (year["version"], year["announced"]) == (0, False)
    office = program("office")
    told = {"day": "2031-03-03", "kind": "holiday", "zh": "建区纪念日"}
    assert program("member").post("/calendar/set-day", version=0, **told).status_code == 404
    assert list(office.post("/calendar/set-day", version=0, **{**told, "zh": ""}).json()["fields"]) == ["zh"]
    done = office.post("/calendar/set-day", version=0, **told)
    assert (done.status_code, done.json()["version"]) == (200, 1), done.content
    assert {"day": "2031-03-03", "kind": "holiday", "zh": "建区纪念日", "en": ""} in done.json()["days"]
    late = office.post("/calendar/set-day", version=0, **told)
    assert (late.status_code, late.json()["current"]) == (409, 1)
    said = office.post("/calendar/2031/announce", version=1, source="国办发明电〔2030〕9号")
    assert said.json()["announced"]
    assert in_force.calendar().is_announced(2031)
    assert visitor.get("/calendar/1999").status_code == 404


def test_one_chooses_how_one_is_reminded_and_the_address_is_never_told(cast: Cast, program: Enter):
    member = program("member")
    assert member.get("/reminders/").json()["kind"] == "off"
    wrong = member.post("/reminders/", version=0, kind="email", address="nobody")
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["address"])
    done = member.post("/reminders/", version=0, kind="email", address="wang@example.org", hour=7)
    assert (done.status_code, done.json()["version"]) == (200, 1), done.content
    assert "wang@" not in done.content.decode()
    assert done.json()["address"] == "w…@example.org"
    assert member.post("/reminders/", version=0, kind="off").status_code == 409
    assert Channel.objects.get(person=cast.people["member"]).hour == 7


def test_a_token_ends_itself_and_not_another_persons(cast: Cast, program: Enter):
    member, office = program("member"), program("office")
    mine, others = member.get("/tokens/").json()["items"], office.get("/tokens/").json()["items"]
    assert [one["name"] for one in mine] == ["对接程序"]
    assert member.secret.removeprefix("yidu-") not in str(mine)
    assert member.post(f"/tokens/{others[0]['id']}/end").status_code == 404
    assert member.post(f"/tokens/{mine[0]['id']}/end").json()["ended_at"]
    assert member.get("/tokens/").status_code == 401
    assert Token.objects.filter(ended_at=None).count() == 1


def test_a_witness_brings_its_signature_without_a_token(cast: Cast, visitor: Program, settings: Settings):
    settings.YIDU_WITNESSES = [str(WITNESS.public)]
    visit(cast, "2025-02-17")
    made = seal()[-1]
    line, id_ = cosigned(made), str(uuid4())
    kept = visitor.post("/seals/cosign", size=made.size, line=line, client_id=id_)
    assert (kept.status_code, kept.json()["witness"]) == (200, "witness.example"), kept.content
    again = visitor.post("/seals/cosign", size=made.size, line=line, client_id=id_)
    assert again.json() == kept.json()
    assert Cosignature.objects.count() == Step.objects.filter(name="seal.cosigned").count() == 1
    forged = visitor.post("/seals/cosign", size=made.size, line=line[:-9] + "AAAAAAAA\n")
    assert (forged.status_code, list(forged.json()["fields"])) == (422, ["line"])
