"""Which steps of a matter a reader is told of."""

from __future__ import annotations

from yidu.ledger.models import Step

INSIDE = (
    "handling.contested", "handling.extension-asked", "reply.written", "reply.sent-back", "matter.noted",
)  # fmt: skip
"""Steps of which readers of the public part learn nothing, not even that they were taken."""


def is_told(step: Step, *, full: bool) -> bool:
    """Whether a reader is told of the step: of every one with full rights, else of the public part."""
    if full:
        return True
    if step.name == "request.decided":
        return bool(step.data.get("granted")) and step.data.get("what") != "contest"
    return step.name not in INSIDE
