"""For whom a list is read, and how its words find places, people and bodies: of that committee and no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.ledger.models import Step
from yidu.people.models import Appointment, Committee, Organisation, Person, Project, Role, Sector, Station
from yidu.people.rules import Standing, standing_of
from yidu.places.models import Place
from yidu.places.names import said
from yidu.programmes.models import Edition
from yidu.programmes.queries import current_editions
from yidu.sheets.models import OwnNumber
from yidu.sheets.reading import cells

R = TypeVar("R")


class Finder(Generic[R]):
    """Records by the words that a list may use for them; a word that fits several is told as such.

    What `also` may be said is asked only when nothing is called so properly.
    """

    def __init__(self) -> None:
        self._by: dict[str, list[R]] = defaultdict(list)
        self._also: dict[str, list[R]] = defaultdict(list)

    def add(self, record: R, *words: str, also: Iterable[str] = ()) -> None:
        for by, some in ((self._by, words), (self._also, also)):
            for word in {cells.key(word) for word in some if word}:
                by[word].append(record)

    def find(self, typed: str) -> R:
        """Raises ValueError with a sentence."""
        found = self._found(typed)
        if not found:
            raise ValueError(_("“%(typed)s” is not in this committee's list.") % {"typed": cells.shown(typed)})
        if len(found) > 1:
            raise ValueError(_("Several are called “%(typed)s”. Say it more exactly.") % {"typed": cells.shown(typed)})
        return found[0]

    def say(self, record: R, *words: str) -> str:
        """The first of the words that finds this record again; else the last."""
        return next((word for word in words if word and self._found(word) == [record]), words[-1])

    def _found(self, typed: str) -> list[R]:
        word = cells.key(typed)
        return self._by.get(word) or self._also.get(word) or []


@dataclass
class Desk:
    """What one import or export works with: read once, when it is first asked for."""

    committee: Committee
    actor: Actor

    @cached_property
    def today(self) -> date:
        return clock.today()

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.actor)

    @cached_property
    def editions(self) -> list[Edition]:
        return current_editions(self.committee.pk)

    @cached_property
    def places(self) -> Finder[Place]:
        """By code, by name, and by the township's name before the village's."""
        finder: Finder[Place] = Finder()
        for place in self._places:
            parent = place.parent.name if place.parent else ""
            finder.add(
                place,
                place.code,
                place.name,
                also=(said(place.name), f"{parent}{place.name}", f"{parent}/{place.name}"),
            )
        return finder

    def say_place(self, place: Place | None) -> str:
        """The place in the words that find it again."""
        if place is None:
            return ""
        longer = f"{place.parent.name}{place.name}" if place.parent else ""
        return self.places.say(place, place.name, longer, place.code)

    @cached_property
    def persons(self) -> Finder[Person]:
        """By user name, own number and number, else by name."""
        finder: Finder[Person] = Finder()
        own = self.own_numbers("person")
        for person in persons_of(self.committee):
            numbers = (own.get(str(person.pk), ""), f"P{person.pk}")
            finder.add(person, person.username or "", *numbers, also=(person.name,))
        return finder

    def say_person(self, person: Person | None) -> str:
        return self.persons.say(person, person.name, person.username or "", f"P{person.pk}") if person else ""

    @cached_property
    def organisations(self) -> Finder[Organisation]:
        finder: Finder[Organisation] = Finder()
        for one in Organisation.objects.filter(committee=self.committee).select_related("place"):
            finder.add(one, one.name, one.uscc, also=(one.short_name, f"{one.get_kind_display()}{one.name}"))
        return finder

    def say_organisation(self, one: Organisation | None) -> str:
        return self.organisations.say(one, one.name, one.uscc, f"{one.get_kind_display()}{one.name}") if one else ""

    @cached_property
    def projects(self) -> Finder[Project]:
        return _named(Project.objects.filter(committee=self.committee).select_related("place"))

    @cached_property
    def stations(self) -> Finder[Station]:
        """By name; where two kinds have one of the same name, with the kind before it."""
        finder: Finder[Station] = Finder()
        for one in Station.objects.filter(committee=self.committee).select_related("place"):
            finder.add(one, one.name, also=(f"{one.kind} {one.name}",))
        return finder

    def say_station(self, one: Station | None) -> str:
        return self.stations.say(one, one.name, f"{one.kind} {one.name}") if one else ""

    @cached_property
    def sectors(self) -> Finder[Sector]:
        return _named(Sector.objects.filter(committee=self.committee))

    @cached_property
    def roles(self) -> dict[str, Role]:
        """The roles that the committee's programmes name."""
        named = {id_ for edition in self.editions for id_ in edition.read.role}
        return Role.objects.in_bulk(named)

    def own_numbers(self, record_type: str) -> dict[str, str]:
        """The committee's own numbers of its records, by the record's id."""
        kept = self.__dict__.setdefault("_own", {})
        if record_type not in kept:
            found = OwnNumber.objects.filter(committee=self.committee, record_type=record_type)
            kept[record_type] = dict(found.values_list("record_id", "text"))
        numbers: dict[str, str] = kept[record_type]
        return numbers

    @cached_property
    def _places(self) -> list[Place]:
        below = Q(path__contains=[self.committee.place.code]) | Q(pk=self.committee.place_id)
        return list(Place.objects.on(self.today).filter(below).select_related("parent"))


def persons_of(committee: Committee) -> QuerySet[Person]:
    """Who has or had a role at the committee, or was added there and has none anywhere yet."""
    roles = Appointment.objects.filter(person=OuterRef("pk"))
    added = Step.objects.filter(
        record_type="person",
        name="person.added",
        record_id=Cast(OuterRef("pk"), CharField()),
        data__committee=committee.code,
    )
    return Person.objects.filter(Exists(roles.filter(committee=committee)) | (~Exists(roles) & Exists(added)))


def resolved(told: dict[str, Any], finders: Mapping[str, Callable[[Any], Any]]) -> list[tuple[str, str]]:
    """Put records in the place of the words that name them; what is not found comes back as (column, sentence)."""
    wrong = []
    for name, find in finders.items():
        if name in told:
            try:
                told[name] = find(told[name])
            except ValueError as error:
                wrong.append((name, str(error)))
    return wrong


def _named(records: QuerySet[Any]) -> Finder[Any]:
    finder: Finder[Model] = Finder()
    for record in records:
        finder.add(record, str(record))
    return finder
