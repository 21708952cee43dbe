"""Today: one list of what is in one's hands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yidu.matters.actions.calendar import EDITED_BY
from yidu.matters.queries import desk as desk_of
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.desk_items import desk_line
from yidu.web.naming import appointment_title
from yidu.web.views.calendar import unannounced_years


@who("signed-in")
def desk(request: HttpRequest) -> HttpResponse:
    """What the person holds, late on top, then what is late elsewhere for whoever oversees."""
    standing, committee = standing_in(request), committee_of(request)
    items = desk_of(actor_of(request), standing)
    mine = [desk_line(item, standing) for item in items if item.why != "late"]
    elsewhere = [desk_line(item, standing) for item in items if item.why == "late"]
    roles = [appointment_title(one) for one in standing.held if one.committee_id == committee.pk]
    context = {
        "mine": mine,
        "elsewhere": elsewhere,
        "roles": list(dict.fromkeys(roles)),
        "may_record": standing.has("record", committee.pk),
        "unannounced": unannounced_years() if standing.has_any(EDITED_BY) else [],
    }
    return render(request, "desk/desk.html", context)
