"""Addresses of what is written down at the table, and the one that hangs at its place."""

from django.urls import path

from yidu.web.views import spot

urlpatterns = [
    path("sessions/<uuid:pk>/table/", spot.table, name="session-table"),
    path("sessions/<uuid:pk>/held/", spot.held, name="session-held"),
    path("sessions/<uuid:pk>/here/", spot.here, name="seat-add"),
    path("sessions/<uuid:pk>/words/", spot.words, name="words-keep"),
    path("sessions/<uuid:pk>/point/", spot.point, name="point-put"),
    path("sessions/<uuid:pk>/door/", spot.door, name="session-door"),
    path("seats/<int:pk>/there/", spot.there, name="seat-confirm"),
    path("words/<uuid:pk>/", spot.words_file, name="words-file"),
    path("words/<uuid:pk>/withdraw/", spot.withdraw_words, name="words-withdraw"),
    path("points/<uuid:pk>/settle/", spot.settle, name="point-settle"),
    path("points/<uuid:pk>/unsettle/", spot.unsettle, name="point-unsettle"),
    path("points/<uuid:pk>/withdraw/", spot.withdraw_point, name="point-withdraw"),
    path("points/<uuid:pk>/hands/", spot.hands, name="point-hands"),
    path("at/<uuid:pk>/<slug:secret>/", spot.at_the_door, name="at"),
    path("at/<uuid:pk>/<slug:secret>/<uuid:point>/", spot.stand, name="at-point"),
]
