"""A phone in Python: seals what a form says as the browser does, and sends it."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from tests.cast import Cast
from yidu.common import clock
from yidu.common.sealing import sealing_key
from yidu.web.outbox.envelope import Inside, Outside, author_mark, sealed_as_a_phone_does

HEARD = "新订单来了，厂房不够，想在区内找三千平方米左右的生产用地。"


def visit_fields(cast: Cast, **more: str) -> list[list[str]]:
    """What a member types without signal: names in words, no day."""
    told = {
        "organisation": cast.enterprise.name,
        "heard": HEARD,
        "headcount": "2",
        "raise-enterprise-difficulty-TOTAL_FORMS": "1",
        "raise-enterprise-difficulty-INITIAL_FORMS": "0",
        "raise-enterprise-difficulty-0-title": "生产用地不足",
        **more,
    }
    return [[name, value] for name, value in told.items()]


@dataclass
class Phone:
    """A phone with a clock that may be wrong by `fast` (a timedelta), and an order of its own."""

    number: int = 0
    made: datetime | None = None
    skew: Any = None
    sent: list[dict[str, Any]] = field(default_factory=list)

    def now(self) -> datetime:
        return clock.now() + self.skew if self.skew else clock.now()

    def visit(self, cast: Cast, *, by: str = "member", kind: str = "enterprise-visit", **more: str) -> dict[str, Any]:
        """A sealed visit, ready to be sent."""
        inside = Inside(
            author=author_mark(cast.people[by].pk),
            committee=cast.committee.code,
            programme="wuqian",
            kind=kind,
            made=(self.made or clock.now()).isoformat(),
            fields=tuple((name, value) for name, value in visit_fields(cast, **more)),
        )
        return self.envelope("visit", inside)

    def rating(self, receipt: str, **more: str) -> dict[str, Any]:
        told = {"receipt": receipt, "solved": "yes", "satisfaction": "satisfied", **more}
        inside = Inside("", "500104", "", "", clock.now().isoformat(), tuple(told.items()))
        return self.envelope("rating", inside)

    def envelope(self, type_: str, inside: Inside, *, id_: UUID | None = None) -> dict[str, Any]:
        self.number += 1
        empty = Outside(id_ or uuid4(), self.number, self.now().isoformat(), type_, sealing_key().id, b"")
        outside = replace(empty, sealed=sealed_as_a_phone_does(empty, inside))
        return {
            "id": str(outside.id),
            "number": outside.number,
            "at": outside.at,
            "type": outside.type,
            "key": outside.key,
            "sealed": b64encode(outside.sealed).decode(),
        }

    def send(self, client: Client, envelope: dict[str, Any], **more: Any) -> Any:
        told = {**envelope, "now": self.now().isoformat(), **more}
        return client.post("/outbox/send/", json.dumps(told), content_type="application/json")
