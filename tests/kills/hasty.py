"""The broken twin: `yidu serve` that says "done" before anything is written. `python -m tests.kills.hasty serve …`."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable
from io import BytesIO
from typing import Any


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Answer what changes something at once, and do it afterwards."""
    from yidu.wsgi import application as site

    patient: Any = site
    if environ["REQUEST_METHOD"] != "POST":
        answer: Iterable[bytes] = patient(environ, start)
        return answer
    later = {**environ, "wsgi.input": BytesIO(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))}
    threading.Thread(target=lambda: list(patient(later, lambda *_told: None)), daemon=True).start()
    start("200 OK", [("Content-Type", "application/json")])
    return [b"{}"]


if __name__ == "__main__":
    from yidu import cli
    from yidu.cli import serve

    granian = serve._granian
    serve._granian = lambda *told: [*granian(*told)[:-1], "tests.kills.hasty:application"]
    sys.exit(cli.main())
