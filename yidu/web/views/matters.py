"""The list of matters: filter, search, views under a name, a table to take away."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yidu.common import clock
from yidu.common.errors import Refused
from yidu.matters.lists import matters_wanted, words_wanted
from yidu.matters.models import Matter
from yidu.matters.queries import brief
from yidu.matters.rules import reads_in_full
from yidu.people.models import Committee
from yidu.web.access import who
from yidu.web.actions import remove_view, save_view
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.answers import is_fragment, varies
from yidu.web.asking.filters import MatterFilter
from yidu.web.asking.raising import kinds_to_raise
from yidu.web.drawn import Drawn
from yidu.web.due import due_words
from yidu.web.export import MOST, workbook
from yidu.web.lines import Line
from yidu.web.models import SavedView
from yidu.web.naming import holder_name
from yidu.web.paging import BoundedPaginator, FoundPaginator

PAGE = 30
_FILTER = Drawn("matters/_filter.html", most=500)
KEPT = ("q", "place", "kind", "stage", "holder", "state", "late", "mine")


@who("signed-in")
def matters(request: HttpRequest) -> HttpResponse:
    """The readable matters of the committee that the address asks for; without a word, those that are open."""
    committee, actor, standing = committee_of(request), actor_of(request), standing_in(request)
    data = request.GET or {"state": "open"}
    wanted = MatterFilter(committee, data)
    asked = wanted.wanted()
    found = brief(matters_wanted(actor, committee, asked, standing))
    words = words_wanted(committee, asked, standing)
    pages = FoundPaginator(found, PAGE, sought=words) if words else BoundedPaginator(found, PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "filter": "" if is_fragment(request) else _filter(committee, wanted),
        "page": page,
        "lines": [_line(one) for one in page],
        "views": SavedView.objects.filter(person=request.user.pk, removed_at=None),
        "query": urlencode([(name, request.GET[name]) for name in KEPT if request.GET.get(name)]),
        "may_raise": bool(kinds_to_raise(committee, standing)),
    }
    template = "matters/matters.html#results" if is_fragment(request) else "matters/matters.html"
    return varies(render(request, template, context))


@who("signed-in")
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a table for a spreadsheet: only what the reader may read, and never a formula."""
    committee, actor, standing = committee_of(request), actor_of(request), standing_in(request)
    wanted = MatterFilter(committee, request.GET).wanted()
    found = matters_wanted(actor, committee, wanted, standing).prefetch_related("handlings")
    if words := words_wanted(committee, wanted, standing):
        found = found.filter(pk__any=words.newest(found, MOST))
    rows = ((one, reads_in_full(actor, one, standing)) for one in found[:MOST].iterator(chunk_size=500))
    response = HttpResponse(
        workbook(rows), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    name = f"matters-{committee.code}-{clock.today().isoformat()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@who("signed-in")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list that is on the page under a name."""
    query = request.POST.get("query", "")[:500]
    try:
        kept = save_view(name=request.POST.get("name", ""), query=query, actor=actor_of(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kept as “%(name)s”.") % {"name": kept.name})
    return redirect(f"{reverse('matters')}?{query}")


@who("signed-in")
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, person=request.user.pk, removed_at=None)
    remove_view(view, actor=actor_of(request))
    messages.success(request, _("“%(name)s” is gone.") % {"name": view.name})
    return redirect("matters")


def _filter(committee: Committee, form: MatterFilter) -> SafeString:
    def draw() -> dict[str, object]:
        return {"form": form}

    if form.data.get("place"):
        # It shows the name of a place, which is not in the key.
        return render_to_string("matters/_filter.html", draw())
    chosen = tuple(sorted((name, form.data.get(name)) for name in form.fields if form.data.get(name)))
    choices = tuple(tuple(form.fields[name].choices) for name in ("kind", "stage"))  # type: ignore[attr-defined]
    return _FILTER((committee.code, chosen, choices), draw)


def _line(matter: Matter) -> Line:
    closed = (str(matter.stage_line.title), "ok" if matter.solved_at else "off")
    tag, tone = due_words(matter) if matter.is_open else closed
    about = matter.organisation or matter.project
    stands = f"{matter.stage_line.title}：{holder_name(matter)}" if matter.is_open else ""
    return Line(
        url=reverse("matter", args=[matter.pk]),
        title=matter.title,
        tag=tag,
        tone=tone,
        context=(str(matter.kind_line.title), matter.place.name, _("no. %(number)s") % {"number": matter.number}),
        reason=" · ".join(part for part in (stands, str(about) if about else "") if part),
    )
