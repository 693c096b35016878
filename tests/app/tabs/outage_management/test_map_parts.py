"""On a wall the marks of every view's map grow with the page's texts, though tables and curves stand beside the map."""

from __future__ import annotations

import pytest

from app.desk.linked_map import UNDER_TABLE
from app.tabs.outage_management.cascade.spread_map import PART as CASCADE
from app.tabs.outage_management.replay.map_part import PART as REPLAY
from app.tabs.outage_management.storm.map_part import PART as STORM
from layers.viewport import wall_scale

# Sizes of the maps in windows of 3840 x 2160 and 1920 x 1080, measured in Chromium.
SIZES = [
    ("active", UNDER_TABLE, (2974, 807), (1486, 397)),
    ("calls", UNDER_TABLE, (2974, 737), (1486, 362)),
    ("storm", STORM, (1676, 701), (837, 339)),
    ("cascade", CASCADE, (1992, 1381), (995, 676)),
    ("replay", REPLAY, (1886, 1518), (942, 744)),
]


@pytest.mark.parametrize(("view", "part", "wall", "desk"), SIZES)
def test_marks_are_twice_as_large_on_a_wall_and_none_larger_on_a_desk(
    view: str, part: tuple[float, float], wall: tuple[int, int], desk: tuple[int, int]
) -> None:
    scales = [wall_scale((int(size[0] / part[0]), int(size[1] / part[1]))) for size in (wall, desk)]
    assert scales == [2.0, 1.0], view
