"""What a figure for a period or a part comes to: from sums by days and months as far as they go, else from lines.

The sums reach to the last closed day, and those by months hold whole months. What lies in a month of which only some
days count, what counts from later days on and what is not folded is added from lines, in one statement and so in one
snapshot: the figure is exact at any moment, whatever is folded and closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Trunc

from yidu.ledger.facts import PLACES, is_level
from yidu.ledger.figures.figure import Figure
from yidu.ledger.figures.lines import Scope, level_of, lines_of, needs_entries, place_codes, places_below
from yidu.ledger.figures.medians import median
from yidu.ledger.rules import placed
from yidu.programmes.grammar import Indicator

By = Literal["", "day", "month", "year", "county", "township", "sector", "host", "committee"]
Row = tuple[str, Any, str, Decimal]
"""Indicator; the part, or the first day of a period; value; what is left of it."""

VALUED = ("distinct", "median")
"""Measures that ask which values there are, and how many of each."""

_EVERY = ("day", "month", "year")
_PARTS = ("county", "township", "sector", "host")

# By what the rows are told apart: of the sums by days, of those by months, of lines.
_OF_DAYS = {"": "''::text", **{every: f"date_trunc('{every}', day)::date" for every in _EVERY}}
_OF_MONTHS = {
    "": "''::text",
    "month": "month",
    "year": "date_trunc('year', month)::date",
    **dict.fromkeys(_PARTS, "key"),
    "committee": "committee_id",
}
_OF_LINES = {
    **_OF_DAYS, "committee": "committee_id", "sector": "sector", "host": "host",
    "county": "coalesce(placed.county, '')", "township": "coalesce(placed.township, '')",
}  # fmt: skip

_SAME = "programme = %(programme)s AND indicator = ANY(%(indicators)s)"
_DAYS = f"""
    SELECT indicator, {{key}} AS key, {{value}} AS value, quantity FROM ledger_daily
    WHERE committee_id = %(committee)s AND {_SAME} AND day >= %(first)s AND day <= %(end)s AND entered_on <= %(as_of)s
"""  # noqa: S608
_MONTHS = f"""
    SELECT indicator, {{key}} AS key, {{value}} AS value, quantity FROM ledger_monthly
    WHERE committee_id = ANY(%(family)s) AND {_SAME} AND dimension = %(dimension)s
        AND (%(part)s::text IS NULL OR key = %(part)s) AND month >= %(whole_from)s
        AND month <= %(end)s AND (month < %(whole_to)s OR ledger_closed_to() <= %(end)s)
        AND (entered_in < %(whole_as_of)s OR ledger_closed_to() <= %(as_of)s)
"""  # noqa: S608
_LINES = f"""
    SELECT indicator, {{key}} AS key, {{value}} AS value, quantity
    FROM {{lines}} AS line LEFT JOIN ledger_placed AS placed ON placed.id = line.place_id
    WHERE committee_id = ANY(%(family)s) AND {_SAME} AND day >= %(first)s AND day <= %(end)s
        AND entered_on <= %(as_of)s AND {{narrowed}} AND {{which}}
"""  # noqa: S608
_TAIL = """(
    SELECT committee_id, programme, indicator, day, (entered_at AT TIME ZONE 'Asia/Shanghai')::date AS entered_on,
        place_id, host, sector, value, quantity
    FROM ledger_entry WHERE id > ledger_folded_to()
)"""
_LATER = "greatest(day, entered_on) > ledger_closed_to()"
# Of the closed days: of the first month, of the last one, and what was entered in the last month that counts.
_EDGES = {
    "whole_from": f"day < %(whole_from)s AND NOT {_LATER}",
    "whole_to": f"day >= %(whole_from)s AND day >= %(whole_to)s AND ledger_closed_to() > %(end)s AND NOT {_LATER}",
    "whole_as_of": """
        day >= %(whole_from)s AND (day < %(whole_to)s OR ledger_closed_to() <= %(end)s)
        AND entered_on >= %(whole_as_of)s AND ledger_closed_to() > %(as_of)s
        AND greatest(day, entered_on) >= %(whole_as_of)s AND greatest(day, entered_on) <= %(as_of)s
    """,
}
_NET = "SELECT indicator, key, value, sum(quantity) AS net FROM ({rows}) AS one GROUP BY 1, 2, 3"
_COUNT = "SELECT indicator, key, '', count(*) FROM ({net}) AS two WHERE net > 0 AND value <> '' GROUP BY 1, 2"


def sums(
    scope: Scope, figure: Figure, indicators: Mapping[str, Indicator], by: By = ""
) -> dict[tuple[str, Any], Decimal]:
    """(indicator, part) → quantity, of several indicators at once that are all levels or none."""
    rows = _rows(scope, figure, indicators, by, valued=False)
    return {(indicator, key): net for indicator, key, _value, net in rows}


def parts(scope: Scope, figure: Figure, by: By = "") -> dict[Any, Decimal]:
    """Part → what one indicator comes to: a quantity, or how many values there are of which something is left.

    Of a median, the middle of what is left; nothing of a part where nothing is.
    """
    indicator = scope.indicator(figure)
    if indicator.measure == "median":
        middles = ((key, median(left)) for key, left in nets(scope, figure, by).items())
        return {key: middle for key, middle in middles if middle is not None}
    if indicator.measure != "distinct":
        return {key: number for (_id, key), number in sums(scope, figure, {figure.indicator: indicator}, by).items()}
    told = _told(scope, figure, by, valued=True)
    if told is None:
        return {key: Decimal(sum(net > 0 for net in left.values())) for key, left in nets(scope, figure, by).items()}
    statement, asked = told
    rows = _asked(_COUNT.format(net=statement), {**asked, "indicators": [figure.indicator]})
    return {key: Decimal(number) for _id, key, _value, number in rows}


def nets(scope: Scope, figure: Figure, by: By = "") -> dict[Any, dict[str, Decimal]]:
    """Part → value → what is left of it; of what is summed up, all under the empty value."""
    indicator = scope.indicator(figure)
    valued = indicator.measure in VALUED
    found: dict[Any, dict[str, Decimal]] = defaultdict(dict)
    for _id, key, value, net in _rows(scope, figure, {figure.indicator: indicator}, by, valued=valued):
        if value or not valued:
            found[key][value] = net
    return found


def _rows(scope: Scope, figure: Figure, indicators: Mapping[str, Indicator], by: By, *, valued: bool) -> Iterable[Row]:
    told = _told(scope, figure, by, valued=valued)
    if told is None:
        return _of_lines(scope, figure, indicators, by, valued=valued)
    statement, asked = told
    return _asked(statement, {**asked, "indicators": list(indicators)})


def _told(scope: Scope, figure: Figure, by: By, *, valued: bool) -> tuple[str, dict[str, Any]] | None:
    """The statement that adds up sums and lines; None where the sums do not tell apart what is asked for."""
    found = _part(figure, by, valued=valued)
    if found is None:
        return None
    dimension, part = found
    from_ = None if is_level(scope.indicator(figure)) else figure.from_
    asked: dict[str, Any] = {
        "committee": scope.committee.pk, "family": list(scope.family), "programme": figure.programme,
        "dimension": dimension, "part": part, "places": places_below(part) if part and dimension in PLACES else None,
        "first": from_ or date.min, "end": figure.end, "as_of": figure.as_of or date.max,
    }  # fmt: skip
    asked |= {
        "whole_from": _first_month(asked["first"]),
        "whole_to": _next(figure.end).replace(day=1),
        "whole_as_of": _next(asked["as_of"]).replace(day=1) if figure.as_of else date.max,
    }
    narrowed = "true"
    if part is not None:
        narrowed = "place_id = ANY(%(places)s)" if dimension in PLACES else f"{dimension} = %(part)s"
    names = {"key": _OF_LINES[by], "value": "value" if valued else "''::text", "narrowed": narrowed}
    if not valued and dimension == "":
        rows = [_DAYS.format_map({**names, "key": _OF_DAYS[by]})]
    else:
        # Where a period begins with a month or ends with one, nothing is left over.
        left = {"whole_from": asked["first"], "whole_to": _next(figure.end), "whole_as_of": _next(asked["as_of"])}
        edges = [which for name, which in _EDGES.items() if asked[name] != left[name]]
        rows = [_MONTHS.format_map({**names, "key": _OF_MONTHS[by]})]
        rows += [_LINES.format_map({**names, "lines": "ledger_total", "which": which}) for which in edges]
    rows.append(_LINES.format_map({**names, "lines": "ledger_total", "which": _LATER}))
    rows.append(_LINES.format_map({**names, "lines": _TAIL, "which": "true"}))
    return _NET.format(rows=" UNION ALL ".join(rows)), asked


def _part(figure: Figure, by: By, *, valued: bool) -> tuple[str, str | None] | None:
    """The dimension by which the sums are read, and which part of it; None where they do not tell."""
    if needs_entries(figure):
        return None
    codes = {code: level_of(code) for code in place_codes(figure)}
    narrowed = {(level, code) for code, level in codes.items()}
    narrowed |= {(dimension, figure.where[dimension]) for dimension in ("sector", "host") if dimension in figure.where}
    dimensions = {dimension for dimension, _part in narrowed} | ({by} if by in _PARTS else set())
    if len(narrowed) > 1 or len(dimensions) > 1 or not dimensions.issubset(_PARTS):
        return None
    if (by == "day" and (narrowed or valued)) or (by == "committee" and not narrowed):
        return None
    return next(iter(dimensions), ""), next((part for _dimension, part in narrowed), None)


def _of_lines(
    scope: Scope, figure: Figure, indicators: Mapping[str, Indicator], by: By, *, valued: bool
) -> Iterator[Row]:
    """The same from lines alone."""
    lines = lines_of(scope, figure, indicators)
    if by in _EVERY:
        lines, told = lines.annotate(key=Trunc("day", by)), "key"
    else:
        columns = {"": "programme", "county": "place_id", "township": "place_id", "committee": "committee_id"}
        told = columns.get(by, by)
    fields = ("indicator", told, "value") if valued else ("indicator", told)
    rows = list(lines.values_list(*fields).order_by(*fields).annotate(Sum("quantity")))
    if told == "place_id":
        placed.load(place for _indicator, place, *_rest in rows if place is not None)
    net: dict[tuple[str, Any, str], Decimal] = defaultdict(Decimal)
    for indicator, key, *value, quantity in rows:
        if by == "":
            part: Any = ""
        elif told == "place_id":
            part = placed(key).get(by, "") if key is not None else ""
        else:
            part = key
        net[indicator, part, "".join(value)] += quantity
    return ((*key, quantity) for key, quantity in net.items())


def _asked(statement: str, asked: Mapping[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def _first_month(day: date) -> date:
    """The first day of the first whole month."""
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
