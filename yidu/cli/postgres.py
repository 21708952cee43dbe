"""The PostgreSQL that Yidu brings along: started when the first command needs it, stopped after the last.

Each command that uses the server holds a shared lock for as long as it lives (`lease`). A keeper process owns the
server and stops it as soon as it can have that lock alone. The system releases locks when a process dies, however it
dies, so there is no list of users that could be wrong.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

START_SECONDS = 60
STOP_SECONDS = 60

# Durable: fsync and synchronous_commit keep PostgreSQL's default, which is on.
SERVE: Mapping[str, str] = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    # Many people ask at once: to start helpers for one of them takes the processors from the others.
    "max_parallel_workers_per_gather": "0",
    # What an error says quotes what was typed, its DETAIL the row, a statement its values: none may reach a log.
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


class PostgresError(Exception):
    """The server cannot be had. The message is one line and says what to do."""


@dataclass(frozen=True)
class Cluster:
    """Where one server lives. Nothing here starts it."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def socket_folder(self) -> Path:
        """The folder of the unix socket, beside the data unless the system's limit (107 bytes) forbids it."""
        beside = self.folder / "run"
        if len(os.fsencode(beside)) < 90:
            return beside
        return Path(tempfile.gettempdir()) / f"yidu-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]}"

    @property
    def django_settings(self) -> dict[str, str]:
        return {"NAME": "yidu", "USER": "yidu", "HOST": str(self.socket_folder), "PORT": "5432"}

    @property
    def ready(self) -> bool:
        """Whether the server says that it is ready, and answers."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        with socket.socket(socket.AF_UNIX) as knock:
            knock.settimeout(2)
            try:
                knock.connect(str(self.socket_folder / ".s.PGSQL.5432"))
            except OSError:
                return False
        return True


def at(folder: Path) -> Cluster:
    return Cluster(folder.resolve())


# Kept so that Python does not complain about a child that is meant to outlive its variable.
_keepers: list[subprocess.Popen[bytes]] = []


class Lease:
    """The right to find the server running, until `close`."""

    def __init__(self, cluster: Cluster, settings: Mapping[str, str], lock: IO[str], *, seconds: float) -> None:
        self.cluster = cluster
        self._settings = settings
        self._seconds = seconds
        self._lock = lock

    def restore(self) -> None:
        """Start the server unless it runs: at first, and again should it have died. Raises PostgresError."""
        if self.cluster.ready:
            return
        with (self.cluster.folder / "start.lock").open("w") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            if not self.cluster.ready:
                _start(self.cluster, self._settings, self._seconds)

    def close(self) -> None:
        """Give the lease back. When nobody else holds one, return only after the server has stopped."""
        if self._lock.closed:
            return
        self._lock.close()
        self._await_the_end()
        _keepers[:] = [keeper for keeper in _keepers if keeper.poll() is None]

    def _await_the_end(self) -> None:
        undecided = time.monotonic() + 0.5
        while _held(self.cluster.folder / "keeper.lock", fcntl.LOCK_SH):
            stopping = _held(self.cluster.folder / "users.lock", fcntl.LOCK_SH)
            limit = undecided + STOP_SECONDS if stopping else undecided
            if time.monotonic() > limit:
                return
            time.sleep(0.05)

    def __enter__(self) -> Lease:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def lease(folder: Path, *, settings: Mapping[str, str] = SERVE, seconds: float = START_SECONDS) -> Lease:
    """Start the server in `folder` unless it runs already, and hold it. Raises PostgresError.

    `settings` count only for the command that starts it; it is given up when it is not ready within `seconds`.
    """
    cluster = at(folder)
    cluster.folder.mkdir(parents=True, exist_ok=True)
    users = (cluster.folder / "users.lock").open("w")
    try:
        # Waits while a keeper is stopping the server: it holds this lock alone until it is done.
        fcntl.flock(users, fcntl.LOCK_SH)
        held = Lease(cluster, settings, users, seconds=seconds)
        held.restore()
    except BaseException:
        users.close()
        raise
    return held


def _start(cluster: Cluster, settings: Mapping[str, str], seconds: float) -> None:
    pairs = [f"{name}={value}" for name, value in settings.items()]
    command = [sys.executable, "-m", "yidu.cli.keeper", str(cluster.folder), *pairs]
    with cluster.log.open("a") as log:
        # A session of its own: Ctrl-C in the terminal must not reach the database before those who use it.
        keeper = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/"
        )
    _keepers.append(keeper)
    deadline = time.monotonic() + seconds
    while not cluster.ready:
        if keeper.poll() is not None:
            raise PostgresError(_last_words(cluster))
        if time.monotonic() > deadline:
            keeper.terminate()
            raise PostgresError(f"PostgreSQL was not ready after {seconds:.0f} s: see {cluster.log}")
        time.sleep(0.05)


def _last_words(cluster: Cluster) -> str:
    lines = [line for line in cluster.log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return f"PostgreSQL did not start: {lines[-1] if lines else 'it said nothing'} (log: {cluster.log})"


def _held(path: Path, kind: int) -> bool:
    """Whether somebody's lock on `path` stands in the way of ours."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
