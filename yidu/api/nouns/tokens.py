"""Tokens: which there are, and ending them. They are made on a page only: none may outlive itself by making another."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.shapes import Day, Out, Page, Write
from yidu.services import actions
from yidu.services.models import Token

noun = Noun("tokens")


class TokenOut(Out):
    """What a token is for and until when. Its secret was told once."""

    id: int
    name: str
    scopes: list[str]
    expires_on: Day
    used_on: Day | None
    ended_at: datetime | None


@noun.read("/", "signed-in", answers=Page[TokenOut], says=_("One's own tokens, the newest first."))
def list_tokens(request: HttpRequest, wanted: Query[Cursor]) -> Page[TokenOut]:
    return page(_own(speaker_of(request)), wanted, order=("-pk",), shape=token_out)


@noun.write("/{int:pk}/end", "signed-in", does="token.end", answers=TokenOut, says=_("It opens nothing any more."))
def end_token(request: HttpRequest, pk: int, told: Write) -> TokenOut:
    speaker = speaker_of(request)
    done = actions.end_token(finding.one(_own(speaker), pk), actor=speaker.actor, client_id=told.client_id)
    return token_out(done)


def token_out(one: Token) -> TokenOut:
    return TokenOut(
        id=one.pk,
        name=one.name,
        scopes=one.scopes,
        expires_on=one.expires_on,
        used_on=one.used_on,
        ended_at=one.ended_at,
    )


def _own(speaker: Speaker) -> QuerySet[Token]:
    return Token.objects.filter(person_id=speaker.actor.person_id or 0)
