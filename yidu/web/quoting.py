"""From what somebody begins to write: a visit or a matter, named in the address as "activity-…" or "matter-…"."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from yidu.activities.models import Activity
from yidu.activities.queries import one_activity
from yidu.common.ids import uuid_in
from yidu.matters.models import Matter
from yidu.matters.queries import one_matter
from yidu.web.actors import actor_of, standing_in


def quoted(request: HttpRequest, told: str) -> Activity | Matter | None:
    """What is named, if the reader may read it."""
    what, _dash, text = told.partition("-")
    pk = uuid_in(text)
    if pk is None:
        return None
    if what == "matter":
        return one_matter(actor_of(request), pk, standing_in(request))
    return one_activity(actor_of(request), pk) if what == "activity" else None


def as_source(one: Activity | Matter) -> dict[str, Any]:
    return {"matter": one} if isinstance(one, Matter) else {"activity": one}
