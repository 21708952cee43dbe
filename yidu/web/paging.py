"""Pages of a long list, without counting all of it and without reading what is not on the page."""

from __future__ import annotations

from math import ceil
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from yidu.matters import searching
from yidu.matters.keys import Key, keys_of, newest
from yidu.matters.searching import Sought

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
    """What a search finds: looked for as far as the page that is asked for, and one further.

    `count` says how many are known by then; whether there are more, `is_more` says truly.
    """

    most = searching.MOST

    def __init__(self, among: QuerySet[Any], per_page: int, *, sought: Sought) -> None:
        super().__init__(among, per_page)
        self._sought = sought
        self._looked = 0
        self._found: list[UUID] = []

    def validate_number(self, number: Any) -> int:
        """The first where none is asked for, the last where so many are asked for that there are fewer."""
        try:
            asked = max(int(number), 1)
        except (TypeError, ValueError):
            asked = 1
        return min(asked, self.num_pages) if self._looked else asked

    def page(self, number: int | str) -> Page:
        self._looked = min(self.validate_number(number) * self.per_page, self.most)
        self._found = self._sought.newest(self.object_list, self._looked + 1)  # type: ignore[arg-type]
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return Page(keys_of(self._found[start : min(start + self.per_page, self.count)]), number, self)

    @property
    def count(self) -> int:
        return min(len(self._found), self._looked)

    @property
    def num_pages(self) -> int:
        return max(ceil(min(len(self._found), self.most) / self.per_page), 1)

    @property
    def is_more(self) -> bool:
        return len(self._found) > self._looked
