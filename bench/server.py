"""The web server as `yidu serve` starts it, on data of one size."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from bench import places


@contextmanager
def served(size: str) -> Iterator[int]:
    """The site answers on the port that is given, until the end of the block. The database must run."""
    from yidu.cli import ground, processes, serve

    ground.migrate()
    ground.collect_static()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.settings", "YIDU_HOME": str(places.home(size))}
    workers = min(os.cpu_count() or 1, 4)
    # The very same command.
    web = subprocess.Popen(serve._granian("127.0.0.1", port, workers), start_new_session=True)
    try:
        _await(port, web)
        yield port
    finally:
        processes.stop([web], seconds=10, impatient=lambda: False)


def _await(port: int, web: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            if web.poll() is not None:
                raise RuntimeError("the web server did not start") from None
            time.sleep(0.1)
    raise RuntimeError("the web server does not answer")
