"""lists.toml and law.toml."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from yidu.programmes.grammar import DatedList
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet


def items(sheet: Sheet) -> Iterator[Problem]:
    """Versions begin on different days, the earlier first; an item stands once; satisfaction says what it counts as."""
    id_: str
    versions: tuple[DatedList, ...]
    for id_, versions in sheet.own("list"):
        for number, version in enumerate(versions):
            if number and version.from_ <= versions[number - 1].from_:
                hint = _("Put the older version above the newer one; each begins on a day of its own.")
                spot = sheet.spot("list", id_, number, "from")
                yield Problem(spot, _("This version does not begin after the one above."), hint)
            seen: set[str] = set()
            if not version.item:
                yield Problem(sheet.spot("list", id_, number), _("The list is empty."), "")
            for place, item in enumerate(version.item):
                spot = sheet.spot("list", id_, number, "item", place)
                if item.id in seen:
                    yield Problem(spot, _("“%(id)s” stands twice in the list.") % {"id": item.id}, "")
                seen.add(item.id)
                if id_ == "satisfaction" and item.counts_as is None:
                    hint = _("Write counts-as = “satisfied”, “unsatisfied” or “neither”.")
                    yield Problem(spot, _("What does “%(id)s” count as?") % {"id": item.id}, hint)


def laws(sheet: Sheet) -> Iterator[Problem]:
    """Legal references that are named are there."""
    named = [
        (sheet.spot("procedure", id_, "law", number), law)
        for id_, procedure in sheet.own("procedure")
        for number, law in enumerate(procedure.law)
    ]
    named += [
        (sheet.spot("list", id_, number, "law"), version.law)
        for id_, versions in sheet.own("list")
        for number, version in enumerate(versions)
        if version.law
    ]
    for spot, law in named:
        if law not in sheet.known("law"):
            message = _("There is no legal reference “%(id)s”.") % {"id": law}
            yield Problem(spot, message, did_you_mean(law, sheet.known("law")))
