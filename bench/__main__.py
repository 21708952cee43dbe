"""`python -m bench`: load what is missing, then measure. `load SIZE`, `measure [SIZE …]`, `ledger` do one thing."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

from bench.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
