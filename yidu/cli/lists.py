"""What `yidu import` and `yidu export` have in common."""

from __future__ import annotations

import click

from yidu.common.actors import SYSTEM, Actor
from yidu.people.models import Committee, Person
from yidu.sheets.kinds import SHEETS

KIND = click.argument("kind", type=click.Choice(list(SHEETS)))
COMMITTEE = click.option("--committee", "code", required=True, help="Six digits of the division, e.g. 500104.")
AS = click.option("--as", "username", help="The user name of whoever does it. Without it: the system.")
LANGUAGE = click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)


def committee_of(code: str) -> Committee:
    committee = Committee.objects.filter(code=code).select_related("place").first()
    if committee is None:
        raise click.ClickException(f"there is no committee {code}")
    return committee


def actor_of(username: str | None) -> Actor:
    if username is None:
        return SYSTEM
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise click.ClickException(f"there is no user {username}")
    return Actor(kind="person", name=person.name, person_id=person.pk)
