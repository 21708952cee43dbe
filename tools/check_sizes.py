"""No file grows beyond what one can keep in mind: `python -m tools.check_sizes`.

500 lines, tests 600. Migrations, data and generated files are exempt.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.repository import ROOT, tracked

LIMIT, TEST_LIMIT = 500, 600
KINDS = ("*.py", "*.html", "*.css", "*.ts", "*.sql", "*.md", "Makefile")
EXEMPT = {"migrations", "data"}
GENERATED = {"docs/access.md"}


def main() -> int:
    """Return 0, or 1 with one line per file that is too long."""
    failed = 0
    for path in tracked(*KINDS):
        name = path.relative_to(ROOT)
        lines = path.read_bytes().count(b"\n")
        exempt = EXEMPT.intersection(name.parts) or name.as_posix() in GENERATED
        if lines > limit(name) and not exempt:
            print(f"{name}: {lines} lines, at most {limit(name)}: split it by noun")
            failed = 1
    return failed


def limit(name: Path) -> int:
    return TEST_LIMIT if name.parts[0] == "tests" else LIMIT


if __name__ == "__main__":
    sys.exit(main())
