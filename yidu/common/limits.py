"""How often somebody may try: receipts cannot be guessed, and the street's form cannot be flooded."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from yidu.common import clock

_ONE_AFTER_THE_OTHER = 7302
"""The first key of the advisory lock under which tries of the same kind are counted."""


def allowed(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one try at `what`; False when there were more than `most` within this span of `seconds`.

    Counted by address, of which only a keyed digest is kept, and only until the span is over.
    """
    address = get_adapter().get_client_ip(request)
    span = int(clock.now().timestamp()) // seconds
    key = "limit-" + salted_hmac("yidu.limits", f"{what} {address} {span}", algorithm="sha256").hexdigest()
    with transaction.atomic():
        _alone(key)
        # Not `incr`: in the database the cache reads and writes apart, and forgets after five minutes what it counted.
        tries = int(cache.get(key, 0)) + 1
        cache.set(key, tries, timeout=seconds)
    return tries <= most


def _alone(key: str) -> None:
    """Until the transaction ends, nobody else counts under this key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_ONE_AFTER_THE_OTHER, key])
