"""Addresses of lists that come in and go out."""

from django.urls import URLPattern, path

from yidu.web.views import imports, sheets

urlpatterns: list[URLPattern] = [
    path("sheets/", sheets.sheets, name="sheets"),
    path("sheets/<slug:kind>/", sheets.sheet, name="sheet"),
    path("sheets/<slug:kind>/template.<slug:form>", sheets.template, name="sheet-template"),
    path("sheets/<slug:kind>/export.<slug:form>", sheets.export, name="sheet-export"),
    path("sheets/imports/<uuid:pk>/", imports.import_, name="import"),
    path("sheets/imports/<uuid:pk>/wrong.xlsx", imports.wrong, name="import-wrong"),
    path("sheets/imports/<uuid:pk>/confirm/", imports.confirm, name="import-confirm"),
    path("sheets/imports/<uuid:pk>/discard/", imports.discard, name="import-discard"),
]
