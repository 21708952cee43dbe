"""What is written down: one JSON object a line, and no personal data in it.

The rule is an allow-list. Our own loggers (`yidu.*`) say what they say, and they never say what a person typed. Of what
a library says only the template is kept, never its values: Django quotes addresses (with the secrets of links in
them), PostgreSQL quotes rows. Of an error the types and the lines of code are kept, never the words, unless PostgreSQL
is known to name only tables and constraints in them.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from yidu.common import clock

ROOT = Path(__file__).resolve().parents[2]
WORDED_BY_US = ("yidu", "_granian")
# Connections, integrity, resources, the operator's hand, the system: their first line names no value of a row.
NAMES_NO_VALUE = ("08", "23", "25", "40", "53", "55", "57", "58")
DEEPEST = 5
FRAMES = 30

Error = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_number: ContextVar[str] = ContextVar("yidu_request", default="")


@contextmanager
def numbered(number: str) -> Iterator[None]:
    """Every line of the block carries this number: of a request, or of a run of a job."""
    token = _number.set(number)
    try:
        yield
    finally:
        _number.reset(token)


def told(record: logging.LogRecord) -> dict[str, Any]:
    """What of a record may be written down."""
    line: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, clock.SHANGHAI).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "said": _said(record),
        "request": _number.get(),
        **getattr(record, "told", {}),
    }
    if isinstance(status := getattr(record, "status_code", None), int):
        line["status"] = status
    if record.exc_info and record.exc_info[1]:
        line["error"] = list(_chain(record.exc_info[1]))
    return {name: value for name, value in line.items() if value not in ("", None)}


def _said(record: logging.LogRecord) -> str:
    if record.name.split(".")[0] in WORDED_BY_US:
        return record.getMessage()
    # Without arguments nobody knows whether it is a template or was put together before.
    return str(record.msg) if record.args else f"{record.module}:{record.lineno}"


def _chain(error: BaseException | None) -> Iterator[dict[str, Any]]:
    """The error, what caused it, and so on: types and places."""
    for _depth in range(DEEPEST):
        if error is None:
            return
        yield {
            "type": f"{type(error).__module__}.{type(error).__qualname__}",
            **_safe_words(error),
            "at": [
                f"{_place(frame.filename)}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)[-FRAMES:]
            ],
        }
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _safe_words(error: BaseException) -> dict[str, Any]:
    """What an error says without quoting anybody."""
    state = getattr(error, "sqlstate", None)
    if isinstance(error, OSError):
        return {"errno": error.errno} if error.errno else {}
    if state is None:
        return {}
    diagnosis = getattr(error, "diag", None)
    words = {"sqlstate": state, **{name: getattr(diagnosis, f"{name}_name", None) for name in ("table", "constraint")}}
    if str(state).startswith(NAMES_NO_VALUE):
        words["message"] = getattr(diagnosis, "message_primary", None)
    return {name: value for name, value in words.items() if value}


def _place(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])


class Lines(JsonFormatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return str(self.jsonify_log_record(told(record)))


class Plain(logging.Formatter):
    """The same for the eyes of somebody at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        line = told(record)
        errors = line.pop("error", [])
        time, level = line.pop("time"), line.pop("level")
        said = " ".join(str(value) if name == "said" else f"{name}={value}" for name, value in line.items())
        rows = [f"{time} {level} {said}"]
        for one in errors:
            words = " ".join(f"{name}={value}" for name, value in one.items() if name not in ("type", "at"))
            rows += [f"  {one['type']} {words}".rstrip(), *(f"    {place}" for place in one["at"])]
        return "\n".join(rows)
