"""A figure by departments and by subjects: of what can be told apart by them. Read from its entries, which say both.

Neither totals nor sums have them, so this reads every entry of the figure: of one committee some tens of thousands,
of a city all of its counties. Whoever shows it for a city waits until somebody asks for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from django.db.models import Sum, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from yidu.ledger.figures.figure import Figure
from yidu.ledger.figures.lines import Scope, entries_of, scope_of
from yidu.ledger.figures.medians import median
from yidu.ledger.figures.shapes import Share, is_median
from yidu.ledger.figures.values import known_plain, per_cent, singles
from yidu.people.models import Organisation
from yidu.programmes.grammar import Indicator
from yidu.programmes.words import LISTS, called

Apart = Literal["organisation", "subject"]

APART: tuple[Apart, ...] = ("organisation", "subject")
_BEFORE = ("raised", "recorded", "in-force", "issued")
"""Moments at which neither a department nor a subject is known."""


def is_told_apart(scope: Scope, figure: Figure) -> bool:
    """Whether its entries may name a department or a subject: those of what came after something was raised."""
    return all(_may_be(scope.indicator(one)) for one in singles(scope, figure))


def told_apart(figure: Figure) -> dict[Apart, list[Share]]:
    """The shares of departments and of subjects, the largest first, what says neither last; empty where nothing says.

    Of ratios the shares are ratios. One question for each sum, and one for the names. Raises `NotAllowed` when the
    committee has no such indicator.
    """
    scope = scope_of(figure.committee)
    counted = [_counted(scope, one) for one in singles(scope, figure)]
    found: dict[Apart, list[Share]] = {}
    for dimension in APART:
        columns = [one[dimension] for one in counted]
        keys = {key for column in columns for key in column}
        found[dimension] = _shares(scope, figure, dimension, keys, columns) if keys - {""} else []
    return found


def _may_be(indicator: Indicator) -> bool:
    moments = indicator.when or ("reached" if indicator.reaches else "raised")
    return indicator.measure in ("flow", "stock", "distinct", "median") and moments not in _BEFORE


def _shares(
    scope: Scope, figure: Figure, dimension: Apart, keys: set[str], columns: list[Mapping[str, Decimal]]
) -> list[Share]:
    """Of two that are as large, the one that comes first by name or in the list."""
    names = _names(scope, figure, dimension, keys)
    nothing = None if is_median(scope, figure) else Decimal(0)
    found = []
    for key in [*names, *sorted(keys - names.keys())]:
        told = [column.get(key, nothing) for column in columns]
        number = per_cent(*told) if len(told) == 2 else known_plain(told[0])
        if number != nothing:
            found.append(Share(key, names.get(key, key), number))
    return sorted(found, key=lambda share: (not share.key, -(share.value or 0)))


def _names(scope: Scope, figure: Figure, dimension: Apart, keys: set[str]) -> dict[str, str]:
    """What they are called, in the order of names or of the list."""
    if dimension == "organisation":
        wanted = [int(key) for key in keys if key.isdecimal()]
        return {str(one.pk): one.called for one in Organisation.objects.filter(pk__in=wanted).order_by("pinyin", "pk")}
    programme = scope.edition(figure.programme).read
    listed = [item.id for version in programme.list_.get(LISTS[dimension], ()) for item in version.item]
    return {key: called(programme, dimension, key) for key in dict.fromkeys(listed) if key in keys}


def _counted(scope: Scope, figure: Figure) -> Mapping[Apart, Mapping[str, Decimal]]:
    """Dimension → key → what it comes to; of a distinct count, how many values are left, of a median the middle."""
    said = {dimension: KeyTextTransform(dimension, "dims") for dimension in APART}
    named = {dimension: Coalesce(one, Value(""), output_field=TextField()) for dimension, one in said.items()}
    rows = entries_of(scope, figure).order_by().annotate(**named).values_list(*APART, "value").annotate(Sum("quantity"))
    left: dict[Apart, dict[tuple[str, str], Decimal]] = {dimension: defaultdict(Decimal) for dimension in APART}
    for *keys, value, quantity in rows:
        for dimension, key in zip(APART, keys, strict=True):
            left[dimension][key, value] += quantity
    measure = scope.indicator(figure).measure
    if measure == "median":
        return {dimension: _middles(nets) for dimension, nets in left.items()}
    distinct = measure == "distinct"
    found: dict[Apart, dict[str, Decimal]] = {dimension: defaultdict(Decimal) for dimension in APART}
    for dimension, nets in left.items():
        for (key, value), net in nets.items():
            found[dimension][key] += Decimal(bool(value) and net > 0) if distinct else net
    return found


def _middles(nets: Mapping[tuple[str, str], Decimal]) -> Mapping[str, Decimal]:
    by_key: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for (key, value), net in nets.items():
        by_key[key][value] = net
    middles = ((key, median(values)) for key, values in by_key.items())
    return {key: middle for key, middle in middles if middle is not None}
