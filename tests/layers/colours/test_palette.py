from __future__ import annotations

import itertools

import numpy as np
import pytest

from layers.built_in.points import PointCode
from layers.colours.circuits import circuit_colours
from layers.colours.colour import hexadecimal, mixed, oklch, rgb
from layers.colours.palette import CIRCUITS, palette
from layers.colours.scales import FEEDER_LOAD, HEALTH, LOAD, VOLTAGE, Scale
from layers.detail import Detail, Drawn
from layers.image.composite import legend_lines
from layers.image.image_palette import image_palette
from layers.layer import Layer
from layers.registry import BUILT_IN
from layers.snapshot import Scene, Snapshot
from layers.style import MapStyle
from tests.layers.colours.contrast import contrast, luminance

IN_IMAGE = tuple(layer for layer in BUILT_IN if not layer.is_overlay)
THEMES = pytest.mark.parametrize("theme", ["dark", "light"])
VISIONS = pytest.mark.parametrize("vision", ["standard", "colour_blind"])


def test_oklch_of_known_colours() -> None:
    assert oklch(1.0, 0.0, 0.0) == (255, 255, 255)
    assert oklch(0.0, 0.0, 0.0) == (0, 0, 0)
    assert np.allclose(oklch(0.627955, 0.257683, 29.2339), (255, 0, 0), atol=1)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast(rgb("#000000"), rgb("#FFFFFF")) == pytest.approx(21)
    assert hexadecimal(rgb("#0EA5E9")) == "#0EA5E9"
    assert mixed((0, 0, 0), (100, 200, 50), 0.5) == (50, 100, 25)


@THEMES
@VISIONS
def test_words_can_be_read_and_marks_be_seen(theme: str, vision: str) -> None:
    colours = palette(theme, vision)  # type: ignore[arg-type]
    assert contrast(colours.text, colours.land) >= 4.5
    assert contrast(colours.substation, colours.land) >= 4.5
    marks = (colours.selection, colours.trace, colours.outage, colours.de_energized, colours.unknown)
    for mark in (*colours.health, *colours.load, *marks):
        assert contrast(mark, colours.land) >= (2.9 if theme == "dark" else 1.9)
    for line in colours.circuits:
        assert contrast(line, colours.land) >= 2.5


@THEMES
@VISIONS
def test_what_is_unknown_looks_like_nothing_that_is_known(theme: str, vision: str) -> None:
    colours = palette(theme, vision)  # type: ignore[arg-type]
    known = (*colours.health, *colours.load, *colours.feeder_load, *colours.voltage, colours.de_energized)
    for colour in known:
        assert np.abs(np.subtract(colours.unknown, colour)).sum() > 40


@THEMES
@VISIONS
def test_circuits_differ_and_none_looks_like_an_alarm(theme: str, vision: str) -> None:
    colours = palette(theme, vision)  # type: ignore[arg-type]
    assert len(set(colours.circuits)) == CIRCUITS
    for circuit, alarm in itertools.product(colours.circuits, (colours.outage, colours.selection)):
        assert np.abs(np.subtract(circuit, alarm)).sum() > 60


def test_the_colour_blind_load_scale_rises_in_lightness() -> None:
    light = [luminance(colour) for colour in palette("dark", "colour_blind").feeder_load]
    assert light == sorted(light)
    light = [luminance(colour) for colour in palette("light", "colour_blind").feeder_load]
    assert light == sorted(light, reverse=True)


@THEMES
@VISIONS
def test_what_is_well_recedes_on_its_ground(theme: str, vision: str) -> None:
    """The quiet end of what is judged stands out from the ground less than the loud end, in colour and in lightness."""
    colours = palette(theme, vision)  # type: ignore[arg-type]
    ramps = {name: colours.ramp(name, 16) for name in ("heat", "condition")}  # type: ignore[arg-type]
    for well, ill in (
        (ramps["heat"][0], ramps["heat"][-1]), (ramps["condition"][-1], ramps["condition"][0]),
        (colours.feeder_load[0], colours.feeder_load[-1]),
    ):  # fmt: skip
        assert contrast(well, colours.land) < contrast(ill, colours.land)
        assert max(well) - min(well) < 0.7 * (max(ill) - min(ill))
        assert contrast(well, colours.land) > 1.5


@THEMES
def test_the_colour_blind_bands_differ_in_lightness(theme: str) -> None:
    """Whoever sees no hue still tells good from bad."""
    colours = palette(theme, "colour_blind")  # type: ignore[arg-type]
    for bands in (colours.health, colours.load):
        assert min(contrast(a, b) for a, b in itertools.combinations(bands, 2)) > 1.05


def test_bands_at_their_edges() -> None:
    assert HEALTH.band([0, 49.9, 50, 69.9, 70, 100]).tolist() == [0, 0, 1, 1, 2, 2]
    assert LOAD.band([0, 80, 80.1, 100, 100.1]).tolist() == [0, 0, 1, 1, 2]
    assert VOLTAGE.band([0.24, 4.16, 12.47, 13.8, 24.9, 34.5, 69]).tolist() == [0, 1, 2, 2, 3, 4, 5]
    assert HEALTH.name(12) == "poor"


@pytest.mark.parametrize(
    ("scale", "value", "told"),
    [
        (HEALTH, 64.4, "64"), (HEALTH, 69.9, "69.9"), (HEALTH, 69.96, "69.96"), (HEALTH, 69.9996, "69.99"),
        (HEALTH, 70.4, "70"), (HEALTH, 49.7, "49.7"), (HEALTH, 100.0, "100"), (LOAD, 80.0, "80"),
        (LOAD, 80.2, "80.2"), (LOAD, 100.0004, "100.01"), (LOAD, 1234.0, "1,234"),
    ],
)  # fmt: skip
def test_a_value_is_told_in_its_own_band(scale: Scale, value: float, told: str) -> None:
    """Health of 69.9 is fair, and 70 would be good: two that read alike have one colour."""
    assert scale.told(value) == told


def test_what_is_not_known_lies_in_no_band() -> None:
    unknown = [float("nan"), float("inf"), -float("inf")]
    for scale in (HEALTH, LOAD, FEEDER_LOAD, VOLTAGE):
        assert scale.band(unknown).tolist() == [len(scale.names)] * 3
        assert scale.name(float("nan")) == "unknown"


@pytest.mark.parametrize("scale", [HEALTH, LOAD, FEEDER_LOAD, VOLTAGE])
def test_scales_are_whole(scale: object) -> None:
    assert len(scale.names) == len(scale.labels) == len(scale.edges) + 1  # type: ignore[attr-defined]
    assert list(scale.edges) == sorted(scale.edges)  # type: ignore[attr-defined]


@pytest.mark.parametrize("colour_by", ["circuit", "load", "voltage"])
def test_the_image_palette_fits_a_png_and_says_what_the_style_says(colour_by: str) -> None:
    style = MapStyle(colour_by=colour_by)  # type: ignore[arg-type]
    palette = image_palette(style, IN_IMAGE)
    assert len(palette.colours) <= 256
    assert [table[0] for table in palette.tables.values()] == [0, 0, 0]
    assert palette.colours[0].tolist() == [0, 0, 0, 0]
    over = palette.colours[palette.tables["points"][3 << 6 | PointCode.TRANSFORMER_OVER]]
    assert tuple(over) == (*style.palette.load[2], 255)
    opacity = [palette.colours[palette.tables["lines"][level << 6 | 1]][3] for level in range(4)]
    assert opacity == sorted(opacity)
    assert opacity[3] == 255


def test_more_meters_are_never_fainter() -> None:
    palette = image_palette(MapStyle(), IN_IMAGE)
    opacity = palette.colours[palette.tables["meters"][1:], 3].astype(int)
    assert (np.diff(opacity) >= 0).all()
    assert opacity[0] < opacity[-1]


def test_neighbouring_circuits_differ() -> None:
    """A chequerboard of feeders: every cell touches its neighbours."""
    x, y = (a.ravel() * 1200.0 for a in np.meshgrid(np.arange(20), np.arange(20)))
    colours = circuit_colours(np.arange(400), x, y, 400).reshape(20, 20)
    assert colours.max() < CIRCUITS
    assert (colours[:, 1:] != colours[:, :-1]).mean() > 0.97
    assert np.array_equal(colours.ravel(), circuit_colours(np.arange(400), x, y, 400))


@pytest.mark.parametrize("colour_by", ["circuit", "load", "voltage"])
@THEMES
def test_the_legend_shows_the_colours_of_the_map(colour_by: str, theme: str) -> None:
    style = MapStyle(colour_by=colour_by, theme=theme)  # type: ignore[arg-type]
    lines = {line.layer: line for line in legend_lines(Scene(Snapshot(1), style))}
    colours = image_palette(style, IN_IMAGE).colours
    drawn = {hexadecimal(tuple(map(int, colour[:3]))) for colour in colours}  # type: ignore[arg-type]
    for layer in ("feeders", "transformers", "poles", "meters"):
        assert {entry.colour for entry in lines[layer].entries} <= drawn
    assert [entry.label for entry in lines["transformers"].entries] == list(LOAD.labels)
    assert lines["transformers"].unit == "%"


def test_the_legend_follows_layers_and_zoom() -> None:
    style = MapStyle(layers=frozenset({"feeders", "poles", "transformers"}))
    drawn = {"poles": Drawn.TROUBLE, "transformers": Drawn.IMAGE, "meters": Drawn.OFF}
    lines = {line.layer: line for line in legend_lines(Scene(Snapshot(1), style), Detail(drawn, {}))}
    assert "meters" not in lines
    assert [entry.label for entry in lines["poles"].entries] == ["Poor, below 50"]
    assert lines["poles"].note
    assert not lines["transformers"].note


@THEMES
@VISIONS
def test_a_ramp_runs_from_quiet_to_loud_in_even_steps(theme: str, vision: str) -> None:
    colours = palette(theme, vision)  # type: ignore[arg-type]
    for name in ("heat", "cividis", "blues", "purples"):
        ramp = colours.ramp(name, 16)  # type: ignore[arg-type]
        assert len(set(ramp)) == 16
        assert np.abs(np.diff(np.array(ramp, int), axis=0)).sum(axis=1).max() < 120
        assert contrast(ramp[-1], colours.land) > contrast(ramp[0], colours.land) or name == "heat"
    assert colours.ramp(["#000000", "#FFFFFF"], 3) == ((0, 0, 0), (128, 128, 128), (255, 255, 255))
    with pytest.raises(ValueError, match="no ramp named 'rainbow'"):
        colours.ramp("rainbow", 16)  # type: ignore[arg-type]


def test_an_image_with_too_many_colours_says_so() -> None:
    layers = tuple(type(f"Own{i}", (Layer,), {"name": f"own{i}"})() for i in range(10))
    with pytest.raises(ValueError, match="255"):
        image_palette(MapStyle(), (*IN_IMAGE, *layers))
