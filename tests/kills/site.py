"""A site of its own: `yidu serve` with its own PostgreSQL, the cast in it, and what can be killed of it.

Whoever runs a site lets the system start it again (`Restart=always`). So does this.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests.cli.conftest import temporary_folder
from tests.cli.processes import ROOT, environment, wait_until, yidu
from yidu.cli import postgres


def furnish() -> None:
    """Run inside of a site: put the cast into it, and print what a program needs to record there."""
    import tempfile

    from tests.api.conftest import token_for
    from tests.cast import at, build

    with at("2025-01-02"), tempfile.TemporaryDirectory() as folder:
        cast = build(Path(folder))
    people = ("member", "office")
    told = {
        "tokens": {called: token_for(cast.people[called], getattr(cast, called)) for called in people},
        "visit": {
            "programme": "wuqian", "kind": "enterprise-visit", "day": "2025-02-17",
            "host": cast.appointments["member"].pk, "organisation": cast.enterprise.pk,
        },
        "lead": cast.economy.pk,
    }  # fmt: skip
    sys.stdout.write(f"{json.dumps(told)}\n")


def furnished(home: Path) -> dict[str, Any]:
    """Put the cast into a site that runs. Returns what a program needs to record there."""
    done = yidu(home, "shell", "-v0", "-c", "from tests.kills.site import furnish; furnish()")
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@dataclass
class Site:
    """`module` is run as `python -m`: `yidu`, or a twin of it. `told` is what `furnish` printed."""

    home: Path
    port: int
    module: str = "yidu"
    told: dict[str, Any] = field(default_factory=dict)
    _served: subprocess.Popen[str] | None = None
    _over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def cluster(self) -> postgres.Cluster:
        return postgres.at(self.home / "postgres")

    def watch(self) -> None:
        """Start it, and start it again whenever it has ended."""
        while not self._over.is_set():
            with (self.home / "said").open("a") as said:
                self._served = subprocess.Popen(
                    [sys.executable, "-m", self.module, "serve", "--port", str(self.port), "--workers", "2"],
                    env=environment(self.home, YIDU_API_PER_MINUTE="1000000"),
                    cwd=ROOT,
                    stdout=said,
                    stderr=said,
                    text=True,
                )
            self._served.wait()

    def is_ready(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
        return False

    def end(self) -> None:
        self._over.set()
        assert self._served is not None
        self._served.terminate()
        self._served.wait(60)

    # --- what can be killed -----------------------------------------------------------------------------------------

    def web_process(self) -> list[psutil.Process]:
        """One of the processes that answer requests."""
        return [one for server in self._children("granian") for one in server.children()][:1]

    def web_server(self) -> list[psutil.Process]:
        return self._children("granian")

    def watchman(self) -> list[psutil.Process]:
        """`yidu serve` itself: what hangs on it dies with it."""
        assert self._served is not None
        return [psutil.Process(self._served.pid)]

    def connection(self) -> list[psutil.Process]:
        """One of the server's processes that work for the site; the server then starts all of them anew."""
        return [one for one in self._server()[1:] if "yidu yidu" in " ".join(one.cmdline())][:1]

    def postmaster(self) -> list[psutil.Process]:
        return self._server()[:1]

    def database(self) -> list[psutil.Process]:
        """The whole PostgreSQL at once, with all that it held in memory."""
        return self._server()

    def keeper(self) -> list[psutil.Process]:
        return [self._server()[0].parent() or self._server()[0]]

    def everything(self) -> list[psutil.Process]:
        return [*self.watchman(), *self.watchman()[0].children(recursive=True), *self.keeper(), *self._server()]

    def kill(self, victims: Callable[[], list[psutil.Process]]) -> bool:
        """SIGKILL, all of them before any of them can notice. Whether there was anybody."""
        try:
            found = victims()
        except (psutil.Error, OSError, ValueError, IndexError):
            return False
        for signal in ("suspend", "kill") if len(found) > 1 else ("kill",):
            for one in found:
                with suppress(psutil.NoSuchProcess):
                    getattr(one, signal)()
        return bool(found)

    def _children(self, word: str) -> list[psutil.Process]:
        living = [one for one in self.watchman()[0].children() if one.status() != psutil.STATUS_ZOMBIE]
        return [one for one in living if word in " ".join(one.cmdline())]

    def _server(self) -> list[psutil.Process]:
        pid = int((self.cluster.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        return [psutil.Process(pid), *psutil.Process(pid).children()]

    # --- what is in it ----------------------------------------------------------------------------------------------

    def administrator(self) -> psycopg.Connection:
        host = str(self.cluster.socket_folder)
        return psycopg.connect(host=host, user="postgres", dbname="yidu", autocommit=True)

    def forget_to_wait(self) -> None:
        """The broken twin: "done" before the log is on the disk, where it is kept in memory for long."""
        with self.administrator() as database:
            for setting in ("synchronous_commit = off", "wal_writer_delay = '10s'", "wal_writer_flush_after = '1GB'"):
                database.execute(f"ALTER SYSTEM SET {setting}".encode())
            database.execute("SELECT pg_reload_conf()")

    def audit(self) -> str:
        """What `yidu ledger audit` and `yidu ledger verify` find wrong; empty when all is well."""
        found = [yidu(self.home, "ledger", word) for word in ("audit", "verify")]
        return "".join(one.stdout + one.stderr for one in found if one.returncode)


@contextmanager
def open_site(*, module: str = "yidu") -> Iterator[Site]:
    """A new site, ready, with the cast in it."""
    with temporary_folder() as home:
        site = Site(home, a_port(), module)
        threading.Thread(target=site.watch, daemon=True).start()
        try:
            assert wait_until(site.is_ready, 90), (home / "said").read_text(encoding="utf-8")
            site.told = furnished(home)
            yield site
        finally:
            site.end()


def a_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
