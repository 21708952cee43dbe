"""Compile every .po under yidu/ to .mo without GNU gettext: `python -m tools.compile_messages`."""

from __future__ import annotations

import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Return the exit code: 0, or 1 with one line per file that cannot be read."""
    failed = 0
    for source in sorted((ROOT / "yidu").rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        try:
            polib.pofile(str(source)).save_as_mofile(str(target))
        except OSError as error:
            print(f"compile_messages: {source.relative_to(ROOT)}: {error}", file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
