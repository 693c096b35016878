"""Lines over time: evidence of a suspect, a meter's voltage, load with a forecast's band.

Ticks are those of the utility's own clock; the tooltip names the zone. A gap in the data is a gap in the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    BasicTicker,
    ColumnDataSource,
    GlyphRenderer,
    HoverTool,
    Legend,
    LegendItem,
    LinearAxis,
    Span,
)
from numpy.typing import NDArray

from app import formats
from app.charts.chart import Chart
from app.charts.fitting import empty_range, fit
from app.charts.numbers import number_labels
from app.charts.time_axis import Instants, TimeAxis, utc_ms, when
from app.theme import Tokens

MAX_POINTS = 3000
LONG_LEGEND = 56  # characters; more of them stand below each other
COLOURS = {"left": ("accent", "attention", "text_secondary"), "right": ("text_secondary", "good", "meter")}


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line: its name, unit and values (NaN for gaps)."""

    name: str
    unit: str
    values: NDArray[np.float64]


class Lines(Chart):
    """Up to three lines a unit, two units: the first to the left, the second to the right.

    Args:
        tokens: colours.
        limits: dashed levels of the first unit, such as those of a service range.
    """

    def __init__(self, tokens: Tokens, limits: Sequence[float] = ()) -> None:
        """Empty."""
        self._x_range, self._ranges = empty_range(), {"left": empty_range(), "right": empty_range()}
        super().__init__(tokens, x_axis_type="datetime", x_range=self._x_range, y_range=self._ranges["left"])
        plot = self.figure
        plot.extra_y_ranges = {"right": self._ranges["right"]}
        self._right = LinearAxis(y_range_name="right", visible=False)
        plot.add_layout(self._right, "right")
        self.time_axis = TimeAxis(plot)
        self._tickers = [BasicTicker(desired_num_ticks=5) for _side in self._ranges]
        for axis, ticker in zip((plot.yaxis[0], self._right), self._tickers, strict=True):
            axis.update(formatter=number_labels(), ticker=ticker)
        names = [f"{side}{i}" for side in ("right", "left") for i in range(len(COLOURS[side]))]
        self.source = ColumnDataSource({"at": [], "when": [], "words": [], "dot": [], **{name: [] for name in names}})
        self._glyphs = {name: self._line(name) for name in names}
        self._dots = plot.scatter("at", "dot", source=self.source, size=8, line_width=0)
        self._limits = [Span(location=at, dimension="width", line_dash=[4, 4], line_width=1) for at in limits]
        for limit in self._limits:
            plot.add_layout(limit)
        self._legend = Legend(items=[], orientation="horizontal", click_policy="hide")
        plot.add_layout(self._legend, "above")
        plot.add_tools(
            HoverTool(
                renderers=[self._glyphs["left0"]], mode="vline", tooltips=[("", "@when"), ("", "@words")],
                line_policy="nearest",
            )
        )  # fmt: skip
        self.recolour(tokens)

    def _line(self, name: str) -> GlyphRenderer:
        """Those of the second unit lie under the others and are paler: voltages jitter all over a chart."""
        second = {"y_range_name": "right", "line_width": 1, "line_alpha": 0.6}
        side: dict[str, Any] = second if name.startswith("right") else {"line_width": 1.5}
        return self.figure.line("at", name, source=self.source, **side)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        for name, glyph in self._glyphs.items():
            glyph.glyph.line_color = getattr(tokens, COLOURS[name[:-1]][int(name[-1])])
        self._dots.glyph.fill_color = getattr(tokens, COLOURS["left"][0])
        for limit in self._limits:
            limit.line_color = tokens.text_disabled

    def show(
        self, at: Instants, lines: Sequence[Line], time_zone: str, *, names: Sequence[str] | None = None,
        dots: NDArray[np.bool_] | None = None,
    ) -> None:  # fmt: skip
        """Show these lines, at most three a unit and two units.

        Args:
            at: UTC, ascending, shape (n,).
            lines: values of shape (n,).
            time_zone: IANA name of the zone of the axis.
            names: what the tooltip calls each point, such as its month, of at most MAX_POINTS; None for its instant.
            dots: which points of the first line stand out, of at most MAX_POINTS; None for none.
        """
        at, lines = thinned(at, lines)
        places = _places(lines)
        blank = np.full(len(at), np.nan)
        values = dict.fromkeys(self._glyphs, blank) | {name: line.values for name, line in places.items()}
        told = when(at, time_zone) if names is None else list(names)
        dot = blank if dots is None or "left0" not in places else np.where(dots, places["left0"].values, np.nan)
        words = _words(list(places.values()))
        self.source.data = {"at": utc_ms(at), "when": told, "words": words, "dot": dot, **values}
        self._fit(at, places, padding=0.01 if dots is None else 0.06)
        self.time_axis.fit(at, time_zone)
        units = list(dict.fromkeys(line.unit for line in lines))
        self.figure.yaxis[0].axis_label = units[0] if units else ""
        self._right.update(visible=len(units) > 1, axis_label=units[1] if len(units) > 1 else "")
        self._legend.items = [
            LegendItem(label=f"{line.name[:1].upper()}{line.name[1:]}, {line.unit}", renderers=[self._glyphs[name]])
            for name, line in places.items()
        ]
        length = sum(len(line.name) for line in lines)
        self._legend.ncols = 1 if length > LONG_LEGEND else "auto"

    def _fit(self, at: Instants, places: dict[str, Line], padding: float) -> None:
        """Each axis fits its own lines only; one that counts has no ticks between two whole numbers."""
        fit(self._x_range, utc_ms(at), padding=padding)
        for ticker, (side, fitted) in zip(self._tickers, self._ranges.items(), strict=True):
            values = [line.values for name, line in places.items() if name.startswith(side)]
            fit(fitted, *values, [])
            ticker.min_interval = float(all((np.isnan(one) | (one == np.round(one))).all() for one in values))


def _places(lines: Sequence[Line]) -> dict[str, Line]:
    """The slot of each line; a line for which there is none is left out."""
    units = list(dict.fromkeys(line.unit for line in lines))[:2]
    places: dict[str, Line] = {}
    for side, unit in zip(("left", "right"), units, strict=False):
        own = [line for line in lines if line.unit == unit][: len(COLOURS[side])]
        places |= {f"{side}{i}": line for i, line in enumerate(own)}
    return places


def _words(lines: Sequence[Line]) -> list[str]:
    """One line of text a point: every value with its name and unit."""
    if not lines:
        return []
    columns = [[f"{line.name}: {formats.quantity(v, line.unit, 2)}" for v in line.values.tolist()] for line in lines]
    return [" · ".join(parts) for parts in zip(*columns, strict=True)]


def thinned(at: Instants, lines: Sequence[Line]) -> tuple[Instants, list[Line]]:
    """Means of as many neighbours as bring a line to at most MAX_POINTS points; a gap of all of them stays a gap."""
    every = -(-len(at) // MAX_POINTS) if len(at) else 1
    if every == 1:
        return at, list(lines)
    whole = len(at) - len(at) % every

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        rows = values[:whole].reshape(-1, every)
        known = np.isfinite(rows)
        return np.where(known.any(axis=1), np.nansum(rows, axis=1) / np.maximum(known.sum(axis=1), 1), np.nan)

    return at[:whole:every], [Line(line.name, line.unit, mean(line.values)) for line in lines]
