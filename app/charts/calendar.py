"""A calendar of days: weeks across, weekdays down, one cell a day, some of them marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource, HoverTool, Range1d
from numpy.typing import NDArray

from app.charts.chart import Chart
from app.charts.time_axis import DAY_MS, DayAxis, day_of, days_ms
from app.theme import Tokens

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
GAP = 0.1  # of a cell's width and height is left free


@dataclass(frozen=True, slots=True, eq=False)
class CalendarCells:
    """Days in a row, shape (days,).

    Attributes:
        first_day: the first one.
        colours: of the cells, as hex; empty for a day without a cell.
        words: what is told of each.
    """

    first_day: dt.date
    colours: Sequence[str]
    words: Sequence[str]


class DayCalendar(Chart):
    """The calendar.

    Args:
        tokens: colours.
    """

    def __init__(self, tokens: Tokens) -> None:
        """Empty."""
        self._days = frozenset[dt.date]()
        self._x_range = Range1d(start=0, end=7 * DAY_MS)
        super().__init__(
            tokens, x_axis_type="datetime", x_axis_location="above", x_range=self._x_range,
            y_range=Range1d(start=-7, end=0),
        )  # fmt: skip
        self.source = ColumnDataSource({name: [] for name in ("at", "row", "day", "colour", "words")})
        plot = self.figure
        plot.grid.visible = False
        self._axis = DayAxis(plot)
        plot.yaxis.ticker = [-row - 0.5 for row in range(7)]
        plot.yaxis.major_label_overrides = {-row - 0.5: name for row, name in enumerate(WEEKDAYS)}
        size: dict[str, Any] = {"width": 7 * DAY_MS * (1 - GAP), "height": 1 - GAP}
        self._cells = plot.rect(x="at", y="row", source=self.source, fill_color="colour", line_color=None, **size)
        plot.add_tools(HoverTool(renderers=[self._cells], tooltips=[("", "@day"), ("", "@words")]))
        self.recolour(tokens)

    def key_at(self, x: float, y: float) -> dt.date | None:
        """The day at a place; None beside those shown."""
        row = int(-y)
        if not 0 <= row < 7:
            return None
        at = day_of(x)
        day = at + dt.timedelta(days=row - at.weekday())
        return day if day in self._days else None

    def show(self, cells: CalendarCells) -> None:
        """Show these days."""
        days = np.datetime64(cells.first_day, "D") + np.arange(len(cells.colours))
        weekday = (days.astype(np.int64) + 3) % 7
        middle = days_ms(days - weekday) + 3.5 * DAY_MS
        shown = np.array([bool(colour) for colour in cells.colours], np.bool_)
        self._days = frozenset(days[shown].tolist())
        self._fit(middle)
        self.source.data = {
            "at": middle[shown], "row": -weekday[shown] - 0.5, "day": [_written(day) for day in days[shown].tolist()],
            "colour": np.asarray(cells.colours, object)[shown], "words": np.asarray(cells.words, object)[shown],
        }  # fmt: skip

    def _fit(self, middle: NDArray[np.float64]) -> None:
        if len(middle):
            self._axis.show(middle)
            self._x_range.update(start=float(middle.min()) - 3.5 * DAY_MS, end=float(middle.max()) + 3.5 * DAY_MS)


def _written(day: dt.date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
