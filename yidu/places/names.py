"""Names of places as people say them."""

from __future__ import annotations

import re

_OFFICE = re.compile(r"(?:居民委员会|居委会|民委员会|委会)$")


def said(name: str) -> str:
    """钢花社区 for 钢花社区居民委员会, 双山村 for 双山村村民委员会; other names as they are."""
    short = _OFFICE.sub("", name)
    return short[:-1] if short.endswith("村村") else short
