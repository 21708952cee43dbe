"""Addresses of the outbox and of what works without signal."""

from django.urls import URLPattern, path

from yidu.web.views import looking, offline, outbox

urlpatterns: list[URLPattern] = [
    path("worker.js", offline.worker, name="worker"),
    path("c/<slug:code>/offline/", offline.no_signal, name="no-signal"),
    path("c/<slug:code>/offline/rating/", offline.rating, name="offline-rating"),
    path("c/<slug:code>/offline/session/<slug:form>/", offline.table, name="offline-table"),
    path("c/<slug:code>/offline/<slug:programme>/<slug:kind>/", offline.record, name="offline-record"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/hello/", outbox.hello, name="outbox-hello"),
    path("outbox/send/", outbox.send, name="outbox-send"),
    path("outbox/looks/", looking.looks, name="outbox-looks"),
    path("outbox/looks/<int:pk>/", looking.look, name="outbox-look"),
    path("outbox/looks/<int:pk>/drop/", looking.drop, name="outbox-drop"),
    path("outbox/rated/<int:pk>/", looking.rated, name="outbox-rated"),
]
