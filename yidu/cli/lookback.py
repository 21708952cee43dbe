"""`yidu lookback`: draw a sample of answered matters to look at again, and tell what was drawn."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid5

import click
from django.utils.translation import gettext as _

from yidu.cli.programme import actor_called, committee_with
from yidu.common.clock import SHANGHAI
from yidu.matters.actions import announce_draw, make_draw
from yidu.matters.draws import drawn_names
from yidu.matters.models import Draw
from yidu.people.models import Committee
from yidu.programmes.models import Edition
from yidu.programmes.queries import current_editions

DAY = click.DateTime(["%Y-%m-%d"])
COMMITTEE = click.option("--committee", "code", required=True, help="Six digits of the division, e.g. 500104.")


@click.group()
def command() -> None:
    """Look back: 回头看.

    A sample of what was answered goes to people who have nothing to do with it. First the list is announced, then comes
    a seed that nobody could choose, and anybody can draw again: docs/operations.md tells how.
    """


@command.command()
@COMMITTEE
@click.option("--procedure", required=True, help="The procedure of the programme folder, e.g. linkage.")
@click.option("--programme", help="Its programme; needed where two have a procedure of that name.")
@click.option("--from", "begins", type=DAY, required=True, help="First day on which a matter was answered.")
@click.option("--to", "ends", type=DAY, required=True, help="Last day, inclusive.")
@click.option("--share", type=int, help="Per cent of the candidates. Default: as the procedure says.")
@click.option("--number", type=int, help="How many, instead of a share.")
@click.option("--after", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="The seed is published after this moment.")
@click.option("--source", default="", help="Where a seed of your own will be published. Default: the seals of Yidu.")
@click.option("--seed", default="", help="The seed as it was published at the source, once it is.")
@click.option("--as", "username", help="The user name of whoever draws. Without it: the system.")
def draw(
    *,
    code: str,
    procedure: str,
    programme: str | None,
    begins: datetime,
    ends: datetime,
    share: int | None,
    number: int | None,
    after: datetime | None,
    source: str,
    seed: str,
    username: str | None,
) -> None:
    """Announce a draw; the same command again draws, once there is a seed.

    What is announced is the list, how many are drawn, and the moment after which the first seal's root is the seed.
    With --source it is what will be published there; give it with --seed afterwards. Once it is drawn, the command
    only tells what was drawn.
    """
    committee, actor = committee_with(code), actor_called(username)
    first, last = begins.date(), ends.date()
    found = Draw.objects.filter(committee=committee, procedure=procedure, begins=first, ends=last).first()
    if found is None:
        found = announce_draw(
            committee=committee,
            edition=_edition(committee, procedure, programme),
            procedure=procedure,
            begins=first,
            ends=last,
            share=share,
            number=number,
            after=after.replace(tzinfo=SHANGHAI) if after else None,
            source=source,
            actor=actor,
        )
        _tell_announced(found)
        return
    if found.drawn_at is None:
        found = make_draw(found, seed=seed, actor=actor, client_id=uuid5(found.pk, "draw"))
    _tell_drawn(found)


@command.command(name="list")
@COMMITTEE
def list_(code: str) -> None:
    """Tell every draw of a committee, also those that were announced and never drawn."""
    for one in Draw.objects.filter(committee=committee_with(code)):
        drawn = f"{one.drawn_at:%Y-%m-%d}" if one.drawn_at else _("not drawn yet")
        click.echo(f"{one.procedure}  {one.begins} – {one.ends}  {one.size}/{len(one.candidates)}  {drawn}  {one.pk}")


def _edition(committee: Committee, procedure: str, programme: str | None) -> Edition:
    fitting = [
        one
        for one in current_editions(committee.pk)
        if procedure in one.read.procedure and programme in (None, one.programme)
    ]
    if len(fitting) != 1:
        wanted = ", ".join(one.programme for one in fitting) or programme or ""
        raise click.ClickException(
            _("Name the programme with --programme: %(programmes)s") % {"programmes": wanted}
            if fitting
            else _("No programme of the committee has the procedure %(procedure)s.") % {"procedure": procedure}
        )
    return fitting[0]


def _tell_announced(draw: Draw) -> None:
    words = {"number": len(draw.candidates), "size": draw.size}
    click.echo(_("Announced: %(size)d of %(number)d will be drawn.") % words)
    click.echo(_("List (SHA-256): %(digest)s") % {"digest": draw.digest})
    source = draw.seed_source or _("the root of the first seal")
    when = f"{draw.seed_after.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S %z}"
    said = _("The seed will be: %(source)s, after %(when)s. Then run the same command again.")
    click.echo(said % {"source": source, "when": when})


def _tell_drawn(draw: Draw) -> None:
    click.echo(_("Seed: %(seed)s") % {"seed": draw.seed})
    click.echo(_("Drawn %(size)d of %(number)d:") % {"size": draw.size, "number": len(draw.candidates)})
    for name in drawn_names(draw):
        click.echo(f"  {name}")
    click.echo(_("Everybody may draw again: /draws/%(id)s/") % {"id": draw.pk})
