"""Addresses of the page of all pieces."""

from django.urls import path

from yidu.web.views import look

urlpatterns = [
    path("look/", look.look, name="look"),
    path("look/suggestions/", look.suggestions, name="look-suggestions"),
    path("look/<slug:page>/", look.look, name="look-page"),
]
