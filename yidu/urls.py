"""Where every address begins."""

from django.urls import include, path

from yidu.web.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("accounts/", include("allauth.urls")),
    path("", include("yidu.web.urls")),
]
