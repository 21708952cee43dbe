"""The site's addresses, and the floor: what a signed-in request costs before a page has done anything."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from yidu.urls import urlpatterns as of_the_site
from yidu.web.access import who

FLOOR = "/bench/floor/"


@who("signed-in")
def floor(request: HttpRequest) -> HttpResponse:
    """Session and user are resolved, one line is answered."""
    return HttpResponse(f"{request.user.pk}\n", content_type="text/plain")


urlpatterns = [path(FLOOR.removeprefix("/"), floor), *of_the_site]
