"""People, with or without an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import NotAllowed
from yidu.people.checks import Slips, locked, spell
from yidu.people.models import Committee, Person
from yidu.people.rules import require_power

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,59}")


@action("person.add")
def add_person(
    *,
    committee: Committee,
    name: str,
    username: str | None = None,
    email: str = "",
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Person]:
    """Add a person at a committee. With `username` they can have an account, once a password is set.

    Raises `NotAllowed` or `Invalid` with every wrong field at once.
    """
    require_power(actor, "people", committee_id=committee.pk)
    person = draft_person(name=name, username=username, email=email)
    person.save(force_insert=True)
    return Change(person, "person.added", {"committee": committee.code})


@action("person.rename")
def rename_person(
    person: Person, *, committee: Committee, name: str, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Person]:
    """Correct the name of somebody who has an appointment at the committee. Raises also `Stale`."""
    require_power(actor, "people", committee_id=committee.pk)
    slips = Slips()
    row = locked(Person, person, version=version)
    if not row.appointments.filter(committee=committee).exists():
        slips.add("person", _("Choose one from the list."))
    row.name = slips.text("name", name, most=60)
    slips.raise_any()
    _spell(row)
    row.version += 1
    row.save()
    return Change(row, "person.renamed", {"committee": committee.code})


@action("person.correct")
def correct_person(
    person: Person,
    *,
    committee: Committee,
    name: str,
    email: str = "",
    actor: Actor,
    version: int,
    client_id: UUID | None = None,
) -> Change[Person]:
    """Correct somebody who has an appointment at the committee, or none anywhere yet. Raises also `Stale`."""
    require_power(actor, "people", committee_id=committee.pk)
    row = locked(Person, person, version=version)
    if row.appointments.exists() and not row.appointments.filter(committee=committee).exists():
        raise NotAllowed("not there")
    amend_person(row, name=name, email=email)
    row.save()
    return Change(row, "person.corrected", {"committee": committee.code})


def draft_person(*, name: str, username: str | None, email: str, taken: Callable[[str], bool] | None = None) -> Person:
    """A person as it would be added, not saved. `taken` tells whether somebody has a user name. Raises `Invalid`."""
    slips = Slips()
    person = Person(username=_clean_username(slips, username, taken or _is_taken))
    _set(slips, person, name=name, email=email)
    slips.raise_any()
    person.set_unusable_password()
    return person


def amend_person(person: Person, *, name: str, email: str) -> None:
    """Set what can be corrected, without saving. Raises `Invalid`."""
    slips = Slips()
    _set(slips, person, name=name, email=email)
    slips.raise_any()
    person.version += 1


def _set(slips: Slips, person: Person, *, name: str, email: str) -> None:
    person.name = slips.text("name", name, most=60)
    person.email = slips.text("email", email, most=254, required=False)
    if person.email:
        try:
            validate_email(person.email)
        except ValidationError:
            slips.add("email", _("This is not an e-mail address."))
    _spell(person)


def _is_taken(username: str) -> bool:
    return Person.objects.filter(username=username).exists()


def _clean_username(slips: Slips, typed: str | None, taken: Callable[[str], bool]) -> str | None:
    if not typed:
        return None
    username = slips.text("username", typed, most=60).lower()
    if not USERNAME.fullmatch(username):
        slips.add("username", _("Small letters, digits, dot, hyphen; it begins with a letter."))
    elif taken(username):
        slips.add("username", _("Somebody has this user name already."))
    return username


def _spell(person: Person) -> None:
    for column, value in spell(person.name, person=True).items():
        setattr(person, column, value)
