"""Running `yidu` as somebody at a terminal does, and looking at what is left of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a site in `home`, without anything that belongs to the test run."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("YIDU_", "DJANGO_", "PYTEST_"))}
    return {**kept, "YIDU_HOME": str(home), **more}


def yidu(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `yidu` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "yidu", *arguments],
        env=environment(home, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start `yidu` and return at once."""
    return subprocess.Popen(
        [sys.executable, "-m", "yidu", *arguments],
        env=environment(home),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def left_of(home: Path) -> list[str]:
    """The command lines of living processes that belong to the site in `home`."""
    found = []
    for process in psutil.process_iter():
        try:
            line = " ".join(process.cmdline())
            ours = str(home) in line or process.environ().get("YIDU_HOME") == str(home)
        except psutil.Error:
            continue
        if ours and process.status() != psutil.STATUS_ZOMBIE:
            found.append(line)
    return found


def child(parent: int, word: str) -> psutil.Process:
    """The child of `parent` with `word` in its command line. Raises ValueError unless there is exactly one."""
    alive = [process for process in psutil.Process(parent).children() if process.status() != psutil.STATUS_ZOMBIE]
    (found,) = [process for process in alive if word in " ".join(process.cmdline())]
    return found


def wait_until(true: Callable[[], object], seconds: float = 30) -> bool:
    """Whether it became true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
