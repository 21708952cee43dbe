"""Who may use a page. Every route says so with `@who`; a test fails for one that says nothing.

This is the door of the page only. Which objects somebody may read is asked of the queries, and what they may do to
them of the actions. Whoever may not pass gets the answer of an address that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from yidu.matters.actions.links import actor_by_link
from yidu.people.rules import WHO, standing_of
from yidu.web.actors import actor_of, committee_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

WORDS = WHO
LONGEST_WAY_BACK = 1000


def who(*words: str) -> Callable[[View[P]], View[P]]:
    """Declare and enforce who may use a view.

    "everybody"; "signed-in"; words of `POWERS`: whoever holds one of them today at the committee that they serve;
    "link": whoever has the secret of the address, which must be called `secret` there.
    """
    if unknown := set(words) - set(WORDS) or not words:
        raise ValueError(f"who may use this page? {unknown} is not one of {', '.join(WORDS)}")

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if turned_away := _turn_away(request, words, kwargs):
                return turned_away
            return view(request, *args, **kwargs)

        guarded.who = words  # type: ignore[attr-defined]
        return guarded

    return decorate


def _turn_away(request: HttpRequest, words: tuple[str, ...], kwargs: dict[str, Any]) -> HttpResponseBase | None:
    if "everybody" in words:
        return None
    if "link" in words:
        if actor_by_link(str(kwargs.get("secret", ""))) is None:
            raise Http404
        return None
    if not request.user.is_authenticated:
        # A search that is too long to be led back to would be refused as an address.
        wanted = request.get_full_path()
        return redirect_to_login(wanted if len(wanted) <= LONGEST_WAY_BACK else request.path)
    if "signed-in" in words:
        return None
    standing, committee = standing_of(actor_of(request)), committee_of(request)
    if not any(standing.has(word, committee.pk) for word in words):
        raise Http404
    return None
