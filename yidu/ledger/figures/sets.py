"""Lists of figures: a committee's indicators, and figure sets, small files that name figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from yidu.common.errors import Invalid
from yidu.ledger.figures.figure import Figure
from yidu.ledger.figures.lines import Scope, scope_of
from yidu.ledger.figures.values import values
from yidu.people.models import Committee
from yidu.programmes.grammar import FigureSet
from yidu.programmes.grammar.figures import FigureLine
from yidu.programmes.loading import load_figure_set


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with all that a page needs to print it. `target` is None where the programme sets none."""

    id: str
    title: str
    value: Decimal | None
    unit: str
    target: int | None
    at_least: bool
    figure: Figure

    @property
    def link(self) -> str:
        """The address of its proof."""
        return self.figure.url()


def figure_list(
    committee: Committee,
    *,
    programme: str | None = None,
    from_: date | None = None,
    to: date | None = None,
    as_of: date | None = None,
    public_only: bool = False,
) -> list[Row]:
    """Every indicator of a committee's programmes, or of one, in the order of the folder.

    Raises `NotAllowed` when the committee has no such programme.
    """
    scope = scope_of(committee)
    editions = [scope.edition(programme)] if programme else scope.editions.values()
    asked = [
        (id_, Figure(committee=committee, programme=edition.programme, indicator=id_, from_=from_, to=to, as_of=as_of))
        for edition in editions
        for id_, indicator in edition.read.indicator.items()
        if indicator.public or not public_only
    ]
    return _rows(scope, [(id_, figure, None) for id_, figure in asked])


def figure_set(source: Path | FigureSet) -> list[Row]:
    """The figures of a set, in its order.

    Raises `Faulty` with every error of the file, `Invalid` for an unknown committee, `NotAllowed` for an unknown
    indicator.
    """
    chosen = load_figure_set(source) if isinstance(source, Path) else source
    committee = Committee.objects.filter(code=chosen.committee).select_related("place").first()
    if committee is None:
        raise Invalid(_("There is no committee %(code)s.") % {"code": chosen.committee})
    lines = [(id_, _figure(committee, chosen, line), line) for id_, line in chosen.figure.items()]
    return _rows(scope_of(committee), lines)


def _figure(committee: Committee, chosen: FigureSet, line: FigureLine) -> Figure:
    return Figure(
        committee=committee,
        programme=line.programme or chosen.programme,
        indicator=line.indicator,
        from_=line.from_,
        to=line.to,
        where={str(dimension): wanted for dimension, wanted in line.where.items()},
        place=line.place or "",
        record=line.record or "",
        as_of=line.as_of or chosen.as_of,
    )


def _rows(scope: Scope, asked: Sequence[tuple[str, Figure, FigureLine | None]]) -> list[Row]:
    targets = {programme: _targets(scope, programme) for programme in {figure.programme for _, figure, _ in asked}}
    numbers = values([figure for _, figure, _ in asked])
    rows = []
    for (id_, figure, line), number in zip(asked, numbers, strict=True):
        indicator = scope.indicator(figure)
        rows.append(
            Row(
                id=id_,
                title=str((line and line.title) or indicator.title),
                value=number,
                unit=str(indicator.unit),
                target=targets[figure.programme].get(figure.indicator),
                at_least=bool(line and line.at_least),
                figure=figure,
            )
        )
    return rows


def _targets(scope: Scope, programme: str) -> dict[str, int]:
    campaigns = scope.edition(programme).read.campaign
    return {campaign.target.indicator: campaign.target.value for campaign in campaigns if campaign.target}
