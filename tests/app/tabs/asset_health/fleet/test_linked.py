"""The linked charts: HoloViews' selections over what Datashader rasterizes, against the same rows chosen by numpy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import panel as pn
import pytest
from holoviews.streams import SelectionXY, Stream

from app import theme
from app.tabs.asset_health.fleet.linked import CHARTS, LinkedBrush
from layers.fleet.quantities import QUANTITIES
from layers.projection import to_mercator
from tests.fleets import random_fleet

SLUGS = ("health", "consequence", "probability")
FLEET = random_fleet(4000)
ALL = np.ones(len(FLEET), bool)


class Charts:
    """The charts of one session, drawn as for a page, and what they told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, tuple[float, ...]]] = []
        self.linked = LinkedBrush(theme.tokens(), lambda part, bounds: self.told.append((part, bounds)))
        pn.Row(*self.linked.panes.values()).get_root()
        self.linked.show(FLEET, ALL, SLUGS)

    def layers(self, part: str) -> tuple[Any, Any]:
        """All, and what is brushed, as they are drawn."""
        layers = [layer for layer in self.linked.panes[part].object[()] if layer.vdims]
        under, over = (np.asarray(layer.dimension_values(layer.vdims[0].name, flat=False)) for layer in layers)
        return under, over

    def bars(self) -> tuple[int, int]:
        return tuple(int(layer.sum()) for layer in self.layers("histogram"))  # type: ignore[return-value]

    def pixels(self) -> tuple[int, int]:
        return tuple(int((layer > 0).sum()) for layer in self.layers("scatter"))  # type: ignore[return-value]


@pytest.fixture
def charts() -> Iterator[Charts]:
    made = Charts()
    yield made
    made.linked.close()


def within(slug: str, low: float, high: float) -> np.ndarray:
    values = QUANTITIES[slug].scaled(FLEET)
    return (values >= low) & (values <= high)


def known(slug: str) -> np.ndarray:
    return np.isfinite(QUANTITIES[slug].scaled(FLEET))


def test_without_a_brush_all_is_bright(charts: Charts) -> None:
    assert charts.linked.mask is None
    assert charts.bars() == (int(known("health").sum()),) * 2
    everything, bright = charts.pixels()
    assert everything == bright > 500


def test_a_brush_on_the_histogram_narrows_the_scatter_and_leaves_what_lies_under_it(charts: Charts) -> None:
    before = charts.pixels()[0]
    charts.linked.brush("histogram", (20.0, 40.0))
    assert np.array_equal(charts.linked.mask, within("health", 20, 40))
    everything, bright = charts.pixels()
    assert everything == before
    assert 0 < bright < before / 2
    assert charts.bars()[0] == int(known("health").sum())
    assert abs(charts.bars()[1] - int(within("health", 20, 40).sum())) <= 1


def test_several_brushes_meet(charts: Charts) -> None:
    west, south = (float(one) for one in to_mercator(-95.5, 29.6))
    east, north = (float(one) for one in to_mercator(-95.2, 29.9))
    charts.linked.brush("scatter", (2.5, -1.0, 4.5, 1.0))
    charts.linked.brush("map", (west, south, east, north))
    charts.linked.brush("histogram", (10.0, 70.0))
    inside = (FLEET.lon >= -95.5) & (FLEET.lon <= -95.2) & (FLEET.lat >= 29.6) & (FLEET.lat <= 29.9)
    wanted = inside & within("health", 10, 70) & within("consequence", 2.5, 4.5) & within("probability", -1, 1)
    assert wanted.sum() > 20
    assert np.array_equal(charts.linked.mask, wanted)
    assert abs(charts.bars()[1] - int(wanted.sum())) <= 1


def test_a_brush_that_is_cleared_lets_the_others_stand(charts: Charts) -> None:
    charts.linked.brush("histogram", (20.0, 40.0))
    charts.linked.brush("scatter", (2.5, -1.0, 4.5, 1.0))
    charts.linked.brush("histogram", None)
    assert np.array_equal(charts.linked.mask, within("consequence", 2.5, 4.5) & within("probability", -1, 1))
    charts.linked.brush("scatter", None)
    assert charts.linked.mask is None
    assert charts.bars()[0] == charts.bars()[1]


def test_a_part_brushed_anew_is_brushed_there_alone(charts: Charts) -> None:
    charts.linked.brush("histogram", (20.0, 40.0))
    charts.linked.brush("histogram", (60.0, 80.0))
    assert np.array_equal(charts.linked.mask, within("health", 60, 80))


def test_what_is_not_known_lies_in_no_brush(charts: Charts) -> None:
    charts.linked.brush("histogram", (-1000.0, 1000.0))
    assert np.array_equal(charts.linked.mask, known("health"))
    assert not known("health").all()


def test_other_rows_and_other_quantities_are_shown_in_the_same_charts(charts: Charts) -> None:
    few = np.arange(len(FLEET)) < 500
    charts.linked.show(FLEET, few, ("age", "load", "age"))
    assert charts.bars() == (500, 500)
    charts.linked.brush("histogram", (10.0, 30.0))
    assert np.array_equal(charts.linked.mask, few & within("age", 10, 30))


def test_what_a_person_drags_over_is_told_once_and_brushed(charts: Charts) -> None:
    hears = [stream for streams in Stream.registry.values() for stream in streams if isinstance(stream, SelectionXY)]
    mine = [one for one in hears if one.source is charts.linked._elements["histogram"]]  # as HoloViews' own tool does
    for stream in mine:
        stream.update(bounds=(20.0, 0.0, 40.0, 100.0), x_selection=(20.0, 40.0), y_selection=(0.0, 100.0))
    Stream.trigger(mine)
    assert charts.told == [("histogram", (20.0, 40.0))]
    assert np.array_equal(charts.linked.mask, within("health", 20, 40))
    charts.linked.brush("histogram", (20.0, 40.0))  # as the address says it afterwards
    assert len(charts.told) == 1


def test_brushes_outlive_another_theme(charts: Charts) -> None:
    charts.linked.brush("histogram", (20.0, 40.0))
    charts.linked.recolour(theme.tokens("light"))
    assert np.array_equal(charts.linked.mask, within("health", 20, 40))
    assert set(charts.linked.panes) == set(CHARTS)


def test_a_drag_brushes_after_any_number_of_changes(charts: Charts) -> None:
    charts.linked.brush("histogram", (20.0, 40.0))
    charts.linked.show(FLEET, ALL, ("age", "load", "age"))
    for pane in charts.linked.panes.values():
        plot, _ = next(iter(pane._plots.values()))
        assert [tool.name or type(tool).__name__ for tool in plot.state.toolbar.tools] == ["BoxSelectTool"]
        assert plot.state.toolbar.active_drag is plot.state.toolbar.tools[0]
