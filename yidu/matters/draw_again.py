"""Draw again what Yidu has drawn: python draw_again.py LIST.json [DIGEST AS ANNOUNCED]. Needs nothing but Python."""

import hashlib
import json
import sys
from pathlib import Path


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    names, seed = told["candidates"], told["seed"]
    if sha("".join(f"{name}\n" for name in sorted(names))) != (sys.argv[2] if sys.argv[2:] else told["digest"]):
        sys.exit("WRONG: this is not the list that was announced")
    drawn = sorted(names, key=lambda name: sha(f"{seed}|{name}"))[: told["size"]]
    if drawn != told["drawn"]:
        sys.exit("WRONG: the seed draws others: " + ", ".join(drawn))
    for name in drawn:
        print(name, min(told["asked"][name], key=lambda code: sha(f"{seed}|{name}|{code}"), default="nobody"))  # noqa: T201
