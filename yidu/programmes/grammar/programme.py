"""The folder as a whole."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field as Default

from yidu.programmes.grammar.base import Line, Text, Word
from yidu.programmes.grammar.examples import Example
from yidu.programmes.grammar.figures import FigureSet
from yidu.programmes.grammar.indicators import Indicator
from yidu.programmes.grammar.kinds import Kind
from yidu.programmes.grammar.procedures import Procedure, Span


class Target(Line):
    indicator: Word
    value: int
    by: date | None = None


class Campaign(Line):
    """A part of a programme with its own role title, kinds and target."""

    id: Word
    title: Text
    short: Text
    role: Text
    about: Text | None = None
    kinds: tuple[Word, ...] = ()
    target: Target | None = None
    indicators: tuple[Word, ...] = ()  # shown beside the target


class RoleLine(Line):
    """A role that appointments may name, and what it may do (words of `yidu.people.rules.POWERS`)."""

    title: Text
    at: Literal["committee", "organisation", "station", "project", "place"]
    powers: tuple[Word, ...] = ()


class StationKind(Line):
    title: Text
    about: Text | None = None
    covers_villages: bool = False  # counts as a venue that serves villages, for coverage
    liaison: Word | None = None  # the role of its liaison


class Law(Line):
    """A legal reference: where a rule comes from, and how sure we are of its text."""

    title: Text
    article: str = ""
    from_: date | None = Default(default=None, alias="from")
    text: Text | None = None


class ListItem(Line):
    id: str
    title: Text
    planned: bool = False  # a reply class that promises measures with dates
    counts_as: Literal["satisfied", "unsatisfied", "neither"] | None = None  # of an item of the list "satisfaction"
    shows: Literal["whole", "summary", "nothing"] | None = None  # of an item of "publication": what everybody reads
    # of an item of "consultation-form": how long before it people are told, and papers are there; members book slots
    notice: Span | None = None
    papers: Span | None = None
    slots: bool = False


class DatedList(Line):
    """A list of choices that holds from a day; the newest that has begun is used, old records keep theirs."""

    from_: date = Default(alias="from")
    law: Word | None = None
    item: tuple[ListItem, ...]


class Heading(Line):
    """The file `programme.toml`. `uses` are ids of folders beside this one, earlier ones first.

    A folder without `committee` is there for others to use; it is checked, but not published.
    """

    id: Word
    title: Text
    about: Text | None = None
    committee: str = Default(default="", pattern=r"^(\d{6})?$")
    from_: date = Default(alias="from")
    until: date | None = None
    uses: tuple[Word, ...] = ()
    replies: dict[Word, Word] = {}  # procedure → list of reply classes (default: "reply-class")
    campaign: tuple[Campaign, ...] = ()


class Programme(Heading):
    """A folder, read and joined with those that it builds on."""

    kind: dict[Word, Kind] = {}
    procedure: dict[Word, Procedure] = {}
    indicator: dict[Word, Indicator] = {}
    role: dict[Word, RoleLine] = {}
    station: dict[Word, StationKind] = {}
    list_: dict[Word, tuple[DatedList, ...]] = Default(default={}, alias="list")
    law: dict[Word, Law] = {}
    text: dict[Word, Text] = {}  # Markdown of texts/NAME.zh.md and texts/NAME.en.md
    figures: dict[Word, FigureSet] = {}  # page.toml is the figure set "page"; "portal" is what the front page names
    example: dict[Word, Example] = {}

    def choices(self, name: str, on: date) -> tuple[ListItem, ...]:
        """The items of the list `name` as it stands on the day `on`; empty before its first version."""
        begun = [version for version in self.list_.get(name, ()) if version.from_ <= on]
        return max(begun, key=lambda version: version.from_).item if begun else ()

    def item(self, name: str, id_: str) -> str:
        """The title of an item of a list, whenever it held; the id itself of one that never did."""
        items = (item for version in self.list_.get(name, ()) for item in version.item)
        return next((str(item.title) for item in items if item.id == id_), id_)

    def shows(self, publication: str) -> str:
        """What everybody reads of an answer that is published in this way, whenever the list had it."""
        items = (item for version in self.list_.get("publication", ()) for item in version.item)
        return next((item.shows or "" for item in items if item.id == publication), "")
