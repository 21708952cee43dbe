"""`yidu worker`: runs the periodic jobs of `yidu.common.jobs`, each in one worker of the site at a time."""

from __future__ import annotations

import importlib
import logging
import os
import signal
import threading
import time
import zlib
from dataclasses import dataclass
from secrets import token_hex

import click
import psycopg
from django.conf import settings
from django.db import connections
from django.utils.module_loading import autodiscover_modules

from yidu.cli import watching
from yidu.common.jobs import Job, registered_jobs
from yidu.common.logs import numbered
from yidu.common.postgresql import direct
from yidu.common.postgresql.spent import account
from yidu.web.health import WORKER

logger = logging.getLogger("yidu.worker")

TICK_SECONDS = 1.0
STOP_SECONDS = 8.0
LONGEST_PAUSE_SECONDS = 3600.0
# First half of the two-part number of our advisory locks: "job" in ASCII.
LOCK_CLASS = 0x6A6F62


@click.command()
@click.option("--once", is_flag=True, help="Run every job once, one after the other, and end.")
def command(*, once: bool) -> int:
    """Run the background jobs until Ctrl-C. Several workers share the jobs; each job runs in one of them."""
    autodiscover_modules("jobs")
    importlib.import_module("yidu.cli.wal")  # its job stands above all floors
    jobs = [registered_jobs()[name] for name in sorted(registered_jobs())]
    if once:
        return max([not Slot(job).run() for job in jobs], default=False)
    if settings.YIDU_WATCH:
        watching.count_together(settings.HOME)
        watching.serve(settings.YIDU_WATCH)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    Worker(jobs, stop).run()
    return 0


@dataclass
class Slot:
    """One job in this worker: when it is next due, and how often it failed in a row."""

    job: Job
    due: float = 0.0
    failures: int = 0
    thread: threading.Thread | None = None

    def run(self) -> bool:
        """Run the job. Whether it went well; a failure is logged, never raised."""
        # Here, because the folder in which processes count together must be known first.
        from yidu.common import metrics

        name, began = self.job.name, time.monotonic()
        with numbered(token_hex(8)), account() as spent:
            try:
                result = self.job.run()
                self.failures = 0
            except Exception:
                self.failures += 1
                logger.exception("%s failed for the %d. time in a row", name, self.failures)
            else:
                told = {"queries": spent.queries, "database_ms": round(spent.seconds * 1000)}
                words = "done" if result is None else result
                level = logging.INFO if result else logging.DEBUG
                logger.log(level, "%s: %s in %.1f s", name, words, time.monotonic() - began, extra={"told": told})
                metrics.job_done.labels(name).set_to_current_time()
            finally:
                # The thread ends with the run, so its connection goes back to the pool.
                connections.close_all()
        metrics.job_runs.labels(name, "failed" if self.failures else "done").inc()
        metrics.job_seconds.labels(name).inc(time.monotonic() - began)
        self.due = time.monotonic() + pause(self.job.seconds, self.failures)
        return not self.failures


def pause(seconds: float, failures: int) -> float:
    """Seconds until the next run: the job's own pause, doubled for each failure in a row, at most an hour."""
    return max(seconds, min(seconds * 2.0 ** min(failures, 12), LONGEST_PAUSE_SECONDS))


class Worker:
    """Starts due jobs in threads of their own while this process holds their locks."""

    def __init__(self, jobs: list[Job], stop: threading.Event) -> None:
        self.slots = [Slot(job) for job in jobs]
        self.stop = stop
        self.claims = Claims()

    def run(self) -> None:
        logger.info("%d jobs: %s", len(self.slots), ", ".join(slot.job.name for slot in self.slots))
        while not self.stop.wait(TICK_SECONDS):
            try:
                self._tick()
            except psycopg.Error as error:
                # Without the database nobody knows whose turn it is, so nobody starts anything.
                logger.warning("the database is away, trying again: %s", " ".join(str(error).split()))
                self.claims.forget()
        deadline = time.monotonic() + STOP_SECONDS
        for slot in self.slots:
            if slot.thread:
                slot.thread.join(max(0.0, deadline - time.monotonic()))
        self.claims.forget()
        if any(slot.thread and slot.thread.is_alive() for slot in self.slots):
            logger.warning("ended while a job was still running")
            os._exit(1)

    def _tick(self) -> None:
        self.claims.confirm()
        for slot in self.slots:
            running = slot.thread and slot.thread.is_alive()
            if not running and slot.due <= time.monotonic() and self.claims.take(slot.job.name):
                slot.thread = threading.Thread(target=slot.run, name=slot.job.name, daemon=True)
                slot.thread.start()


class Claims:
    """Which jobs are this worker's: advisory locks on one connection, gone with it. Raises psycopg.Error."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection | None = None
        self._mine: set[str] = set()

    def take(self, name: str) -> bool:
        """Whether the job is ours, now or already."""
        if name not in self._mine:
            assert self._connection is not None
            numbers = (LOCK_CLASS, zlib.crc32(name.encode()) - 2**31)
            row = self._connection.execute("SELECT pg_try_advisory_lock(%s, %s)", numbers).fetchone()
            if row and row[0]:
                self._mine.add(name)
        return name in self._mine

    def confirm(self) -> None:
        """Make sure that the connection, and so every claim, still stands; connect anew when there is none."""
        if self._connection is None:
            self._connection = direct.connect(WORKER, seconds=10)
        self._connection.execute("SELECT 1")

    def forget(self) -> None:
        """Give every claim up."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._mine.clear()
