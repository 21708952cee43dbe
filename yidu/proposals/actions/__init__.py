"""Writing, signing, quoting, handing in."""

from yidu.proposals.actions.drafts import discard_draft, save_draft, start_draft
from yidu.proposals.actions.handing_in import hand_in_draft
from yidu.proposals.actions.signing import (
    confirm_signature,
    decline_signature,
    invite_signature,
    withdraw_signature,
)
from yidu.proposals.actions.sources import drop_source, quote_for_matter, quote_source, raise_quoting

__all__ = [
    "confirm_signature",
    "decline_signature",
    "discard_draft",
    "drop_source",
    "hand_in_draft",
    "invite_signature",
    "quote_for_matter",
    "quote_source",
    "raise_quoting",
    "save_draft",
    "start_draft",
    "withdraw_signature",
]
