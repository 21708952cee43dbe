"""The site's addresses, and the floor: what a signed-in request costs before a page has done anything."""

import os

from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.places import ANEW
from yidu.urls import urlpatterns as of_the_site
from yidu.web import drawn
from yidu.web.access import who

FLOOR = "/bench/floor/"
if os.environ.get(ANEW):
    # No piece of a page is kept: what the first reader of everything waits for.
    drawn.Drawn.most = property(lambda _drawn: 0, lambda _drawn, _most: None)  # type: ignore[assignment]


@who("signed-in")
def floor(request: HttpRequest) -> HttpResponse:
    """Session and user are resolved, one line is answered."""
    return HttpResponse(f"{request.user.pk}\n", content_type="text/plain")


urlpatterns = [path(FLOOR.removeprefix("/"), floor), *of_the_site]
