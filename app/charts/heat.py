"""The heat map of reads: feeders, meters or days down, days or hours across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    DatetimeTickFormatter,
    HoverTool,
    Range1d,
)
from numpy.typing import NDArray

from app.charts.chart import Chart
from app.charts.time_axis import DAY_MS, HOUR_MS, DayAxis, days_ms
from app.theme import Tokens


@dataclass(frozen=True, slots=True, eq=False)
class Across:
    """The columns of a heat map, evenly spaced in time.

    Attributes:
        label: what one is, for the tooltip.
        middle_ms: of each, as Bokeh's axis counts.
        width_ms: of one.
        words: of each, for the tooltip.
    """

    label: str
    middle_ms: NDArray[np.float64]
    width_ms: float
    words: Sequence[str]


def across_days(days: Sequence[Any] | NDArray[Any]) -> Across:
    """Columns of one day each."""
    middle = days_ms(days)
    written = [f"{day:%a} {day.day} {day:%b %Y}" for day in np.asarray(days, "datetime64[D]").astype(object)]
    return Across("Day", middle, DAY_MS, written)


def across_hours() -> Across:
    """The 24 hours of a local day."""
    words = [f"{hour:02d}:00 to {hour + 1:02d}:00" for hour in range(24)]
    return Across("Hour", np.arange(0.5, 24.0) * HOUR_MS, HOUR_MS, words)


class HeatMap(Chart):
    """Feeders, meters or days down, days or hours across, one cell each.

    A cell nothing is known of is hatched, which is not the same as 0 %. `tapped` is the (row, column) of a cell.

    Args:
        tokens: colours.
    """

    LEAST_ROW_PX, MOST_ROW_PX, HEAD_PX = 16, 160, 36  # rows fill the room where there are few, and scroll where many

    def __init__(self, tokens: Tokens) -> None:
        """Empty."""
        self._across: Across | None = None
        self._rows = 0
        super().__init__(
            tokens, x_axis_type="datetime", x_axis_location="above", y_range=Range1d(start=0, end=1),
            x_range=Range1d(start=0, end=1), min_border_left=4,
        )  # fmt: skip
        columns = ("at", "row", "name", "when", "share", "colour", "detail")
        self.source = ColumnDataSource({name: [] for name in columns})
        self.gaps = ColumnDataSource({"at": [], "row": [], "name": [], "when": []})
        plot = self.figure
        plot.grid.visible = False
        self._of_hours = plot.xaxis[0].ticker
        # Midnight is an hour like the others.
        self._clock = DatetimeTickFormatter(hours="%H:%M", boundary_scaling=False)
        self._day_axis = DayAxis(plot)
        cell: dict[str, Any] = {"x": "at", "y": "row", "width": DAY_MS, "height": 1.0}
        self._cells = plot.rect(**cell, source=self.source, fill_color="colour", line_width=1.5)
        self._holes = plot.rect(
            **cell, source=self.gaps, fill_alpha=0.0, hatch_pattern="/", hatch_scale=6, hatch_weight=0.6, line_width=1.5
        )
        self._hovers = [HoverTool(renderers=[self._cells]), HoverTool(renderers=[self._holes])]
        plot.add_tools(*self._hovers)
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme; those of the cells come with the next `show`."""
        super().recolour(tokens)
        self._cells.glyph.line_color = tokens.surface
        self._holes.glyph.update(line_color=tokens.surface, hatch_color=tokens.text_disabled, hatch_alpha=0.7)

    def key_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row (from the top) and column of the cell at a place, hatched ones included."""
        if self._across is None:
            return None
        edge = self._across.middle_ms[0] - self._across.width_ms / 2
        row, column = int(-y // 1), int((x - edge) // self._across.width_ms)
        is_inside = 0 <= row < self._rows and 0 <= column < len(self._across.middle_ms)
        return (row, column) if is_inside else None

    def show(
        self, down: str, names: Sequence[str], across: Across, share_pct: NDArray[np.float64], colours: NDArray[Any],
        details: NDArray[Any], *, has_holes: bool = True,
    ) -> None:  # fmt: skip
        """Show one cell a row (from the top) and column.

        Args:
            down: what a row is, for the tooltip.
            names: of the rows.
            across: the columns.
            share_pct: shape (rows, columns), NaN where nothing is known.
            colours: of the cells, as hex, same shape.
            details: a few words for the tooltip, same shape.
            has_holes: hatch what nothing is known of; else it is left blank.
        """
        rows, at = (np.asarray(index) for index in np.indices(share_pct.shape))
        is_known = np.isfinite(share_pct)
        is_hole = ~is_known & has_holes
        when, name = np.asarray(across.words, dtype=object), np.asarray(names, dtype=object)

        def place(chosen: NDArray[np.bool_]) -> dict[str, Any]:
            return {
                "at": across.middle_ms[at[chosen]], "row": -rows[chosen] - 0.5, "name": name[rows[chosen]],
                "when": when[at[chosen]],
            }  # fmt: skip

        known = {"share": share_pct[is_known], "colour": colours[is_known], "detail": details[is_known]}
        self.source.data = place(is_known) | known
        self.gaps.data = place(is_hole)
        lines = [(down, "@name"), (across.label, "@when")]
        self._hovers[0].tooltips = [*lines, ("Share", "@share{0.00} %"), ("Reads", "@detail")]
        self._hovers[1].tooltips = [*lines, ("Reads", "no record of this day")]
        self._fit(names, across)

    def _fit(self, names: Sequence[str], across: Across) -> None:
        self._across, self._rows = across, len(names)
        plot = self.figure
        for renderer in (self._cells, self._holes):
            renderer.glyph.width = across.width_ms
        is_of_hours = across.width_ms < DAY_MS
        if is_of_hours:
            plot.xaxis[0].update(ticker=self._of_hours, formatter=self._clock, major_label_overrides={})
        else:
            self._day_axis.show(across.middle_ms)
        plot.y_range.update(start=-len(names), end=0)
        start, end = across.middle_ms.min() - across.width_ms / 2, across.middle_ms.max() + across.width_ms / 2
        plot.x_range.update(start=float(start), end=float(end))
        plot.yaxis.ticker = [-row - 0.5 for row in range(len(names))]
        plot.yaxis.major_label_overrides = {-row - 0.5: name for row, name in enumerate(names)}
        least, most = (len(names) * row_px + self.HEAD_PX for row_px in (self.LEAST_ROW_PX, self.MOST_ROW_PX))
        plot.update(min_height=least, max_height=most)
