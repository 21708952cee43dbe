"""What happens by itself: reminders are made, put together, sent. Each bears being run twice.

Sending is a job of its own: a slow mail server delays nothing but mail.
"""

from __future__ import annotations

from yidu.common.jobs import periodic
from yidu.notices.bundling import bundle, make_reminders
from yidu.notices.sending import send_waiting


@periodic(seconds=60)
def remind() -> int:
    """How many reminders came to be due; they are put into messages right away."""
    made = make_reminders()
    bundle()
    return made


@periodic(seconds=10)
def send_messages() -> int:
    """How many messages were sent."""
    return send_waiting()
