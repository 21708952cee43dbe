"""On which line each value of a TOML file stands. `tomllib` reads the values and keeps no positions."""

from __future__ import annotations

import re
import tomllib

Key = str | int
Path = tuple[Key, ...]
Positions = dict[Path, int]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_ATOM = re.compile(r"[^,\]}\n#]*")
_STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:\\.|[^"\\\n])*"'),
    re.compile(r"'[^'\n]*'"),
)


def positions(text: str) -> Positions:
    """The line (from 1) of each table and value of a valid TOML text, by its path of keys and array numbers."""
    return _Scanner(text.replace("\r\n", "\n")).scan()


class _Scanner:
    """Walks once through a text that `tomllib` has accepted, so it need not judge anything."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.found: Positions = {(): 1}
        self.counts: dict[Path, int] = {}

    def scan(self) -> Positions:
        table: Path = ()
        while self.skip(_SPACE) < len(self.text):
            table = self.header() if self.text[self.at] == "[" else self.pair(table)
        return self.found

    def header(self) -> Path:
        """`[a.b]` or `[[a.b]]`: the path of the table that begins."""
        line, is_array = self.line, self.text.startswith("[[", self.at)
        self.step(2 if is_array else 1)
        path = self.within(self.keys(), upto=-1 if is_array else None)
        if is_array:
            number = self.counts.get(path, -1) + 1
            self.counts[path] = number
            self.found.setdefault(path, line)
            path = (*path, number)
        self.step(2 if is_array else 1)
        self.note(path, line)
        return path

    def within(self, keys: list[str], *, upto: int | None) -> Path:
        """The keys of a header as a path: a key that names an array of tables means its last one."""
        path: Path = ()
        for number, key in enumerate(keys):
            path = (*path, key)
            is_last = upto is not None and number == len(keys) + upto
            if path in self.counts and not is_last:
                path = (*path, self.counts[path])
        return path

    def pair(self, table: Path) -> Path:
        """`a.b = value`; gives the table back, which goes on."""
        line = self.line
        path: Path = (*table, *self.keys())
        self.step(1)
        self.skip(_BLANK)
        self.note(path, line)
        self.value(path)
        return table

    def keys(self) -> list[str]:
        found = []
        while True:
            self.skip(_BLANK)
            raw = self.take_string() if self.text[self.at] in "\"'" else None
            if raw is None:
                raw = bare = self.take(_BARE)
                assert bare
            else:
                raw = str(tomllib.loads(f"v = {raw}")["v"])
            found.append(raw)
            self.skip(_BLANK)
            if self.text[self.at] != ".":
                return found
            self.step(1)

    def value(self, path: Path) -> None:
        match self.text[self.at]:
            case '"' | "'":
                self.take_string()
            case "[":
                self.array(path)
            case "{":
                self.inline_table(path)
            case _:
                self.take(_ATOM)

    def array(self, path: Path) -> None:
        self.step(1)
        number = 0
        while self.text[self.skip(_SPACE)] != "]":
            self.note((*path, number), self.line)
            self.value((*path, number))
            number += 1
            if self.text[self.skip(_SPACE)] == ",":
                self.step(1)
        self.step(1)

    def inline_table(self, path: Path) -> None:
        self.step(1)
        while self.text[self.skip(_SPACE)] != "}":
            self.pair(path)
            if self.text[self.skip(_SPACE)] == ",":
                self.step(1)
        self.step(1)

    def note(self, path: Path, line: int) -> None:
        """Remember the line of a path, and of the tables above it that have none of their own yet."""
        for length in range(1, len(path)):
            self.found.setdefault(path[:length], line)
        self.found[path] = line

    def take_string(self) -> str:
        for pattern in _STRINGS:
            if found := pattern.match(self.text, self.at):
                self.step(found.end() - self.at)
                return found[0]
        raise AssertionError("tomllib has accepted this text")

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        assert found
        self.step(found.end() - self.at)
        return found[0]

    def skip(self, pattern: re.Pattern[str]) -> int:
        self.take(pattern)
        return self.at

    def step(self, count: int) -> None:
        self.line += self.text.count("\n", self.at, self.at + count)
        self.at += count
