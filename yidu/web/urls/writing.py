"""Addresses of writing: drafts, the names below them, their sources."""

from django.urls import URLPattern, path

from yidu.web.views import signing, writing

urlpatterns: list[URLPattern] = [
    path("write/", writing.writing, name="writing"),
    path("write/start/", writing.start, name="draft-start"),
    path("write/<uuid:pk>/", writing.draft, name="draft"),
    path("write/<uuid:pk>/save/", writing.autosave, name="draft-save"),
    path("write/<uuid:pk>/wordings/", writing.wordings, name="draft-wordings"),
    path("write/<uuid:pk>/hand-in/", writing.hand_in, name="draft-hand-in"),
    path("write/<uuid:pk>/put-aside/", writing.put_aside, name="draft-put-aside"),
    path("write/<uuid:pk>/sources/", writing.quote, name="draft-quote"),
    path("write/<uuid:pk>/sources/<int:number>/drop/", writing.drop, name="draft-source-drop"),
    path("write/<uuid:pk>/names/", signing.names, name="draft-names"),
    path("signatures/<int:pk>/confirm/", signing.confirm, name="signature-confirm"),
    path("signatures/<int:pk>/decline/", signing.decline, name="signature-decline"),
    path("signatures/<int:pk>/withdraw/", signing.withdraw, name="signature-withdraw"),
    path("suggest/signers/<uuid:pk>/", signing.suggest_signers, name="suggest-signers"),
]
