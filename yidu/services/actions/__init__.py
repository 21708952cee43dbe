"""What can be done with tokens and webhooks."""

from yidu.services.actions.tokens import end_token, make_token, token_secret
from yidu.services.actions.webhooks import add_webhook, end_webhook, send_again, switch_off, switch_on

__all__ = [
    "add_webhook", "end_token", "end_webhook", "make_token", "send_again", "switch_off", "switch_on", "token_secret",
]  # fmt: skip
