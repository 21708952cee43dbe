"""Every address of the API."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from yidu.api import v1
from yidu.api.reference import not_found, openapi, reference

urlpatterns: list[URLPattern] = [
    path("api/v1/", reference, name="api"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", include(list(v1.urls()))),
    path("api/v1/<path:rest>", not_found, name="api-nothing"),
]
