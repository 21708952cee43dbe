"""What can be done with tokens and webhooks."""

from yidu.services.actions.tokens import end_token, make_token, token_secret

__all__ = ["end_token", "make_token", "token_secret"]
