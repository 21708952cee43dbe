"""What Yidu is, and how it keeps to the rules for government apps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yidu.web.access import who
from yidu.web.compliance import RULES


@who("everybody")
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


@who("everybody")
def compliance(request: HttpRequest) -> HttpResponse:
    return render(request, "compliance.html", {"rules": RULES})
