"""Where the villages of Dadukou lie, as its office entered them: a list, sent in like every other.

Invented. No public list tells where villages lie (yidu/places/data/SOURCE.md): the townships stand roughly where they
are, and the villages of each around its middle in a spiral. So the distances look like those of a city, and say nothing
of the real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, pi, sin, sqrt
from pathlib import Path
from tempfile import TemporaryDirectory

from yidu.demo.cast import County, acting
from yidu.places.models import Place
from yidu.sheets.actions import SentFile, check_import, confirm_import, send_import, take_in
from yidu.sheets.writing import csv_table

ROUGHLY = {
    "新山村街道": (106.475, 29.490),
    "跃进村街道": (106.488, 29.493),
    "九宫庙街道": (106.486, 29.478),
    "茄子溪街道": (106.470, 29.446),
    "春晖路街道": (106.466, 29.483),
    "八桥镇": (106.452, 29.474),
    "建胜镇": (106.452, 29.438),
    "跳磴镇": (106.416, 29.426),
}
"""Degrees east and north."""
APART = 0.0025
"""Degrees from the middle of a township to its first village; the n-th lies √n as far."""
TURN = pi * (3 - sqrt(5))
"""From one village to the next: the golden angle, so that no two come close."""


def enter_centres(county: County) -> None:
    """Send the list, look at it, and say yes: as somebody of the office would. With the clock set."""
    actor, sent = acting(county.office[0]), county.seed.id(f"{county.code}/centres")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "centres.csv"
        path.write_bytes(csv_table(("村（社区）", "经度", "纬度"), _rows(county)))
        look = send_import(
            committee=county.committee, sheet="centres", sent=SentFile(path, "村（社区）中心位置.csv"), actor=actor,
            client_id=sent,
        )  # fmt: skip
    seen = check_import(look)
    take_in(confirm_import(seen, actor=actor, version=seen.version), actor=actor)


def _rows(county: County) -> Iterator[tuple[str, str, str]]:
    for township in county.townships.values():
        east, north = ROUGHLY[township.name]
        for number, village in enumerate(_of(county, township), start=1):
            away, turned = APART * sqrt(number), TURN * number
            yield village.code, f"{east + away * sin(turned):.5f}", f"{north + away * cos(turned):.5f}"


def _of(county: County, township: Place) -> list[Place]:
    return [one for one in county.villages if one.parent_id == township.pk]
