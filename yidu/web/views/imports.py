"""One list on its way: what each of its rows would do, saying yes, and how far it is."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yidu.common.errors import Refused
from yidu.sheets.actions import confirm_import, discard_import
from yidu.sheets.exporting import wrong_rows
from yidu.sheets.kinds import SHEETS
from yidu.sheets.models import Import, Line
from yidu.sheets.plans import STATES
from yidu.sheets.writing import XLSX
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.answers import is_fragment, varies, version_seen
from yidu.web.import_page import counted, line_shown, what_it_brought
from yidu.web.views.sheets import POWERS

PAGE = 50


@who(*POWERS)
def import_(request: HttpRequest, pk: UUID) -> HttpResponse:
    """While it is worked at: how far. Then: how many rows would do what, and each of them, the wrong ones first."""
    shown = _import_or_404(request, pk)
    if is_fragment(request):
        if not shown.is_at_work:
            # What it came to is another page.
            return varies(HttpResponse(headers={"HX-Refresh": "true"}))
        return varies(render(request, "sheets/import.html#progress", {"import": shown}))
    state = request.GET.get("state", "")
    counts = counted(shown)
    if state not in STATES:
        state = next((one.state for one in counts if one.is_kept), "wrong")
    lines = Line.objects.filter(upload=shown, state=state)
    page = Paginator(lines.defer("cells"), PAGE).get_page(request.GET.get("page"))
    kind = SHEETS[shown.sheet]
    context = {
        "import": shown,
        "kind": kind.title,
        "counts": counts,
        "brings": what_it_brought(shown),
        "good": shown.counts.get("new", 0) + shown.counts.get("changed", 0),
        "wrong": shown.counts.get("wrong", 0),
        "state": state,
        "page": page,
        "lines": [line_shown(line, shown.heads) for line in page],
        "crumbs": [
            (_("Import and export"), reverse("sheets")),
            (str(kind.title), reverse("sheet", args=[shown.sheet])),
        ],
    }
    return varies(render(request, "sheets/import.html", context))


@who(*POWERS)
def wrong(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The wrong rows as they were sent, with the reasons beside them, to be mended and sent again."""
    shown = _import_or_404(request, pk)
    answer = HttpResponse(wrong_rows(shown), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{shown.sheet}-wrong.xlsx"'
    return answer


@who(*POWERS)
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say yes to what the rows would do."""
    shown = _import_or_404(request, pk)
    try:
        confirm_import(shown, actor=actor_of(request), version=version_seen(request))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("import", pk=pk)


@who(*POWERS)
@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget a list. What it brought stays."""
    shown = _import_or_404(request, pk)
    discard_import(shown, actor=actor_of(request))
    messages.success(request, _("The list is thrown away."))
    return redirect("sheet", kind=shown.sheet)


def _import_or_404(request: HttpRequest, pk: UUID) -> Import:
    """One's own list, of a kind that one may still bring to this committee."""
    committee = committee_of(request)
    mine = Import.objects.filter(committee=committee, sent_by=actor_of(request).person_id).select_related("progress")
    shown = mine.exclude(state=Import.State.DISCARDED).filter(pk=pk).first()
    if shown is None or not SHEETS[shown.sheet].may_standing(standing_in(request), committee):
        raise Http404
    return shown
