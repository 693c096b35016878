"""The legend: a button that unfolds, and starts unfolded only where it stands beside the whole network."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.widgets.legend import LEGEND_PX, Legend, has_room
from layers.legend import LegendEntry, LegendLine
from layers.viewport import around, wall_scale

SQUARE = (0.0, 0.0, 20_000.0, 20_000.0)
LINES = (
    LegendLine("transformers", "Transformers by load", (
        LegendEntry("#111111", "Up to 80 %", "square"), LegendEntry("#222222", "Above 100 %", "square"),
    )),
    LegendLine("outages", "Active outages", (LegendEntry("#333333", "customers out", "dot"),)),
)  # fmt: skip


def test_it_is_a_disclosure_that_the_keyboard_opens() -> None:
    legend = Legend(lines=LINES, is_folded=True)
    assert "<details" in legend.html
    assert "<summary" in legend.html
    assert " open" not in legend.html
    legend.is_folded = False
    assert " open" in legend.html
    for words in ("Transformers by load", "Up to 80 %", "Active outages, customers out"):
        assert words in legend.html


def test_nothing_is_drawn_before_the_map_is() -> None:
    assert Legend().html == ""


@pytest.mark.parametrize(
    ("size", "is_beside"), [((974, 516), True), ((700, 516), False), ((1528, 828), True), ((974, 360), False)]
)
def test_a_square_network_leaves_room_on_a_wide_map(size: tuple[int, int], is_beside: bool) -> None:
    assert has_room(SQUARE, size) is is_beside


@given(
    st.floats(1.0, 100_000.0), st.floats(1.0, 100_000.0), st.integers(300, 4000), st.integers(300, 2200)
)  # fmt: skip
def test_where_it_starts_unfolded_it_covers_nothing_at_the_full_extent(
    w: float, h: float, width: int, height: int
) -> None:
    extent, size = (0.0, 0.0, w, h), (width, height)
    home = around(extent, size)
    left_px = (0.0 - home.x0) / (home.x1 - home.x0) * width
    if has_room(extent, size):
        assert left_px >= LEGEND_PX[0] * wall_scale(size)


@pytest.mark.parametrize(
    ("window", "map_size", "scale"),
    [((1366, 768), (974, 516), 1.0), ((1920, 1080), (1528, 828), 1.0), ((2560, 1440), (2050, 1090), 1.333),
     ((3840, 2160), (3056, 1656), 2.0)],
)  # fmt: skip
def test_a_wall_s_map_is_told_by_its_size(window: tuple[int, int], map_size: tuple[int, int], scale: float) -> None:
    """The steps are those of the page's stylesheet; a map is what is left of the window beside the column."""
    assert wall_scale(map_size) == scale, window
