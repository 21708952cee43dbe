"""Every check of the repository, one after the other: `python -m tools.lint [name …]`. All run, then all are told."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
PYTHON = [str(BIN / "python"), "-m"]
CHECKS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "ruff": [str(BIN / "ruff"), "check", "--quiet", "."],
    "types": [*PYTHON, "mypy", "--no-error-summary"],
    "scripts": [str(BIN / "node"), str(ROOT / "node_modules" / "typescript" / "bin" / "tsc"), "--project", str(ROOT)],
    "floors": [str(BIN / "lint-imports"), "--no-logo"],
    "templates": [str(BIN / "djlint"), "yidu", "--lint", "--quiet"],
    "messages": [*PYTHON, "tools.check_messages"],
    "sizes": [*PYTHON, "tools.check_sizes"],
    "locks": [*PYTHON, "tools.check_locks"],
    "migrations": [str(BIN / "yidu"), "makemigrations", "--check", "--dry-run"],
}


def main(names: Sequence[str]) -> int:
    """Return 0 when all is well, else 1. Raises KeyError for an unknown name."""
    failed = []
    for name in names or CHECKS:
        started = time.monotonic()
        done = subprocess.run(CHECKS[name], cwd=ROOT, check=False, capture_output=True, text=True)
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print((done.stdout + done.stderr).rstrip(), flush=True)
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
