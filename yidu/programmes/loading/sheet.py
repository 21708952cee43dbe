"""A folder on its way: its objects, where each stands, and what is wrong so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yidu.programmes.grammar import FigureSet, Heading, Indicator, Kind, Procedure, Programme
from yidu.programmes.loading.positions import Key
from yidu.programmes.loading.problems import Problem, Spot
from yidu.programmes.loading.read import Source


@dataclass
class Sheet:
    """`items` are section → id → object; `origins` where an item begins; `damaged` items that lost something."""

    folder: Path
    heading: Heading | None = None
    heading_source: Source | None = None
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    origins: dict[tuple[str, str], tuple[Source, tuple[Key, ...]]] = field(default_factory=dict)
    damaged: set[tuple[str, str]] = field(default_factory=set)
    inherited: set[tuple[str, str]] = field(default_factory=set)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    text_spots: dict[str, Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: bool = False
    programme: Programme | None = None

    @property
    def told_apart_by(self) -> list[Any]:
        """What makes two publications of it the same request (see `yidu.common.actions`)."""
        content = self.programme.model_dump(mode="json", by_alias=True) if self.programme else None
        return [str(self.folder), content]

    def place(self, section: str, id_: str, source: Source, path: tuple[Key, ...]) -> None:
        self.origins[section, id_] = (source, path)

    def spot(self, section: str, id_: str, *path: Key) -> Spot:
        """Where something within an item stands; for the heading, `section` is "programme" and `id_` empty."""
        if section == "programme":
            return self.heading_source.spot(*path) if self.heading_source else Spot(self.folder)
        if (section, id_) not in self.origins:
            return Spot(self.folder)
        source, start = self.origins[section, id_]
        return source.spot(*start, *path)

    def known(self, section: str) -> set[str]:
        """The ids that are declared, also those of items too damaged to keep."""
        return {id_ for where, id_ in self.origins if where == section}

    def is_whole(self, section: str, id_: str) -> bool:
        return (section, id_) not in self.damaged

    @property
    def shared(self) -> bool:
        """A folder without a committee is there for others to use, and is not published."""
        return self.heading is not None and not self.heading.committee

    def of(self, section: str) -> Mapping[str, Any]:
        return self.items.get(section, {})

    @property
    def kinds(self) -> Mapping[str, Kind]:
        return self.of("kind")

    @property
    def procedures(self) -> Mapping[str, Procedure]:
        return self.of("procedure")

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        return self.of("indicator")

    @property
    def figure_sets(self) -> Mapping[str, FigureSet]:
        return self.of("figures")

    def own(self, section: str) -> Iterator[tuple[str, Any]]:
        """The items that this folder itself declares, not those of the folders that it uses."""
        for id_, item in self.of(section).items():
            if (section, id_) not in self.inherited:
                yield id_, item

    def stages_written(self, procedure: str) -> set[str]:
        """The ids of a procedure's stages as they stand in the file, also of those too damaged to keep."""
        return {str(path[1]) for path in self._written(procedure) if len(path) == 2 and path[0] == "stage"}

    def actions_written(self, procedure: str) -> set[str]:
        """The ids of a procedure's actions as they stand in the file."""
        return {str(path[3]) for path in self._written(procedure) if len(path) == 4 and path[2] == "action"}

    def _written(self, procedure: str) -> Iterator[tuple[Key, ...]]:
        source, start = self.origins["procedure", procedure]
        return (path[len(start) :] for path in source.lines if path[: len(start)] == start)
