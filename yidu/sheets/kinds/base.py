"""What every kind of sheet does in the same way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common.actions import Change
from yidu.common.actors import Actor
from yidu.people.models import Committee
from yidu.people.rules import Standing, has_power
from yidu.sheets.columns import Column
from yidu.sheets.desk import Desk
from yidu.sheets.models import OwnNumber
from yidu.sheets.plans import Plan, Said, Wrong

Told = dict[str, Any]

NUMBER = Column(
    "number",
    gettext_lazy("Number"),
    gettext_lazy("Given by the platform. Leave it empty for what is new."),
    width=14,
)
OWN = Column(
    "own",
    gettext_lazy("Your own number"),
    gettext_lazy("The number in your own list. With it the same row is found again, however often the list is sent."),
    width=18,
)


class Sheet(ABC):
    """One kind of record as a list: its columns, what a row would do, and what goes out.

    Made anew for each import and each export; what is there is read once. `plan` reads and changes objects in memory
    only; `save` writes what was planned, some hundred rows at a time.
    """

    id: ClassVar[str]
    title: ClassVar[Any]
    powers: ClassVar[tuple[str, ...]]
    model: ClassVar[type[Model]]
    takes_papers: ClassVar[bool] = False  # a Word file for each record, or several in a .zip
    set_by_change: ClassVar[tuple[str, ...]] = ()  # the columns of the table that a changed row may set

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._seen: dict[Hashable, int] = {}

    @classmethod
    def may(cls, actor: Actor, committee: Committee) -> bool:
        return any(has_power(actor, power, committee_id=committee.pk) for power in cls.powers)

    @classmethod
    def may_standing(cls, standing: Standing, committee: Committee) -> bool:
        """As `may`, for many kinds at once."""
        return any(standing.has(power, committee.pk) for power in cls.powers)

    @cached_property
    def columns(self) -> list[Column]:
        return self._columns()

    @abstractmethod
    def _columns(self) -> list[Column]: ...

    def beside_papers(self) -> dict[str, str] | None:
        """What the row of each paper says besides the paper: column → cell; None where none are taken."""
        return None

    def prepare(self, told: Sequence[Told]) -> None:  # noqa: B027  (most read everything at once)
        """Read what is there for the next rows, where not everything is read at once."""

    @abstractmethod
    def plan(self, told: Told) -> Plan:
        """What a row would do. Raises `Wrong`."""

    @abstractmethod
    def name(self, told: Told) -> str:
        """How one recognises a row."""

    @abstractmethod
    def rows(self) -> Iterator[Told]:
        """What goes out: by column, as the same words come in."""

    def save(self, plans: Sequence[Plan]) -> Iterator[Change[Any]]:
        """Write some planned rows."""
        manager = self.model._default_manager
        if new := [plan.record for plan in plans if plan.state == "new" and plan.record]:
            manager.bulk_create(new)
        if changed := [plan.record for plan in plans if plan.state == "changed" and plan.record]:
            # Their rows are locked and their versions compared before (`actions.take_in`).
            update = [*self.set_by_change, "version"]
            manager.bulk_create(changed, update_conflicts=True, unique_fields=["pk"], update_fields=update)
        self._number(plans)
        self._save_more(plans)
        for plan in plans:
            assert plan.record is not None
            yield Change(plan.record, plan.step, plan.data, new=plan.state == "new")

    def _save_more(self, plans: Sequence[Plan]) -> None:  # noqa: B027  (on most nothing hangs)
        """What hangs on the records."""

    def _number(self, plans: Iterable[Plan]) -> None:
        OwnNumber.objects.bulk_create(
            [
                OwnNumber(
                    committee=self.desk.committee,
                    record_type=self.record_type,
                    text=plan.more["own"],
                    record_id=str(plan.record.pk),
                )
                for plan in plans
                if plan.record is not None and plan.more.get("own")
            ]
        )

    @property
    def record_type(self) -> str:
        found: str = self.model.record_type  # type: ignore[attr-defined]
        return found

    @cached_property
    def by_own(self) -> dict[str, str]:
        """Ids of records by the committee's own numbers."""
        return {text: id_ for id_, text in self.desk.own_numbers(self.record_type).items()}

    def once(self, row: int, told: Told, *keys: tuple[str, Hashable]) -> None:
        """Nothing may be named by two rows of one file: (column, what names it). Raises `Wrong`."""
        for column, key in keys:
            first = self._seen.setdefault((column, key), row)
            if first != row:
                raise Wrong({column: _("Row %(row)d says the same.") % {"row": first}})


def unchanged(name: str) -> Plan:
    return Plan("unchanged", name)


def changed_cells(changed: dict[str, tuple[Any, Any]], columns: Iterable[Column]) -> list[Said]:
    """What stands there now, and what would."""
    by_id = {column.id: column for column in columns}
    return [Said(id_, _shown(by_id[id_], was), _shown(by_id[id_], now)) for id_, (was, now) in changed.items()]


def check_own(told: Told) -> None:
    if len(told.get("own", "")) > 60:
        raise Wrong(
            {"own": _("At most %(most)d characters; these are %(have)d.") % {"most": 60, "have": len(told["own"])}}
        )


def _shown(column: Column, value: Any) -> str:
    text = str(column.said(value)) if value is not None else ""
    return text if len(text) <= 80 else f"{text[:80]}…"
