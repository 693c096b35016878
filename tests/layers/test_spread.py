"""What spreads over the lines of a network: codes by segment and step, colours by wave, pictures that are kept."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from layers.colours.palette import Theme, Vision, palette
from layers.detail import Drawn
from layers.snapshot import Scene, Snapshot
from layers.spread import (
    FAILED,
    FIRST_LOST,
    MOST_CODES,
    SHADES,
    SUPPLIED,
    TRANSFERRED,
    WAS_OUT,
    SpreadLines,
    SpreadMarks,
    SpreadRenderer,
    mark_code,
    spread_colours,
)
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport
from tests.layers.colours.contrast import contrast
from tests.layers.image.test_composite import Still


def lines_of(town: Snapshot, *steps: dict[int, int]) -> SpreadLines:
    """A run whose codes are given by segment id; the others have supply."""
    ids = np.asarray(town.segments.segment_id, np.int64)
    codes = np.full((len(steps), len(ids)), SUPPLIED, np.uint8)
    for step, given in enumerate(steps):
        for segment, code in given.items():
            codes[step, np.searchsorted(ids, segment)] = code
    return SpreadLines(ids, codes)


def codes_of(lines: SpreadLines, town: Snapshot, step: int) -> dict[int, int]:
    """The code of each segment's pieces, which all have the same."""
    frame = town.frames["feeders"]
    codes = lines.codes(frame, Scene(town, MapStyle(step=step)))
    found: dict[int, set[int]] = {}
    for row, code in zip(frame["row"].tolist(), codes.tolist(), strict=True):
        found.setdefault(int(town.segments.segment_id[row]), set()).add(code)
    assert all(len(each) == 1 for each in found.values())
    return {segment: min(each) for segment, each in found.items()}


def test_each_piece_is_drawn_as_its_segment_is_at_that_step(town: Snapshot) -> None:
    lines = lines_of(town, {3: FAILED, 7: FIRST_LOST}, {3: FAILED, 7: TRANSFERRED, 9: FIRST_LOST + 1})
    first, second = codes_of(lines, town, 0), codes_of(lines, town, 1)
    assert (first[3], first[7], first[9]) == (FAILED, FIRST_LOST, SUPPLIED)
    assert (second[3], second[7], second[9]) == (FAILED, TRANSFERRED, FIRST_LOST + 1)
    assert codes_of(lines, town, 5) == second  # beyond the last step


def test_a_segment_that_the_run_does_not_know_counts_as_supplied(town: Snapshot) -> None:
    lines = SpreadLines(np.array([3, 7], np.int64), np.array([[FAILED, FIRST_LOST]], np.uint8))
    found = codes_of(lines, town, 0)
    assert (found[3], found[7]) == (FAILED, FIRST_LOST)
    assert {code for segment, code in found.items() if segment not in (3, 7)} == {SUPPLIED}
    assert set(codes_of(SpreadLines(), town, 0).values()) == {SUPPLIED}


def test_more_waves_than_an_image_has_colours_for_share_the_last_one(town: Snapshot) -> None:
    lines = lines_of(town, {3: 200, 5: FIRST_LOST + 90})
    assert codes_of(lines, town, 0)[3] == codes_of(lines, town, 0)[5] == MOST_CODES
    assert len(lines.inks(MapStyle()).colours) < 256


@pytest.mark.parametrize("vision", ["standard", "colour_blind"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_what_is_dark_stands_out_of_what_has_supply(theme: Theme, vision: Vision) -> None:
    """Every wave at 3:1 on the ground (WCAG 2.2, 1.4.11), and farther from it than what has supply."""
    shown = palette(theme, vision)
    colours = spread_colours(shown, 6)
    quiet = contrast(colours[SUPPLIED], shown.land)
    for code in (TRANSFERRED, FAILED, *range(FIRST_LOST, FIRST_LOST + 7)):
        assert contrast(colours[code], shown.land) >= (3 if theme == "dark" else 2.9), code
        assert contrast(colours[code], shown.land) > quiet, code
    assert len(set(colours.values())) == len(colours)


def test_the_legend_tells_waves_up_to_the_step(town: Snapshot) -> None:
    lines = lines_of(town, {3: FAILED, 7: FIRST_LOST}, {3: FAILED, 7: FIRST_LOST, 9: FIRST_LOST + 1})

    def told(step: int) -> list[str]:
        line = lines.legend(Scene(town, MapStyle(step=step)), Drawn.IMAGE)
        assert line is not None
        return [entry.label for entry in line.entries]

    start = ["Supplied", "Fed by a neighbour", "Failed", "Lost at the failure"]
    assert told(0) == [*start, "Out before"]
    assert told(1) == [*start, "Lost in wave 1", "Out before"]
    blank = SpreadLines().legend(Scene(town, MapStyle()), Drawn.IMAGE)
    assert blank is not None
    assert [entry.label for entry in blank.entries] == ["Supplied", "Out before"]
    before = lines_of(town, {3: WAS_OUT}).legend(Scene(town, MapStyle()), Drawn.IMAGE)
    assert before is not None
    assert [entry.label for entry in before.entries] == ["Supplied", "Out before"]


def test_a_mark_has_the_colour_of_the_lines_of_its_wave() -> None:
    style = MapStyle()
    for waves in (3, 6, 12):
        lines, marks = spread_colours(style.palette, waves), SpreadMarks().mark_colours(style)
        for wave in range(1, waves + 1):
            mark, line = marks[mark_code(wave, waves)], lines[FIRST_LOST + wave]
            assert max(abs(a - b) for a, b in zip(mark, line, strict=True)) <= 255 // SHADES


def test_pictures_of_steps_are_kept(town: Snapshot, whole: Viewport) -> None:
    renderer = SpreadRenderer(Still(town), lines_of(town, {3: FIRST_LOST}, {3: FIRST_LOST, 7: FIRST_LOST + 1}))
    first, second = (renderer.picture(whole, MapStyle(step=step), MapFilters()) for step in (0, 1))
    assert renderer.picture(whole, MapStyle(step=0), MapFilters()) is first
    drawn = [np.asarray(Image.open(io.BytesIO(picture.file)).convert("RGB")) for picture in (first, second)]
    lost = spread_colours(palette(), 1)[FIRST_LOST + 1]
    near = [(np.abs(image.astype(int) - lost).max(axis=-1) <= 2).any() for image in drawn]
    assert near == [False, True]


def test_what_was_out_before_is_dashed(town: Snapshot, whole: Viewport) -> None:
    frame, style = town.frames["feeders"], MapStyle()
    every = {int(segment): WAS_OUT for segment in town.segments.segment_id}
    dashed = lines_of(town, every).aggregate(frame, whole.canvas(), Scene(town, style))
    solid = SpreadLines().aggregate(frame, whole.canvas(), Scene(town, style))
    assert 0 < (dashed > 0).sum() < 0.9 * (solid > 0).sum()
