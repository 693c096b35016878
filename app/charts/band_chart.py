"""BandChart: what was, and ahead of it the median (P50) with the band from P10 to P90; a line says where now is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    GlyphRenderer,
    HoverTool,
    Span,
)
from numpy.typing import NDArray

from app.charts.chart import Chart
from app.charts.fitting import empty_range, fit
from app.charts.numbers import number_labels
from app.charts.time_axis import Instants, TimeAxis, utc_ms, when
from app.theme import Tokens

BAND = ("p10", "p50", "p90")


class BandChart(Chart):
    """A curve behind, and a forecast of it ahead; tooltips tell the instant and some words.

    Args:
        tokens: colours.
        further: columns that `ahead` has besides those of the band.

    Attributes:
        past: columns "at" (ms), "when", "words", "value".
        ahead: columns "at", "when", "words", "p10", "p50", "p90" and the further ones.
    """

    def __init__(self, tokens: Tokens, further: Sequence[str] = ()) -> None:
        """Empty."""
        self._x_range, self._y_range = empty_range(), empty_range()
        super().__init__(tokens, x_axis_type="datetime", x_range=self._x_range, y_range=self._y_range)
        plot, texts = self.figure, ("at", "when", "words")
        self.time_axis = TimeAxis(plot)
        plot.yaxis.formatter = number_labels()
        self.past = ColumnDataSource({name: [] for name in (*texts, "value")})
        self.ahead = ColumnDataSource({name: [] for name in (*texts, *BAND, *further)})
        self._band = plot.varea("at", "p10", "p90", source=self.ahead, fill_alpha=0.2, legend_label="P10 to P90")
        self._past, self._middle = self._draw_lines()
        self._now = Span(location=0, dimension="height", line_width=1, line_dash=[2, 3], visible=False)
        plot.add_layout(self._now)
        plot.add_layout(plot.legend[0], "above")
        plot.legend.update(orientation="horizontal")
        for renderer in (self._past, self._middle):
            plot.add_tools(HoverTool(renderers=[renderer], mode="vline", tooltips=[("", "@when"), ("", "@words")]))

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._band.glyph.fill_color = tokens.accent
        self._middle.glyph.line_color = tokens.accent
        self._now.line_color = tokens.text_secondary

    # For subclasses --------------------------------------------------------------------------------------------------

    def _draw_lines(self) -> tuple[GlyphRenderer, GlyphRenderer]:
        """Draw what was and the median over the band, and what else there is; answer those two."""
        raise NotImplementedError

    def _give(
        self, past_at: Instants, past: NDArray[Any], past_words: Sequence[str], ahead_at: Instants,
        ahead: Mapping[str, NDArray[Any]], ahead_words: Sequence[str], time_zone: str,
    ) -> None:  # fmt: skip
        """Give the lines their points, and fit the axis of time to them."""
        self.past.data = {
            "at": utc_ms(past_at), "when": when(past_at, time_zone), "words": past_words, "value": past,
        }  # fmt: skip
        self.ahead.data = {
            "at": utc_ms(ahead_at), "when": when(ahead_at, time_zone), "words": ahead_words, **ahead,
        }  # fmt: skip
        fit(self._x_range, utc_ms(past_at), utc_ms(ahead_at), padding=0.01)
        self.time_axis.fit(np.concatenate([past_at, ahead_at]), time_zone)

    def _show_now(self, at: np.datetime64) -> float:
        """Put the line there; answers its place."""
        place = float(utc_ms([at])[0])
        self._now.update(location=place, visible=True)
        return place
