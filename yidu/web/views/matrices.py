"""What became of the recommendations of a session: as a page, on paper, and as a workbook."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yidu.consultations.models import Session
from yidu.consultations.promised import tally_of
from yidu.consultations.rules import reads_inside
from yidu.web.access import who
from yidu.web.actors import standing_in
from yidu.web.exporting import export
from yidu.web.matrix import Matrix, as_rows, matrix_of
from yidu.web.views.sessions import crumbs_of, session_or_404


@who("everybody")
def matrix(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown, found = _matrix_or_404(request, pk)
    context = {
        "session": shown,
        "matrix": found,
        "tally": tally_of(shown),
        "crumbs": crumbs_of(shown, itself=True),
    }
    return render(request, "sessions/matrix.html", context)


@who("everybody")
def matrix_workbook(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown, found = _matrix_or_404(request, pk)
    return export("xlsx", f"matrix-{shown.number}", *as_rows(found))


def _matrix_or_404(request: HttpRequest, pk: UUID) -> tuple[Session, Matrix]:
    shown, standing = session_or_404(request, pk), standing_in(request)
    found = matrix_of(shown, standing, inside=reads_inside(standing, shown))
    if not found.rows:
        raise Http404
    return shown, found
