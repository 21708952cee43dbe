"""Addresses of the front pages, and of what Yidu says about itself."""

from django.urls import URLPattern, path

from yidu.web.views import about, portal

urlpatterns: list[URLPattern] = [
    path("", portal.portal, name="portal"),
    path("c/<slug:code>/", portal.committee, name="committee"),
    path("about/", about.about, name="about"),
    path("compliance/", about.compliance, name="compliance"),
]
