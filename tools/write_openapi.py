"""The description of the API as a file, so that a change of it is seen: `python -m tools.write_openapi`."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from tools.repository import ROOT

TARGET = ROOT / "docs" / "openapi.json"
WIDE = 110


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidu.settings")
    django.setup()
    from yidu.api.reference import description

    TARGET.write_text(written(description()), encoding="utf-8")
    return 0


def written(told: Any, before: str = "") -> str:
    """What fits is on one line, the rest has a line for each part, in an order that does not change."""
    short = json.dumps(told, ensure_ascii=False, sort_keys=True)
    if not isinstance(told, dict | list) or len(before) + len(short) <= WIDE:
        return short + ("" if before else "\n")
    inner = before + " "
    if isinstance(told, dict):
        parts = [f"{json.dumps(key)}: {written(told[key], inner)}" for key in sorted(told)]
    else:
        parts = [written(one, inner) for one in told]
    begins, ends = "{}" if isinstance(told, dict) else "[]"
    lines = f",\n{inner}".join(parts)
    return f"{begins}\n{inner}{lines}\n{before}{ends}" + ("" if before else "\n")


if __name__ == "__main__":
    sys.exit(main())
