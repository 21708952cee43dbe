"""Finding what is alike among a hundred thousand texts: what is found, how fast, and what it costs to be found."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from statistics import median
from typing import Any

from django.db import connection, transaction

from bench import alike_texts as texts
from bench import places
from bench.alike_load import OFFICE, TEXTS, id_of, matter_like, source, subject_of
from bench.table import machine
from yidu.common.actors import Actor
from yidu.matters.alike import Alike, alike
from yidu.matters.models import Matter
from yidu.matters.pairs import count_pairs, keep_pairs
from yidu.people.models import Committee, Person
from yidu.people.rules import standing_of

EACH = 200
"""Paraphrases of each sort."""
ASKED = 400
AT_A_TIME = (1, 8)
INDEXED = 300
RESULT = places.RESULTS / "alike.json"
Told = Callable[[str], None]


def measure(told: Told) -> dict[str, Any]:
    """All of it, also written to `bench/results/alike.json`."""
    office, committee = Person.objects.get(username=OFFICE), Committee.objects.get(parent__isnull=False)
    standing = standing_of(Actor(kind="person", name=office.name, person_id=office.pk))

    def find(one: texts.Written) -> list[Alike]:
        return alike([one.title, one.text], committee, standing)

    result = {
        "machine": machine(),
        "load": [round(one, 1) for one in os.getloadavg()],
        "texts": TEXTS,
        "found": _found(find, told),
        "near misses": _near_misses(find, told),
        "asked": [_asked(find, number, told) for number in AT_A_TIME],
        "index": _index(told),
        "disk": _disk(told),
    }
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return result


Find = Callable[[texts.Written], list[Alike]]


def _planted(change: texts.Change, name: str, number: int) -> Iterator[tuple[int, texts.Written]]:
    """Paraphrases with the number of what they paraphrase; others than those by which the limits were chosen."""
    rng = Random(f"measured {name}")
    for _ in range(number):
        n = rng.randrange(TEXTS)
        yield n, change(rng, source(n), subject_of(n))


def _found(find: Find, told: Told) -> dict[str, dict[str, float]]:
    """Recall: it is among the five. Precision: of all that is named, what is the text that was paraphrased."""
    lines, all_right, all_named, all_asked = {}, 0, 0, 0
    for name, change in texts.PARAPHRASES.items():
        right = named = first = 0
        for n, one in _planted(change, name, EACH):
            keys = [hit.matter.pk for hit in find(one)]
            right, named, first = right + (id_of(n) in keys), named + len(keys), first + (keys[:1] == [id_of(n)])
        lines[name] = {"recall": right / EACH, "first": first / EACH, "precision": round(right / max(1, named), 3)}
        told(f"{name:12} recall {right / EACH:.3f}  first {first / EACH:.3f}  precision {right / max(1, named):.3f}")
        all_right, all_named, all_asked = all_right + right, all_named + named, all_asked + EACH
    lines["all"] = {"recall": round(all_right / all_asked, 3), "precision": round(all_right / max(1, all_named), 3)}
    told(f"{'all':12} recall {lines['all']['recall']:.3f}  precision {lines['all']['precision']:.3f}")
    return lines


def _near_misses(find: Find, told: Told) -> float:
    """For what share of texts that only are on the same subject something is named all the same."""
    alarms = sum(bool(find(one)) for _n, one in _planted(texts.another, "another", EACH)) / EACH
    told(f"near misses that something is said of: {alarms:.3f}")
    return alarms


def _asked(find: Find, number: int, told: Told) -> dict[str, float]:
    """So many at a time, each as soon as the one before is answered."""
    changes = list(texts.PARAPHRASES.items())
    asked = [one for name, change in changes for _n, one in _planted(change, f"typed {name}", ASKED // len(changes))]
    Random(5).shuffle(asked)

    def one_of(written: texts.Written) -> float:
        began = time.perf_counter()
        find(written)
        return 1000 * (time.perf_counter() - began)

    with ThreadPoolExecutor(number, initializer=connection.ensure_connection) as pool:
        list(pool.map(one_of, asked[: 8 * number]))
        took = sorted(pool.map(one_of, asked))
        for _ in range(number):
            pool.submit(connection.close)
    line = {"at a time": number, "p50": _at(took, 0.5), "p95": _at(took, 0.95), "p99": _at(took, 0.99)}
    told(f"{number} at a time: p50 {line['p50']} ms, p95 {line['p95']} ms, p99 {line['p99']} ms")
    return line


def _at(took: list[float], share: float) -> float:
    return round(took[min(len(took) - 1, int(share * len(took)))], 1)


def _index(told: Told) -> dict[str, float]:
    """What one text more takes in its own transaction; to make its pairs later; and to count what is frequent."""
    (noted, later), (without, _none) = _written(keep=True), _written(keep=False)
    began = time.perf_counter()
    count_pairs()
    line = {
        "one text": round(noted - without, 2),
        "the row itself": round(without, 2),
        "its pairs, later": round(later, 2),
        "count anew": round(1000 * (time.perf_counter() - began)),
    }
    told(
        f"noted with one text: {line['one text']} ms (the row itself {without:.2f}), its pairs made later: {later:.2f} ms;"
        f" counted anew {line['count anew']} ms"
    )
    return line


def _written(*, keep: bool) -> tuple[float, float]:
    """Milliseconds of one new row (the median), and of making its pairs afterwards. All is taken back."""
    took, model = [], Matter.objects.get(pk=id_of(0))
    with transaction.atomic():
        if not keep:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("ALTER TABLE matters_matter DISABLE TRIGGER matters_pairs_made")
        for number in range(TEXTS, TEXTS + INDEXED):
            one = matter_like(model, number)
            began = time.perf_counter()
            one.save(force_insert=True)
            took.append(1000 * (time.perf_counter() - began))
        began = time.perf_counter()
        keep_pairs()
        later = 1000 * (time.perf_counter() - began) / INDEXED
        transaction.set_rollback(True)
    return median(took), later


def _disk(told: Told) -> dict[str, float]:
    """Megabytes of the pairs with their index, and of the matters themselves."""
    with connection.cursor() as cursor:
        tables = ("matters_pairs", "matters_frequency", "matters_matter")
        sizes = {}
        for table in tables:
            cursor.execute("SELECT pg_total_relation_size(%s)", [table])
            sizes[table] = round(cursor.fetchone()[0] / 2**20)
    told(", ".join(f"{table} {size} MB" for table, size in sizes.items()))
    return sizes
