"""Make a token, and end it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import NotAllowed
from yidu.common.ids import digest, link_from
from yidu.people.checks import Slips
from yidu.people.models import Person
from yidu.services.models import Token
from yidu.services.rules import keeps
from yidu.services.scopes import SCOPES

LONGEST = timedelta(days=366)
MOST = 20


@action("token.make")
def make_token(
    *,
    person: Person,
    name: str,
    scopes: Collection[str],
    expires_on: date,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Token]:
    """Make a token for oneself, or for a service that one keeps; it ends within a year.

    `token_secret(token)` gives its secret to whoever made it. Raises `NotAllowed` or `Invalid`.
    """
    row = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not keeps(actor, row) or actor.person_id is None:
        raise NotAllowed("not there")
    slips, today = Slips(), clock.today()
    token = Token(
        person=row,
        name=slips.text("name", name, most=60),
        scopes=[scope for scope in SCOPES if scope in set(scopes)],
        expires_on=expires_on,
        made_by_id=actor.person_id,
        made_at=clock.now(),
    )
    if not token.scopes or set(scopes) - set(SCOPES):
        slips.add("scopes", _("Choose what it may do."))
    if not today <= expires_on <= today + LONGEST:
        slips.add("expires_on", _("A day from today on, at most a year ahead."))
    if row.tokens.filter(ended_at=None, expires_on__gte=today).count() >= MOST:
        slips.add("name", _("At most %(most)d tokens. End one first.") % {"most": MOST})
    slips.raise_any()
    token.digest = f"new-{client_id or clock.now().timestamp()}"[:64]
    token.save(force_insert=True)
    token.digest = digest(token_secret(token), "token")
    token.save(update_fields=["digest"])
    said = {"person": row.pk, "scopes": token.scopes, "until": expires_on.isoformat()}
    return Change(token, "token.made", said)


def token_secret(token: Token) -> str:
    """What the program sends: derived from its row and the site's key, stored nowhere."""
    return "yidu-" + link_from(f"token-{token.pk}-{token.made_at.astimezone(UTC).isoformat()}")


@action("token.end")
def end_token(token: Token, *, actor: Actor, client_id: UUID | None = None) -> Change[Token]:
    """It opens nothing from now on. Its person may, and whoever keeps the service."""
    row = Token.objects.select_for_update(of=("self",)).select_related("person").get(pk=token.pk)
    if not keeps(actor, row.person):
        raise NotAllowed("not there")
    row.ended_at = row.ended_at or clock.now()
    row.save(update_fields=["ended_at"])
    return Change(row, "token.ended", {"person": row.person_id})
