"""Addresses of activities."""

from django.urls import URLPattern, path

from yidu.web.views import activities, record

urlpatterns: list[URLPattern] = [
    path("activities/", activities.activities, name="activities"),
    path("activities/<uuid:pk>/", activities.activity, name="activity"),
    path("activities/<uuid:pk>/recorded/", record.recorded, name="recorded"),
    path("activities/<uuid:pk>/correct/", activities.correct, name="activity-correct"),
    path("activities/<uuid:pk>/withdraw/", activities.withdraw, name="activity-withdraw"),
    path("activities/<uuid:pk>/photos/<uuid:photo_pk>/", activities.photo, name="activity-photo"),
]
