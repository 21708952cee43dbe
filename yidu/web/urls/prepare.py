"""Addresses of what comes before a session: topics, the yearly plan, invitations, papers, slots."""

from django.urls import URLPattern, path

from yidu.web.views import my_calendar, papers, seats, topics

urlpatterns: list[URLPattern] = [
    path("c/<slug:code>/topics/", topics.topics, name="topics"),
    path("topics/choose/", topics.choose, name="topics-choose"),
    path("c/<slug:code>/plan/<int:year>/", topics.plan, name="plan"),
    path("topics/<uuid:pk>/plan/", topics.plan_line, name="plan-line"),
    path("topics/<uuid:pk>/visits/", papers.gather, name="gather"),
    path("visits/<int:pk>/take-off/", papers.gathering_withdraw, name="gathering-withdraw"),
    path("sessions/<uuid:pk>/ask/", seats.ask, name="seats-ask"),
    path("sessions/<uuid:pk>/links/", seats.links, name="seats-links"),
    path("seats/<int:pk>/answer/", seats.answer, name="seat-answer"),
    path("seats/<int:pk>/take-off/", seats.take_off, name="seat-take-off"),
    path("s/<slug:secret>/", seats.seat, name="seat"),
    path("s/<slug:secret>/papers/<uuid:pk>/", papers.seat_paper, name="seat-paper"),
    path("sessions/<uuid:pk>/papers/", papers.add, name="paper-add"),
    path("papers/<uuid:pk>/", papers.paper, name="paper"),
    path("papers/<uuid:pk>/take-off/", papers.withdraw, name="paper-withdraw"),
    path("sessions/<uuid:pk>/slots/", papers.slots, name="slots"),
    path("slots/<int:pk>/book/", papers.book, name="slot-book"),
    path("bookings/<uuid:pk>/give-back/", papers.give_back, name="booking-give-back"),
    path("bookings/<uuid:pk>/matter/", papers.tie, name="booking-tie"),
    path("me/calendar/", my_calendar.my_calendar, name="my-calendar"),
]
