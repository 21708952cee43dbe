"""Pages of a long list, without counting all of it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 2000


class BoundedPaginator(Paginator):
    """Counts up to `MOST` and no further; `is_more` says whether there are more. Beyond that one filters."""

    @cached_property
    def count(self) -> int:
        return min(self._bounded, MOST)

    @cached_property
    def is_more(self) -> bool:
        return self._bounded > MOST

    @cached_property
    def _bounded(self) -> int:
        found: Any = self.object_list
        return int(found.order_by()[: MOST + 1].count())
