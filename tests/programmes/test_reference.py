"""docs/programme.md and procedures.md are true: they have every word of the grammar, their tables are the code's, the
tutorial works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from tests.programmes.folders import said
from yidu.matters.moves import EFFECTS
from yidu.matters.rehearsal import rehearse_all
from yidu.people.rules import POWERS
from yidu.programmes.grammar import FigureSet, Programme
from yidu.programmes.grammar.indicators import Moment
from yidu.programmes.grammar.procedures import Effect, Party
from yidu.programmes.loading import LIBRARY, load
from yidu.programmes.loading.check.effects import NEEDS
from yidu.programmes.loading.check.indicators import DIMENSIONS, EVERYWHERE, SHAPES

DOCS = LIBRARY.parent / "docs"
REFERENCE = "\n".join((DOCS / name).read_text(encoding="utf-8") for name in ("programme.md", "procedures.md"))
LEADS = {
    "required": "a stage",
    "final": "a final stage",
    "open": "a stage that is not final",
    "optional": "a stage, if wanted",
    "none": "nowhere",
}
OF_FILES = {"kind", "procedure", "indicator", "role", "station", "list", "law", "text", "example"}


def _words(annotation: Any, seen: set[type]) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation not in seen:
            seen.add(annotation)
            for name, field in annotation.model_fields.items():
                yield field.alias or name
                yield from _words(field.annotation, seen)
        return
    for inner in get_args(annotation):
        if isinstance(inner, str):
            yield inner
        else:
            yield from _words(inner, seen)


def test_every_word_of_the_grammar_is_explained():
    seen: set[type] = set()
    words = {*_words(Programme, seen), *_words(FigureSet, seen), *POWERS} - OF_FILES
    missing = [word for word in sorted(words) if not re.search(rf"`[^`\n]*\b{re.escape(word)}\b[^`\n]*`", REFERENCE)]
    assert missing == []


def _table(name: str) -> list[list[str]]:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- end -->", REFERENCE, re.DOTALL)
    assert found
    rows = [line.strip("|").split("|") for line in found[1].strip().splitlines()[2:]]
    return [[cell.strip() for cell in row] for row in rows]


def _cells(words: Any) -> str:
    return ", ".join(f"`{word}`" for word in words) or "–"


def test_the_table_of_effects_is_the_codes():
    assert set(NEEDS) == set(get_args(Effect)) == set(EFFECTS)
    expected = [[f"`{word}`", _cells(one.asks), _cells(one.may), LEADS[one.to]] for word, one in NEEDS.items()]
    assert _table("effects") == expected


def test_the_table_of_measures_is_the_codes():
    expected = [
        [
            f"`{measure}`",
            _cells(part.replace("_", "-") for part in needs),
            _cells(part.replace("_", "-") for part in may),
        ]
        for measure, (needs, may) in SHAPES.items()
    ]
    assert [[row[0], row[2], row[3]] for row in _table("measures")] == expected


def test_the_table_of_dimensions_is_the_codes():
    expected = [[thing, _cells(words)] for thing, words in DIMENSIONS.items()]
    assert _table("dimensions") == [*expected, ["each of them", _cells(EVERYWHERE)]]


@pytest.mark.django_db
def test_the_tutorial_is_a_folder_without_errors_whose_example_comes_out(tmp_path: Path):
    tutorial = REFERENCE.split("## Check, publish, show")[0]
    names = re.findall(r"\*\*`([^`]+)`\*\*", tutorial)
    blocks = re.findall(r"```(?:toml|markdown)\n(.*?)```", tutorial, re.DOTALL)
    assert len(names) == len(blocks) == 7
    for name, block in zip(names, blocks, strict=True):
        file = tmp_path / "reception" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block, encoding="utf-8")
    sheet = load(tmp_path / "reception")
    assert said(sheet.problems) == []
    assert said(rehearse_all(sheet)) == []


def test_the_glossary_has_the_powers_the_parties_the_moments_and_the_effects_in_both_languages():
    glossary = (LIBRARY.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
    effects = {one for one in get_args(Effect) if one not in ("advance", "close", "confirm", "decide", "note", "rate")}
    words = {*POWERS, *get_args(Party), *get_args(Moment), *effects}
    assert [word for word in sorted(words) if f"`{word}`" not in glossary] == []
