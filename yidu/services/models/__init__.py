from yidu.services.models.tokens import Token
from yidu.services.models.webhooks import Delivery, Subscription

__all__ = ["Delivery", "Subscription", "Token"]
