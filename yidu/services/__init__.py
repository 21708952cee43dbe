"""Programs of others: the tokens by which they speak for a person or a service, and the webhooks that tell them news.

What lives here: a token's scope and end, what is told to whom, and how it is delivered. What somebody may do follows
from appointments as everywhere; a token only ever narrows it. The addresses that they call are `yidu.api`.
"""
