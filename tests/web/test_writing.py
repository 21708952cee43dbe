"""Writing by forms: without a script, on a phone, alone or with others."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.proposals.conftest import TITLE, WORDS, cast, draft, fresh, standing_names
from tests.web.conftest import SignIn
from yidu.matters.models import Matter
from yidu.proposals.actions import invite_signature, quote_source
from yidu.proposals.models import Draft, Signature

__all__ = ["cast", "draft"]

FORM = {
    "title": TITLE,
    "text": WORDS["text"],
    **{f"answer-{name}": value for name, value in WORDS["answers"].items()},
}


def _form(row: Draft, **more: str) -> dict[str, str]:
    return {"client_id": str(uuid4()), "version": str(fresh(row).version), **FORM, **more}


def _at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def test_a_member_writes_asks_and_hands_in_with_nothing_but_forms(cast: Cast, sign_in: SignIn):
    member, second = sign_in("member"), sign_in("second")
    page = member.get("/write/").content.decode()
    assert "wuqian.proposal" in page
    assert "wuqian.opinion-report" in page
    begun = member.post("/write/start/", {"client_id": str(uuid4()), "kind": "wuqian.proposal"})
    row = Draft.objects.get()
    assert begun.url == _at("draft", row.pk)
    saved = member.post(begun.url, _form(row, then="names"))
    assert saved.url == _at("draft-names", row.pk)
    options = member.get(_at("suggest-signers", row.pk), {"q": "刘"}).content.decode()
    assert "刘国栋" in options
    assert "王晓岚" not in member.get(_at("suggest-signers", row.pk), {"q": "王"}).content.decode()
    member.post(saved.url, {"client_id": str(uuid4()), "person": "刘国栋"})
    assert TITLE in second.get("/write/").content.decode()
    read = second.get(_at("draft", row.pk)).content.decode()
    assert WORDS["answers"]["advice"] in read
    name = Signature.objects.get()
    second.post(_at("signature-confirm", name.pk), {"version": fresh(row).version})
    assert standing_names(row) == ["刘国栋"]
    shown = member.get(_at("draft-hand-in", row.pk)).content.decode()
    assert "刘国栋" in shown
    done = member.post(
        _at("draft-hand-in", row.pk), {"client_id": str(uuid4()), "version": str(fresh(row).version)}, follow=True
    )
    matter = Matter.objects.get(kind="proposal")
    assert done.redirect_chain[-1][0] == _at("matter", matter.pk)
    for reader in (member, second):
        assert "不再修改" in reader.get(_at("draft", row.pk)).content.decode()


def test_what_is_too_long_comes_back_whole_with_the_reason(draft: Draft, sign_in: SignIn):
    long = "长" * 50_000
    answer = sign_in("member").post(_at("draft", draft.pk), _form(draft, text=long))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert long in page
    assert "50000" in page


def test_another_window_is_told_and_loses_nothing(draft: Draft, sign_in: SignIn):
    member = sign_in("member")
    old = _form(draft, title="旧窗口里的题目")
    member.post(_at("draft", draft.pk), _form(draft, title="新窗口里的题目"))
    answer = member.post(_at("draft", draft.pk), old)
    assert answer.status_code == 409
    assert "旧窗口里的题目" in answer.content.decode()
    assert f'value="{fresh(draft).version}"' in answer.content.decode()
    assert fresh(draft).title == "新窗口里的题目"


def test_the_script_saves_and_goes_on(draft: Draft, sign_in: SignIn):
    member, address = sign_in("member"), _at("draft-save", draft.pk)
    form = _form(draft, text="写到一半")
    told = json.loads(member.post(address, form).content)
    assert told["version"] == fresh(draft).version
    assert "字" in told["said"]
    stale = member.post(address, {**form, "client_id": str(uuid4())})
    assert stale.status_code == 409
    assert "另一个窗口" in json.loads(stale.content)["said"]
    later = member.post(address, {**form, "version": told["version"], "client_id": told["client_id"], "text": "完"})
    assert later.status_code == 200
    assert fresh(draft).text == "完"
    too_long = member.post(address, _form(draft, title="长" * 61))
    assert too_long.status_code == 422
    assert "61" in json.loads(too_long.content)["said"]


def test_a_bare_text_says_what_is_missing_and_stays(draft: Draft, sign_in: SignIn):
    member = sign_in("member")
    bare = _form(draft, **{"answer-advice": "", "title": ""})
    assert member.post(_at("draft", draft.pk), bare).status_code == 302
    page = member.get(_at("draft-hand-in", draft.pk)).content.decode()
    assert "案由、建议" in page
    answer = member.post(
        _at("draft-hand-in", draft.pk), {"client_id": str(uuid4()), "version": str(fresh(draft).version)}
    )
    assert answer.status_code == 422
    assert fresh(draft).is_open


@pytest.mark.parametrize("called", ["office", "secretary", "leader", "second", "economy_head"])
def test_nobody_else_finds_it(draft: Draft, sign_in: SignIn, called: str):
    name = invite_signature(draft, sector=draft.committee.sectors.get(), actor=_author(draft))
    client = sign_in(called)
    for route in ("draft", "draft-wordings", "draft-hand-in", "draft-put-aside", "draft-quote", "draft-names"):
        assert client.get(_at(route, draft.pk)).status_code == 404, route
        assert client.post(_at(route, draft.pk), _form(draft)).status_code in (404, 405), route
    assert client.post(_at("draft-save", draft.pk), _form(draft)).status_code == 404
    for route in ("signature-confirm", "signature-decline", "signature-withdraw"):
        assert client.post(_at(route, name.pk), {"version": "1"}).status_code == 404, route
    assert fresh(draft).title == TITLE


def test_declining_tells_the_author_why(draft: Draft, sign_in: SignIn, cast: Cast):
    name = invite_signature(draft, person=cast.people["second"], actor=cast.member)
    second, member = sign_in("second"), sign_in("member")
    address = _at("signature-decline", name.pk)
    long = second.post(address, {"client_id": str(uuid4()), "version": "1", "reason": "长" * 501})
    assert long.status_code == 422
    assert "长" * 501 in long.content.decode()
    second.post(address, {"client_id": str(uuid4()), "version": "1", "reason": "数据还要核实"})
    assert second.get(_at("draft", draft.pk)).status_code == 404
    assert "数据还要核实" in member.get(_at("draft-names", draft.pk)).content.decode()
    assert "数据还要核实" in member.get(_at("draft-wordings", draft.pk)).content.decode()


def test_whoever_signed_an_earlier_text_is_shown_what_changed(draft: Draft, sign_in: SignIn, cast: Cast):
    name = invite_signature(draft, person=cast.people["second"], actor=cast.member)
    second, member = sign_in("second"), sign_in("member")
    second.post(_at("signature-confirm", name.pk), {"version": str(draft.version)})
    member.post(_at("draft", draft.pk), _form(draft, text="十三个小区没有充电桩。"))
    read = second.get(_at("draft", draft.pk)).content.decode()
    assert f"{_at('draft-wordings', draft.pk)}?a=1" in read
    changed = second.get(_at("draft-wordings", draft.pk), {"a": "1"}).content.decode()
    assert "<ins>" in changed
    assert "<del>" in changed
    late = second.post(_at("signature-confirm", name.pk), {"version": str(draft.version)}, follow=True)
    assert "重新" in late.content.decode()
    assert standing_names(draft) == []


def test_a_text_that_is_put_aside_is_gone(draft: Draft, sign_in: SignIn):
    member = sign_in("member")
    told = {"client_id": str(uuid4()), "version": str(draft.version)}
    assert member.post(_at("draft-put-aside", draft.pk), told).url == "/write/"
    assert member.get(_at("draft", draft.pk)).status_code == 404


def test_the_chain_is_seen_from_both_ends(draft: Draft, sign_in: SignIn, cast: Cast):
    from tests.matters.conftest import visit

    source = visit(cast)
    assert source.activity is not None
    member = sign_in("member")
    begun = member.post(
        "/write/start/",
        {"client_id": str(uuid4()), "kind": "wuqian.proposal", "from": f"activity-{source.activity.pk}"},
    )
    assert "走访" in member.get(begun.url).content.decode()
    assert Draft.objects.get(pk=begun.url.split("/")[2]).sources.get().activity == source.activity
    quoted = member.post(_at("draft-quote", draft.pk), {"client_id": str(uuid4()), "number": source.number})
    assert quoted.status_code == 302
    quote_source(draft, activity=source.activity, actor=cast.member)
    for page in (_at("matter", source.pk), _at("activity", source.activity.pk)):
        assert TITLE not in member.get(page).content.decode(), "a draft is private"
    member.post(_at("draft-hand-in", draft.pk), {"client_id": str(uuid4()), "version": str(fresh(draft).version)})
    matter = Matter.objects.get(kind="proposal")
    for page in (_at("matter", source.pk), _at("activity", source.activity.pk)):
        assert TITLE in member.get(page).content.decode()
    shown = member.get(_at("matter", matter.pk)).content.decode()
    assert _at("matter", source.pk) in shown
    assert _at("activity", source.activity.pk) in shown


def test_a_wrong_number_is_no_source(draft: Draft, sign_in: SignIn):
    answer = sign_in("member").post(_at("draft-quote", draft.pk), {"client_id": str(uuid4()), "number": "2025-9999"})
    assert answer.status_code == 422
    assert "2025-9999" in answer.content.decode()


def test_a_head_is_asked_for_the_name_of_the_body(draft: Draft, sign_in: SignIn, cast: Cast):
    name = invite_signature(draft, organisation=cast.land, actor=cast.member)
    head = sign_in("land_head")
    assert TITLE in head.get("/write/").content.decode()
    head.post(_at("signature-confirm", name.pk), {"version": str(draft.version)})
    assert standing_names(draft) == [cast.land.name]


def _author(draft: Draft):
    from tests.cast import actor_of

    return actor_of(draft.author)
