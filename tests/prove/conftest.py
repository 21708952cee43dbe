"""What a trial measured is told at its end and kept in var/proved.jsonl, the source of docs/operations.md."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pytest
from _pytest.terminal import TerminalReporter

from tests.browser.conftest import browser, carry, line  # noqa: F401  (fixtures)

PROVED = Path(__file__).resolve().parents[2] / "var" / "proved.jsonl"
Measured: TypeAlias = Callable[..., None]

_told: list[str] = []


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Measured:
    """`measured(kills=50, lost=0)`: write down what this trial found, under its own name."""

    def write(**figures: float | str) -> None:
        found = {"trial": request.node.name, "at": datetime.now(UTC).isoformat(timespec="seconds"), **figures}
        PROVED.parent.mkdir(parents=True, exist_ok=True)
        with PROVED.open("a", encoding="utf-8") as file:
            file.write(json.dumps(found, ensure_ascii=False) + "\n")
        _told.append(f"{request.node.name}: " + ", ".join(f"{name} {value}" for name, value in figures.items()))

    return write


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    for told in _told:
        terminalreporter.write_line(told)
