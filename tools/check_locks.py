"""The locks hold: `python -m tools.check_locks`. Every package has a hash, and no registry is named anywhere.

A lock that names a registry works only where that registry can be reached.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.repository import ROOT

REQUIREMENT = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*(\[[^]]+\])?==", re.MULTILINE)


def main() -> int:
    """Return 0, or 1 with one line per fault."""
    faults = [*_python("base"), *_python("dev"), *_node()]
    for fault in faults:
        print(fault)
    return int(bool(faults))


def _python(name: str) -> Iterator[str]:
    path = ROOT / "requirements" / f"{name}.txt"
    text = path.read_text(encoding="utf-8")
    # A requirement and the lines that continue it.
    for block in re.split(r"\n(?=\S)", text):
        if REQUIREMENT.match(block) and "--hash=sha256:" not in block:
            yield f"{_name(path)}: {block.split('==')[0]} has no hash"
    if re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host", text):
        yield f"{_name(path)}: names a place to download from"
    locked = {match.group(0).split("==")[0].split("[")[0].lower() for match in REQUIREMENT.finditer(text)}
    for wanted in (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines():
        package = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", wanted)
        if package and package.group(0).lower() not in locked:
            yield f"{_name(path)}: {package.group(0)} is wanted and not locked: run `make lock`"


def _node() -> Iterator[str]:
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    for kind in ("dependencies", "devDependencies"):
        if lock["packages"][""].get(kind) != wanted.get(kind):
            yield f"{_name(path)}: {kind} differ from package.json: run `npm install --package-lock-only`"
    for name, package in lock["packages"].items():
        if "resolved" in package:
            yield f"{_name(path)}: {name} names the registry that it came from"
        if name and "integrity" not in package:
            yield f"{_name(path)}: {name} has no hash"


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
