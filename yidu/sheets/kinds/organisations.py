"""Enterprises, departments and other bodies, told apart by credit code, else by kind and name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common.errors import Invalid
from yidu.people.actions.organisations import amend_organisation, draft_organisation, spelled_code
from yidu.people.models import Organisation
from yidu.sheets.columns import Column, titled
from yidu.sheets.desk import resolved
from yidu.sheets.kinds.base import Sheet, Told, changed_cells, unchanged
from yidu.sheets.plans import Plan, Wrong, differences, no_import, sentences

CORRECTED = ("name", "short_name", "uscc", "place", "line")


class Organisations(Sheet):
    id = "organisations"
    title = gettext_lazy("Departments and enterprises")
    powers = ("people",)
    model = Organisation
    set_by_change = ("name", "short_name", "uscc", "place", "line", "pinyin", "initials")

    def _columns(self) -> list[Column]:
        kinds = titled((kind.value, kind.label) for kind in Organisation.Kind)
        return [
            Column(
                "kind",
                gettext_lazy("What it is"),
                gettext_lazy("Left empty: an enterprise."),
                type="choice",
                choices=kinds,
            ),
            Column("name", gettext_lazy("Name as registered"), required=True, width=34),
            Column("short_name", gettext_lazy("Short name")),
            Column(
                "uscc",
                gettext_lazy("Unified social credit code"),
                gettext_lazy("18 signs. Its last sign is checked, so that no enterprise is entered twice."),
                width=22,
            ),
            Column(
                "place",
                gettext_lazy("Place"),
                gettext_lazy("Name of the township, village or community, or its 12-digit code."),
                width=20,
            ),
            Column("line", gettext_lazy("What it does"), width=24),
        ]

    def name(self, told: Told) -> str:
        return str(told.get("name") or told.get("uscc") or "")

    def plan(self, told: Told) -> Plan:
        if wrong := resolved(told, {"place": self.desk.places.find}):
            raise Wrong(wrong)
        if "uscc" in told:
            told["uscc"] = spelled_code(told["uscc"])
        kind, name = told.get("kind", Organisation.Kind.ENTERPRISE.value), told.get("name", "")
        coded = self._by_code.get(told.get("uscc", ""))
        found = coded or self._by_name.get((kind, name))
        keys = [("uscc", told["uscc"])] if told.get("uscc") else []
        self.once(told["row"], told, *keys, ("name", (kind, name)))
        try:
            return self._new(told, kind) if found is None else self._change(found, told, kind)
        except Invalid as error:
            raise sentences(error) from error

    def rows(self) -> Iterator[Told]:
        for one in Organisation.objects.filter(committee=self.desk.committee, closed_on=None).select_related(
            "place__parent"
        ):
            yield {
                "kind": one.kind,
                "name": one.name,
                "short_name": one.short_name,
                "uscc": one.uscc,
                "place": self.desk.say_place(one.place),
                "line": one.line,
            }

    @cached_property
    def _known(self) -> list[Organisation]:
        found = list(Organisation.objects.filter(committee=self.desk.committee).select_related("place"))
        for one in found:
            one.committee = self.desk.committee
        return found

    @cached_property
    def _by_code(self) -> dict[str, Organisation]:
        return {one.uscc: one for one in self._known if one.uscc}

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Organisation]:
        return {(one.kind, one.name): one for one in self._known}

    def _new(self, told: Told, kind: str) -> Plan:
        one = draft_organisation(
            committee=self.desk.committee,
            kind=kind,
            name=told.get("name", ""),
            short_name=told.get("short_name", ""),
            uscc=told.get("uscc", ""),
            place=told.get("place"),
            line=told.get("line", ""),
        )
        return Plan("new", one.name, record=one, step="organisation.added", data={"kind": kind, "name": one.name})

    def _change(self, one: Organisation, told: Told, kind: str) -> Plan:
        if one.kind != kind:
            raise Wrong({"kind": no_import()})
        if one.closed_on is not None:
            raise Wrong({"name": _("It has ended already.")})
        before = {column: getattr(one, column) for column in CORRECTED}
        changed = differences(before, told)
        if not changed:
            return unchanged(one.name)
        if "name" in changed and (kind, told["name"]) in self._by_name:
            raise Wrong({"name": _("There is one with this name already.")})
        said = changed_cells(changed, self.columns)
        amend_organisation(one, **{**before, **{name: now for name, (_was, now) in changed.items()}})
        data = {"from": before["name"], "name": one.name}
        return Plan("changed", one.name, said, one, "organisation.corrected", data)
