"""Where every address begins."""

from django.urls import include, path

from yidu.web.access import who
from yidu.web.health import healthz

urlpatterns = [
    path("healthz", who("everybody")(healthz)),
    path("", include("yidu.api.urls")),
    path("", include("yidu.web.urls")),
]
