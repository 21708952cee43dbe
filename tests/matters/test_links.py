"""Without an account: a department's link speaks for one handling, a receipt for whoever raised one matter."""

from __future__ import annotations

import pytest

from tests.cast import at
from tests.matters.conftest import Walk
from yidu.common.errors import Invalid, NotAllowed
from yidu.matters.actions import end_link, make_link, receipt_code
from yidu.matters.actions.links import actor_by_link, actor_by_receipt, link_secret
from yidu.matters.models import AccessLink, Matter
from yidu.matters.rules import parties, readable


def test_a_link_does_the_work_of_its_one_handling_and_no_other(walk: Walk) -> None:
    cast = walk.handed_over().cast
    joint = walk.now().handlings.get(part="joint")
    with at("2025-02-18"):
        link = make_link(walk.matter, handling=joint, actor=cast.office)
        found = actor_by_link(link_secret(link))
    assert found is not None
    actor, _link = found
    assert walk.may(actor, "2025-02-19") == {"accept", "contest", "extend", "opinion", "note"}
    walk.does(actor, "opinion", "2025-02-19", text="同意。")
    with at("2025-02-19"):
        assert parties(actor, walk.now()) == {"joint"}


def test_a_link_cannot_sign(walk: Walk) -> None:
    cast = walk.handed_over().cast
    lead = walk.now().handlings.get(part="lead")
    with at("2025-02-18"):
        found = actor_by_link(link_secret(make_link(walk.matter, handling=lead, actor=cast.office)))
    assert found is not None
    walk.does(found[0], "reply", "2025-02-19", text="已办。", class_="A")
    assert walk.may(found[0], "2025-02-19") == set()
    assert "sign" in walk.may(cast.economy_head, "2025-02-19")


def test_a_link_ends_with_its_handling_with_its_date_and_by_the_office(walk: Walk) -> None:
    cast = walk.handed_over().cast
    with at("2025-02-18"):
        lead = walk.now().handlings.get(part="lead")
        link = make_link(walk.matter, handling=lead, actor=cast.office)
        secret = link_secret(link)
        assert actor_by_link(secret)
    with at("2025-04-10"):
        assert actor_by_link(secret) is None, "it has expired"
    walk.does(cast.economy_handler, "contest", "2025-02-19", reason="不归我们。")
    walk.does(cast.office, "decide", "2025-02-19", hour=11, grant="yes")
    with at("2025-02-19", 12):
        assert actor_by_link(secret) is None, "the handling was taken away"
    with at("2025-02-20"):
        other = make_link(walk.matter, actor=cast.office)
        end_link(other, actor=cast.office)
        assert actor_by_link(link_secret(other)) is None


def test_only_the_office_makes_links(walk: Walk) -> None:
    for who in (walk.cast.member, walk.cast.economy_head, walk.raiser):
        with pytest.raises(NotAllowed):
            make_link(walk.matter, actor=who)
    assert make_link(walk.matter, actor=walk.cast.office).pk


def test_the_database_opens_nothing(walk: Walk) -> None:
    with at("2025-02-18"):
        link = make_link(walk.matter, actor=walk.cast.office)
    code, secret = receipt_code(walk.matter), link_secret(link)
    kept = str(list(Matter.objects.values())) + str(list(AccessLink.objects.values()))
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert secret not in kept


def test_a_receipt_opens_its_matter_however_it_is_typed(walk: Walk) -> None:
    code = receipt_code(walk.matter)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("0", "O")):
        found = actor_by_receipt(typed)
        assert found is not None
        assert found[1] == walk.matter
    assert actor_by_receipt("0000-0000-0000-0000") is None
    with pytest.raises(Invalid):
        actor_by_receipt("not a receipt")


def test_what_is_not_theirs_is_not_there(walk: Walk) -> None:
    """The same query answers "may this reader?" and "which matters?"."""
    cast = walk.cast
    Matter.objects.filter(pk=walk.matter.pk).update(open_to="parties")
    with at("2025-02-18"):
        assert not readable(cast.economy_handler).exists()
        assert not readable(cast.leader).exists()
        assert readable(cast.member).get() == walk.matter
        assert readable(cast.secretary).get() == walk.matter
    walk.handed_over()
    with at("2025-02-18", 10):
        assert readable(cast.economy_handler).get() == walk.matter
    walk.does(cast.economy_handler, "contest", "2025-02-19", reason="不归我们。")
    walk.does(cast.office, "decide", "2025-02-19", hour=11, grant="yes")
    with at("2025-02-19", 12):
        assert not readable(cast.economy_handler).exists(), "a right that ends is gone with the next request"
