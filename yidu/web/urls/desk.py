"""Addresses of the desk and of recording."""

from django.urls import URLPattern, path

from yidu.web.views import desk, record, suggest

urlpatterns: list[URLPattern] = [
    path("desk/", desk.desk, name="desk"),
    path("record/", record.record, name="record"),
    path("record/<slug:programme>/<slug:kind>/", record.record, name="record-kind"),
    path("suggest/places/", suggest.places, name="suggest-places"),
    path("suggest/organisations/", suggest.organisations, name="suggest-organisations"),
    path("suggest/projects/", suggest.projects, name="suggest-projects"),
    path("suggest/stations/", suggest.stations, name="suggest-stations"),
    path("suggest/conveners/<uuid:pk>/", suggest.conveners, name="suggest-conveners"),
    path("suggest/hosts/<slug:programme>/<slug:kind>/", suggest.hosts, name="suggest-hosts"),
]
