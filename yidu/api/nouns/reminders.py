"""How one is reminded: one's own choice, and nobody else's."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.shapes import Out, VersionOrNone, Write
from yidu.notices.actions import choose_channel as choose
from yidu.notices.models import Channel
from yidu.notices.queries import channel_of
from yidu.notices.secrets import hint_of, open_address

noun = Noun("reminders")
Kind = Literal["off", "email", "wecom", "dingtalk", "feishu"]


class ChannelOut(Out):
    """`address` is a hint by which its owner knows it: the whole is never shown. `hour` null: as usual here."""

    kind: Kind
    address: str
    hour: int | None
    language: str
    version: int


class ChannelIn(Write):
    """An empty address keeps the one of the same kind. `version` is 0 before the first choice."""

    kind: Kind
    address: Annotated[str, Field(max_length=400)] = ""
    hour: Annotated[int, Field(strict=True, ge=0, le=23)] | None = None
    language: Literal["zh-hans", "en"] = "zh-hans"
    version: VersionOrNone


@noun.read("/", "signed-in", answers=ChannelOut, says=_("How one is reminded of what is due."))
def read_channel(request: HttpRequest) -> ChannelOut:
    return _own(speaker_of(request))


@noun.write("/", "signed-in", does="channel.choose", answers=ChannelOut, says=_("Choose how one is reminded."))
def choose_channel(request: HttpRequest, told: ChannelIn) -> ChannelOut:
    speaker = speaker_of(request)
    choose(
        kind=told.kind,
        address=told.address,
        hour=told.hour,
        language=told.language,
        actor=speaker.actor,
        version=told.version,
        client_id=told.client_id,
    )
    return _own(speaker)


def _own(speaker: Speaker) -> ChannelOut:
    one = channel_of(speaker.actor.person_id)
    address = hint_of(open_address(one.address)) if one.kind != Channel.Kind.OFF else ""
    return ChannelOut(kind=one.kind, address=address, hour=one.hour, language=one.language, version=one.version)  # type: ignore[arg-type]
