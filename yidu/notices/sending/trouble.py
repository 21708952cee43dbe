"""Why a message was not delivered, in words that hold no address and no answer of a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

TROUBLES: Mapping[str, Any] = {
    "away": _("The server does not answer."),
    "refused": _("The server refused it."),
    "address": _("The address does not work. Please choose it again."),
}


class Undelivered(Exception):  # noqa: N818  (an outcome, as `Refused` is)
    """`word` is one of `TROUBLES`; `for_good`: trying again is of no use."""

    def __init__(self, word: str, *, for_good: bool = False) -> None:
        super().__init__(word)
        self.word, self.for_good = word, for_good

    @property
    def is_away(self) -> bool:
        """Whether the server itself cannot be reached, so that other messages would fare alike."""
        return self.word == "away"
