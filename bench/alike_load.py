"""A hundred thousand texts as matters of one county, in a database of their own.

The text of a number can be told again at any time, so the set is its program.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.db import connection

from bench import alike_texts as texts
from bench.stamp import random_id
from yidu.common import clock
from yidu.common.actors import SYSTEM
from yidu.matters.actions.raising import draft_matter
from yidu.matters.models import Matter
from yidu.matters.pairs import count_pairs, keep_pairs
from yidu.people.actions import add_person, appoint, open_committee
from yidu.people.models import Committee
from yidu.places.actions import load_divisions
from yidu.places.queries import place_of
from yidu.programmes.actions import publish
from yidu.programmes.loading import LIBRARY

TEXTS = 100_000
BATCH = 2_000
BEGINS = date(2018, 1, 2)
OFFICE = "office"
Told = Callable[[str], None]


def load(told: Told) -> None:
    """Fill an empty database."""
    load_divisions()
    with clock.at(datetime(2018, 1, 2, 9, tzinfo=clock.SHANGHAI)):
        county = _county()
        edition = publish(LIBRARY / "wuqian", committee=county, actor=SYSTEM)
        person = add_person(committee=county, name="陈思远", username=OFFICE, actor=SYSTEM)
        appoint(committee=county, person=person, role="office", starts=BEGINS, actor=SYSTEM)
        model = draft_matter(
            committee=county, edition=edition, kind="suggestion", title="样本", text="样本", place=place_of("500104001001"),
            organisation=None, project=None, activity=None, raised_as="member", appointment=None, contact="",
            answers={}, id_=UUID(int=0), at=clock.now(),
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX matters_pairs_of_all")
        for n in range(0, TEXTS, BATCH):
            Matter.objects.bulk_create([matter_like(model, number) for number in range(n, n + BATCH)])
            if n % 20_000 == 0:
                told(f"{n:,} texts")
        keep_pairs(most=BATCH)
        told("the index of pairs")
        cursor.execute("CREATE INDEX matters_pairs_of_all ON matters_pairs USING gin (pairs) WITH (fastupdate = off)")
        for table in ("matters_matter", "matters_pairs"):
            cursor.execute(f"VACUUM (ANALYZE) {table}")
    told(f"{count_pairs():,} pairs counted")


def subject_of(number: int) -> int:
    return number % texts.SUBJECTS


def source(number: int) -> texts.Written:
    """The text of a matter, told again from its number."""
    return texts.write(Random(f"text {number}"), subject_of(number))


def id_of(number: int) -> UUID:
    return UUID(random_id(Random(f"id {number}")))


def matter_like(model: Matter, number: int) -> Matter:
    """A row of its own: the same in all but what was written, when, and its keys."""
    one, told = copy(model), source(number)
    one._state = copy(model._state)
    one.pk, one.number = id_of(number), f"{2018 + number % 8}-{number:06}"
    one.title, one.text, one.receipt = told.title[:60], told.text, f"{number:064}"
    one.raised_at = model.raised_at + timedelta(hours=number * 0.7)
    one.search_text = ""
    return one


def _county() -> Committee:
    city = open_committee(place=place_of("500000"), name="重庆市政协", short_name="市政协", actor=SYSTEM)
    return open_committee(
        place=place_of("500104"), name="大渡口区政协", short_name="大渡口区政协", parent=city, actor=SYSTEM
    )
