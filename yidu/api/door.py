"""Who may call an operation: by the words of the pages' routes, and by what the token is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from yidu.api import bodies
from yidu.api.problems import ApiProblem
from yidu.common.actors import VISITOR, Actor
from yidu.common.limits import allowed
from yidu.people.models import Person
from yidu.people.rules import STAFF_POWERS, WHO, Standing, standing_of
from yidu.services.callers import MINUTE, Caller, caller_by

SCHEME = "Bearer"


@dataclass(frozen=True)
class Speaker:
    """Who speaks in a request, and what they are today."""

    actor: Actor
    standing: Standing

    @property
    def is_visitor(self) -> bool:
        return self.actor.kind == "visitor"


def speaker_of(request: HttpRequest) -> Speaker:
    """Whom the door has let in."""
    return cast(Speaker, request.auth)  # type: ignore[attr-defined]


class Token:
    """The door of one operation. It never looks at cookies: a page of another site cannot speak through a browser.

    `words` are those of `yidu.people.rules.WHO`; a power is enough at any committee, because which one is asked is
    asked of the query or the action.
    """

    openapi_security_schema = {"type": "http", "scheme": "bearer"}

    def __init__(self, words: tuple[str, ...], *, scope: str, reads_body: bool) -> None:
        if unknown := set(words) - set(WHO) or not words:
            raise ValueError(f"who may call this? {unknown} is not one of {', '.join(WHO)}")
        self.words, self.scope, self.reads_body = words, scope, reads_body

    def __call__(self, request: HttpRequest) -> Speaker:
        speaker = self._let_in(request)
        if self.reads_body:
            bodies.read(request)
        return speaker

    def _let_in(self, request: HttpRequest) -> Speaker:
        secret = _secret(request)
        if secret is None:
            return self._visitor(request)
        caller = caller_by(secret)
        if caller is None:
            raise ApiProblem("no-token")
        if caller.spent > settings.YIDU_API_PER_MINUTE:
            raise ApiProblem("too-many", wait=MINUTE)
        if self.scope not in caller.scopes:
            reason = _("This token is not for “%(scope)s”.") % {"scope": self.scope}
            raise ApiProblem("out-of-scope", reason=reason)
        standing = standing_of(caller.actor)
        _second_factor(caller, standing)
        if not {"everybody", "signed-in"} & set(self.words) and not standing.has_any(*self.words):
            raise ApiProblem("not-found")
        return Speaker(caller.actor, standing)

    def _visitor(self, request: HttpRequest) -> Speaker:
        if "everybody" not in self.words:
            raise ApiProblem("no-token")
        if not allowed(request, "api", most=settings.YIDU_API_PER_MINUTE, seconds=MINUTE):
            raise ApiProblem("too-many", wait=MINUTE)
        return Speaker(VISITOR, standing_of(VISITOR))


def _secret(request: HttpRequest) -> str | None:
    """What the request shows, None when it shows nothing. Only the header is looked at: addresses end up in logs."""
    told = request.headers.get("Authorization")
    if told is None:
        return None
    scheme, _space, secret = told.partition(" ")
    return secret.strip() if scheme.lower() == SCHEME.lower() else ""


def _second_factor(caller: Caller, standing: Standing) -> None:
    """Where a site asks for it, nobody uses the powers of staff without one. A service has none to show."""
    if not settings.YIDU_STAFF_NEED_MFA or caller.is_service or not standing.has_any(*STAFF_POWERS):
        return
    person: Any = Person.objects.get(pk=caller.actor.person_id or 0)
    if not is_mfa_enabled(person):
        raise ApiProblem("second-factor")
