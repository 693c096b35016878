"""Marks of a few kinds: their colours and their legend are told by their rows' codes, in the order that is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import pyarrow as pa

from layers.coded import CodedMarks, MarkKind
from layers.colours.colour import Rgb
from layers.detail import Drawn
from layers.layer import Layer
from layers.snapshot import Scene, Snapshot
from layers.style import MapStyle


class Lamps(CodedMarks):
    name, title, key = "lamps", "Lamps", "lamp_id"
    is_overlay = True
    kinds: ClassVar[Mapping[int, MarkKind]] = {2: MarkKind("on", "dot"), 1: MarkKind("off", "ring")}

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        return {1: (0, 0, 0), 2: (255, 128, 0)}


def test_rows_say_what_they_are_and_all_are_shown() -> None:
    layer: Layer = Lamps()
    snapshot = Snapshot(1)
    frame = layer.frame(
        pa.table({"lamp_id": [5, 6], "lon": [0.0, 0.1], "lat": [51.0, 51.0], "code": pa.array([2, 1], pa.uint8())}),
        snapshot,
    )
    scene = Scene(snapshot)
    of = dict(zip(frame["id"].tolist(), layer.mark_codes(frame, scene).tolist(), strict=True))
    assert of == {5: 2, 6: 1}
    assert layer.codes(frame, scene).tolist() == layer.mark_codes(frame, scene).tolist()


def test_the_legend_names_each_kind_in_its_colour() -> None:
    told = Lamps().legend(Scene(Snapshot(1)), Drawn.MARKS)
    assert told is not None
    assert [(one.label, one.colour.lower(), one.shape) for one in told.entries] == [
        ("on", "#ff8000", "dot"), ("off", "#000000", "ring"),
    ]  # fmt: skip
