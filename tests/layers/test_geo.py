"""Layers in a notebook."""

from __future__ import annotations

from typing import Any

import pytest

from layers.feeders import FeederLayer
from layers.layer import Layer
from layers.meters import MeterLayer
from layers.poles import PoleLayer
from layers.style import MapFilters
from layers.substations import SubstationLayer
from layers.transformers import TransformerLayer
from tests.layers.network import tables
from tests.layers.test_map_frames import Tables


@pytest.mark.parametrize(
    ("layer", "table"),
    [
        (PoleLayer(), "poles"),
        (TransformerLayer(), "transformers"),
        (MeterLayer(), "meters"),
        (FeederLayer(), "segments"),
        (SubstationLayer(), "substations"),
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
    marks: Any = list(PoleLayer(filters=MapFilters(health=frozenset({"poor"}))).to_geoviews(tables()["poles"]))[1]
    assert set(marks.dimension_values("colour")) == {"#EF4444"}
    assert (marks.dimension_values("health_score") < 50).all()


def test_feeders_fetch_their_own_colours_from_a_source() -> None:
    marks: Any = list(FeederLayer().to_geoviews(Tables()))[1]  # type: ignore[arg-type]
    assert len(set(marks.dimension_values("colour"))) == 6
