"""E-mail, through Django's own backends."""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from yidu.notices.sending.trouble import Undelivered
from yidu.notices.texts import Text

_REFUSED_FOR_GOOD = (500, 510, 511, 550, 551, 553)


def id_of(message: UUID) -> str:
    """The Message-ID: the same however often the message is sent, so a mail box keeps it once."""
    return f"<{message}@{urlsplit(settings.YIDU_URL).hostname or 'yidu.invalid'}>"


def send(text: Text, *, to: str, message_id: str) -> None:
    """Send it, or raise `Undelivered`. The time that a server may take is EMAIL_TIMEOUT."""
    letter = EmailMessage(
        text.subject, text.body, to=[to], headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    )
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        for_good = all(code in _REFUSED_FOR_GOOD for code in codes)
        raise Undelivered("address" if for_good else "refused", for_good=for_good) from None
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, OSError) as error:
        # Most errors of smtplib are OSErrors as well: only what has no answer is an absence.
        raise Undelivered("refused" if isinstance(error, smtplib.SMTPResponseException) else "away") from None
