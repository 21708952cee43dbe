"""Write docs/access.md anew: `.venv/bin/python -m tests.access`. The tests hold the database that this needs."""

from __future__ import annotations

import os
import sys

import pytest

if __name__ == "__main__":
    os.environ["RENEW_ACCESS"] = "1"
    sys.exit(pytest.main(["-q", "-n", "0", "tests/access/test_actions.py", "-k", "document"]))
