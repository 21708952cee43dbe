"""Sample text for the page of all pieces (`look/`). No data, no rights: everything in it is invented."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from yidu.common.clock import SHANGHAI
from yidu.common.durations import Duration
from yidu.common.workdays import Deadline, deadline
from yidu.web.drawing.maps import Area, Shapes

_FILE = Path(__file__).with_name("samples.toml")
_MAPPINGS = {"figures", "stages", "actions"}  # tables whose keys are data
_STAGE: dict[str, Any] = {"holder": None, "within": None, "final": False, "lapse": None, "actions": {}}


def samples() -> Any:
    """The samples as objects whose attributes templates and tags read."""
    return _objects(tomllib.loads(_FILE.read_text(encoding="utf-8")))


def a_deadline() -> Deadline:
    """Ten working days with a pause of a day."""
    start = datetime(2025, 7, 18, 13, 42, tzinfo=SHANGHAI)
    paused = (datetime(2025, 7, 29, 9, tzinfo=SHANGHAI), datetime(2025, 7, 30, 9, tzinfo=SHANGHAI))
    return deadline(start, Duration.parse("10 working days"), pauses=[paused])


def a_long_deadline() -> Deadline:
    """Sixty working days over the holidays of October."""
    return deadline(datetime(2025, 9, 1, 9, tzinfo=SHANGHAI), Duration.parse("60 working days"))


def a_map(sample: Any) -> tuple[Shapes, dict[str, int]]:
    """A grid of areas and the number of each."""
    wide, tall = 180, 110
    areas = []
    for number, name in enumerate(sample.names):
        row, column = divmod(number, sample.columns)
        x, y = column * wide, row * tall
        path = f"M{x} {y}h{wide}v{tall}h-{wide}Z"
        areas.append(Area(str(number), name, path, x + wide / 2, y + tall / 2, wide, tall))
    shapes = Shapes(wide * sample.columns, tall * -(-len(areas) // sample.columns), tuple(areas))
    return shapes, {str(number): value for number, value in enumerate(sample.values)}


def _objects(value: Any, key: str = "") -> Any:
    if isinstance(value, list):
        return [_objects(item) for item in value]
    if not isinstance(value, dict):
        return value
    if key in _MAPPINGS:
        extra = _STAGE if key == "stages" else {"to": None} if key == "actions" else {}
        return {name: _objects({**extra, **item}) for name, item in value.items()}
    return SimpleNamespace(**{name: _objects(item, name) for name, item in value.items()})
