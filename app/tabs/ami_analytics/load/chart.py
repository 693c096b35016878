"""LoadChart: load over time with its bands and the outdoor temperature; DayStrip: all days, to choose a period from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from bokeh.events import RangesUpdate
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    BasicTicker,
    ColumnDataSource,
    HoverTool,
    LinearAxis,
    Range1d,
)
from numpy.typing import NDArray

from app import formats
from app.charts.chart import Brushed, Chart
from app.charts.fitting import empty_range, fit
from app.charts.numbers import number_labels
from app.charts.outage_bands import OutageBands
from app.charts.stack import move_along
from app.charts.time_axis import DAY_MS, DayAxis, TimeAxis, days_ms, instant_of, utc_ms, when
from app.theme import Tokens
from data_sources.history.scope import floats, instants

BANDS = ("min", "p5", "p95", "max")
FEW_DAYS = 12
COLUMNS = ("at", "when", "mean", *BANDS, "words")


class LoadChart(Chart):
    """The mean as a line, P5 to P95 and min to max as bands, gaps as gaps; wheel and drag move along the time.

    Args:
        tokens: colours.
        on_window: hears the UTC instants now seen, after a person moved or zoomed.
    """

    def __init__(self, tokens: Tokens, on_window: Callable[[np.datetime64, np.datetime64], None]) -> None:
        """Empty."""
        self._left, self._degrees = empty_range(), empty_range()
        super().__init__(tokens, x_axis_type="datetime", x_range=Range1d(start=0, end=DAY_MS), y_range=self._left)
        self._on_window = on_window
        plot = self.figure
        self.source = ColumnDataSource({name: [] for name in COLUMNS})
        self.weather = ColumnDataSource({"at": [], "temperature": []})
        plot.extra_y_ranges = {"right": self._degrees}
        self._right = LinearAxis(y_range_name="right", axis_label="Outdoor temperature, °C", visible=False)
        plot.add_layout(self._right, "right")
        self.time_axis = TimeAxis(plot)
        plot.yaxis[0].formatter = number_labels()
        self.bands = OutageBands(plot)
        self._outer = plot.varea(x="at", y1="min", y2="max", source=self.source, legend_label="Min to max")
        self._inner = plot.varea(x="at", y1="p5", y2="p95", source=self.source, legend_label="P5 to P95")
        self._line = plot.line("at", "mean", source=self.source, line_width=1.8, legend_label="Mean load")
        self._warm = plot.line(
            "at", "temperature", source=self.weather, line_width=1.2, line_dash=[5, 3], y_range_name="right",
            legend_label="Outdoor temperature",
        )  # fmt: skip
        plot.add_layout(plot.legend[0], "above")
        plot.legend.orientation = "horizontal"
        self._legend: Any = plot.legend[0]
        self._items: list[Any] = list(self._legend.items)
        move_along(plot, self._line)
        plot.on_event(RangesUpdate, self._moved)
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self.bands.recolour(tokens)
        self._line.glyph.line_color = tokens.accent
        self._outer.glyph.update(fill_color=tokens.accent, fill_alpha=0.12)
        self._inner.glyph.update(fill_color=tokens.accent, fill_alpha=0.22)
        self._warm.glyph.line_color = tokens.attention
        self._right.update(axis_label_text_color=tokens.attention, major_label_text_color=tokens.attention)

    def look_at(self, first: np.datetime64, end: np.datetime64, time_zone: str) -> None:
        """Show the time between two UTC instants; nothing is heard of it."""
        self.time_axis.look_at(first, end, time_zone)

    def show(
        self, load: pa.Table, weather: pa.Table | None, time_zone: str, *, has_bands: bool, is_large: bool
    ) -> None:
        """Show the rows of `history.loads.load`.

        Args:
            load: by bucket.
            weather: observed_at and temperature_c; None for no overlay.
            time_zone: IANA name of the zone of the axis.
            has_bands: whether points are buckets of several intervals whose spread is wanted.
            is_large: the axis counts in MW.
        """
        at, unit, scale = instants(load["start_at"]), ("MW" if is_large else "kW"), (1e-3 if is_large else 1.0)
        values = {name: floats(load[f"{name}_kw"]) * scale for name in ("mean", *BANDS)}
        if not has_bands:
            values |= {name: np.full(len(at), np.nan) for name in BANDS}
        self.source.data = {
            "at": utc_ms(at), "when": when(at, time_zone),
            "words": _words(values, unit, has_bands), **values,
        }  # fmt: skip
        fit(self._left, *values.values(), padding=0.08)
        self.figure.yaxis[0].axis_label = f"Load, {unit}"
        bands = (self._outer, self._inner)
        hidden = [glyph for glyph in bands if not has_bands] + ([self._warm] if weather is None else [])
        self._legend.items = [item for item in self._items if item.renderers[0] not in hidden]
        self._show_weather(weather)

    def _show_weather(self, weather: pa.Table | None) -> None:
        self._right.visible = self._warm.visible = weather is not None and weather.num_rows > 0
        if weather is None:
            self.weather.data = {"at": [], "temperature": []}
        else:
            at = utc_ms(instants(weather["observed_at"]))
            temperature = floats(weather["temperature_c"])
            fit(self._degrees, temperature, padding=0.5)
            self.weather.data = {"at": at, "temperature": temperature}

    def _moved(self, event: Any) -> None:
        if event.x0 is not None and event.x1 is not None:
            self._on_window(instant_of(event.x0), instant_of(event.x1))


class DayStrip(Chart):
    """Energy of every day there is, as bars; dragging over some chooses them.

    Args:
        tokens: colours.
        on_days: hears the first day and the day after the last one.
    """

    def __init__(self, tokens: Tokens, on_days: Callable[[dt.date, dt.date], None]) -> None:
        """Empty."""
        self._x_range, self._y_range = empty_range(), empty_range()
        super().__init__(tokens, x_axis_type="datetime", x_range=self._x_range, y_range=self._y_range)
        self._on_days = on_days
        plot = self.figure
        self.source = ColumnDataSource({"day": [], "energy": [], "words": []})
        self.period = ColumnDataSource({"left": [], "right": []})
        self._day_axis = DayAxis(plot, few=FEW_DAYS)
        plot.xgrid.visible = False
        plot.yaxis.ticker = BasicTicker(desired_num_ticks=3, num_minor_ticks=0)
        plot.yaxis.formatter = number_labels()
        self._chosen = plot.vstrip(x0="left", x1="right", source=self.period, line_color=None)
        self._bars = plot.vbar(x="day", top="energy", width=0.8 * DAY_MS, source=self.source, line_color=None)
        self._bars.update(nonselection_glyph=None, selection_glyph=None)
        hover = HoverTool(
            renderers=[self._bars], mode="vline", tooltips=[("", "@day{%a %d %b %Y}"), ("", "@words")],
            formatters={"@day": "datetime"},
        )  # fmt: skip
        plot.add_tools(hover)
        self.let_brush()
        self.param.watch(lambda event: self._choose(event.new), "brushed")
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._bars.glyph.update(fill_color=tokens.text_secondary, fill_alpha=0.75)
        self._chosen.glyph.update(fill_color=tokens.accent, fill_alpha=0.25)

    def show(self, days: pa.Table) -> None:
        """Show reading_day and energy_delivered_kwh of every day."""
        energy = floats(days["energy_delivered_kwh"])
        scale = formats.energy_scale(float(np.nanmax(energy, initial=0.0)))
        at = days_ms(days["reading_day"].to_pylist())
        self._day_axis.show(at)
        self.source.data = {
            "day": at, "energy": energy * scale.factor, "words": [scale.quantity(kwh) for kwh in energy.tolist()]
        }  # fmt: skip
        fit(self._y_range, energy * scale.factor, padding=0.08, floor=0.0)
        self._fit_days()
        self.figure.yaxis[0].axis_label = f"{scale.unit} a day"

    def mark(self, first_day: dt.date, end_day: dt.date) -> None:
        """Shade the period."""
        edges = days_ms([first_day, end_day]) - DAY_MS / 2
        self.period.data = {"left": [float(edges[0])], "right": [float(edges[1])]}
        self._fit_days()

    def _fit_days(self) -> None:
        """All days that there are, and the period chosen."""
        at, half = np.asarray(self.source.data["day"], float), 0.4 * DAY_MS
        fit(self._x_range, at - half, at + half, self.period.data["left"], self.period.data["right"], padding=0.01)

    def _choose(self, brushed: Brushed | None) -> None:
        """The days whose middles were dragged over, at least one; days stand on the axis without a zone."""
        if brushed is not None:
            first, last = ((at + np.timedelta64(12, "h")).astype("datetime64[D]").astype(object) for at in brushed)
            self._on_days(first, last + dt.timedelta(days=1))


def _words(values: dict[str, NDArray[np.float64]], unit: str, has_bands: bool) -> list[str]:
    def line(i: int) -> str:
        text = f"Mean {formats.quantity(float(values['mean'][i]), unit, 2)}"
        if has_bands and np.isfinite(values["p5"][i]):
            parts = " · ".join(f"{name.upper() if name[0] == 'p' else name} {values[name][i]:,.2f}" for name in BANDS)
            text += f" · {parts} {unit}"
        return text

    return [line(i) for i in range(len(values["mean"]))]
