"""The fourth step: a plain list of small validators, each of which returns all its errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from yidu.programmes.loading.check import (
    answering,
    asking,
    consulting,
    effects,
    examples,
    figures,
    forms,
    graph,
    heading,
    indicators,
    lists,
    look_backs,
    roles,
    stages,
    texts,
    together,
)
from yidu.programmes.loading.problems import Problem
from yidu.programmes.loading.sheet import Sheet

Check = Callable[[Sheet], Iterable[Problem]]

CHECKS: Sequence[Check] = (
    heading.identity,
    heading.dates,
    heading.campaigns,
    heading.replies,
    roles.powers,
    roles.stations,
    lists.items,
    lists.laws,
    forms.activities,
    forms.matters,
    forms.fields,
    consulting.topics,
    stages.holders_and_clocks,
    stages.reminders,
    stages.final_ones,
    graph.names,
    graph.reached_and_left,
    graph.lead_is_there,
    effects.inputs,
    effects.destinations,
    asking.requests,
    asking.pauses,
    answering.signatures,
    answering.judges,
    together.merged,
    together.parts,
    together.converted,
    together.reasons,
    together.supervisors,
    together.own_words,
    look_backs.askers,
    look_backs.ways,
    indicators.shapes,
    indicators.counted,
    indicators.conditions,
    figures.sets,
    texts.both_languages,
    examples.words,
)


def check(sheet: Sheet) -> list[Problem]:
    """Everything that is wrong, in no order."""
    return [problem for validator in CHECKS for problem in validator(sheet)]
