"""Addresses of documents that took suggestions up."""

from django.urls import URLPattern, path

from yidu.web.views import documents

urlpatterns: list[URLPattern] = [
    path("c/<slug:code>/documents/", documents.documents, name="documents"),
    path("documents/add/", documents.record_document, name="document-add"),
    path("documents/<uuid:pk>/", documents.document, name="document"),
    path("documents/<uuid:pk>/correct/", documents.correct_document, name="document-correct"),
    path("documents/<uuid:pk>/withdraw/", documents.withdraw_document, name="document-withdraw"),
]
