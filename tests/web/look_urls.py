"""The site with the page of all pieces, also where it is not mounted."""

from django.urls import include, path

urlpatterns = [path("", include("yidu.web.urls.look")), path("", include("yidu.urls"))]
