"""`yidu demo`: a site full of invented people, ready to walk through."""

from __future__ import annotations

import importlib
import subprocess
from collections.abc import Callable, Iterable
from typing import Protocol, cast

import click

from yidu.cli import ground, serve

CLOSED = "this is a production site (YIDU_PRODUCTION=1): a demonstration would publish its passwords"


@click.command()
@click.option("--scale", default=1, show_default=True, type=click.IntRange(1), help="How many times the small world.")
@click.option("--seed", default=1, show_default=True, type=int, help="The same seed makes the same world.")
@click.option("--load-only", is_flag=True, help="Load the world and end.")
@click.option("--sign-ins", "tell_only", is_flag=True, help="Print one sign-in per role and end.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes.")
def command(
    *, scale: int, seed: int, load_only: bool, tell_only: bool, host: str, port: int, workers: int | None
) -> int:
    """Load the demonstration world once and serve it, with one sign-in per role.

    The world is loaded into an empty database only; what you change in it stays until you remove the folder var/.
    """
    from django.conf import settings

    if settings.PRODUCTION:
        raise click.ClickException(CLOSED)
    if tell_only:
        tell()
        return 0
    if load_only:
        load(scale, seed)
        return 0
    serve.require_free(host, port)
    bell = serve.Bell()
    # In a child, because this process must stay without threads: see serve.py.
    if not serve.finish(ground.yidu("demo", "--load-only", f"--scale={scale}", f"--seed={seed}"), bell):
        return bell.code
    return serve.run(
        host, port, workers, when_ready=lambda: subprocess.run(ground.yidu("demo", "--sign-ins"), check=True)
    )


def load(scale: int, seed: int) -> None:
    """Load the world unless it is there. Raises click.ClickException when the database holds anything else."""
    ground.set_up()
    world = _world()
    ground.migrate()
    from yidu.people.models import Committee

    state = _state()
    if state.startswith("demonstration complete"):
        return
    if state or Committee.objects.exists():
        why = "a demonstration that was interrupted while loading" if state else "a site that is no demonstration"
        raise click.ClickException(f"the database holds {why}: remove it, or choose another folder with YIDU_HOME")
    _set_state(f"demonstration loading scale={scale} seed={seed}")
    click.echo(f"Loading the demonstration world (scale {scale}, seed {seed}) …", err=True)
    world.load(scale=scale, seed=seed, progress=lambda line: click.echo(f"  {line}", err=True))
    _set_state(f"demonstration complete scale={scale} seed={seed}")


def tell() -> None:
    """Print who can sign in: role, user name, password."""
    ground.set_up()
    rows = [("", "user name", "password"), *(tuple(map(str, row)) for row in _world().sign_ins())]
    for role, username, password in rows:
        click.echo(f"  {username:<20} {password:<20} {role}")
    for what, path in _world().ways_in():
        click.echo(f"  {path}  {what}")


class World(Protocol):
    """What `yidu.demo.world` offers. A sign-in is (role, user name, password), a way in (what it is, address)."""

    def load(self, *, scale: int, seed: int, progress: Callable[[str], None]) -> object: ...

    def sign_ins(self) -> Iterable[tuple[str, str, str]]: ...

    def ways_in(self) -> Iterable[tuple[str, str]]: ...


def _world() -> World:
    try:
        world = importlib.import_module("yidu.demo.world")
    except ModuleNotFoundError as error:
        if error.name not in ("yidu.demo", "yidu.demo.world"):
            raise
        raise click.ClickException("this copy of Yidu has no demonstration world (yidu/demo is missing)") from None
    return cast(World, world)


# The state is a comment on the database, so that it goes wherever the database goes.


def _state() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database"
            " WHERE datname = current_database()"
        )
        (state,) = cursor.fetchone()
    return str(state)


def _set_state(state: str) -> None:
    from django.db import connection
    from psycopg import sql

    statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
    with connection.cursor() as cursor:
        name = sql.Identifier(connection.settings_dict["NAME"])
        cursor.execute(statement.format(name, sql.Literal(state)))
