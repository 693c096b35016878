"""The lines of a utility as something spreads over them: who has supply, who lost it in which wave, step by step.

A run brings one code a segment and step; which step is drawn is part of the style, so that the pictures of a film are
kept like any others, and going back to one costs nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from layers.built_in.feeders import Feeders
from layers.built_in.points import level_inks
from layers.built_in.substations import Substations
from layers.coded import CodedMarks
from layers.colours.colour import Rgb, mixed
from layers.colours.palette import Palette
from layers.detail import Drawn
from layers.frame import Array, BlockFrame
from layers.image.pictures import Pictures
from layers.image.renderer import Renderer
from layers.layer import Codes, Inks, Mark, Tooltip
from layers.legend import LegendEntry, LegendLine, entry
from layers.map_frames import Frames
from layers.network import Segments
from layers.snapshot import Scene, Snapshot
from layers.style import MapStyle

SUPPLIED, TRANSFERRED, WAS_OUT, FAILED, FIRST_LOST = 1, 2, 3, 4, 5
MOST_CODES = 57  # four opacities each, and an image has 255 colours
IN_LEGEND = 7  # waves told one by one; of more, every so many
CHOICE, CHOSEN, FIRST_TRIP, SHADES = 1, 2, 3, 24  # codes of marks, and how many colours trips have
_runs = itertools.count(1)


def spread_colours(palette: Palette, waves: int) -> dict[int, Rgb]:
    """The colour of each code.

    Args:
        palette: of the style.
        waves: number of the last wave; that of the failure itself is 0.
    """
    supplied = mixed(palette.ground, palette.text, 0.32 if palette.is_dark else 0.42)
    lost = palette.ramp("waves", max(waves + 1, 4))[: waves + 1]
    return {
        SUPPLIED: supplied, TRANSFERRED: palette.load[0], WAS_OUT: palette.de_energized, FAILED: palette.selection,
        **dict(enumerate(lost, start=FIRST_LOST)),
    }  # fmt: skip


class SpreadLines(Feeders):
    """Line segments by what happened to them up to a step.

    Codes: see `SUPPLIED` to `FIRST_LOST`; the latter and the wave since which there is no supply.

    Args:
        segment_id: keys, ascending, shape (segments,).
        codes: uint8, shape (steps, segments).
    """

    title = "Supply by wave"
    dashed_code = WAS_OUT

    def __init__(self, segment_id: NDArray[np.int64] | None = None, codes: Codes | None = None) -> None:
        """Without a run everything has supply."""
        super().__init__(run=next(_runs))
        self._segment_id = np.zeros(0, np.int64) if segment_id is None else segment_id
        found = np.zeros((1, 0), np.uint8) if codes is None else codes
        self._by_step: Codes = np.minimum(found, MOST_CODES).astype(np.uint8)
        self._aligned: tuple[Array, Array] | None = None

    @property
    def waves(self) -> int:
        """Number of the last wave in which something lost supply."""
        return max(int(self._by_step.max(initial=FIRST_LOST)) - FIRST_LOST, 0)

    def codes(self, frame: BlockFrame, scene: Scene, how: Drawn = Drawn.IMAGE) -> Codes:
        """The code of each piece at the style's step."""
        return self._of_segments(frame.owner, scene.style.step)[frame["row"]]

    def inks(self, style: MapStyle) -> Inks:
        """Quiet where there is supply, one colour a wave where there is none."""
        return level_inks(spread_colours(style.palette, self.waves))

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """The colours of the image."""
        return spread_colours(style.palette, self.waves)

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """What each colour means; before anything failed, who has supply; waves that are yet to come are left out."""
        colours = spread_colours(scene.style.palette, self.waves)
        found = [entry(colours[SUPPLIED], "Supplied", "line")]
        if not np.isin(self._by_step, (SUPPLIED, WAS_OUT)).all():
            found += [
                entry(colours[TRANSFERRED], "Fed by a neighbour", "line"),
                entry(colours[FAILED], "Failed", "line"),
            ]
            found += self._waves_so_far(colours, scene.style.step)
        found.append(entry(colours[WAS_OUT], "Out before", "dashed"))
        return LegendLine(self.name, self.title, tuple(found))

    def _waves_so_far(self, colours: Mapping[int, Rgb], step: int) -> list[LegendEntry]:
        last = min(step, self.waves)
        every = -(-(last + 1) // IN_LEGEND)
        return [
            entry(colours[FIRST_LOST + wave], "Lost at the failure" if wave == 0 else f"Lost in wave {wave}", "line")
            for wave in range(0, last + 1, every)
        ]

    def _of_segments(self, segments: Segments, step: int) -> Codes:
        """The code of each segment; one that the run does not know has supply as far as anybody knows."""
        if self._aligned is None or self._aligned[0] is not segments.segment_id:
            self._aligned = segments.segment_id, self._places(segments)
        places = self._aligned[1]
        known = np.append(self._by_step[min(step, len(self._by_step) - 1)], np.uint8(SUPPLIED))
        found: Codes = known[places]
        return found

    def _places(self, segments: Segments) -> Array:
        """Where each segment stands in the run; one beyond its end for those that are not there."""
        count = len(self._segment_id)
        if not count:
            return np.zeros(len(segments), np.int64)
        at = np.searchsorted(self._segment_id, segments.segment_id).clip(0, count - 1)
        return np.where(self._segment_id[at] == segments.segment_id, at, count)


class SpreadMarks(CodedMarks):
    """Places that matter to a run: what failed, what tripped and when, what may be chosen to fail.

    Its rows bring `code` (see `mark_code`), `marker`, `size`, and `name` and `words` for the tooltip.
    """

    name, title, key = "spread_marks", "Failures and trips", "key"
    is_overlay = True
    mark = Mark(marker="marker", opacity=0.9, line_px=1.5)
    tooltip: ClassVar[Tooltip] = (("", "@name"), ("", "@words"))
    head_start_px = 10.0

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """What failed as what is selected, trips by wave, what may be chosen as what can be acted on."""
        shades = style.palette.ramp("waves", SHADES)
        return {CHOICE: style.palette.trace, CHOSEN: style.palette.selection, **dict(enumerate(shades, FIRST_TRIP))}

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """None: the lines' own legend has the colours."""
        return None


def mark_code(wave: int, waves: int) -> int:
    """The code of a mark of what tripped, in the colour that lines lost in that wave have."""
    return FIRST_TRIP + round((SHADES - 1) * wave / max(waves, 3))


class SpreadRenderer(Renderer):
    """Draws one run; its own network's loads are not on it, so that they repaint nothing.

    Args:
        frames: the rows of the network; share them with the map of its state.
        lines: the run.
        pictures: where they are kept, with those of others.
    """

    def __init__(self, frames: Frames, lines: SpreadLines, *, pictures: Pictures | None = None) -> None:
        """Draws nothing yet."""
        super().__init__(frames, (Substations(), lines), pictures=pictures)

    def version_of(self, snapshot: Snapshot, style: MapStyle) -> object:
        """Changes with places and lines alone."""
        return snapshot.extent, snapshot.segments.number


BLANK = SpreadLines()
"""Nothing has spread yet; shared, so that figures can be made ahead."""
