"""The commands. Each loads Django for one size only, so a size is a process of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence

from bench import places


def main(arguments: Sequence[str]) -> int:
    match list(arguments):
        case []:
            for size in places.SIZES:
                if not places.is_loaded(size):
                    _child("load", size)
            return main(["measure"])
        case ["base"]:
            return _base()
        case ["load", size] if size in places.SIZES:
            if not (places.home(places.BASE) / "templates.pickle").exists():
                _child("base")
            return _load(size)
        case _:
            print(__doc__, "base · load SIZE · measure [SIZE …] · ledger", sep="\n", file=sys.stderr)
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

        finish.put_indexes_aside()
        load(folder, places.SIZES[size], told)
        finish.make_indexes(told)
        told(f"{finish.set_dates():,} matters are open")
        finish.fold_and_seal(told)
    (folder / "loaded").write_text(f"{time.monotonic() - began:.0f} s\n", encoding="utf-8")
    told("done")
    return 0


def _child(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "bench", *arguments], check=True, cwd=places.ROOT)
