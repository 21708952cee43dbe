"""What people say before they sit down: short statements, and how others stand to them. Nobody is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yidu.common.actors import VISITOR, Actor
from yidu.common.ids import link_from
from yidu.consultations.actions.opinions import (
    Ballot,
    cast_vote,
    close_asking,
    open_asking,
    refuse_opinion,
    say_opinion,
    show_opinion,
)
from yidu.consultations.grouped import keep_groups
from yidu.consultations.models import Asking, Opinion, Vote
from yidu.demo.cast import Case
from yidu.demo.days import moment
from yidu.demo.schedule import Story

SIDES = 0.95
"""Part of the statements on which a voter has something to say."""


def asked(case: Case, asker: Actor, bank: Mapping[str, Any], opens: date, closes: date) -> Story:
    """Asked on a day; people say something, it is read and shown, others vote; closed when its last day is over."""
    county, path = case.county, f"{case.path}/asking"
    yield moment(opens, 9, 15)
    asking = open_asking(
        topic=case.there, question=bank["question"], opens_on=opens, closes_on=closes, actor=asker,
        client_id=county.seed.id(f"{county.code}/{path}"),
    )  # fmt: skip
    yield moment(opens, 20, 10)
    shown = [_said(case, asking, n, one["text"], asker) for n, one in enumerate(bank["opinions"])]
    if "refused" in bank:
        line = bank["refused"]
        one = say_opinion(asking=asking, text=line["text"], actor=VISITOR, client_id=_id(case, "refused"))
        refuse_opinion(one, because=line["because"], actor=asker, version=one.version, client_id=_id(case, "read"))
    for n, text in enumerate(bank.get("waits", ())):
        say_opinion(asking=asking, text=text, actor=VISITOR, client_id=_id(case, f"waits-{n}"))
    yield moment(opens + timedelta(days=1), 21, 30)
    _voted(case, asking, bank, shown)
    keep_groups(Asking.objects.get(pk=asking.pk))
    yield moment(closes + timedelta(days=1), 0, 10)
    asking = Asking.objects.get(pk=asking.pk)
    close_asking(asking, actor=asker, version=asking.version, client_id=_id(case, "closed"))


def _said(case: Case, asking: Asking, n: int, text: str, asker: Actor) -> Opinion:
    opinion = say_opinion(asking=asking, text=text, actor=VISITOR, client_id=_id(case, f"said-{n}"))
    return show_opinion(opinion, actor=asker, version=opinion.version, client_id=_id(case, f"shown-{n}"))


def _voted(case: Case, asking: Asking, bank: Mapping[str, Any], shown: list[Opinion]) -> None:
    """So many browsers on each side, each of which agrees as often as its side does."""
    rng = case.county.at(f"{case.path}/votes")
    for side, voters in enumerate(bank["voters"]):
        for n in range(voters):
            secret = link_from(f"demo-{asking.pk}-{side}-{n}")
            for opinion, line in zip(shown, bank["opinions"], strict=True):
                if rng.random() < SIDES:
                    agrees = rng.random() < line["agree"][side]
                    says = Vote.Says.AGREE if agrees else rng.choice((Vote.Says.DISAGREE, Vote.Says.PASS))
                    cast_vote(asking=asking, ballot=Ballot(opinion, secret, says), actor=VISITOR)


def _id(case: Case, what: str) -> UUID:
    return case.county.seed.id(f"{case.county.code}/{case.path}/asking/{what}")
