"""The outbox: what a phone keeps in order to work without signal, and where it sends what was recorded meanwhile."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yidu.common import clock
from yidu.common.limits import allowed
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.models import Envelope
from yidu.web.outbox.envelope import MOST_BYTES, Unreadable, author_mark, read
from yidu.web.outbox.receiving import receive
from yidu.web.views.receipts import SECONDS, TRIES


@who("everybody")
def outbox(request: HttpRequest) -> HttpResponse:
    """What waits on this phone. The list is made on the phone; the page itself is the same for everybody."""
    context = {"committee": committee_of(request), "here": "outbox", "types": Envelope.Type.choices}
    return render(request, "outbox/outbox.html", context)


@who("everybody")
@never_cache
def hello(request: HttpRequest) -> HttpResponse:
    """Is the site there, who is signed in, and the token without which nothing is taken."""
    person_id = actor_of(request).person_id
    author = author_mark(person_id) if person_id is not None else ""
    return JsonResponse({"author": author, "csrf": get_token(request), "now": clock.now().isoformat()})


@who("everybody")
@require_POST
@never_cache
def send(request: HttpRequest) -> HttpResponse:
    """One envelope. The answer says what became of it; see `receiving.STATUS`."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return _refusal(413, _("This is too long for an envelope."))
    try:
        outside, phone_now = read(request.body)
        rates = outside.type == Envelope.Type.RATING
        # A rating tries a receipt: as often as on the page where one types it.
        if rates and not allowed(request, "receipt", most=TRIES, seconds=SECONDS):
            answer = _refusal(429, _("Too many tries. Wait five minutes, then look at the code again."))
            answer["Retry-After"] = str(SECONDS)
            return answer
        told = receive(outside, phone_now=phone_now, actor=actor_of(request), standing=standing_in(request))
    except Unreadable as error:
        return _refusal(error.status, str(error))
    return JsonResponse(told.told, status=told.status)


def _refusal(status: int, message: str) -> JsonResponse:
    return JsonResponse({"state": "refused", "message": message}, status=status)
