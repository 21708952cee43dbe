"""`yidu serve`: the whole site, in the foreground.

This process only watches: it imports no models and has no threads, so that starting children stays safe. Its children
are the web server and `yidu worker`; the database belongs to its keeper.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

from yidu.cli import ground, processes, watching
from yidu.cli.postgres import PostgresError

READY_SECONDS = 90
STOP_SECONDS = 10
LOOK_SECONDS = 2.0
AGAIN_SECONDS = 10.0
# Per web process; below YIDU_POOL, so that no request waits for a connection.
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes.  [default: one per processor, at most 4]")
def command(host: str, port: int, workers: int | None) -> int:
    """Run the site until Ctrl-C: database, migrations, web server, background jobs.

    Put a web server that speaks HTTPS in front of it and set YIDU_PRODUCTION=1 before real people use it.
    """
    return run(host, port, workers)


def run(host: str, port: int, workers: int | None = None, *, when_ready: Callable[[], object] = lambda: None) -> int:
    """Serve until a signal. Returns the exit code; raises click.ClickException when it cannot start."""
    require_free(host, port)
    bell = Bell()
    children: list[subprocess.Popen[bytes]] = []
    watching.count_together(_home())
    try:
        if not finish(ground.yidu("prepare"), bell):
            return bell.code
        web = processes.start(_granian(host, port, workers or min(os.cpu_count() or 1, 4)))
        children.append(web)
        worker = processes.start(ground.yidu("worker"))
        children.append(worker)
        if not _await_ready(host, port, web, bell):
            return bell.code
        click.echo(f"Yidu is ready at {address(host, port)}  (Ctrl-C stops it)")
        when_ready()
        look_at = 0.0
        while not bell.rung:
            time.sleep(0.2)
            if web.poll() is not None:
                raise click.ClickException(f"the web server ended by itself with code {web.returncode}")
            if time.monotonic() < look_at:
                continue
            look_at = time.monotonic() + LOOK_SECONDS
            try:
                ground.restore_database(click.get_current_context())
            except (PostgresError, OSError) as error:
                # Perhaps the disk is full: then somebody makes room, and the pages say so until then.
                click.echo(f"yidu: {error}; trying again", err=True)
                look_at = time.monotonic() + AGAIN_SECONDS
            if worker.poll() is not None:
                children.remove(worker)
                worker = processes.start(ground.yidu("worker"))
                children.append(worker)
        return bell.code
    finally:
        processes.stop(children, seconds=STOP_SECONDS, impatient=lambda: bell.rung > 1)


class Bell:
    """Counts the requests to stop. The first is kindly meant, the second is not."""

    def __init__(self) -> None:
        self.rung = 0
        self.code = 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ring)

    def _ring(self, number: int, _frame: FrameType | None) -> None:
        self.rung += 1
        # Stopping is what was asked for, so it is no failure.
        self.code = 0 if number != signal.SIGHUP else 128 + number


def finish(command_line: list[str], bell: Bell) -> bool:
    """Run a child to its end; False when somebody rang. Raises click.ClickException when it failed."""
    child = processes.start(command_line)
    while child.poll() is None and not bell.rung:
        time.sleep(0.05)
    if bell.rung:
        processes.stop([child], seconds=STOP_SECONDS, impatient=lambda: bell.rung > 1)
        return False
    if child.returncode:
        raise click.ClickException(f"`{' '.join(['yidu', *command_line[3:]])}` failed, see above")
    return True


def require_free(host: str, port: int) -> None:
    """Raise click.ClickException unless we may listen there.

    The web server itself would not notice: it shares a port with whoever else shares it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError as error:
            raise click.ClickException(
                f"cannot listen on {host}:{port} ({error.strerror}): choose another with --port or --host"
            ) from None


def address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


def _home() -> Path:
    from django.conf import settings

    return Path(settings.HOME)


def _granian(host: str, port: int, workers: int) -> list[str]:
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers), "--no-ws"]
    options += ["--blocking-threads", str(THREADS), "--backpressure", str(THREADS)]
    options += ["--log-level", "warning", "--respawn-failed-workers"]
    return [sys.executable, "-m", "granian", *options, "yidu.wsgi:application"]


def _await_ready(host: str, port: int, web: subprocess.Popen[bytes], bell: Bell) -> bool:
    """Whether the site answers; False when somebody rang. Raises click.ClickException when it never does."""
    from django.conf import settings

    # A name that the site knows, or it would not answer at all.
    name = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
    request = urllib.request.Request(f"{address(host, port)}readyz", headers={"Host": name})  # noqa: S310
    deadline = time.monotonic() + READY_SECONDS
    while not bell.rung:
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return True
        except (OSError, urllib.error.HTTPError):
            if web.poll() is not None:
                raise click.ClickException(f"the web server did not start (code {web.returncode}), see above") from None
            if time.monotonic() > deadline:
                raise click.ClickException(f"the site did not answer within {READY_SECONDS} s") from None
        time.sleep(0.1)
    return False
