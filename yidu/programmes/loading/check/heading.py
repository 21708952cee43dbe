"""programme.toml: who, when, which campaigns."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from yidu.programmes.loading.positions import Key
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet


def identity(sheet: Sheet) -> Iterator[Problem]:
    """The id is the folder's name; a folder with campaigns belongs to a committee."""
    heading = sheet.heading
    if heading is None or not sheet.is_whole("programme", ""):
        return
    if heading.id != sheet.folder.resolve().name:
        hint = _("Other folders find it by the name of the folder: write “%(name)s”.")
        message = _("The id “%(id)s” is not the name of the folder.") % {"id": heading.id}
        yield Problem(sheet.spot("programme", "", "id"), message, hint % {"name": sheet.folder.resolve().name})
    if not heading.committee and heading.campaign:
        hint = _("Write the six digits of the division, e.g. “500104”.")
        yield Problem(sheet.spot("programme", ""), _("“%(name)s” is missing.") % {"name": "committee"}, hint)


def dates(sheet: Sheet) -> Iterator[Problem]:
    """It ends after it begins, and targets are due while it runs."""
    heading = sheet.heading
    if heading is None:
        return
    if heading.until and heading.until < heading.from_:
        hint = _("Both days count; “until” is the last one.")
        yield Problem(sheet.spot("programme", "", "until"), _("It ends before it begins."), hint)
    for number, campaign in enumerate(heading.campaign):
        if campaign.target and campaign.target.by and not _within(sheet, campaign.target.by):
            spot = sheet.spot("programme", "", "campaign", number, "target", "by")
            yield Problem(spot, _("The target is due outside the days of the programme."), "")


def _within(sheet: Sheet, day: object) -> bool:
    heading = sheet.heading
    assert heading is not None
    return heading.from_ <= day and (heading.until is None or day <= heading.until)  # type: ignore[operator]


def campaigns(sheet: Sheet) -> Iterator[Problem]:
    """Each has an id of its own, and names kinds, indicators and lists that there are."""
    heading = sheet.heading
    if heading is None:
        return
    seen: set[str] = set()
    for number, campaign in enumerate(heading.campaign):
        at = ("campaign", number)
        if campaign.id in seen:
            message = _("There are two campaigns “%(id)s”.") % {"id": campaign.id}
            yield Problem(sheet.spot("programme", "", *at, "id"), message, "")
        seen.add(campaign.id)
        for place, kind in enumerate(campaign.kinds):
            if kind not in sheet.known("kind"):
                message = _("There is no kind “%(id)s”.") % {"id": kind}
                spot = sheet.spot("programme", "", *at, "kinds", place)
                yield Problem(spot, message, did_you_mean(kind, sheet.known("kind")))
        named: list[tuple[tuple[Key, ...], str]] = [
            (("indicators", place), one) for place, one in enumerate(campaign.indicators)
        ]
        if campaign.target:
            named.append((("target", "indicator"), campaign.target.indicator))
            if campaign.target.value <= 0:
                spot = sheet.spot("programme", "", *at, "target", "value")
                yield Problem(spot, _("A target is more than nothing."), "")
        for path, indicator in named:
            if indicator not in sheet.known("indicator"):
                message = _("There is no indicator “%(id)s”.") % {"id": indicator}
                hint = did_you_mean(indicator, sheet.known("indicator"))
                yield Problem(sheet.spot("programme", "", *at, *path), message, hint)


def replies(sheet: Sheet) -> Iterator[Problem]:
    """`replies` gives procedures lists of classes that there are."""
    for procedure, list_ in (sheet.heading.replies if sheet.heading else {}).items():
        spot = sheet.spot("programme", "", "replies", procedure)
        if procedure not in sheet.known("procedure"):
            message = _("There is no procedure “%(id)s”.") % {"id": procedure}
            yield Problem(spot, message, did_you_mean(procedure, sheet.known("procedure")))
        if list_ not in sheet.known("list"):
            message = _("There is no list “%(id)s”.") % {"id": list_}
            yield Problem(spot, message, did_you_mean(list_, sheet.known("list")))
