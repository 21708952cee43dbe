"""What all lines of a folder share."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, StringConstraints


def _kebab(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


class Line(BaseModel):
    """Frozen, in kebab-case, without unknown words."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=_kebab, populate_by_name=True)


Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
"""An identifier of the folder: small letters, digits, hyphens."""


class Text(Line):
    """A text in both languages. `str()` gives the reader's."""

    zh: Annotated[str, StringConstraints(min_length=1)]
    en: Annotated[str, StringConstraints(min_length=1)]

    def __str__(self) -> str:
        return self.en if (get_language() or "zh").startswith("en") else self.zh
