"""A small folder without errors, and ways to break it."""

from __future__ import annotations

import shutil
from pathlib import Path

from yidu.programmes.loading import Problem, Sheet, load

SMALL = Path(__file__).parent / "small"


def write(folder: Path, changes: dict[str, tuple[str, str]] | None = None, **more: str | None) -> Path:
    """The small folder, with one text replaced by another in some files, and files added or (None) left out."""
    folder = folder / "small"
    shutil.copytree(SMALL, folder)
    for name, (old, new) in (changes or {}).items():
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    for name, added in more.items():
        if added is None:
            (folder / name).unlink()
        else:
            (folder / name).write_text(added, encoding="utf-8")
    return folder


def broken(folder: Path, name: str, old: str, new: str) -> Sheet:
    """The small folder, with one text of one file replaced."""
    return load(write(folder, {name: (old, new)}))


def line_of(folder: Path, name: str, text: str) -> int:
    """The line of a file on which a text first stands."""
    lines = (folder / "small" / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def said(problems: list[Problem]) -> list[str]:
    return [f"{one.spot.file.name}:{one.spot.line} {one.message} {one.hint}".strip() for one in problems]
