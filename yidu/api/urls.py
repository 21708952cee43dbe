"""Every address of the API."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from yidu.api import v1
from yidu.api.feeds import sessions
from yidu.api.feeds import views as feeds
from yidu.api.reference import not_found, openapi, reference

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:code>/feed.atom", feeds.atom, name="feed"),
    path("c/<slug:code>/dates.ics", feeds.ics, name="dates"),
    path("c/<slug:code>/sessions.ics", sessions.announced_ics, name="sessions-feed"),
    path("calendar/<slug:secret>.ics", sessions.my_ics, name="my-sessions"),
    path("api/v1/", reference, name="api"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", include(list(v1.urls()))),
    # Whatever stands there, also what no converter takes.
    re_path(r"^api/v1/[\s\S]*$", not_found, name="api-nothing"),
]
