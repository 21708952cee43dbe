"""Addresses of what comes of sessions: minutes, outcomes, whether it was kept, recommendations and their answers."""

from django.urls import path

from yidu.web.views import conclusions, echoes, matrices, outcomes

urlpatterns = [
    path("sessions/<uuid:pk>/conclude/", conclusions.conclude_session, name="session-conclude"),
    path("sessions/<uuid:pk>/reopen/", conclusions.reopen_session, name="session-reopen"),
    path("sessions/<uuid:pk>/minutes/", conclusions.minutes, name="session-minutes"),
    path("sessions/<uuid:pk>/matrix/", matrices.matrix, name="session-matrix"),
    path("sessions/<uuid:pk>/matrix.xlsx", matrices.matrix_workbook, name="session-matrix-table"),
    path("sessions/<uuid:pk>/kept/", echoes.session_echo, name="session-echo"),
    path("kept/<slug:secret>/", echoes.seat_echo, name="seat-echo"),
    path("topics/<uuid:pk>/outcome/", outcomes.record_outcome, name="outcome-record"),
    path("outcomes/<uuid:pk>/withdraw/", outcomes.withdraw_outcome, name="outcome-withdraw"),
]
