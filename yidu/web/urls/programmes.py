"""Addresses of programmes."""

from django.urls import URLPattern, path

from yidu.web.views import programmes

urlpatterns: list[URLPattern] = [
    path("c/<slug:code>/programmes/", programmes.programmes, name="programmes"),
    path("c/<slug:code>/programmes/<slug:programme>/", programmes.programme, name="programme"),
]
