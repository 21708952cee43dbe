"""Addresses of the calendar of working days."""

from django.urls import URLPattern, path

from yidu.web.views import calendar

urlpatterns: list[URLPattern] = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<int:year>/", calendar.calendar, name="calendar-year"),
    path("calendar/<int:year>/announce/", calendar.announce, name="calendar-announce"),
    path("calendar/days/<slug:day>/", calendar.set_day, name="calendar-day"),
]
