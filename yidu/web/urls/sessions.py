"""Addresses of sessions: people sit down about a topic."""

from django.urls import path

from yidu.web.views import sessions

urlpatterns = [
    path("c/<slug:code>/sessions/", sessions.sessions, name="sessions"),
    path("matters/<uuid:pk>/session/", sessions.plan_session, name="session-plan"),
    path("sessions/<uuid:pk>/", sessions.session, name="session"),
    path("sessions/<uuid:pk>/change/", sessions.change_session, name="session-change"),
    path("sessions/<uuid:pk>/call-off/", sessions.call_off_session, name="session-call-off"),
]
