"""Background jobs: one worker each, and no job ends another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.cli.processes import wait_until
from yidu.cli import worker
from yidu.cli.worker import Claims, Worker, pause
from yidu.common import jobs
from yidu.common.jobs import Job


@dataclass
class Tally:
    """A job that counts its runs and, when told, fails."""

    failing: bool = False
    ran: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> None:
        self.ran.set()
        if self.failing:
            raise ValueError("this job fails")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Worker, Callable[[], None]]]:
    """Start a worker with some jobs; returns it and what stops it."""
    monkeypatch.setattr(worker, "TICK_SECONDS", 0.02)

    def start(**tallies: Tally) -> tuple[Worker, Callable[[], None]]:
        stop = threading.Event()
        started = Worker([Job(name, 60, tally) for name, tally in tallies.items()], stop)
        thread = threading.Thread(target=started.run)
        thread.start()

        def end() -> None:
            stop.set()
            thread.join()

        return started, end

    return start


@pytest.mark.django_db(transaction=True)
def test_a_failing_job_is_told_and_the_others_run(run, caplog: pytest.LogCaptureFixture):
    good, bad = Tally(), Tally(failing=True)
    started, end = run(bad=bad, good=good)
    assert bad.ran.wait(10)
    assert good.ran.wait(10)
    end()
    assert [slot.failures for slot in started.slots] == [1, 0]
    assert "bad failed for the 1. time in a row" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_job_belongs_to_one_worker_until_that_one_lets_go():
    first, second = Claims(), Claims()
    first.confirm()
    second.confirm()
    assert first.take("matters.lapse")
    assert first.take("matters.lapse")
    assert not second.take("matters.lapse")
    assert second.take("ledger.seal")

    first.forget()

    try:
        # The server notices in its own time.
        assert wait_until(lambda: second.take("matters.lapse"))
    finally:
        second.forget()


@pytest.mark.django_db(transaction=True)
def test_while_another_worker_has_the_job_it_does_not_run_here(run):
    other = Claims()
    other.confirm()
    assert other.take("shared")
    shared, own = Tally(), Tally()
    _, end = run(shared=shared, own=own)
    assert own.ran.wait(10)
    end()
    other.forget()
    assert not shared.ran.is_set()


def test_a_job_that_keeps_failing_is_tried_less_and_less_but_every_hour_at_least():
    assert [pause(60, failures) for failures in range(4)] == [60, 120, 240, 480]
    assert pause(60, 50) == 3600
    assert pause(86400, 3) == 86400


def test_two_jobs_of_one_name_are_a_mistake_of_ours():
    with pytest.raises(RuntimeError, match="two jobs are called"):
        jobs.periodic(seconds=1, name="matters.lapse_silent_matters")(print)
