"""What the programme folders say, read as plain TOML: the side of the matrix that must not ask the program."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from yidu.programmes.loading import LIBRARY

QUIET = Path(__file__).parent / "quiet"
PUBLISHED = ("wuqian", "huhe")
FOLDERS = {"wuqian": LIBRARY / "wuqian", "huhe": LIBRARY / "huhe", "quiet": QUIET}


def uses(programme: str) -> list[str]:
    told: list[str] = tomllib.loads((FOLDERS[programme] / "programme.toml").read_text(encoding="utf-8"))["uses"]
    return told


@cache
def read(programme: str, name: str) -> dict[str, Any]:
    """A file of a folder together with those of the folders that it uses."""
    told: dict[str, Any] = {}
    for folder in (*(LIBRARY / one for one in uses(programme)), FOLDERS[programme]):
        file = folder / f"{name}.toml"
        if file.is_file():
            told |= tomllib.loads(file.read_text(encoding="utf-8"))
    return told


def roles(programme: str) -> dict[str, Any]:
    return read(programme, "roles")


def every_role() -> dict[str, Any]:
    """The roles of all folders by id."""
    return {id_: line for programme in FOLDERS for id_, line in roles(programme).items()}


def kind(programme: str, id_: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = read(programme, "kinds")[id_]
    return found


def kinds(programme: str, is_: str) -> dict[str, Any]:
    return {id_: line for id_, line in read(programme, "kinds").items() if line["is"] == is_}


def procedure(programme: str, kind_id: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = read(programme, "procedures")[kind(programme, kind_id)["procedure"]]
    return found


def action(programme: str, kind_id: str, stage: str, id_: str) -> Mapping[str, Any] | None:
    """A line of a stage, or None when the stage has no such action."""
    found: Mapping[str, Any] | None = procedure(programme, kind_id)["stage"][stage].get("action", {}).get(id_)
    return found


def actions(programme: str, kind_id: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every action of every stage of the kind's procedure, each id once."""
    seen = set()
    for stage in procedure(programme, kind_id)["stage"].values():
        for id_, line in stage.get("action", {}).items():
            if id_ not in seen:
                seen.add(id_)
                yield id_, line


def first_of(programme: str, name: str) -> str:
    """An item of a list."""
    found: str = read(programme, "lists")[name][-1]["item"][0]["id"]
    return found


def answers(programme: str, kind_id: str, on: str) -> dict[str, str]:
    """Something for each field of a kind that has to be filled in."""
    told = {}
    for field in kind(programme, kind_id).get("field", ()):
        match field["type"]:
            case "choice" | "choices":
                told[field["id"]] = first_of(programme, field["options"])
            case "number":
                told[field["id"]] = str(max(1, field.get("least", 1)))
            case "date":
                told[field["id"]] = on
            case "long-text":
                told[field["id"]] = "写一段"
            case other:
                raise ValueError(f"what does one write into a field of type {other}?")
    return told
