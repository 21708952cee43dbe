"""How somebody wants to be reminded, and what went out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.notices.actions import choose_channel
from yidu.notices.models import Message
from yidu.notices.queries import channel_of, messages_to
from yidu.notices.sending.trouble import TROUBLES
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of
from yidu.web.asking.reminders import ChannelForm

TONES = {Message.State.SENT: "ok", Message.State.FAILED: "late", Message.State.WAITS: "wait"}


@who("signed-in")
def reminders(request: HttpRequest) -> HttpResponse:
    """Choose one's own channel. Nobody chooses for another."""
    actor, person = actor_of(request), request.user.pk
    channel = channel_of(person)
    told = {"version": channel.version, "kind": channel.kind, "hour": channel.hour, "language": channel.language}
    sent = [
        (one, one.get_state_display(), TONES[Message.State(one.state)], TROUBLES.get(one.trouble, ""))
        for one in messages_to(person)
    ]
    return act(
        request,
        ChannelForm(channel, request.POST or None, initial=told),
        lambda told: choose_channel(actor=actor, **told),
        page={"sent": sent, "channel": channel},
        done=_("Chosen."),
        then=lambda _row: reverse("reminders"),
        template="me/reminders.html",
    )
