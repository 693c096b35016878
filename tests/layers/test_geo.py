"""Layers in a notebook."""

from __future__ import annotations

from typing import Any

import pytest

from layers.built_in.feeders import Feeders
from layers.built_in.meters import Meters
from layers.built_in.poles import Poles
from layers.built_in.substations import Substations
from layers.built_in.transformers import Transformers
from layers.layer import Layer
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters
from tests.layers.network import tables
from tests.layers.test_map_frames import Tables


@pytest.mark.parametrize(
    ("layer", "table"),
    [
        (Poles(), "poles"),
        (Transformers(), "transformers"),
        (Meters(), "meters"),
        (Feeders(), "segments"),
        (Substations(), "substations"),
    ],
)
def test_every_layer_builds_over_tiles(layer: Layer, table: str) -> None:
    import geoviews as gv
    import holoviews as hv

    gv.extension("bokeh")
    overlay = layer.to_geoviews(tables()[table])
    assert next(type(element).__name__ for element in overlay) == "WMTS"
    figure = hv.render(overlay)
    assert len(figure.renderers) == 2


def test_colours_and_filters_are_those_of_the_map() -> None:
    scene = Scene(Snapshot(1), filters=MapFilters(health=frozenset({"poor"})))
    marks: Any = list(Poles().to_geoviews(tables()["poles"], scene=scene))[1]
    assert set(marks.dimension_values("colour")) == {"#EF4444"}
    assert (marks.dimension_values("health_score") < 50).all()


def test_feeders_fetch_their_own_colours_from_a_source() -> None:
    marks: Any = list(Feeders().to_geoviews(Tables()))[1]  # type: ignore[arg-type]
    assert len(set(marks.dimension_values("colour"))) == 6
