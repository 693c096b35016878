"""What nobody knows looks like nothing that is known: a load, a health, a voltage that is missing or no number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from layers.built_in.points import PointCode
from layers.colours.colour import hexadecimal
from layers.colours.palette import palette
from layers.image.composite import legend_lines
from layers.registry import built_in
from layers.snapshot import Scene, Snapshot
from layers.style import ColourBy, MapFilters, MapStyle

UNKNOWN = hexadecimal(palette().unknown)


def without(town: Snapshot, layer: str, column: str, *, row: int = 0) -> Snapshot:
    """The town with one value of a layer that is not known."""
    values = town.frames[layer][column].copy()
    values[row] = np.nan
    return replace(town, frames={**town.frames, layer: town.frames[layer].with_columns(**{column: values})})


@pytest.mark.parametrize(
    ("name", "column", "code"),
    [
        ("transformers", "load_pct", PointCode.TRANSFORMER_UNKNOWN),
        ("poles", "health_score", PointCode.POLE_UNKNOWN),
    ],
)
def test_a_point_of_which_nobody_knows_has_a_colour_of_its_own(
    town: Snapshot, name: str, column: str, code: PointCode
) -> None:
    (layer,) = built_in([name])
    lit = town.frames[name].with_columns(is_energized=np.ones(len(town.frames[name]), bool))
    scene = Scene(without(replace(town, frames={**town.frames, name: lit}), name, column))
    codes = layer.codes(scene.snapshot.frames[name], scene)
    assert codes[0] == code
    assert (codes[1:] != code).all()
    assert hexadecimal(layer.mark_colours(MapStyle())[code]) == UNKNOWN
    assert code < PointCode.POLE_POOR, "it is no trouble that is seen from afar"


@pytest.mark.parametrize(("name", "column"), [("transformers", "load_pct"), ("poles", "health_score")])
def test_the_legend_tells_of_it_where_there_is_such_a_thing(town: Snapshot, name: str, column: str) -> None:
    def told(snapshot: Snapshot) -> list[str]:
        line = next(line for line in legend_lines(Scene(snapshot)) if line.layer == name)
        return [entry.label for entry in line.entries if entry.colour == UNKNOWN]

    assert told(town) == []
    assert told(without(town, name, column)) == [f"{column.split('_')[0].capitalize()} unknown"]


def test_a_filter_by_bands_leaves_out_what_lies_in_none() -> None:
    loads = np.array([10.0, np.nan, 120.0], np.float32)
    assert MapFilters().has_load(loads).all()
    assert MapFilters(load=frozenset({"normal"})).has_load(loads).tolist() == [True, False, False]
    assert MapFilters(health=frozenset({"poor"})).has_health(loads).tolist() == [True, False, False]


@pytest.mark.parametrize("colour_by", ["load", "voltage"])
def test_a_feeder_of_which_nobody_knows_has_a_colour_of_its_own(town: Snapshot, colour_by: ColourBy) -> None:
    (layer,) = built_in(["feeders"])
    load, voltage = town.feeders.load_pct.copy(), town.segments.voltage_kv.copy()
    load[2], voltage[town.segments.feeder == 2] = np.nan, np.nan
    segments = replace(town.segments, voltage_kv=voltage, is_dark=np.zeros(len(town.segments), bool))
    frames = {**town.frames, "feeders": town.frames["feeders"].owned_by(segments)}
    snapshot = replace(town, feeders=replace(town.feeders, load_pct=load), segments=segments, frames=frames)
    scene = Scene(snapshot, MapStyle(colour_by=colour_by))
    codes, frame = layer.codes(frames["feeders"], scene), frames["feeders"]
    colours = layer.mark_colours(scene.style)
    is_unknown = np.array([hexadecimal(colours[int(code)]) == UNKNOWN for code in codes])
    assert np.array_equal(is_unknown, segments.feeder[frame["row"]] == 2)
    line = next(line for line in legend_lines(scene) if line.layer == "feeders")
    assert [entry.label for entry in line.entries if entry.colour == UNKNOWN] == [f"{colour_by.capitalize()} unknown"]
