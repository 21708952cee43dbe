"""Signatures of what is sent (Standard Webhooks): whoever has the secret knows that it came from here, and when."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from django.conf import settings
from django.utils.crypto import salted_hmac

from yidu.services.models import Subscription

PREFIX = "whsec_"


def secret_of(subscription: Subscription) -> str:
    """What the receiver keeps: derived from the row and the site's key, stored nowhere."""
    return PREFIX + base64.b64encode(_key(subscription, settings.SECRET_KEY)).decode()


def headers(subscription: Subscription, *, id_: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers. After a change of the site's key there is a signature of each key that still counts."""
    moment = str(int(at.astimezone(UTC).timestamp()))
    keys = [_key(subscription, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return {
        "webhook-id": id_,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"v1,{_sign(key, id_, moment, body)}" for key in keys),
    }


def _sign(key: bytes, id_: str, moment: str, body: bytes) -> str:
    return base64.b64encode(hmac.digest(key, f"{id_}.{moment}.".encode() + body, "sha256")).decode()


def _key(subscription: Subscription, site: str | bytes) -> bytes:
    seed = f"{subscription.pk}-{subscription.made_at.astimezone(UTC).isoformat()}"
    return salted_hmac("yidu.webhook", seed, secret=site, algorithm="sha256").digest()[: hashlib.sha256().digest_size]
