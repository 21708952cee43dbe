"""The scanner knows the line of every value that tomllib reads."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from yidu.programmes.loading import LIBRARY
from yidu.programmes.loading.positions import positions

TRICKY = '''\
# a comment with [brackets] and "quotes"
top = 1

[a."b.c"]
"quoted key" = "x # no comment"
multi = """
line = 1
[not.a.table]
"""
literal = \'\'\'
it's "fine"\'\'\'
list = [
  1, # one
  { x = 1, y = { z = [2,
    3] } },
  "]",
]
date = 2025-07-31T10:00:00

[[rows]]
n.m = 1
[rows.sub]
k = 2
[[rows]]
[[rows.inner]]
v = [[1], [2]]
'''


def _paths(value: Any, path: tuple = ()) -> list[tuple]:
    found = [path]
    if isinstance(value, dict):
        found += [one for key, inner in value.items() for one in _paths(inner, (*path, key))]
    if isinstance(value, list):
        found += [one for number, inner in enumerate(value) for one in _paths(inner, (*path, number))]
    return found


def test_every_value_of_a_tricky_text_has_its_line():
    found = positions(TRICKY)
    assert set(_paths(tomllib.loads(TRICKY))) <= set(found)
    for path, line in {
        ("a", "b.c", "quoted key"): 5,
        ("a", "b.c", "multi"): 6,
        ("a", "b.c", "literal"): 10,
        ("a", "b.c", "list", 1, "y", "z", 1): 15,
        ("a", "b.c", "list", 2): 16,
        ("a", "b.c", "date"): 18,
        ("rows", 0, "n", "m"): 21,
        ("rows", 0, "sub", "k"): 23,
        ("rows", 1, "inner", 0, "v", 1): 26,
    }.items():
        assert found[path] == line, path


def test_windows_line_ends_count_once():
    assert positions("a = 1\r\nb = 2\r\n")["b",] == 2


@pytest.mark.parametrize("file", sorted(LIBRARY.rglob("*.toml")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_value_of_every_folder_has_its_line(file):
    text = file.read_text(encoding="utf-8")
    assert set(_paths(tomllib.loads(text))) <= set(positions(text))
