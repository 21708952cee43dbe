"""The embedded PostgreSQL is there while somebody needs it, however they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from tests.cli.processes import child, left_of, wait_until
from yidu.cli import keeper, postgres

HOLD = "import sys, time; from pathlib import Path; from yidu.cli import postgres; "
HOLD += "kept = postgres.lease(Path(sys.argv[1])); print('held', flush=True); time.sleep(600)"


def ask(cluster: postgres.Cluster, question: LiteralString) -> object:
    with psycopg.connect(host=str(cluster.socket_folder), user="yidu", dbname="yidu") as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def other_command(folder: Path) -> subprocess.Popen[str]:
    """Another process that holds a lease."""
    command = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert command.stdout is not None
    assert command.stdout.readline() == "held\n"
    return command


def end(command: subprocess.Popen[str], number: int) -> None:
    command.send_signal(number)
    command.communicate()


def test_the_server_writes_to_disk_before_it_says_done(folder: Path):
    with postgres.lease(folder) as lease:
        assert ask(lease.cluster, "SHOW fsync") == "on"
        assert ask(lease.cluster, "SHOW synchronous_commit") == "on"


def test_the_command_that_ends_last_stops_the_server_and_not_the_one_that_started_it(folder: Path):
    first = postgres.lease(folder)
    second = other_command(folder)
    first.close()
    assert ask(first.cluster, "SELECT 1") == 1

    end(second, signal.SIGTERM)

    assert wait_until(lambda: not left_of(folder))
    assert not first.cluster.ready


def test_a_command_that_is_killed_leaves_no_server_behind(folder: Path):
    end(other_command(folder), signal.SIGKILL)
    assert wait_until(lambda: not left_of(folder))


def test_a_lease_that_is_closed_alone_returns_after_the_server_has_stopped(folder: Path):
    postgres.lease(folder).close()
    assert left_of(folder) == []


def test_the_server_does_not_outlive_its_keeper_and_is_started_again(folder: Path):
    with postgres.lease(folder) as lease:
        child(os.getpid(), str(folder)).kill()
        assert wait_until(lambda: not lease.cluster.ready)

        lease.restore()

        assert ask(lease.cluster, "SELECT 1") == 1


def test_a_server_that_never_stops_is_cut_off_and_comes_back(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """As PostgreSQL 18 does when it is asked while it recovers. Here one of its processes is held fast."""
    with postgres.lease(folder) as lease:
        pid = int((lease.cluster.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        child(pid, "checkpointer").suspend()

        monkeypatch.setattr(keeper, "PATIENCE", ((signal.SIGINT, 1),))
        with pytest.raises(postgres.PostgresError, match="cannot be stopped"):
            keeper.end(pid)  # the twin that only asks

        monkeypatch.setattr(keeper, "PATIENCE", ((signal.SIGQUIT, 20),))
        keeper.end(pid)
        assert wait_until(lambda: not lease.cluster.ready)
        lease.restore()
        assert ask(lease.cluster, "SELECT 1") == 1


def test_a_pid_file_from_before_a_crash_does_not_stop_the_start(folder: Path):
    postgres.lease(folder).close()
    # After a reboot the number belongs to somebody else: to us, for instance.
    (folder / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n", encoding="utf-8")
    with postgres.lease(folder) as lease:
        assert ask(lease.cluster, "SELECT 1") == 1


def test_a_folder_of_another_version_is_left_alone(folder: Path):
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text("15\n", encoding="utf-8")
    with pytest.raises(postgres.PostgresError, match="another version of PostgreSQL"):
        postgres.lease(folder)


def test_a_path_too_long_for_a_socket_gets_a_shorter_one(long_folder: Path):
    with postgres.lease(long_folder) as lease:
        assert ask(lease.cluster, "SELECT 1") == 1
