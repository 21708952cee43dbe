"""A demonstration goes into an empty database only, and only once."""

from __future__ import annotations

from collections.abc import Callable

import click
import pytest

from tests.cast import Cast
from yidu.cli import demo


class World:
    """Stands in for the world; the real one takes minutes."""

    def __init__(self) -> None:
        self.loads = 0

    def load(self, *, scale: int, seed: int, progress: Callable[[str], None]) -> None:
        self.loads += 1
        progress(f"scale {scale}, seed {seed}")
        if seed == 13:
            raise KeyboardInterrupt

    def sign_ins(self) -> list[tuple[str, str, str]]:
        return [("member", "chen", "walking-the-street")]

    def ways_in(self) -> list[tuple[str, str]]:
        return [("a department's link", "/l/0a1b2c/")]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    built = World()
    monkeypatch.setattr(demo, "_world", lambda: built)
    return built


@pytest.mark.django_db
def test_the_world_is_loaded_once(world: World):
    demo.load(scale=1, seed=1)
    demo.load(scale=1, seed=1)
    assert world.loads == 1


def test_the_world_is_not_loaded_over_a_real_site(world: World, cast: Cast):
    with pytest.raises(click.ClickException, match="a site that is no demonstration"):
        demo.load(scale=1, seed=1)
    assert world.loads == 0


@pytest.mark.django_db
def test_half_a_world_is_not_taken_for_a_whole_one(world: World):
    with pytest.raises(KeyboardInterrupt):
        demo.load(scale=1, seed=13)
    with pytest.raises(click.ClickException, match="interrupted while loading"):
        demo.load(scale=1, seed=1)


@pytest.mark.usefixtures("world")
def test_who_can_sign_in_is_told(capsys: pytest.CaptureFixture[str]):
    demo.tell()
    assert "chen                 walking-the-street   member" in capsys.readouterr().out
