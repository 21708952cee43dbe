"""The commands. Each loads Django for one size only, so a size is a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence

import django

from bench import places

SECONDS, ROUNDS = 1.0, 7
"""Of asking for one page, and how often in turn with the floor: a size takes five minutes."""


def main(arguments: Sequence[str]) -> int:
    match list(arguments):
        case []:
            for size in places.SIZES:
                if not places.is_loaded(size):
                    _child("load", size)
            return main(["measure"])
        case ["base" | "table" | "alike" as what]:
            return {"base": _base, "table": _write, "alike": _alike}[what]()
        case ["load", places.ALIKE]:
            return _load_alike()
        case ["load", size] if size in places.SIZES:
            if not (places.home(places.BASE) / "templates.pickle").exists():
                _child("base")
            return _load(size)
        case ["measure", *wanted] if set(wanted) <= set(places.SIZES):
            for size in wanted or _loaded():
                _child("one", size)
            _child("anew", _loaded()[-1])
            _child("ledger", _loaded()[-1])
            return _write()
        case ["ledger" | "anew" as what, size] if size in places.SIZES:
            return _ledger(size) if what == "ledger" else _anew(size)
        case ["one", size, *only] if size in places.SIZES and len(only) < 2:
            return _measure(size, "".join(only))
        case _:
            print(
                __doc__,
                "base · load SIZE · measure [SIZE …] · one SIZE [PAGE] · anew SIZE · ledger SIZE · alike · table",
                sep="\n",
                file=sys.stderr,
            )
            return 2


def _base() -> int:
    began = time.monotonic()
    with places.database(places.BASE, loading=True):
        from bench.world import build
        from yidu.cli import ground

        ground.migrate()
        build(places.home(places.BASE), lambda line: print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True))
    return 0


def _load(size: str) -> int:
    folder, base, began = places.home(size), places.home(places.BASE), time.monotonic()

    def told(line: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True)

    told(f"loading {size}")
    shutil.rmtree(folder, ignore_errors=True)
    # The server of the base is down: its files are whole.
    # With its owner: the server does not run as root.
    subprocess.run(["cp", "-a", str(base), str(folder)], check=True)
    with places.database(size, loading=True), places.all_rights(size):
        from bench import finish
        from bench.load import load
        from yidu.cli import ground

        ground.migrate()

        finish.put_indexes_aside()
        load(folder, places.SIZES[size], told)
        finish.make_indexes(told)
        told(f"{finish.set_dates():,} matters are open")
        finish.fold_and_seal(told)
    (folder / "loaded").write_text(f"{time.monotonic() - began:.0f} s\n", encoding="utf-8")
    told("done")
    return 0


def _measure(size: str, only: str, *, told: str = "") -> int:
    with places.database(size):
        from bench.measure import measure, write
        from yidu.ledger.fold import fold

        # As the worker does every three seconds: what the last measuring recorded is no tail any more.
        while fold():
            pass
        lines = measure(size, seconds=SECONDS, rounds=ROUNDS, only=only)
    if not only:
        write(lines, places.RESULTS / f"{told or size}.json")
    return 0


def _anew(size: str) -> int:
    """What the first reader of everything waits for."""
    os.environ[places.ANEW] = "1"
    return _measure(size, "", told=f"{size}-anew")


def _ledger(size: str) -> int:
    with places.database(size):
        from bench import ledger

        told = {"posted": ledger.posted(), "verified": ledger.verified(), "size": size}
    (places.RESULTS / "ledger.json").write_text(json.dumps(told) + "\n", encoding="utf-8")
    print(told)
    return 0


def _alike() -> int:
    """Finding what is alike, in a database of its own: 1 GB, two minutes to load, three to measure."""
    began = time.monotonic()

    def told(line: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True)

    if not places.is_loaded(places.ALIKE):
        shutil.rmtree(places.home(places.ALIKE), ignore_errors=True)
        _child("load", places.ALIKE)
    with places.database(places.ALIKE):
        from bench.alike import measure

        measure(told)
    return 0


def _load_alike() -> int:
    with places.database(places.ALIKE, loading=True):
        from bench.alike_load import load
        from yidu.cli import ground

        ground.migrate()
        load(lambda line: print(line, flush=True))
    (places.home(places.ALIKE) / "loaded").touch()
    return 0


def _write() -> int:
    """The table of this machine, from what was measured last of each size."""
    os.environ["YIDU_HOME"] = str(places.home(places.BASE))
    django.setup()
    from bench.table import machine, name, table

    told = [places.RESULTS / f"{size}.json" for size in (*places.SIZES, *(f"{size}-anew" for size in places.SIZES))]
    ledger = places.RESULTS / "ledger.json"
    said = table([one for one in told if one.exists()], machine(), ledger if ledger.exists() else None)
    (places.RESULTS / f"{name()}.md").write_text(said, encoding="utf-8")
    return 0


def _loaded() -> list[str]:
    return [one for one in places.SIZES if places.is_loaded(one)]


def _child(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "bench", *arguments], check=True, cwd=places.ROOT)
