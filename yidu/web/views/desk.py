"""Today: one list of what is in one's hands."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yidu.consultations.waits import waits
from yidu.matters.actions.calendar import EDITED_BY
from yidu.matters.desk import desk as desk_of
from yidu.proposals.queries import kinds_to_write, names_asked
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.desk_items import desk_lines
from yidu.web.naming import appointment_title
from yidu.web.paging import number_asked
from yidu.web.views.calendar import unannounced_years

PAGE = 50


@who("signed-in")
def desk(request: HttpRequest) -> HttpResponse:
    """What the person holds, late on top, then what is late elsewhere for whoever oversees; so many on a page."""
    actor, standing, committee = actor_of(request), standing_in(request), committee_of(request)
    number = number_asked(request)
    found = desk_of(actor, standing, start=(number - 1) * PAGE, most=PAGE)
    if not found.items and number > 1:
        number, found = 1, desk_of(actor, standing, most=PAGE)
    lines = desk_lines(found.items, standing)
    mine = sum(item.why != "late" for item in found.items)
    writes = kinds_to_write(standing, committee)
    roles = [appointment_title(one) for one in standing.held if one.committee_id == committee.pk]
    context = {
        "mine": lines[:mine],
        "elsewhere": lines[mine:],
        "in_hand": found.mine,
        "late_elsewhere": found.late,
        "late_on": found.mine // PAGE + 1,
        "page": Paginator(range(found.mine + found.late), PAGE).page(number),
        "roles": list(dict.fromkeys(roles)),
        "may_record": standing.has("record", committee.pk),
        "writes": str(writes[0][2].title) if writes else "",
        "names_asked": names_asked(standing) if writes or standing.has_any("sign") else 0,
        **vars(waits(standing)),
        "unannounced": unannounced_years() if standing.has_any(EDITED_BY) else [],
    }
    return render(request, "desk/desk.html", context)
