"""The seals: what was written down up to when, in one number that anybody may keep."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yidu.ledger.models import Seal
from yidu.web.access import who

PAGE = 50


@who("everybody")
def seals(request: HttpRequest) -> HttpResponse:
    """Every seal, the newest first."""
    page = Paginator(Seal.objects.defer("peaks", "leaves").order_by("-number"), PAGE).get_page(request.GET.get("page"))
    lines = [(seal, bytes(seal.root).hex()) for seal in page]
    return render(request, "seals/list.html", {"page": page, "lines": lines})
