"""What phones send after a time without signal: taken once, in any order, or kept for its author; never a crash."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.cast import Cast, at
from tests.web.conftest import SignIn, Way
from tests.web.envelopes import HEARD, Phone
from yidu.activities.models import Activity
from yidu.common import clock
from yidu.common.actors import SYSTEM
from yidu.common.sealing import CannotOpen, seal, sealing_key, unseal
from yidu.ledger.figures import figure_list
from yidu.ledger.models import Step
from yidu.matters.models import Matter
from yidu.people.actions import withdraw_appointment
from yidu.web.models import Envelope
from yidu.web.outbox.envelope import Inside, author_mark


@pytest.fixture
def phone() -> Phone:
    return Phone()


def figures(cast: Cast) -> dict[str, Any]:
    return {row.id: row.value for row in figure_list(cast.committee)}


def test_a_visit_from_a_phone_is_recorded_with_what_it_brings_back(cast: Cast, sign_in: SignIn, phone: Phone):
    before = figures(cast)
    answer = phone.send(sign_in("member"), phone.visit(cast))
    assert answer.status_code == 200, answer.content.decode()
    activity, matter = Activity.objects.get(), Matter.objects.get()
    assert answer.json() == {
        "state": "taken", "url": f"/activities/{activity.pk}/", "again": False, "fields": {},
    }  # fmt: skip
    assert (activity.organisation, activity.heard, activity.headcount) == (cast.enterprise, HEARD, 2)
    assert activity.host == cast.appointments["member"]
    assert activity.day == clock.today()
    assert (matter.title, matter.activity) == ("生产用地不足", activity)
    after = figures(cast)
    moved = {name for name, value in after.items() if value != before[name] and not name.endswith("rate")}
    assert moved == {
        "visits", "visits-by-members", "enterprises-helped", "townships-visited", "difficulties", "matters-raised",
    }  # fmt: skip
    assert all(after[name] == (before[name] or 0) + 1 for name in moved)


def test_sent_again_it_is_there_once_and_the_answer_is_the_same(cast: Cast, sign_in: SignIn, phone: Phone):
    envelope, member = phone.visit(cast), sign_in("member")
    first = phone.send(member, envelope)
    steps = Step.objects.count()
    for _time in range(3):
        again = phone.send(member, envelope)
        assert again.status_code == 200
        assert again.json() == {**first.json(), "again": True}
    assert (Activity.objects.count(), Matter.objects.count(), Step.objects.count()) == (1, 1, steps)


def test_what_the_ordinary_form_had_already_sent_is_not_recorded_again(cast: Cast, sign_in: SignIn, phone: Phone):
    """The answer of the form was cut off; the worker sealed what the form said, under the id of the form."""
    member = sign_in("member")
    from tests.web.conftest import visit_form

    form = visit_form(cast)
    assert member.post("/record/wuqian/enterprise-visit/", form).status_code == 302
    fields = tuple((name, value) for name, value in form.items() if name != "client_id")
    inside = Inside(
        author_mark(cast.people["member"].pk), cast.committee.code, "wuqian", "enterprise-visit", "", fields
    )
    answer = phone.send(member, phone.envelope("visit", inside, id_=UUID(form["client_id"])))
    assert (answer.status_code, Activity.objects.count(), Matter.objects.count()) == (200, 1, 1)


def test_envelopes_in_another_order_are_all_taken(cast: Cast, sign_in: SignIn, phone: Phone):
    envelopes = [phone.visit(cast, heard=f"第{n}家") for n in range(5)]
    member = sign_in("member")
    for envelope in reversed(envelopes):
        assert phone.send(member, envelope).status_code == 200
    assert Activity.objects.count() == 5
    assert set(Envelope.objects.values_list("number", "state")) == {(n, "taken") for n in range(1, 6)}


def test_nothing_of_what_was_taken_stays_in_the_envelope(cast: Cast, sign_in: SignIn, phone: Phone):
    phone.send(sign_in("member"), phone.visit(cast))
    assert bytes(Envelope.objects.get().sealed) == b""


def test_nobody_signed_in_or_somebody_else_leaves_it_on_the_phone(
    cast: Cast, sign_in: SignIn, street: Client, phone: Phone
):
    envelope = phone.visit(cast)
    for client, status, state in ((street, 401, "sign-in"), (sign_in("leader"), 403, "author")):
        answer = phone.send(client, envelope)
        assert (answer.status_code, answer.json()["state"]) == (status, state)
    assert not Activity.objects.exists()
    assert not Envelope.objects.exists()
    assert phone.send(sign_in("member"), envelope).status_code == 200
    assert Activity.objects.get().recorded_by == cast.people["member"]


def test_what_cannot_be_taken_is_kept_sealed_and_mended_by_its_author_in_the_ordinary_form(
    cast: Cast, sign_in: SignIn, phone: Phone
):
    member = sign_in("member")
    answer = phone.send(member, phone.visit(cast, organisation="不存在的企业"))
    assert (answer.status_code, answer.json()["state"]) == (422, "look")
    assert "organisation" in answer.json()["fields"]
    envelope = Envelope.objects.get()
    assert envelope.state == "look"
    assert HEARD.encode() not in bytes(envelope.sealed)
    url = answer.json()["url"]
    page = member.get(url).content.decode()
    assert HEARD in page
    assert "不存在的企业" in page
    assert sign_in("leader").get(url).status_code == 404
    form = filled(member.get(url).context["form"], organisation=cast.enterprise.name)
    answer = member.post(url, form)
    assert answer.status_code == 302, answer.content.decode()
    activity = Activity.objects.get()
    assert (activity.heard, activity.pk) == (HEARD, envelope.client_id)
    assert Matter.objects.get().title == "生产用地不足"
    envelope.refresh_from_db()
    assert (envelope.state, bytes(envelope.sealed)) == ("settled", b"")
    assert member.get(url).status_code == 404


def filled(form: Any, **more: str) -> dict[str, Any]:
    """What the browser would send of a form that the page shows, with something mended."""
    return {**dict(form.data.lists()), **more}


def test_mending_under_another_name_or_twice_makes_no_second_record(cast: Cast, sign_in: SignIn, phone: Phone):
    member = sign_in("member")
    url = phone.send(member, phone.visit(cast, organisation="不存在的企业")).json()["url"]
    form = filled(member.get(url).context["form"], organisation=cast.enterprise.name)
    assert sign_in("leader").post(url, form).status_code == 404
    assert member.post(url, form).status_code == 302
    assert member.post(url, form).status_code == 404
    assert Activity.objects.count() == 1


def test_the_same_id_with_other_words_is_a_conflict_that_keeps_both(cast: Cast, sign_in: SignIn, phone: Phone):
    member, first = sign_in("member"), phone.visit(cast)
    assert phone.send(member, first).status_code == 200
    inside = Inside(
        author_mark(cast.people["member"].pk), "500104", "wuqian", "enterprise-visit", clock.now().isoformat(),
        (("organisation", cast.enterprise.name), ("heard", "第二个版本的话"), ("headcount", "3")),
    )  # fmt: skip
    answer = phone.send(member, phone.envelope("visit", inside, id_=UUID(first["id"])))
    assert (answer.status_code, answer.json()["state"]) == (409, "conflict")
    assert Activity.objects.get().heard == HEARD
    url = answer.json()["url"]
    page = member.get(url).content.decode()
    assert HEARD in page
    assert "第二个版本的话" in page
    assert sorted(Envelope.objects.values_list("state", flat=True)) == ["conflict", "taken"]
    # It was another visit after all.
    assert member.post(url, filled(member.get(url).context["form"])).status_code == 302
    assert sorted(Activity.objects.values_list("heard", flat=True)) == sorted([HEARD, "第二个版本的话"])


def test_a_conflict_is_put_aside_when_the_first_is_right(cast: Cast, sign_in: SignIn, phone: Phone):
    member, first = sign_in("member"), phone.visit(cast)
    phone.send(member, first)
    inside = Inside(author_mark(cast.people["member"].pk), "500104", "wuqian", "enterprise-visit", "", ())
    url = phone.send(member, phone.envelope("visit", inside, id_=UUID(first["id"]))).json()["url"]
    assert sign_in("leader").post(f"{url}drop/").status_code == 404
    assert member.post(f"{url}drop/").status_code == 302
    assert Activity.objects.count() == 1
    assert bytes(Envelope.objects.get(state="dropped").sealed) == b""


def test_two_versions_of_what_needs_a_look_are_both_kept(cast: Cast, sign_in: SignIn, phone: Phone):
    member, first = sign_in("member"), phone.visit(cast, organisation="甲")
    assert phone.send(member, first).status_code == 422
    other = phone.visit(cast, organisation="乙")
    inside = Inside(author_mark(cast.people["member"].pk), "500104", "wuqian", "enterprise-visit", "", ())
    other = phone.envelope("visit", inside, id_=UUID(first["id"]))
    assert phone.send(member, other).json()["state"] == "conflict"
    assert sorted(Envelope.objects.values_list("state", flat=True)) == ["conflict", "look"]
    assert member.get("/outbox/looks/").content.decode().count("/outbox/looks/") >= 2


def test_after_thirty_days_the_day_stays_and_deadlines_begin_when_it_arrives(cast: Cast, sign_in: SignIn, phone: Phone):
    envelope = phone.visit(cast)
    with at("2025-03-19"):
        assert phone.send(sign_in("member"), envelope).status_code == 200
    activity, matter = Activity.objects.get(), Matter.objects.get()
    assert activity.day.isoformat() == "2025-02-17"
    assert clock.local_day(matter.raised_at).isoformat() == "2025-03-19"
    assert matter.due_at is not None
    assert clock.local_day(matter.due_at).isoformat() > "2025-03-19"


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_is_ten_years_wrong_does_not_matter(cast: Cast, sign_in: SignIn, years: int):
    phone = Phone(skew=timedelta(days=365 * years))
    envelope = phone.visit(cast)
    with at("2025-02-20"):
        assert phone.send(sign_in("member"), envelope).status_code == 200
    assert Activity.objects.get().day.isoformat() == "2025-02-17"


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_was_set_right_meanwhile_lets_the_author_say_the_day(cast: Cast, sign_in: SignIn, years: int):
    phone = Phone(skew=timedelta(days=365 * years), made=clock.now())
    envelope = phone.visit(cast)
    phone.skew = None
    answer = phone.send(sign_in("member"), envelope)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["day"])
    assert not Activity.objects.exists()


def test_a_kind_that_is_gone_keeps_every_word(cast: Cast, sign_in: SignIn, phone: Phone):
    member = sign_in("member")
    url = phone.send(member, phone.visit(cast, kind="no-longer-there")).json()["url"]
    page = member.get(url).content.decode()
    assert HEARD in page
    assert "生产用地不足" in page


def test_an_answer_that_is_not_asked_any_more_is_not_thrown_away(cast: Cast, sign_in: SignIn, phone: Phone):
    member = sign_in("member")
    answer = phone.send(member, phone.visit(cast, **{"answer-colour": "一个旧问题的回答"}))
    assert answer.json()["state"] == "look"
    assert "一个旧问题的回答" in member.get(answer.json()["url"]).content.decode()


def test_whoever_may_record_no_more_still_reads_what_they_wrote(cast: Cast, sign_in: SignIn, phone: Phone):
    envelope, member, held = phone.visit(cast), sign_in("member"), cast.appointments["member"]
    withdraw_appointment(held, version=held.version, reason="记错了", actor=SYSTEM)
    answer = phone.send(member, envelope)
    assert answer.json()["state"] == "look"
    assert HEARD in member.get(answer.json()["url"]).content.decode()


# --- What is no envelope ----------------------------------------------------------------------------------------------


def changed(envelope: dict[str, Any], at_byte: int) -> dict[str, Any]:
    sealed = bytearray(b64decode(envelope["sealed"]))
    sealed[at_byte] ^= 1
    return {**envelope, "sealed": b64encode(bytes(sealed)).decode()}


def test_a_changed_envelope_is_refused_whatever_was_changed(cast: Cast, sign_in: SignIn, phone: Phone):
    envelope, member = phone.visit(cast), sign_in("member")
    whole = b64decode(envelope["sealed"])
    bad = [
        {**envelope, "id": str(uuid4())},
        {**envelope, "number": 7},
        {**envelope, "at": "2025-01-01T00:00:00+08:00"},
        {**envelope, "type": "rating"},
        {**envelope, "key": "0" * 16},
        *(changed(envelope, place) for place in (0, 1, 40, 65, 77, 100, len(whole) - 1)),
        *({**envelope, "sealed": b64encode(whole[:size]).decode()} for size in (0, 1, 64, 65, 77, 93, len(whole) - 1)),
    ]
    for one in bad:
        answer = phone.send(member, one)
        assert answer.status_code == 400, one
        assert answer.json()["state"] == "refused"
    assert not Envelope.objects.exists()
    assert phone.send(member, envelope).status_code == 200


STRANGE = [
    b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"id": 1}', b'{"number": 1e999}',
]  # fmt: skip
ODD: list[dict[str, Any]] = [
    {"id": "x"}, {"id": None}, {"id": ["a"]}, {"number": "1"}, {"number": 0}, {"number": -1}, {"number": 2**31},
    {"number": 1.5}, {"number": True}, {"number": None}, {"number": float("inf")}, {"number": float("nan")},
    {"at": ""}, {"at": "gestern"}, {"at": "2025-02-17T09:00"}, {"at": "0001-01-01T00:00:00+14:00"},
    {"at": "9999-12-31T23:59:59-12:00"}, {"at": 5}, {"type": "visits"}, {"type": []}, {"type": "\ud800"},
    {"key": ""}, {"key": "\ud800" * 16}, {"key": {}}, {"sealed": "!"}, {"sealed": "ü"}, {"sealed": 1}, {"sealed": ""},
    {"now": ""}, {"now": None}, {"now": "9999-12-31T23:59:59Z"},
]  # fmt: skip


@pytest.mark.parametrize("body", STRANGE)
def test_a_strange_body_is_refused_clearly(cast: Cast, sign_in: SignIn, body: bytes):
    answer = sign_in("member").post("/outbox/send/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (400, "refused")


@pytest.mark.parametrize("more", ODD, ids=repr)
def test_a_strange_value_is_refused_clearly(cast: Cast, sign_in: SignIn, phone: Phone, more: dict[str, Any]):
    answer = phone.send(sign_in("member"), phone.visit(cast), **more)
    assert (answer.status_code, answer.json()["state"]) == (400, "refused")


INSIDES: list[Any] = [
    None, [], "x", {}, {"fields": None}, {"fields": [1]}, {"fields": [["a"]]}, {"fields": [["a", 1]]},
    {"fields": [["a", "\ud800"]]}, {"fields": [["a", "b"]] * 1001}, {"fields": [], "author": 5},
]  # fmt: skip


@pytest.mark.parametrize("inside", INSIDES, ids=lambda one: repr(one)[:40])
def test_a_well_sealed_envelope_with_nonsense_inside_is_refused_clearly(
    cast: Cast, sign_in: SignIn, phone: Phone, inside: Any
):
    envelope = phone.visit(cast)
    bound = "\n".join(
        ["yidu-envelope-1", envelope["key"], envelope["id"], str(envelope["number"]), envelope["at"], "visit"]
    )
    envelope["sealed"] = b64encode(seal(json.dumps(inside).encode(), bound=bound.encode())).decode()
    assert phone.send(sign_in("member"), envelope).status_code == 400


def test_a_strange_form_in_a_good_envelope_is_kept_for_its_author(cast: Cast, sign_in: SignIn, phone: Phone):
    member = sign_in("member")
    for more in (
        {"headcount": "很多"}, {"day": "2025-13-45"}, {"raise-enterprise-difficulty-TOTAL_FORMS": "x"},
        {"raise-enterprise-difficulty-TOTAL_FORMS": "99999999999"}, {"heard": "长" * 6000}, {"host": "x"},
        {"place": "\x00"}, {"committee": "nowhere"},
    ):  # fmt: skip
        answer = phone.send(member, phone.visit(cast, **more))
        assert answer.status_code in (200, 422), (more, answer.content.decode())
        if answer.status_code == 422:
            assert member.get(answer.json()["url"]).status_code == 200, more


def test_an_envelope_that_is_too_large_is_refused_before_it_is_read(cast: Cast, sign_in: SignIn, phone: Phone):
    answer = phone.send(sign_in("member"), phone.visit(cast), more="x" * 300_000)
    assert (answer.status_code, answer.json()["state"]) == (413, "refused")


def test_an_envelope_opens_after_the_key_was_changed_and_a_lost_key_leaves_it_on_the_phone(
    cast: Cast, sign_in: SignIn, phone: Phone, settings: Settings
):
    former = settings.SECRET_KEY
    inside, member_mark = phone.visit(cast), author_mark(cast.people["member"].pk)
    assert member_mark
    settings.SECRET_KEY = "another secret, of the year after"
    member = sign_in("member")
    assert phone.send(member, inside).status_code == 400
    settings.SECRET_KEY_FALLBACKS = [former]
    assert sealing_key().id != inside["key"]
    assert phone.send(member, inside).status_code == 200


def test_a_seal_opens_for_nobody_but_the_site(settings: Settings):
    sealed, key = seal(b"words", bound=b"outside"), sealing_key()
    assert unseal(sealed, key_id=key.id, bound=b"outside") == b"words"
    with pytest.raises(CannotOpen):
        unseal(sealed, key_id=key.id, bound=b"other")
    settings.SECRET_KEY = "somebody else"
    with pytest.raises(CannotOpen):
        unseal(sealed, key_id=key.id, bound=b"outside")


def test_without_the_token_of_the_site_nothing_is_taken(cast: Cast, phone: Phone):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.people["member"])
    envelope = phone.visit(cast)
    assert phone.send(strict, envelope).status_code == 403
    hello = strict.get("/outbox/hello/").json()
    assert hello["author"] == author_mark(cast.people["member"].pk)
    told = json.dumps({**envelope, "now": phone.now().isoformat()})
    answer = strict.post("/outbox/send/", told, content_type="application/json", headers={"X-CSRFToken": hello["csrf"]})
    assert answer.status_code == 200


# --- Ratings ----------------------------------------------------------------------------------------------------------


def test_a_rating_by_receipt_needs_no_account_and_counts_once(cast: Cast, answered: Way, street: Client, phone: Phone):
    with at("2025-02-25"):
        rating = phone.rating(answered.receipt.lower().replace("-", " "), text="合同签了")
        for again in (False, True):
            answer = phone.send(street, rating)
            assert (answer.status_code, answer.json()["again"]) == (200, again)
    matter = answered.now()
    assert (matter.solved_says, matter.satisfied) == ("raiser", True)
    assert matter.ratings.count() == 1


def test_a_rating_says_that_it_is_not_solved(cast: Cast, answered: Way, street: Client, phone: Phone):
    with at("2025-02-25"):
        rating = phone.rating(answered.receipt, solved="no", satisfaction="unsatisfied", text="还没有签合同")
        assert phone.send(street, rating).status_code == 200
    assert answered.now().reopenings == 1


def test_a_rating_of_an_answer_that_was_replaced_meanwhile_is_looked_at(
    cast: Cast, answered: Way, street: Client, phone: Phone
):
    with at("2025-02-24", 8):
        rating = phone.rating(answered.receipt, text="写在签发之前的话")
    with at("2025-02-26"):
        answer = phone.send(street, rating)
        assert (answer.status_code, answer.json()["state"]) == (422, "look")
        assert answered.now().rated_at is None
        url = answer.json()["url"]
        assert "写在签发之前的话" not in street.get(url).content.decode()
        assert street.post(url, {"receipt": answered.receipt}).status_code == 302
        assert "写在签发之前的话" in street.get(url).content.decode()
        assert street.post(url).status_code == 302
    assert Envelope.objects.get().state == "dropped"


def test_a_mistyped_receipt_is_mended_by_the_right_one_and_by_no_other(
    cast: Cast, answered: Way, street: Client, phone: Phone
):
    right = answered.receipt
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    with at("2025-02-25"):
        answer = phone.send(street, phone.rating(wrong, text="想说的话"))
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["receipt"])
        url = answer.json()["url"]
        for guess in (wrong, "7K3F-9QXN-0T2B-MZ5C", "x"):
            assert street.post(url, {"receipt": guess}).status_code == 422
            assert "想说的话" not in street.get(url).content.decode()
        assert street.post(url, {"receipt": right}).status_code == 302
        assert "想说的话" in street.get(url).content.decode()


def test_an_unknown_rating_and_one_of_somebody_else_answer_alike(
    cast: Cast, answered: Way, street: Client, phone: Phone
):
    with at("2025-02-25"):
        answer = phone.send(street, phone.rating("7K3F-9QXN-0T2B-MZ5C", text="想说的话"))
        known, unknown = answer.json()["url"], "/outbox/rated/999999/"
        seen = [street.get(url).content.decode() for url in (known, unknown)]
        assert [one.split("<main")[1].split("csrfmiddlewaretoken")[0] for one in seen] == [
            seen[0].split("<main")[1].split("csrfmiddlewaretoken")[0]
        ] * 2
        tried = [street.post(url, {"receipt": answered.receipt}).status_code for url in (known, unknown)]
        assert tried == [422, 422]


def test_receipts_cannot_be_guessed_through_the_outbox(cast: Cast, street: Client, phone: Phone):
    states = [phone.send(street, phone.rating("7K3F-9QXN-0T2B-MZ5C")).status_code for _time in range(12)]
    assert states == [422] * 10 + [429] * 2


# --- What it costs ----------------------------------------------------------------------------------------------------


def test_what_it_costs_is_known(
    cast: Cast, sign_in: SignIn, phone: Phone, django_assert_num_queries: DjangoAssertNumQueries
):
    member = sign_in("member")
    member.get("/outbox/hello/")
    with django_assert_num_queries(2):
        member.get("/outbox/hello/")
    phone.send(member, phone.visit(cast))
    envelope = phone.visit(cast)
    with django_assert_num_queries(26):
        phone.send(member, envelope)
    with django_assert_num_queries(6):
        phone.send(member, envelope)
