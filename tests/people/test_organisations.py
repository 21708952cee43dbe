from __future__ import annotations

from uuid import uuid4

import pytest

from tests.cast import Cast
from yidu.common.actors import VISITOR
from yidu.common.errors import Conflict, Invalid, NotAllowed, Stale
from yidu.ledger.models import Step
from yidu.people.actions import add_organisation, close_organisation, rename_organisation
from yidu.people.models import Organisation
from yidu.people.queries import search_organisations

GOOD_CODE = "91110000600037341L"


def _add(cast: Cast, **more):
    inputs = {"kind": "enterprise", "name": "重庆金鳌食品有限公司", "actor": cast.office, **more}
    return add_organisation(committee=cast.committee, **inputs)


def test_staff_add_an_enterprise_and_find_it_by_what_they_type(cast: Cast):
    added = _add(cast, uscc=GOOD_CODE.lower(), place=cast.place)
    assert added.uscc == GOOD_CODE
    assert added.pinyin.startswith("chongqing")
    for typed in ("金鳌", "cqja", "jinao", GOOD_CODE[:6]):
        assert added in search_organisations(cast.committee, typed), typed


def test_the_name_is_stored_as_it_is_compared(cast: Cast):
    assert _add(cast, name="  重庆ＡＢ\u200b  公司 ").name == "重庆AB 公司"


def test_a_credit_code_with_a_wrong_check_digit_is_refused(cast: Cast):
    with pytest.raises(Invalid) as refused:
        _add(cast, uscc=GOOD_CODE[:-1] + "M", name="")
    assert set(refused.value.fields) == {"uscc", "name"}
    assert not Step.objects.filter(name="organisation.added", record_type="organisation", data__name="").exists()


def test_the_same_name_or_code_is_not_added_twice(cast: Cast):
    _add(cast, uscc=GOOD_CODE)
    with pytest.raises(Invalid) as refused:
        _add(cast, uscc=GOOD_CODE)
    assert set(refused.value.fields) == {"uscc", "name"}


def test_the_same_request_sent_twice_adds_it_once(cast: Cast):
    sent = uuid4()
    assert _add(cast, client_id=sent) == _add(cast, client_id=sent)
    with pytest.raises(Conflict):
        _add(cast, name="另一家公司", client_id=sent)


@pytest.mark.parametrize("who", ["member", "economy_handler", "leader", "visitor"])
def test_who_does_not_keep_the_people_adds_nothing(cast: Cast, who):
    actor = VISITOR if who == "visitor" else getattr(cast, who)
    before = Organisation.objects.count()
    with pytest.raises(NotAllowed):
        _add(cast, actor=actor)
    assert Organisation.objects.count() == before


def test_two_people_cannot_rename_over_each_other(cast: Cast):
    renamed = rename_organisation(
        cast.enterprise, name="重庆义渡智造有限公司", short_name="义渡智造", actor=cast.office, version=1
    )
    assert (renamed.version, renamed.called) == (2, "义渡智造")
    with pytest.raises(Stale) as stale:
        rename_organisation(cast.enterprise, name="重庆义渡重工", actor=cast.office, version=1)
    assert stale.value.current == 2


def test_a_closed_body_is_not_found_afterwards(cast: Cast):
    closed = close_organisation(cast.enterprise, on=cast.edition.published_at.date(), actor=cast.office, version=1)
    assert closed.closed_on
    assert search_organisations(cast.committee, "义渡") == []
    with pytest.raises(Invalid):
        close_organisation(cast.enterprise, on=closed.closed_on, actor=cast.office, version=2)


def test_what_is_typed_is_text_and_never_a_pattern(cast: Cast):
    for typed in ("%", "_", "\\", "'", "%%%", "a" * 3000):
        assert search_organisations(cast.committee, typed) == [], typed


def test_the_exact_name_comes_first(cast: Cast):
    _add(cast, name="义渡机械厂配件公司")
    first = _add(cast, name="义渡机械")
    assert search_organisations(cast.committee, "义渡机械")[0] == first
