"""`python -m bench`: which measurements there are."""

from __future__ import annotations

import sys


def main() -> int:
    print("bench: nothing is measured yet")
    return 1


if __name__ == "__main__":
    sys.exit(main())
