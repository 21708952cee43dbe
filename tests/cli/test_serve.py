"""A whole site, started and stopped as at a terminal."""

from __future__ import annotations

import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import temporary_folder
from tests.cli.processes import child, left_of, start, wait_until, yidu


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A site whose database is up to date, so that each start is quick."""
    with temporary_folder() as folder:
        done = yidu(folder, "prepare")
        assert done.returncode == 0, done.stderr
        yield folder


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def site(home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """`yidu serve`, ready."""
    served = start(home, "serve", "--port", str(port), "--workers", "2")
    assert served.stdout is not None
    said = []
    for line in served.stdout:
        said.append(line)
        if "is ready" in line:
            break
    else:
        pytest.fail("".join(said))
    yield served
    served.kill()
    served.communicate()


def test_a_site_answers_and_a_signal_ends_it_without_a_trace(site: subprocess.Popen[str], home: Path, port: int):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert answer.read() == b"ok\n"
    site.send_signal(signal.SIGINT)
    site.communicate(timeout=30)
    assert site.returncode == 0
    assert left_of(home) == []


def test_asked_twice_it_ends_at_once(site: subprocess.Popen[str], home: Path):
    site.send_signal(signal.SIGTERM)
    site.send_signal(signal.SIGTERM)
    site.communicate(timeout=10)
    assert site.returncode == 0
    assert left_of(home) == []


def test_killed_it_leaves_no_process_behind(site: subprocess.Popen[str], home: Path):
    site.kill()
    assert wait_until(lambda: not left_of(home))


def test_another_command_shares_the_database_of_a_running_site(site: subprocess.Popen[str], home: Path):
    done = yidu(home, "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PostgreSQL 18" in done.stdout
    assert site.poll() is None


def test_a_web_server_that_dies_ends_the_site_with_a_failure(site: subprocess.Popen[str], home: Path):
    child(site.pid, "granian").kill()
    said, _ = site.communicate(timeout=30)
    assert site.returncode == 1
    assert "the web server ended by itself" in said
    assert left_of(home) == []


def test_a_port_that_is_taken_is_one_line(home: Path, port: int):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        done = yidu(home, "serve", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"yidu: cannot listen on 127.0.0.1:{port}")
    assert done.stderr.count("\n") == 1
