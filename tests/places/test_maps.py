from __future__ import annotations

import csv
import re

from yidu.places import maps
from yidu.places.actions import CHONGQING
from yidu.places.maps import county_map, county_shapes


def test_every_county_of_the_list_has_a_shape_under_its_present_code_and_name():
    with CHONGQING.open(encoding="utf-8") as file:
        listed = {row["code"]: row["name"] for row in csv.DictReader(file) if row["level"] == "county"}
    assert {shape.code: shape.name for shape in county_shapes()} == listed
    assert listed["500155000000"] == "梁平区", "the layer still had 梁平县, 500228"


def points(path: str) -> list[tuple[int, int]]:
    """The corners of a path of M, l and z, as a browser would walk it."""
    found = []
    for ring in path.strip("z").split("z"):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def test_every_shape_and_its_centre_lie_in_the_view_box():
    drawn = county_map()
    for shape in drawn.shapes:
        assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", shape.svg_path)
        corners = points(shape.svg_path)
        assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in corners)
        assert min(x for x, _ in corners) < shape.centre[0] < max(x for x, _ in corners)
        assert min(y for _, y in corners) < shape.centre[1] < max(y for _, y in corners)
    assert 0.9 < drawn.height / drawn.width < 1, "Chongqing is a little wider than high"


def test_the_counties_lie_where_they_lie():
    centres = {shape.name: shape.centre for shape in county_shapes()}
    assert centres["城口县"][1] < centres["万州区"][1] < centres["秀山土家族苗族自治县"][1], "north is up"
    assert centres["荣昌区"][0] < centres["渝中区"][0] < centres["巫山县"][0], "east is right"


def test_neighbours_share_their_border_without_gaps():
    corners = {shape.name: set(points(shape.svg_path)) for shape in county_shapes()}
    assert len(corners["大渡口区"] & corners["九龙坡区"]) > 10
    assert not corners["大渡口区"] & corners["城口县"]


def test_the_layer_is_read_once():
    assert county_map() is county_map()
    assert county_shapes() is county_shapes()


def test_another_layer_takes_its_place(tmp_path):
    layer = tmp_path / "layer.geojson"
    layer.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"500104000000","name":"大渡口区"},'
        '"geometry":{"type":"Polygon","coordinates":[[[106,29],[107,29],[107,30],[106,30],[106,29]],'
        "[[106.1,29.1],[106.1,29.1],[106.1,29.1]]]}}]}",
        encoding="utf-8",
    )
    drawn = county_map(layer)
    assert drawn.shapes[0].svg_path.count("M") == 1, "a ring that is smaller than a unit is left out"
    x, y = drawn.shapes[0].centre
    assert (x, y) == (maps.WIDTH // 2, drawn.height // 2)
