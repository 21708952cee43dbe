"""Before the rows and after them: indexes, sequences, dates of what is open, totals, seals."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.db.models import Model

from bench.load import TABLES
from yidu.ledger.fold import fold
from yidu.ledger.seals import seal
from yidu.matters.clocks import deadline_of
from yidu.matters.models import Matter, Pairs, Words
from yidu.matters.pairs import count_pairs

Progress = Callable[[str], None]
_FILLED: tuple[type[Model], ...] = (*TABLES, Words, Pairs)
_WORDS = """
    INSERT INTO matters_words (matter_id, committee_id, is_public, raised_at, words)
    SELECT id, committee_id, open_to = 'public', raised_at, search_text FROM matters_matter
    WHERE NOT EXISTS (SELECT FROM matters_words WHERE matter_id = matters_matter.id) ORDER BY raised_at
"""
_PAIRS = """
    INSERT INTO matters_pairs (matter_id, committee_id, pairs)
    SELECT id, committee_id, made FROM matters_matter, LATERAL (
        SELECT matters_pairs_of(matters_said(title, text, answers)) AS made OFFSET 0
    ) AS its
    WHERE NOT EXISTS (SELECT FROM matters_pairs WHERE matter_id = matters_matter.id)
"""
"""What the triggers do, which were off while the rows were written."""


def put_indexes_aside() -> None:
    """Nothing is written into the indexes of the great tables until `make_indexes`; only a superuser can say so."""
    with connection.cursor() as cursor:
        for model in _FILLED:
            cursor.execute(
                "UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = %s::regclass",
                [model._meta.db_table],
            )


def make_indexes(progress: Progress) -> None:
    with connection.cursor() as cursor:
        for model in TABLES:
            progress(f"indexes of {model._meta.db_table}")
            cursor.execute(f"REINDEX TABLE {model._meta.db_table}")
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), (SELECT max(id) FROM"
                f" {model._meta.db_table}))"
                if model._meta.pk.get_internal_type() == "BigAutoField"
                else "SELECT 1"
            )
        progress("words of matters_matter")
        cursor.execute(_WORDS)
        cursor.execute("REINDEX TABLE matters_words")
        progress("pairs of matters_matter")
        cursor.execute(_PAIRS)
        cursor.execute("REINDEX TABLE matters_pairs")
    progress(f"{count_pairs():,} pairs counted")
    look_at_tables(progress)


def look_at_tables(progress: Progress) -> None:
    with connection.cursor() as cursor:
        for model in TABLES:
            progress(f"vacuum of {model._meta.db_table}")
            cursor.execute(f"VACUUM (FREEZE, ANALYZE) {model._meta.db_table}")
        cursor.execute("VACUUM ANALYZE")


def set_dates() -> int:
    """The dates of what is open, by the calendar of the days to which it was moved."""
    open_ones = Matter.objects.filter(closed_at=None).select_related("edition").defer("edition__content")
    found = list(open_ones.prefetch_related("pauses", "requests__handling"))
    for matter in found:
        if clock_ := deadline_of(matter):
            matter.due_at = clock_.due_at
    Matter.objects.bulk_update(found, ["due_at"], batch_size=500)
    return len(found)


def fold_and_seal(progress: Progress) -> None:
    progress("totals")
    fold()
    progress("seals")
    made = seal()
    progress(f"{len(made)} seals")
    with connection.cursor() as cursor:
        for table in ("total", "daily", "monthly", "seal"):
            cursor.execute(f"VACUUM ANALYZE ledger_{table}")
