"""People, with or without an account. What they are is said by their appointments, in a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common.errors import Invalid
from yidu.people.actions.persons import amend_person, draft_person
from yidu.people.models import Person
from yidu.sheets.columns import Column
from yidu.sheets.desk import persons_of
from yidu.sheets.kinds.base import NUMBER, OWN, Sheet, Told, changed_cells, check_own, unchanged
from yidu.sheets.plans import Plan, Wrong, differences, fixed, no_import, sentences


class People(Sheet):
    id = "people"
    title = gettext_lazy("People")
    powers = ("people",)
    model = Person
    set_by_change = ("name", "email", "pinyin", "initials")

    def _columns(self) -> list[Column]:
        account = gettext_lazy("Only for those who sign in. Small letters and digits.")
        return [
            NUMBER,
            OWN,
            Column("name", gettext_lazy("Name of the person"), required=True),
            Column("username", gettext_lazy("User name"), account),
            Column("email", gettext_lazy("E-mail"), width=28),
        ]

    def name(self, told: Told) -> str:
        return str(told.get("name") or told.get("username") or told.get("own") or "")

    def plan(self, told: Told) -> Plan:
        check_own(told)
        told.update({"username": told["username"].lower()} if "username" in told else {})
        person = self._find(told)
        keys: list[tuple[str, Any]] = [(one, told[one]) for one in ("number", "own", "username") if one in told]
        if person is not None:
            keys.append(("name", person.pk))
        self.once(told["row"], told, *keys)
        try:
            return self._new(told) if person is None else self._change(person, told)
        except Invalid as error:
            raise sentences(error) from error

    def rows(self) -> Iterator[Told]:
        own = self.desk.own_numbers("person")
        for person in persons_of(self.desk.committee).iterator(chunk_size=500):
            yield {
                "number": f"P{person.pk}",
                "own": own.get(str(person.pk)),
                "name": person.name,
                "username": person.username,
                "email": person.email,
            }

    @cached_property
    def _known(self) -> list[Person]:
        return list(persons_of(self.desk.committee))

    @cached_property
    def _by_pk(self) -> dict[str, Person]:
        return {str(one.pk): one for one in self._known}

    @cached_property
    def _by_username(self) -> dict[str, Person]:
        return {one.username: one for one in self._known if one.username}

    @cached_property
    def _usernames(self) -> set[str]:
        """Of the whole site: whose they are is not told."""
        return set(Person.objects.exclude(username=None).values_list("username", flat=True))  # type: ignore[arg-type]

    def _find(self, told: Told) -> Person | None:
        found: dict[str, Person] = {}
        if "number" in told:
            person = self._by_pk.get(told["number"].upper().removeprefix("P"))
            if person is None:
                raise Wrong({"number": _("This committee has none with this number.")})
            found["number"] = person
        if (id_ := self.by_own.get(told.get("own", ""))) and id_ in self._by_pk:
            found["own"] = self._by_pk[id_]
        if person := self._by_username.get(told.get("username", "")):
            found["username"] = person
        if len({one.pk for one in found.values()}) > 1:
            raise Wrong({name: _("These numbers and names belong to different records.") for name in found})
        return next(iter(found.values()), None)

    def _new(self, told: Told) -> Plan:
        if not told.get("own") and not told.get("username"):
            why = _("Give a user name or a number of your own: names alone cannot tell people apart.")
            raise Wrong({"own": why})
        person = draft_person(
            name=told.get("name", ""),
            username=told.get("username"),
            email=told.get("email", ""),
            taken=self._usernames.__contains__,
        )
        data = {"committee": self.desk.committee.code}
        return Plan("new", person.name, record=person, step="person.added", data=data, more={"own": told.get("own")})

    def _change(self, person: Person, told: Told) -> Plan:
        own = self.desk.own_numbers("person").get(str(person.pk), "")
        before = {"own": own, "name": person.name, "username": person.username or "", "email": person.email}
        changed = differences(before, told)
        if not changed:
            return unchanged(person.name)
        fixed(changed, ("name", "email", *(() if own else ("own",))), no_import())
        said = changed_cells(changed, self.columns)
        amend_person(person, name=told.get("name", person.name), email=told.get("email", person.email))
        return Plan(
            "changed",
            person.name,
            said,
            person,
            "person.corrected",
            {"committee": self.desk.committee.code},
            {"own": told["own"]} if "own" in changed else {},
        )
