"""Pages of a long list, without counting all of it and without reading what is not on the page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

from yidu.matters import searching
from yidu.matters.keys import Key, keys_of, newest

MOST = 3000


def number_asked(request: HttpRequest) -> int:
    """The page that the address asks for; the first where it asks for none."""
    asked = request.GET.get("page", "")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


class BoundedPaginator(Paginator):
    """Counts up to `most` and no further; `is_more` says whether there are more. Beyond that one filters."""

    most = MOST

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
        found: Any = self.object_list
        keys = list(found.values_list("pk", flat=True)[start : min(start + self.per_page, self.count)])
        return Page(found.filter(pk__in=keys), number, self)


class MattersPaginator(BoundedPaginator):
    """Of matters, the newest first: which they are, in which version, and how many, in one question."""

    def page(self, number: int | str) -> Page:
        """The last page, where so many are asked for that there are fewer."""
        asked = int(number)
        keys = self._read(asked)
        if asked > self.num_pages:
            asked = self.num_pages
            keys = self._read(asked)
        return Page(keys, asked, self)

    def _read(self, number: int) -> list[Key]:
        found: Any = self.object_list
        start = min((number - 1) * self.per_page, self.most)
        keys, many = newest(found, start, min(start + self.per_page, self.most), most=self.most + 1)
        self.__dict__["_bounded"] = many
        return keys


class FoundPaginator(BoundedPaginator):
    """What a search finds: looked for among the new first, and further back only while the pages are not full."""

    most = searching.MOST

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

    def page(self, number: int | str) -> Page:
        number = min(int(number), self.num_pages)
        start = (number - 1) * self.per_page
        return Page(keys_of(self._found[start : min(start + self.per_page, self.count)]), number, self)
