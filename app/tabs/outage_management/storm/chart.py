"""StormCurve: customers out since a storm began, and ahead the median with its band; a line says where now is."""

from __future__ import annotations

import numpy as np
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    HoverTool,
    Label,
    Span,
)

from app import formats
from app.charts.chart import FONT, Chart
from app.charts.fitting import empty_range, fit
from app.charts.numbers import number_labels
from app.charts.time_axis import Instants, TimeAxis, utc_ms, when
from app.theme import Tokens
from data_sources.analytics.storm.forecast import CurveForecast

NOTHING: dict[str, list[float]] = {"at": [], "when": [], "words": []}


class StormCurve(Chart):
    """The curve.

    Args:
        tokens: colours.
    """

    def __init__(self, tokens: Tokens) -> None:
        """Empty."""
        self._x_range, self._y_range = empty_range(), empty_range()
        super().__init__(tokens, x_axis_type="datetime", x_range=self._x_range, y_range=self._y_range)
        plot = self.figure
        self.time_axis = TimeAxis(plot)
        plot.yaxis.update(formatter=number_labels(), axis_label="Customers out")
        self.past = ColumnDataSource({**NOTHING, "out": []})
        self.ahead = ColumnDataSource({**NOTHING, "p10": [], "p50": [], "p90": []})
        self._band = plot.varea("at", "p10", "p90", source=self.ahead, fill_alpha=0.2, legend_label="P10 to P90")
        self._past = plot.step("at", "out", source=self.past, line_width=2, mode="after", legend_label="Actual")
        self._middle = plot.line(
            "at",
            "p50",
            source=self.ahead,
            line_width=2,
            line_dash=[6, 4],
            legend_label="Forecast (median), confirmed only",
        )
        self._now = Span(location=0, dimension="height", line_width=1, line_dash=[2, 3], visible=False)
        self._label = Label(
            x=0, y=0, y_units="screen", x_offset=4, text="now", visible=False, text_font=FONT, text_font_size="0.92em"
        )
        plot.add_layout(self._now)
        plot.add_layout(self._label)
        plot.add_layout(plot.legend[0], "above")
        plot.legend.update(orientation="horizontal")
        for renderer in (self._past, self._middle):
            plot.add_tools(HoverTool(renderers=[renderer], mode="vline", tooltips=[("", "@when"), ("", "@words")]))
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._band.glyph.fill_color = tokens.accent
        self._middle.glyph.line_color = tokens.accent
        self._past.glyph.line_color = tokens.bad
        self._now.line_color = tokens.text_secondary
        self._label.text_color = tokens.text_secondary

    def show(
        self, at: Instants, out: np.ndarray, now: np.datetime64, forecast: CurveForecast | None, time_zone: str
    ) -> None:
        """Show these.

        Args:
            at: instants of the record, UTC, ascending, shape (n,).
            out: customers out at each of them, shape (n,).
            now: end of the record, beginning of the forecast, UTC.
            forecast: what is ahead; None where nothing can be told.
            time_zone: IANA name of the zone of the axis.
        """
        self.past.data = {
            "at": utc_ms(at), "when": when(at, time_zone), "out": out,
            "words": [f"{formats.count_of(count, 'customer')} out" for count in out.tolist()],
        }  # fmt: skip
        ahead_at = self._show_ahead(now, forecast, time_zone)
        fit(self._x_range, utc_ms(at), utc_ms(ahead_at), padding=0.01)
        fit(self._y_range, out, self.ahead.data["p90"], [0.0], padding=0.08, floor=0.0)  # type: ignore[arg-type]
        self.time_axis.fit(np.concatenate([at, ahead_at]), time_zone)
        place = float(utc_ms([now])[0])
        self._now.update(location=place, visible=True)
        self._label.update(x=place, visible=True)

    def _show_ahead(self, now: np.datetime64, forecast: CurveForecast | None, time_zone: str) -> Instants:
        if forecast is None:
            self.ahead.data = {**NOTHING, "p10": [], "p50": [], "p90": []}
            return np.array([now], "datetime64[ms]")
        at: Instants = now.astype("datetime64[ms]") + (forecast.minutes * 60_000).astype("timedelta64[ms]")
        words = [
            f"Forecast {formats.number(p50)} customers out ({formats.number(p10)} to {formats.number(p90)})"
            for p10, p50, p90 in zip(*(one.tolist() for one in forecast[1:]), strict=True)
        ]
        self.ahead.data = {
            "at": utc_ms(at), "when": when(at, time_zone), "words": words, "p10": forecast.p10, "p50": forecast.p50,
            "p90": forecast.p90,
        }  # fmt: skip
        return at
