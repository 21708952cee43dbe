"""Lists: which there are, what their columns mean, the empty list, what is there as a list, and sending one."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Literal, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.errors import NotAllowed, Refused
from yidu.people.models import Committee
from yidu.sheets import exporting
from yidu.sheets.actions import SentFile, send_import, sheet_of
from yidu.sheets.kinds import SHEETS, Sheet
from yidu.sheets.models import Import
from yidu.sheets.reading import MOST_BYTES, MOST_ROWS
from yidu.sheets.writing import CSV, XLSX, allowed
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.answers import write_into
from yidu.web.asking.sheets import SheetForm

POWERS = ("people", "office", "record")
LATEST = 10


@who(*POWERS)
def sheets(request: HttpRequest) -> HttpResponse:
    """The kinds of list that the reader may bring and take, and those that were sent lately."""
    committee, standing = committee_of(request), standing_in(request)
    kinds = [(id_, kind.title) for id_, kind in SHEETS.items() if kind.may_standing(standing, committee)]
    return render(request, "sheets/list.html", {"kinds": kinds, "imports": _latest(request, committee)})


@who(*POWERS)
def sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind of list: download it, fill it in, send it."""
    committee = committee_of(request)
    shown = _sheet_or_404(request, kind)
    form, status = SheetForm(request.POST or None, request.FILES or None, takes_papers=shown.takes_papers), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                sent = _send(request, committee, kind, form.cleaned_data)
            except Refused as error:
                status = write_into(form, error)
            else:
                return redirect("import", pk=sent.pk)
    context = {
        "sheet": shown,
        "columns": [(column, allowed(column)) for column in shown.columns],
        "form": form,
        "most_rows": MOST_ROWS,
        "most_mb": MOST_BYTES // 1024 // 1024,
        "imports": _latest(request, committee, sheet=kind),
        "crumbs": [(_("Import and export"), reverse("sheets"))],
    }
    return render(request, "sheets/sheet.html", context, status=status)


@who(*POWERS)
def template(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """The empty list, with what its columns mean."""
    return _file(request, kind, form, "template")


@who(*POWERS)
def export(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """What is there, as a list that may come in again. Nothing in it runs."""
    return _file(request, kind, form, "export")


def _file(request: HttpRequest, kind: str, form: str, what: Literal["template", "export"]) -> HttpResponse:
    if form not in ("xlsx", "csv"):
        raise Http404
    written = getattr(exporting, what)(_sheet_or_404(request, kind), cast(exporting.Form, form))
    answer = HttpResponse(written, content_type=XLSX if form == "xlsx" else CSV)
    code, day = committee_of(request).code, clock.today().isoformat()
    name = f"{kind}-{what}.{form}" if what == "template" else f"{kind}-{code}-{day}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _sheet_or_404(request: HttpRequest, kind: str) -> Sheet:
    try:
        return sheet_of(kind, committee_of(request), actor_of(request))
    except NotAllowed:
        raise Http404 from None


def _send(request: HttpRequest, committee: Committee, kind: str, told: dict[str, Any]) -> Import:
    upload: UploadedFile = told["file"]
    with NamedTemporaryFile(suffix=".part") as kept:
        for piece in upload.chunks():
            kept.write(piece)
        kept.flush()
        sent = SentFile(Path(kept.name), upload.name or "")
        return send_import(
            committee=committee, sheet=kind, sent=sent, actor=actor_of(request), client_id=told["client_id"]
        )


def _latest(request: HttpRequest, committee: Committee, **only: str) -> list[tuple[Import, Any]]:
    """What the reader sent lately, with the kind's title. Nobody sees another's lists."""
    found = Import.objects.filter(committee=committee, sent_by=actor_of(request).person_id, **only)
    shown = found.exclude(state=Import.State.DISCARDED).defer("heads", "why")[:LATEST]
    return [(one, SHEETS[one.sheet].title) for one in shown]
