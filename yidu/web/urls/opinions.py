"""Addresses of opinions before and after, and of where people are heard."""

from django.urls import path

from yidu.web.views import opinions, venues

urlpatterns = [
    path("askings/about/<uuid:pk>/", opinions.open_asking, name="asking-open"),
    path("askings/<uuid:pk>/", opinions.asking, name="asking"),
    path("askings/<uuid:pk>/vote/", opinions.vote, name="asking-vote"),
    path("askings/<uuid:pk>/say/", opinions.say, name="asking-say"),
    path("askings/<uuid:pk>/read/", opinions.read, name="asking-read"),
    path("askings/<uuid:pk>/change/", opinions.change_asking, name="asking-change"),
    path("askings/<uuid:pk>/close/", opinions.close_asking, name="asking-close"),
    path("c/<slug:code>/venues/", venues.venues, name="venues"),
]
