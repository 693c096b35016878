"""StormCurve: customers out since a storm began, and ahead the median with its band; a line says where now is."""

from __future__ import annotations

import numpy as np
from bokeh.models import GlyphRenderer, Label  # type: ignore[attr-defined]  # the stubs leave some of them out

from app import formats
from app.charts.band_chart import BAND, BandChart
from app.charts.chart import FONT
from app.charts.fitting import fit
from app.charts.time_axis import Instants
from app.theme import Tokens
from data_sources.analytics.storm.forecast import CurveForecast

NO_FORECAST = CurveForecast(*(np.empty(0) for _ in CurveForecast._fields))


class StormCurve(BandChart):
    """The curve.

    Args:
        tokens: colours.
    """

    def __init__(self, tokens: Tokens) -> None:
        """Empty."""
        super().__init__(tokens)
        self.figure.yaxis.axis_label = "Customers out"
        self._label = Label(
            x=0, y=0, y_units="screen", x_offset=4, text="now", visible=False, text_font=FONT, text_font_size="0.92em"
        )
        self.figure.add_layout(self._label)
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._past.glyph.line_color = tokens.bad
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
        known = forecast or NO_FORECAST
        ahead_at: Instants = now.astype("datetime64[ms]") + (known.minutes * 60_000).astype("timedelta64[ms]")
        ahead = dict(zip(BAND, known[1:], strict=True))
        said = [f"{formats.count_of(count, 'customer')} out" for count in out.tolist()]
        self._give(at, out, said, ahead_at, ahead, _words(known), time_zone)
        fit(self._y_range, out, known.p90, [0.0], padding=0.08, floor=0.0)
        self._label.update(x=self._show_now(now), visible=True)

    def _draw_lines(self) -> tuple[GlyphRenderer, GlyphRenderer]:
        plot = self.figure
        past = plot.step("at", "value", source=self.past, line_width=2, mode="after", legend_label="Actual")
        middle = plot.line(
            "at", "p50", source=self.ahead, line_width=2, line_dash=[6, 4],
            legend_label="Forecast (median), confirmed only",
        )  # fmt: skip
        return past, middle


def _words(forecast: CurveForecast) -> list[str]:
    """The tooltip of each instant ahead."""
    return [
        f"Forecast {formats.number(p50)} customers out ({formats.number(p10)} to {formats.number(p90)})"
        for p10, p50, p90 in zip(*(one.tolist() for one in forecast[1:]), strict=True)
    ]
