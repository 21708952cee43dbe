"""A person chooses how to be reminded, for themselves and for nobody else."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.notices.addresses import clean_address
from yidu.notices.models import Channel, Message
from yidu.notices.secrets import seal_address

LANGUAGES = ("zh-hans", "en")


@action("channel.choose")
def choose_channel(
    *,
    kind: str,
    address: str = "",
    hour: int | None = None,
    language: str = "zh-hans",
    actor: Actor,
    version: int,
    client_id: UUID | None = None,
) -> Change[Channel]:
    """Choose the actor's own channel. An empty `address` keeps the one of the same kind.

    `version` is 0 before the first choice. The step never holds the address. Raises `NotAllowed`, `Stale`, `Invalid`.
    """
    if actor.person_id is None:
        raise NotAllowed("not there")
    row = Channel.objects.select_for_update().filter(person_id=actor.person_id).first()
    current = row.version if row else 0
    if version != current:
        raise Stale(_("You changed this meanwhile in another window. Look at it again."), current=current)
    errors: dict[str, list[str]] = {}
    sealed = ""
    if kind not in Channel.Kind.values:
        errors["kind"] = [_("Choose from the list.")]
    elif kind != Channel.Kind.OFF:
        if row is not None and row.kind == kind and not address.strip():
            sealed = row.address
        else:
            try:
                sealed = seal_address(clean_address(kind, address))
            except ValueError as error:
                errors["address"] = [str(error)]
    if hour is not None and not 0 <= hour <= 23:
        errors["hour"] = [_("Choose from the list.")]
    if language not in LANGUAGES:
        errors["language"] = [_("Choose from the list.")]
    if errors:
        raise Invalid(_("Some answers need another look."), fields=errors)
    row = row or Channel(person_id=actor.person_id, version=0)
    row.kind, row.address, row.hour, row.language = kind, sealed, hour, language
    row.chosen_at = clock.now()
    row.version += 1
    row.save()
    _try_again(row)
    return Change(row, "channel.chosen", {"kind": kind, "hour": hour, "language": language})


def _try_again(channel: Channel) -> None:
    """What could not be delivered is tried again where the person is to be found now, as far as it still applies."""
    now = clock.now()
    Message.objects.filter(person_id=channel.person_id, state=Message.State.FAILED).update(
        state=Message.State.WAITS, made_at=now, next_try_at=now, ended_at=None, tries=0
    )
