"""What a mark looks like on the map it looks like in the legend, in every view with marks of a few kinds."""

from __future__ import annotations

import pyarrow as pa
import pytest

from app.tabs.field_operations.alarms.marks import AlarmMarks
from app.tabs.field_operations.board.marks import BoardOrderMarks, CrewMarks
from app.tabs.field_operations.orders.marks import OrderMarks
from app.tabs.outage_management.active.device_marks import DeviceMarks, device_table
from app.tabs.outage_management.active.marks import OutageMarks, StudyMarks
from app.tabs.outage_management.calls.marks import CallMarks
from app.tabs.outage_management.storm.marks import StormMarks
from app.widgets.legend import Legend
from layers.coded import CodedMarks
from layers.detail import Drawn
from layers.legend import LegendLine
from layers.snapshot import Scene, Snapshot

LAYERS = (
    DeviceMarks, OutageMarks, CallMarks, StormMarks, OrderMarks, BoardOrderMarks, CrewMarks, AlarmMarks,
)  # fmt: skip
ON_THE_MAP = {"dot": "circle", "square": "square", "diamond": "diamond", "triangle": "triangle"}  # all of them filled


def legend_of(layer: CodedMarks) -> LegendLine:
    found = layer.legend(Scene(Snapshot(1)), Drawn.MARKS)
    assert found is not None
    return found


def test_every_layer_of_a_few_kinds_is_looked_at() -> None:
    """But the study's, whose shapes are told by its title: a square opens, a disc closes."""
    ours = {one for one in CodedMarks.__subclasses__() if one.__module__.startswith("app.")}
    assert ours == {*LAYERS, StudyMarks}


@pytest.mark.parametrize("layer", LAYERS)
def test_the_legend_has_the_shapes_of_the_map(layer: type[CodedMarks]) -> None:
    shapes = {one.label: one.shape for one in legend_of(layer()).entries}
    assert {kind.label: kind.marker for kind in layer.kinds.values()} == {
        label: ON_THE_MAP[shape] for label, shape in shapes.items()
    }
    assert not layer.mark.is_ring


def test_devices_on_the_map_are_as_the_legend_says() -> None:
    rows = pa.table({
        "device_id": [1, 2, 3, 4], "device_name": ["A", "B", "C", "D"], "kind": ["switch"] * 4,
        "is_normally_open": [False, True, True, False], "is_open": [False, True, False, True],
        "lon": [0.0] * 4, "lat": [0.0] * 4,
    })  # fmt: skip
    shapes = {one.label: one.shape for one in legend_of(DeviceMarks()).entries}
    found = device_table(rows).to_pylist()
    assert len({row["position"] for row in found}) == len(shapes) == 4
    assert [row["marker"] for row in found] == [ON_THE_MAP[shapes[row["position"]]] for row in found]


def test_a_diamond_and_a_triangle_are_drawn() -> None:
    """A diamond has four corners on the sides of its box, a triangle stands on its base."""
    html = Legend(lines=(legend_of(StormMarks()),), is_folded=False).html
    drawn = [part.split(" fill")[0] for part in html.split("<svg")[1:]]
    assert {"M7 0l4.5 5l-4.5 5l-4.5 -5z", "M7 .5l5 9h-10z"} <= {part.split('d="')[-1].rstrip('"') for part in drawn}
