"""DurationCurve: for what share of a period a load was at least so high, the highest first."""

from __future__ import annotations

import numpy as np
from bokeh.models import ColumnDataSource, HoverTool, Range1d, Span  # type: ignore[attr-defined]
from numpy.typing import NDArray

from app.charts.chart import Chart
from app.charts.fitting import empty_range, fit
from app.charts.numbers import number_labels
from app.theme import Tokens

MOST = 400  # points; more are thinned, both ends among them


class DurationCurve(Chart):
    """The curve, over the rating as a dashed line.

    Args:
        tokens: colours.
    """

    def __init__(self, tokens: Tokens) -> None:
        """Empty."""
        self._y_range = empty_range()
        super().__init__(tokens, x_range=Range1d(start=0, end=100), y_range=self._y_range)
        self.source = ColumnDataSource({"share": [], "load": []})
        self._rating = Span(location=100, dimension="width", line_dash=[4, 4], line_width=1)
        self.figure.add_layout(self._rating)
        self._glyph = self.figure.line("share", "load", source=self.source, line_width=1.5)
        self.figure.xaxis.update(axis_label="% of the time", formatter=number_labels())
        self.figure.yaxis.update(axis_label="Load, % of rating", formatter=number_labels())
        tip = [("Load", "@load{0.0} % of rating"), ("At least for", "@share{0.0} % of the time")]
        self.figure.add_tools(HoverTool(renderers=[self._glyph], mode="vline", tooltips=tip))
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._glyph.glyph.line_color = tokens.accent
        self._rating.line_color = tokens.text_disabled

    def show(self, share_pct: NDArray[np.float64], load_pct: NDArray[np.float64]) -> None:
        """Show a curve.

        Args:
            share_pct: of the time, ascending, shape (n,).
            load_pct: of rating, falling, shape (n,).
        """
        count = len(share_pct)
        chosen = np.unique(np.linspace(0, max(count - 1, 0), min(count, MOST)).round().astype(np.int64))
        self.source.data = {"share": share_pct[chosen], "load": load_pct[chosen]}
        fit(self._y_range, load_pct, [100.0], floor=0.0)
