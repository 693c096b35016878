"""A result's chart: elements of HoloViews in the look of all charts; gaps stay gaps, at most six lines. No view.

A line over time shows the utility's own clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import holoviews as hv
import holoviews.plotting.bokeh  # makes it draw with Bokeh, without a page of its own
import numpy as np
import pyarrow as pa
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    BasicTicker,
    DatetimeTickFormatter,
    GlobalInlineStyleSheet,
    HoverTool,
)
from bokeh.plotting import figure

from app import formats
from app.assistant.results import ChartSpec, ToolResult
from app.charts.chart import dress
from app.charts.numbers import number_labels
from app.chat.source_html import column_of
from app.theme import Tokens
from app.widgets.column import Column
from app.widgets.html import Markup

hv.Store.set_current_backend("bokeh")

MOST_LINES: Final = 6
MOST_BARS: Final = 20
MOST_POINTS: Final = 5000
LINE_COLOURS: Final = ("accent", "attention", "good", "meter", "warning", "text_secondary")
ROOM: Final = 0.06  # over the highest


def chart_of(result: ToolResult, tokens: Tokens, zone: str) -> figure | None:
    """The figure of a result's chart; None where there is nothing to draw.

    Args:
        result: with its chart.
        tokens: colours.
        zone: IANA name of the zone of a time axis.
    """
    spec = result.chart
    if spec is None or not result.table.num_rows:
        return None
    names = set(result.table.column_names)
    if spec.x not in names or not set(spec.y) <= names:
        return None
    made = _DRAWN[spec.kind](result, spec, tokens, zone)
    return None if made is None else _rendered(made, tokens)


def bars_of(result: ToolResult) -> int:
    """How many bars a chart has, where it has any: it is as high as they need."""
    is_bar = result.chart is not None and result.chart.kind == "bar"
    return min(result.table.num_rows, MOST_BARS) if is_bar else 0


def _line(result: ToolResult, spec: ChartSpec, tokens: Tokens, zone: str) -> Any:
    x, x_label, is_time = _axis(result, spec.x, zone)
    x_label = x_label.replace("From", "Time", 1) if is_time and x_label.startswith("From") else x_label
    curves = []
    for place, key in enumerate(spec.y[:MOST_LINES]):
        y = _numbers(result.table[key])
        if np.isfinite(y).any():
            column = column_of(result, key)
            curve = hv.Curve((x, y), hv.Dimension("x", label=x_label), hv.Dimension(f"y{place}", label=column.heading),
                             label=column.title)  # fmt: skip
            curves.append(curve.opts(color=getattr(tokens, LINE_COLOURS[place]), line_width=1.5, tools=[_hover(
                column, x_label, f"y{place}", is_time=is_time
            )]))  # fmt: skip
    if not curves:
        return None
    return hv.Overlay(curves).opts(show_legend=len(curves) > 1, legend_position="top", ylabel=_label(result, spec.y))


def _bar(result: ToolResult, spec: ChartSpec, tokens: Tokens, zone: str) -> Any:
    """Horizontal, the first on top: names are read."""
    key, column = spec.y[0], column_of(result, spec.y[0])
    values = _numbers(result.table[key])[:MOST_BARS]
    names = _names(result, spec.x, zone)
    if not np.isfinite(values).any():
        return None
    shown = [(name, value) for name, value in zip(names, values.tolist(), strict=True)][::-1]
    bars = hv.Bars(shown, hv.Dimension("x", label=column_of(result, spec.x).title),
                   hv.Dimension("y0", label=column.heading))  # fmt: skip
    return bars.opts(
        invert_axes=True, color=tokens.accent, line_color=None, bar_width=0.62, xlabel="", ylabel=column.heading,
        tools=[_hover(column, column_of(result, spec.x).title, "y0", is_time=False)],
    )  # fmt: skip


def _names(result: ToolResult, key: str, zone: str) -> list[str]:
    """Of the bars, as the table writes them: `Nov 2026`, not the first of a month."""
    column = next((one for one in result.columns if one.key == key), None)
    rows = result.table.slice(0, MOST_BARS).to_pylist()
    written = [row[key] if column is None else column.cell(row, zone) for row in rows]
    return [
        formats.NOTHING if row[key] is None else str(row[key] if isinstance(one, Markup) else one)
        for row, one in zip(rows, written, strict=True)
    ]


def _scatter(result: ToolResult, spec: ChartSpec, tokens: Tokens, zone: str) -> Any:
    x, x_label, is_time = _axis(result, spec.x, zone)
    column = column_of(result, spec.y[0])
    y = _numbers(result.table[spec.y[0]])
    if not np.isfinite(y).any():
        return None
    points = hv.Scatter((x[:MOST_POINTS], y[:MOST_POINTS]), hv.Dimension("x", label=x_label),
                        hv.Dimension("y0", label=column.heading))  # fmt: skip
    return points.opts(color=tokens.accent, size=5, alpha=0.7, line_color=None, ylabel=column.heading,
                       tools=[_hover(column, x_label, "y0", is_time=is_time)])  # fmt: skip


_DRAWN: Final[Mapping[str, Callable[[ToolResult, ChartSpec, Tokens, str], Any]]] = {
    "line": _line, "bar": _bar, "scatter": _scatter,
}  # fmt: skip


def _axis(result: ToolResult, key: str, zone: str) -> tuple[Any, str, bool]:
    """Values, label, and whether they are instants: those are shown by the utility's clock."""
    column, label = result.table[key], column_of(result, key).heading
    if pa.types.is_timestamp(column.type):
        at = [None if one is None else one if one.tzinfo is None else one.astimezone(formats.zone(zone))
              for one in column.to_pylist()]  # fmt: skip
        last = next((one for one in reversed(at) if one is not None and one.tzinfo is not None), None)
        naive = np.array([np.datetime64("NaT") if one is None else one.replace(tzinfo=None) for one in at],
                         "datetime64[us]")  # fmt: skip
        return naive, f"{label}, {formats.zone_label(last)}" if last is not None else label, True
    if pa.types.is_date(column.type):
        return np.array(column.to_pylist(), "datetime64[D]").astype("datetime64[us]"), label, True
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return [str(one) for one in column.to_pylist()], label, False
    return _numbers(column), label, False


def _numbers(column: pa.ChunkedArray) -> Any:
    """As floats; NaN for what is not known."""
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_decimal(column.type)):
        return np.full(len(column), np.nan)
    return column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)


def _label(result: ToolResult, keys: Sequence[str]) -> str:
    """The unit of several, or what one is."""
    columns = [column_of(result, key) for key in keys]
    units = {one.unit or ("%" if one.kind == "share" else "") for one in columns}
    return columns[0].heading if len(columns) == 1 else ", ".join(sorted(units - {""}))


def _hover(column: Column, x_label: str, name: str, *, is_time: bool) -> HoverTool:
    digits = "0" * column.decimals
    unit = column.unit or ("%" if column.kind == "share" else "")
    x = "@x{%a %d %b %Y %H:%M}" if is_time else "@x"
    tooltips = [(x_label, x), (column.title, f"@{name}{{0,0{'.' + digits if digits else ''}}} {unit}".rstrip())]
    return HoverTool(tooltips=tooltips, formatters={"@x": "datetime"} if is_time else {})


def _clock_format() -> DatetimeTickFormatter:
    """Times as everywhere on the page: the clock, and the day below the first and each midnight."""
    day, month = "%d %b", "%b %Y"
    return DatetimeTickFormatter(
        minutes="%H:%M", hourmin="%H:%M", hours="%H:%M", days=day, months=month, years="%Y",
        context=DatetimeTickFormatter(
            minutes=f"{day} %Y", hourmin=f"{day} %Y", hours=f"{day} %Y", days="%Y", months="", years=""
        ),
        context_which="start", hide_repeats=True, boundary_scaling=True,
    )  # fmt: skip


def _rendered(element: Any, tokens: Tokens) -> figure:
    """As a Bokeh figure in the room's colours."""
    shown = element.opts(responsive=True, toolbar=None, default_tools=[], title="", axiswise=True)
    made = hv.render(shown, backend="bokeh")
    made.update(
        output_backend="canvas", min_border=4, min_border_right=24,
        js_event_callbacks={},  # HoloViews' own reset is code in the page, which its policy forbids; nothing resets
    )  # fmt: skip
    for axis in (*made.xaxis, *made.yaxis):
        if type(axis).__name__ == "LinearAxis":
            axis.update(formatter=number_labels(), ticker=BasicTicker(desired_num_ticks=5))
        elif type(axis).__name__ == "DatetimeAxis":
            axis.formatter = _clock_format()
    page_style = GlobalInlineStyleSheet(css="")
    made.stylesheets = [page_style]
    dress(made, tokens, page_style)
    return made
