"""The results as a page to read: one line for each page, one column for each size, and what is missed in words."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from pathlib import Path

from bench.measure import read
from bench.pages import PAGES

SLOWEST = 1.5
"""So much slower than at ten thousand may a page be at a million."""
FIRST_LOAD = 100_000


def machine() -> str:
    """What was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} processors ({_processor()}), {memory:.0f} GiB of memory, {platform.system()}, Python"
        f" {platform.python_version()}; load when the last page was measured: {load:.1f}. The load generator shares"
        " the machine with the web server and with PostgreSQL."
    )


def _ledger(path: Path) -> list[str]:
    told = json.loads(path.read_text(encoding="utf-8"))
    (entries, took), (seen, over) = told["posted"], told["verified"]
    post = f"{entries:,} entries posted in bulk in {took:.1f} s, {entries / took:,.0f} a second (wanted 5,000)"
    check = f"{seen:,} entries verified in {over:.1f} s, a million in {over / seen * 1e6:.0f} s (wanted below 60)"
    return [f"Ledger, at {told['size']}: {post}; {check}."]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def name() -> str:
    """Of the file for this machine: processors and memory."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()}-processors-{memory:.0f}-gib"


def table(paths: Iterable[Path], machine: str, ledger: Path | None = None) -> str:
    """Markdown. A ratio: answers in a second of the page to those of the signed-in floor beside it, the median of rounds."""
    sizes = {path.stem: {one["name"]: one for one in read(path)} for path in paths}
    head = ["page", "least", *(f"{size}: ratio" for size in sizes), *(f"{size}: p95" for size in sizes), "slower by"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    missed = []
    for page in PAGES:
        of_page = [sizes[size].get(page.name) for size in sizes]
        ratios = [f"{one['ratio']:.3f}" if one else "–" for one in of_page]
        late = [f"{one['p95']:.0f} ms" if one else "–" for one in of_page]
        first, last = sizes.get("10k", {}).get(page.name), sizes.get("1m", {}).get(page.name)
        slower = first["ratio"] / last["ratio"] if first and last and last["ratio"] else None
        lines.append(
            f"| {page.title} | {page.least} | {' | '.join(ratios)} | {' | '.join(late)} |"
            f" {f'{slower:.2f}' if slower else '–'} |"
        )
        if last and last["ratio"] < page.least:
            missed.append(f"{page.title}: {last['ratio']:.3f} of the floor, wanted {page.least}")
        if last and page.p95 and last["p95"] >= page.p95:
            missed.append(f"{page.title}: p95 {last['p95']:.0f} ms, wanted below {page.p95:.0f}")
        if slower and slower > SLOWEST:
            missed.append(f"{page.title}: {slower:.2f} times slower than at ten thousand, at most {SLOWEST}")
        missed += [f"{page.title} at {one['size']}: failed {one['failed']}" for one in of_page if one and one["failed"]]
    loads = [f"{size} {one['bytes']:,} bytes" for size, some in sizes.items() if (one := some.get("first-load"))]
    missed += [f"first load at {size}" for size, some in sizes.items()
               if (one := some.get("first-load")) and one["bytes"] > FIRST_LOAD]  # fmt: skip
    said = [f"- {one}" for one in missed] or ["- nothing"]
    if ledger is not None:
        lines += ["", *_ledger(ledger)]
    return "\n".join([
        "# Measured", "", machine, "", *lines, "", f"First load, compressed: {', '.join(loads) or 'not measured'}.", "",
        "Missed at a million matters:", "", *said, "",
    ])  # fmt: skip
