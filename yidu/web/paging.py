"""Pages of a long list, without counting all of it and without reading what is not on the page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from yidu.matters import searching

MOST = 3000


class BoundedPaginator(Paginator):
    """Counts up to `most` and no further; `is_more` says whether there are more. Beyond that one filters."""

    most = MOST

    @property
    def _rows(self) -> Any:
        return self.object_list

    @cached_property
    def count(self) -> int:
        return min(self._bounded, self.most)

    @cached_property
    def is_more(self) -> bool:
        return self._bounded > self.most

    @cached_property
    def _bounded(self) -> int:
        found: Any = self.object_list
        return int(found.order_by()[: self.most + 1].count())

    def page(self, number: int | str) -> Page:
        """The keys in their order first, by an index alone; then the rows of these keys, with all that belongs to them.

        In one query the database would carry every wide row before the page through its joins and its sorting.
        """
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self._keys(start, min(start + self.per_page, self.count))
        return Page(self._rows.filter(pk__in=keys), number, self)

    def _keys(self, start: int, end: int) -> list[Any]:
        found: Any = self.object_list
        return list(found.values_list("pk", flat=True)[start:end])


class FoundPaginator(BoundedPaginator):
    """What a search finds: looked for among the new first, and further back only while the pages are not full."""

    most = searching.MOST

    def __init__(self, found: QuerySet[Any], per_page: int, *, rows: QuerySet[Any]) -> None:
        """`rows` are those among which it was looked for: by their keys they are read without the words."""
        super().__init__(found, per_page)
        self._among = rows

    @property
    def _rows(self) -> Any:
        return self._among

    @cached_property
    def _bounded(self) -> int:
        return len(self._found)

    @cached_property
    def _found(self) -> list[Any]:
        keys: list[Any] = []
        for months in searching.spans():
            within: Any = searching.newest_first(searching.narrow(self.object_list, months))  # type: ignore[arg-type]
            keys += within.values_list("pk", flat=True)[: self.most + 1 - len(keys)]
            if len(keys) > self.most:
                break
        return keys

    def _keys(self, start: int, end: int) -> list[Any]:
        return self._found[start:end]
