"""Lists of matters that somebody wants to see again, under a name of one's own."""

from __future__ import annotations

from typing import Annotated, Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import StringConstraints

from yidu.api import finding
from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.shapes import Out, Page, Write
from yidu.common.actions import registered_actions

noun = Noun("views")


class ViewOut(Out):
    """`query` is the query of the address of the list, as the page of matters writes it."""

    id: int
    name: str
    query: str


class ViewIn(Write):
    name: str
    query: Annotated[str, StringConstraints(max_length=500)]


@noun.read("/", "signed-in", answers=Page[ViewOut], says=_("One's own saved views."))
def list_views(request: HttpRequest, wanted: Query[Cursor]) -> Page[ViewOut]:
    return page(_own(speaker_of(request)), wanted, order=("pk",), shape=view_out)


@noun.write("/", "signed-in", does="saved-view.save", answers=ViewOut, says=_("Keep a list under a name."))
def save_view(request: HttpRequest, told: ViewIn) -> ViewOut:
    done = _action("saved-view.save")(
        name=told.name, query=told.query, actor=speaker_of(request).actor, client_id=told.client_id
    )
    return view_out(done)


@noun.write("/{int:pk}/remove", "signed-in", does="saved-view.remove", answers=ViewOut, says=_("Give a view up."))
def remove_view(request: HttpRequest, pk: int, told: Write) -> ViewOut:
    speaker = speaker_of(request)
    # Also one that was given up: sent twice, this is answered twice.
    view = finding.one(_views().filter(person_id=speaker.actor.person_id), pk)
    return view_out(_action("saved-view.remove")(view, actor=speaker.actor, client_id=told.client_id))


def view_out(one: Any) -> ViewOut:
    return ViewOut(id=one.pk, name=one.name, query=one.query)


def _own(speaker: Speaker) -> Any:
    return _views().filter(person_id=speaker.actor.person_id, removed_at=None)


def _views() -> Any:
    # They belong to the pages, which stand beside the API and not below it: so both are found by their names.
    return apps.get_model("web", "SavedView")._default_manager.all()


def _action(name: str) -> Any:
    return registered_actions()[name]
