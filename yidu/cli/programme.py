"""`yidu programme`: check, publish and show programme folders."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.utils import translation

from yidu.common.actors import SYSTEM, Actor
from yidu.common.errors import Refused
from yidu.people.models import Committee, Person
from yidu.programmes.loading import Faulty, Problem, Sheet, load
from yidu.programmes.models import Edition
from yidu.programmes.queries import current_edition, current_editions

FOLDER = click.argument("folder", type=click.Path(path_type=Path))
LANGUAGE = click.option("--language", type=click.Choice(["zh", "en"]), default="en", show_default=True)


@click.group()
def command() -> None:
    """Check, publish and show programme folders.

    A programme is a folder of plain text: docs/programme.md explains how one is written.
    """


@command.command()
@FOLDER
@LANGUAGE
@click.option("--examples/--no-examples", default=True, help="Run the examples of the folder as well.")
def check(folder: Path, language: str, *, examples: bool) -> int:
    """Tell every error of FOLDER at once: file:line, what is wrong, and a hint. Exit code 1 if there is one."""
    with translation.override({"zh": "zh-hans"}.get(language, language)):
        sheet = load(folder)
        problems = list(sheet.problems)
        if not problems and examples and not sheet.shared:
            problems += _rehearsed(sheet)
    return _report(problems, sheet, folder)


@command.command()
@FOLDER
@LANGUAGE
@click.option("--committee", "code", required=True, help="Six digits of the division, e.g. 500104.")
@click.option("--as", "username", help="The user name of whoever publishes. Without it: the system.")
def publish(folder: Path, language: str, code: str, username: str | None) -> int:
    """Publish FOLDER for a committee as the next edition, if it has no error."""
    from yidu.programmes.actions import publish as publish_folder

    committee, actor = committee_with(code), actor_called(username)
    with translation.override({"zh": "zh-hans"}.get(language, language)):
        try:
            edition = publish_folder(folder, committee=committee, actor=actor)
        except Faulty as faulty:
            return _report(faulty.problems, None, folder)
        except Refused as refused:
            raise click.ClickException(str(refused)) from refused
    click.echo(f"{edition.programme} edition {edition.number} for {committee.code}  sha256:{edition.digest}")
    return 0


@command.command()
@click.argument("programme", required=False)
@click.option("--committee", "code", required=True, help="Six digits of the division, e.g. 500104.")
@LANGUAGE
def show(programme: str | None, code: str, language: str) -> None:
    """Show the programmes of a committee, or what PROGRAMME consists of."""
    committee = committee_with(code)
    with translation.override({"zh": "zh-hans"}.get(language, language)):
        if programme is None:
            for edition in current_editions(committee.pk):
                click.echo(f"{edition.programme:<20} edition {edition.number:<4} {edition.read.title}")
            return
        found = current_edition(committee.pk, programme)
        if found is None:
            raise click.ClickException(f"{committee.code} has published no programme {programme}")
        _show(found)


def _show(edition: Edition) -> None:
    programme = edition.read
    click.echo(f"{programme.title}  ({programme.id}, edition {edition.number}, {edition.published_at:%Y-%m-%d})")
    click.echo(f"sha256:{edition.digest}")
    for campaign in programme.campaign:
        target = f"  → {campaign.target.value} {campaign.target.indicator}" if campaign.target else ""
        click.echo(f"\n{campaign.title} · {campaign.role}{target}")
        for id_ in campaign.kinds:
            click.echo(f"  {id_:<24} {programme.kind[id_].title}")
    for id_, procedure in programme.procedure.items():
        click.echo(f"\n{procedure.title}  ({id_})")
        for stage_id, stage in procedure.stage.items():
            holder = "final" if stage.final else f"{stage.holder}, {stage.within or 'clock continues'}"
            actions = ", ".join(stage.action)
            click.echo(f"  {stage_id:<16} {stage.title}  [{holder}]  {actions}")


def _rehearsed(sheet: Sheet) -> list[Problem]:
    """What comes out otherwise than the examples say."""
    from yidu.cli.ground import migrate
    from yidu.matters.rehearsal import rehearse_all

    migrate()
    return rehearse_all(sheet)


def _report(problems: list[Problem], sheet: Sheet | None, folder: Path) -> int:
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        click.echo(f"{folder}: {len(problems)} errors", err=True)
        return 1
    assert sheet is not None
    parts = {section: len(sheet.known(section)) for section in ("kind", "procedure", "indicator", "example")}
    told = ", ".join(f"{count} {section}s" for section, count in parts.items() if count)
    click.echo(f"{folder}: no errors ({told})", file=sys.stdout)
    return 0


def committee_with(code: str) -> Committee:
    committee = Committee.objects.filter(code=code).select_related("place").first()
    if committee is None:
        raise click.ClickException(f"there is no committee {code}")
    return committee


def actor_called(username: str | None) -> Actor:
    if username is None:
        return SYSTEM
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise click.ClickException(f"there is no user {username}")
    return Actor(kind="person", name=person.name, person_id=person.pk)
