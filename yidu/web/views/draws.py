"""Draws for everybody: what was announced, how it was drawn, what was found, and the means to draw again."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

import yidu.matters
from yidu.common.actors import VISITOR
from yidu.matters.draws import drawn_names, published, results
from yidu.matters.models import Draw
from yidu.matters.rules import readable
from yidu.web.access import who
from yidu.web.actors import committee_of

RECIPE = Path(yidu.matters.__file__).with_name("draw_again.py")
SHOWN = 200
"""Candidates on the page; all of them stand in the file."""


@who("everybody")
def draws(request: HttpRequest, code: str) -> HttpResponse:
    """Every draw of a committee, also those that were announced and never drawn."""
    committee = committee_of(request, code)
    found = Draw.objects.filter(committee=committee).select_related("edition").defer("edition__content", "asked")
    lines = [(one, str(one.edition.read.procedure[one.procedure].title)) for one in found]
    return render(request, "draws/list.html", {"committee": committee, "lines": lines})


@who("everybody")
def draw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One draw: list, rule, seed and where it comes from, what was drawn, what was found so far."""
    found = _draw_or_404(pk)
    drawn, names = drawn_names(found), sorted(found.candidates)
    wanted = {found.candidates[name]: name for name in {*drawn, *names[:SHOWN]}}
    open_ones = readable(VISITOR).filter(pk__in=wanted).values_list("pk", "title")
    titles = {wanted[str(matter)]: (reverse("matter", args=[matter]), title) for matter, title in open_ones}
    context = {
        "committee": found.committee,
        "draw": found,
        "procedure": found.edition.read.procedure[found.procedure].title,
        "drawn": [(name, *titles.get(name, ("", ""))) for name in drawn],
        "candidates": [(name, *titles.get(name, ("", ""))) for name in names[:SHOWN]],
        "left_out": max(0, len(names) - SHOWN),
        "many": len(names),
        "results": results(found),
        "recipe": RECIPE.read_text(encoding="utf-8"),
        "crumbs": [(_("Look-backs by lot"), reverse("draws", args=[found.committee.code]))],
    }
    return render(request, "draws/draw.html", context)


@who("everybody")
def draw_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file with which anybody can draw again."""
    found = _draw_or_404(pk)
    response = JsonResponse(published(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="draw-{found.begins}-{found.ends}.json"'
    return response


@who("everybody")
def recipe(request: HttpRequest) -> HttpResponse:
    """The script that draws again. It needs nothing of Yidu."""
    response = HttpResponse(RECIPE.read_bytes(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="draw_again.py"'
    return response


def _draw_or_404(pk: UUID) -> Draw:
    found = Draw.objects.select_related("committee", "edition", "seal").defer("edition__content", "seal__leaves")
    draw = found.filter(pk=pk).first()
    if draw is None:
        raise Http404
    return draw
