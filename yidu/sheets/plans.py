"""What a row would do, before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Model
from django.utils.translation import gettext as _

from yidu.common.errors import Invalid

State = Literal["new", "changed", "unchanged", "wrong"]
STATES: tuple[State, ...] = ("wrong", "new", "changed", "unchanged")


@dataclass(frozen=True, slots=True)
class Said:
    """One cell: of a wrong row what is wrong with it, of a changed one what stands there now and what would."""

    column: str  # the id of the column, "" for the whole row
    was: str = ""
    why: str = ""


@dataclass(slots=True)
class Plan:
    """`name` is how one recognises the row. The record is drafted or changed in memory and not saved."""

    state: State
    name: str = ""
    said: list[Said] = field(default_factory=list)
    record: Model | None = None
    step: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)  # what saving needs besides the record


class Wrong(Exception):  # noqa: N818
    """The row cannot be taken: sentences by column."""

    def __init__(self, said: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        super().__init__("a wrong row")
        self.said = list(said.items()) if isinstance(said, Mapping) else list(said)


def sentences(error: Invalid, column_of: Callable[[str], str] = lambda name: name) -> Wrong:
    """The refusal of a single action as what is wrong with the cells."""
    told = [(column_of(name), str(one)) for name, some in error.fields.items() for one in some]
    return Wrong(told or [("", str(error))])


def differences(before: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What a row says otherwise than the record: column → (before, now). What it leaves empty says nothing."""
    return {name: (was, told[name]) for name, was in before.items() if name in told and told[name] != was}


def fixed(changed: Mapping[str, Any], may_change: Iterable[str], why: str) -> None:
    """Raises `Wrong` for what an import may not change."""
    if wrong := [(name, why) for name in changed if name not in set(may_change)]:
        raise Wrong(wrong)


def no_import() -> str:
    return _("This cannot be changed by an import.")
