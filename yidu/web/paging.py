"""Pages of a long list, without counting all of it and without reading what is not on the page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
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

    def page(self, number: int | str) -> Page:
        """The keys in their order first, by an index alone; then the rows of these keys, with all that belongs to them.

        In one query the database would carry every wide row before the page through its joins and its sorting.
        """
        number = self.validate_number(number)
        found: Any = self.object_list
        start = (number - 1) * self.per_page
        keys = list(found.values_list("pk", flat=True)[start : min(start + self.per_page, self.count)])
        return Page(found.filter(pk__in=keys), number, self)
