"""Where every address begins."""

from django.urls import include, path

from yidu.web.health import healthz, livez, readyz

urlpatterns = [
    path("livez", livez),
    path("readyz", readyz),
    path("healthz", healthz),
    path("", include("yidu.web.urls")),
]

handler500 = "yidu.web.failures.failed"
