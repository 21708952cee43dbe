"""What happens is told: in order, signed, at least once, and never what its reader may not know."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from tests.cast import Cast, at
from tests.services.receiver import Receiver
from tests.web.world import HEARD, investor_lead, solved_difficulty, visit
from yidu.common import clock
from yidu.common.actors import VISITOR
from yidu.common.errors import Invalid, NotAllowed
from yidu.ledger.models import Step
from yidu.matters.actions import raise_matter
from yidu.services import delivering, events, posting, signing
from yidu.services.actions import add_webhook, send_again, switch_on
from yidu.services.models import Delivery, Subscription


def tell(subscription: Subscription) -> int:
    events.fold()
    return delivering.deliver(subscription)


def waits_out(subscription: Subscription) -> Any:
    """The clock after the pause of a failure."""
    subscription.refresh_from_db()
    assert subscription.try_at is not None
    return clock.at(subscription.try_at + timedelta(seconds=1))


def expected() -> list[int]:
    return list(Step.objects.filter(record_type__in=events.TOLD).order_by("pk").values_list("pk", flat=True))


def test_everything_is_told_once_and_in_order(cast: Cast, subscription: Subscription, listener: Receiver):
    before = set(expected())
    solved_difficulty(cast)
    assert tell(subscription) == len(listener.told) > 5
    assert listener.steps == [pk for pk in expected() if pk not in before]
    assert tell(subscription) == 0


def test_the_signature_can_be_checked_by_whoever_has_the_secret(
    cast: Cast, subscription: Subscription, listener: Receiver
):
    visit(cast, "2025-02-17")
    tell(subscription)
    ((headers, body),) = listener.told
    key = base64.b64decode(signing.secret_of(subscription).removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{right}"


def test_what_people_wrote_is_not_told(cast: Cast, subscription: Subscription, listener: Receiver):
    matter = solved_difficulty(cast, title="生产用地不足")
    tell(subscription)
    all_of_it = b"".join(body for _headers, body in listener.told).decode()
    for written in (HEARD, "生产用地不足", "看过厂房", cast.enterprise.name, "王晓岚", matter.number):
        assert written not in all_of_it
    kinds = {name for _headers, body in listener.told for name in json.loads(body)["data"]}
    assert kinds == {"step", "committee", "record", "version", "stage", "address"}


def test_what_the_owner_may_not_read_is_withheld(cast: Cast, listener: Receiver):
    mine = add_webhook(
        committee=cast.committee, owner=cast.people["land_handler"], url=listener.url, events=["*"],
        actor=cast.land_handler,
    )  # fmt: skip
    investor_lead(cast, "2025-02-17")
    solved_difficulty(cast)
    tell(mine)
    told = {json.loads(body)["type"] for _headers, body in listener.told}
    assert "matter.assigned" in told or told <= {"matter.raised"} or not told
    assert "reply.written" not in told
    assert mine.deliveries.filter(withheld=True).exists()


def test_a_right_that_ended_is_gone_with_the_next_telling(cast: Cast, subscription: Subscription, listener: Receiver):
    from yidu.common.actors import SYSTEM
    from yidu.people.actions import withdraw_appointment

    investor_lead(cast, "2025-02-17")
    withdraw_appointment(cast.appointments["office"], version=1, reason="记错了", actor=SYSTEM)
    tell(subscription)
    assert not listener.told


def test_while_one_does_not_arrive_those_behind_it_wait(cast: Cast, subscription: Subscription, listener: Receiver):
    for day in ("2025-02-10", "2025-02-11", "2025-02-12"):
        visit(cast, day)
    listener.answers = [204, 500]
    assert tell(subscription) == 1
    assert (tell(subscription), listener.tried) == (0, 2)
    with waits_out(subscription):
        assert tell(subscription) == 2
    assert listener.steps == sorted(listener.steps)
    assert len(set(listener.steps)) == 3


def test_an_outage_of_days_loses_nothing_and_then_it_is_switched_off_for_all_to_see(
    cast: Cast, subscription: Subscription, listener: Receiver
):
    visit(cast, "2025-02-10")
    events.fold()
    moment, until = clock.now(), clock.now() + delivering.PATIENCE
    listener.answers = [503] * 10_000
    while moment <= until:
        with clock.at(moment):
            delivering.deliver(subscription)
        subscription.refresh_from_db()
        moment += timedelta(hours=2)
    with clock.at(moment):
        delivering.deliver(subscription)
        subscription.refresh_from_db()
        assert subscription.off_at is not None
        tried = listener.tried
        assert (tell(subscription), listener.tried) == (0, tried)
        listener.answers = []
        visit(cast, "2025-02-11")
        back = switch_on(subscription, actor=cast.office, version=subscription.version)
        assert tell(back) == 2
    assert listener.steps == sorted(set(listener.steps))


def test_the_pause_doubles_up_to_an_hour():
    pauses = [delivering.pause_after(number).total_seconds() for number in range(1, 12)]
    assert pauses[:4] == [10, 20, 40, 80]
    assert pauses[-1] == 3600


def test_a_crash_between_the_answer_and_the_mark_tells_it_again_under_the_same_id(
    cast: Cast, subscription: Subscription, listener: Receiver, monkeypatch: pytest.MonkeyPatch
):
    visit(cast, "2025-02-10")
    visit(cast, "2025-02-11")
    events.fold()

    class Killed(BaseException):
        pass

    def die(self: Delivery, **_more: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Delivery, "save", die)
        with pytest.raises(Killed):
            delivering.deliver(subscription)
    assert delivering.deliver(subscription) == 2
    ids = [headers["webhook-id"] for headers, _body in listener.told]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 2


def test_the_twin_that_marks_before_it_sends_loses(
    cast: Cast, subscription: Subscription, listener: Receiver, monkeypatch: pytest.MonkeyPatch
):
    visit(cast, "2025-02-10")
    events.fold()
    honest = delivering.post

    def marked_first(*told: Any) -> int:
        Delivery.objects.update(done_at=clock.now())
        return honest(*told)

    class Killed(BaseException):
        pass

    def die(self: Delivery, **_more: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(delivering, "post", marked_first)
        patch.setattr(Delivery, "save", die)
        listener.answers = [500]
        with pytest.raises(Killed):
            delivering.deliver(subscription)
    assert tell(subscription) == 0
    assert not listener.told


@pytest.mark.django_db(transaction=True)
def test_a_step_in_flight_is_never_passed_over(cast: Cast, subscription: Subscription, listener: Receiver):
    _one_in_flight(cast, subscription)
    tell(subscription)
    assert listener.steps == expected()[-2:]


@pytest.mark.django_db(transaction=True)
def test_the_twin_that_goes_by_the_largest_id_loses_it(
    cast: Cast, subscription: Subscription, listener: Receiver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(events, "steps_settled_to", lambda: Step.objects.latest("pk").pk)
    _one_in_flight(cast, subscription)
    tell(subscription)
    assert len(listener.told) == 1


def _one_in_flight(cast: Cast, subscription: Subscription) -> None:
    """One writes a step and does not commit; another, later, does; then what is settled is noted; then the first."""
    import threading

    from django.db import transaction

    written, go = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with at("2025-02-17"), transaction.atomic():
                visit(cast, "2025-02-10", by="leader")
                written.set()
                go.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    # Not another visit: numbers of one kind are given one after the other, and it would wait for the first.
    raise_matter(
        committee=cast.committee, edition=cast.edition, kind="resident-concern", title="路灯不亮", text="看不清路",
        place=cast.place, raised_as="resident", actor=VISITOR,
    )  # fmt: skip
    events.fold()
    assert thread.is_alive(), "the first is still in flight"
    go.set()
    thread.join()
    subscription.refresh_from_db()


def test_two_at_once_tell_each_thing_once(cast: Cast, subscription: Subscription, listener: Receiver):
    visit(cast, "2025-02-10")
    events.fold()
    events.fold()
    assert subscription.deliveries.count() == 1


def test_something_is_sent_again_when_its_owner_asks(cast: Cast, subscription: Subscription, listener: Receiver):
    visit(cast, "2025-02-10")
    tell(subscription)
    (step,) = listener.steps
    subscription.refresh_from_db()
    send_again(subscription, step=step, actor=cast.office, version=subscription.version)
    assert tell(subscription) == 1
    assert listener.steps == [step, step]


def test_a_redirect_is_not_followed(cast: Cast, subscription: Subscription, listener: Receiver):
    visit(cast, "2025-02-10")
    listener.answers = [302]
    assert tell(subscription) == 0
    assert listener.tried == 1


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::",
    ],
)  # fmt: skip
def test_no_address_of_our_own_network_is_asked(address: str, settings: Settings):
    settings.YIDU_WEBHOOKS_TO_LOOPBACK = False
    assert not posting.is_public(address)


def test_a_name_that_leads_inside_is_not_asked(cast: Cast, subscription: Subscription, listener: Receiver, settings):
    visit(cast, "2025-02-10")
    settings.YIDU_WEBHOOKS_TO_LOOPBACK = False
    assert tell(subscription) == 0
    assert listener.tried == 0
    assert subscription.deliveries.get().answer == "not a public address"


@pytest.mark.parametrize("url", ["http://a.example/", "ftp://a.example/", "https://", "https://u:p@a.example/", "x"])
def test_an_address_is_https_and_nothing_else(cast: Cast, url: str):
    with pytest.raises(Invalid) as refused:
        add_webhook(committee=cast.committee, owner=cast.people["office"], url=url, events=["*"], actor=cast.office)
    assert "url" in refused.value.fields


def test_nobody_is_told_for_somebody_else_or_of_another_committee(cast: Cast, listener: Receiver):
    told: dict[str, Any] = {"url": listener.url, "events": ["*"]}
    for committee, owner, actor in (
        (cast.committee, "office", cast.member),
        (cast.city, "office", cast.office),
    ):
        with pytest.raises(NotAllowed):
            add_webhook(committee=committee, owner=cast.people[owner], actor=actor, **told)
