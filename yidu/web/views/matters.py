"""The list of matters: filter, search, views under a name, a table to take away."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yidu.common import clock, known
from yidu.common.errors import Refused
from yidu.matters.lists import matters_wanted, words_wanted
from yidu.matters.queries import listed
from yidu.matters.rules import reads_in_full
from yidu.people.models import Committee
from yidu.web.access import who
from yidu.web.actions import remove_view, save_view
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.answers import is_fragment, varies
from yidu.web.asking.filters import LONGEST, MatterFilter
from yidu.web.asking.raising import kinds_to_raise
from yidu.web.drawn import Drawn, hole
from yidu.web.export import MOST, workbook
from yidu.web.matter_lines import matter_lines
from yidu.web.models import SavedView
from yidu.web.paging import FoundPaginator, MattersPaginator, number_asked

PAGE = 30
_FILTER = Drawn("matters/_filter.html", most=500)
_WORDS = hole()
Asked = tuple[tuple[str, str], ...]
KEPT = ("q", "place", "kind", "stage", "holder", "state", "late", "mine")


@who("signed-in")
def matters(request: HttpRequest) -> HttpResponse:
    """The readable matters of the committee that the address asks for; without a word, those that are open."""
    committee, actor, standing = committee_of(request), actor_of(request), standing_in(request)
    data = request.GET or {"state": "open"}
    asked = tuple((name, data[name]) for name in KEPT if data.get(name))
    wanted = known.kept(("wanted", committee.pk, asked), lambda: MatterFilter(committee, dict(asked)).wanted())
    found, words = matters_wanted(actor, committee, wanted, standing), words_wanted(committee, wanted, standing)
    pages = FoundPaginator(found, PAGE, sought=words) if words else MattersPaginator(found, PAGE)
    page = pages.page(number_asked(request))
    context = {
        "filter": "" if is_fragment(request) else _filter(committee, asked),
        "page": page,
        "lines": matter_lines(list(page)),
        "views": SavedView.of(actor.person_id),
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
    found = listed(matters_wanted(actor, committee, wanted, standing)).prefetch_related("handlings")
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


def _filter(committee: Committee, asked: Asked) -> SafeString:
    """The filter as it stands for what is asked: kinds, stages and places are those of the revision."""
    text = dict(asked).get("q", "")
    if len(text) > LONGEST or not text.isprintable():  # it is refused, and the form says so
        return _FILTER((known.revision(), committee.pk, asked), lambda: {"form": MatterFilter(committee, dict(asked))})
    # Every search has other words: they are put in afterwards.
    others = tuple((name, _WORDS if name == "q" else value) for name, value in asked)
    drawn = _FILTER((known.revision(), committee.pk, others), lambda: {"form": MatterFilter(committee, dict(others))})
    return mark_safe(drawn.replace(_WORDS, escape(text)))  # noqa: S308
