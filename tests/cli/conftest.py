"""Folders for sites, outside of pytest's own.

As root the database runs as another user, who must be able to walk there. Every start of pytest closes its folder to
all other users, so a second run would take a server of the first its ground away.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from yidu.cli import postgres


@contextmanager
def temporary_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="yidu-test-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder for one site or server."""
    with temporary_folder() as made:
        yield made


@pytest.fixture
def long_folder(folder: Path) -> Iterator[Path]:
    """A folder too deep for a unix socket."""
    deep = folder / ("long" * 30)
    yield deep
    shutil.rmtree(postgres.at(deep).socket_folder)
