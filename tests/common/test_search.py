"""The tokens on a real PostgreSQL: what is found is what is there, for every short text over four characters."""

from __future__ import annotations

import re
from itertools import product

import pytest
from django.db import connection

from yidu.common.text import search_document, search_query

pytestmark = pytest.mark.django_db

FIND = """
    SELECT d.text, q.text
    FROM unnest(%s::text[], %s::text[]) AS d(text, words), unnest(%s::text[], %s::text[]) AS q(text, words)
    WHERE to_tsvector('simple', d.words) @@ to_tsquery('simple', q.words)
"""


def texts(alphabet: str, longest: int) -> list[str]:
    return ["".join(letters) for length in range(1, longest + 1) for letters in product(alphabet, repeat=length)]


def found(documents: list[str], queries: list[str], document=search_document) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        words = [document(text) for text in documents]
        cursor.execute(FIND, [documents, words, queries, [search_query(text) for text in queries]])
        return set(cursor.fetchall())


def stands_in(query: str, document: str) -> bool:
    """What a reader expects: each run of characters occurs as it stands, each word occurs whole."""
    return all(
        part in re.findall("a+", document)
        if part[0] == "a"
        else any(part in run for run in re.findall("[渡口]+", document))
        for part in re.findall("a+|[渡口]+", query)
    )


def test_a_search_finds_exactly_what_a_reader_sees():
    documents = texts("渡口，a", 5)
    queries = [text for text in texts("渡口，a", 3) if search_query(text)]
    expected = {(document, query) for document in documents for query in queries if stands_in(query, document)}
    assert found(documents, queries) == expected


def test_without_the_single_characters_two_runs_would_read_as_one():
    def pairs_alone(text: str) -> str:
        return " ".join(word for word in search_document(text).split() if len(word) > 1)

    assert ("渡口，口渡", "渡口渡") not in found(["渡口，口渡"], ["渡口渡"])
    assert ("渡口，口渡", "渡口渡") in found(["渡口，口渡"], ["渡口渡"], document=pairs_alone)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("编号５００１０４的事项", "500104"),
        ("增长 3.5 个百分点", "3.5"),
        ("1e5 0x1f 5G 4K v2.0 2026.11.24", "5g"),
        ("1e5 0x1f 5G 4K v2.0 2026.11.24", "0X1F"),
        ("1e5 0x1f 5G 4K v2.0 2026.11.24", "1e5"),
        ("1e5 0x1f 5G 4K v2.0 2026.11.24", "2026.11.24"),
        ("see https://example.org/a-b_c?d=e%20f", "a-b_c"),
        ("mail li@example.org", "example.org"),
        ("ÜBERMUT naïve Ελλάς", "ubermut naive ελλας"),
        ("𠮷野家和㐂字", "𠮷野"),
        ("𠮷野家和㐂字", "㐂"),
        ("x" * 3000, "x" * 3000),
        ("İstanbul", "istanbul"),
    ],
)
def test_numbers_and_words_are_found_as_they_were_written(text, query):
    assert found([text], [query])


@pytest.mark.parametrize(
    "query", ["'); DROP TABLE x; --", "a:*b", "!!!a", "<->", "a <2> b", "\\", "%_%", "(" * 2000, "'" * 99]
)
def test_hostile_queries_are_harmless(query):
    if search_query(query):
        found(["a b"], [query])
