"""How often somebody may try: receipts cannot be guessed, and the street's form cannot be flooded."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from yidu.common import clock


def allowed(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one try at `what`; False when there were more than `most` within this span of `seconds`.

    Counted by address, of which only a keyed digest is kept, and only until the span is over.
    """
    address = get_adapter().get_client_ip(request)
    span = int(clock.now().timestamp()) // seconds
    key = "limit-" + salted_hmac("yidu.limits", f"{what} {address} {span}", algorithm="sha256").hexdigest()
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:
        # The span ended between the two lines.
        return True
