"""Charts of the findings views that are no time lines: bars by day, ranked bars.

Each is a Bokeh figure with sources that change; nothing is made anew, so that a re-query never flickers. Days stand on
the axis as the utility's own dates (midnight UTC of the date), since they are dates already when they get here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    DataRange1d,
    DatetimeTickFormatter,
    FactorRange,
    GlobalInlineStyleSheet,
    HoverTool,
    NumeralTickFormatter,
)
from bokeh.plotting import figure
from numpy.typing import NDArray

from app.theme import Tokens
from layers.colour import hexadecimal, mixed, rgb

FONT = "Roboto, sans-serif"
# Legends and tooltips; texts on the canvas, in em of 13 px, grow by a rule in assets/page.html.
FONT_SIZE = "calc(12px * var(--flux-scale, 1))"
DAY_MS = 86_400_000.0


@dataclass(frozen=True, slots=True)
class Bars:
    """One kind of bar.

    Attributes:
        key: the column.
        label: in the legend and the tooltip, with its unit.
        colour: name of a token.
    """

    key: str
    label: str
    colour: str


class Chart:
    """Base: a figure in the room's colours.

    Attributes:
        figure: the Bokeh figure, to be placed once.
    """

    def __init__(self, tokens: Tokens, **options: Any) -> None:
        """Draws an empty figure."""
        options = {
            "tools": "",
            "toolbar_location": None,
            "sizing_mode": "stretch_both",
            "min_border": 4,
            "min_border_right": 34,
            **options,
        }
        self.figure = figure(output_backend="canvas", **options)
        self._page_style = GlobalInlineStyleSheet(css="")
        self.figure.stylesheets = [self._page_style]
        self.tokens = tokens

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self.tokens = tokens
        dress(self.figure, tokens, self._page_style)


def dress(plot: figure, tokens: Tokens, page_style: GlobalInlineStyleSheet) -> None:
    """Surface, axes, grid, legend and tooltips in the colours of the room."""
    faint = _mix(tokens.surface, tokens.line, 0.7)
    plot.update(
        background_fill_color=tokens.surface, border_fill_color=tokens.surface, outline_line_color=None,
        styles={"background-color": tokens.surface},
    )  # fmt: skip
    for axis in plot.axis:
        axis.update(
            axis_line_color=tokens.line, major_tick_line_color=tokens.line, minor_tick_line_color=None,
            major_label_text_color=tokens.text_secondary, major_label_text_font=FONT,
            major_label_text_font_size="1em", axis_label_text_color=tokens.text_secondary,
            axis_label_text_font=FONT, axis_label_text_font_size="1em", axis_label_text_font_style="normal",
        )  # fmt: skip
    for grid in plot.grid:
        grid.grid_line_color = faint
    for legend in plot.legend:
        legend.update(
            label_text_color=tokens.text_secondary, label_text_font=FONT, label_text_font_size="1em",
            background_fill_color=tokens.surface, background_fill_alpha=0.0, border_line_color=None, padding=0,
            margin=0, spacing=12, glyph_width=14, glyph_height=14, label_standoff=4, styles={"font-size": FONT_SIZE},
        )  # fmt: skip
    page_style.css = (
        f".bk-Tooltip {{ --background-color: {tokens.raised}; --color: {tokens.text};"
        f" --divider-color: {tokens.line}; font: {FONT_SIZE} {FONT}; border-radius: 8px; }}"
    )


class DayBars(Chart):
    """Stacked bars by day; a day without a row has no bar.

    Args:
        bars: from the axis up.
        unit: of the height, for the axis.
        tokens: colours.
        decimals: of the figures in the tooltip.
    """

    def __init__(self, bars: Sequence[Bars], unit: str, tokens: Tokens, *, decimals: int = 0) -> None:
        """Empty."""
        super().__init__(tokens, x_axis_type="datetime", y_range=DataRange1d(start=0, range_padding=0.08))
        self._bars = bars
        self.source = ColumnDataSource({"day": [], **{bar.key: [] for bar in bars}})
        plot = self.figure
        plot.xaxis.formatter = day_format()
        plot.yaxis.axis_label = unit
        plot.yaxis.formatter = NumeralTickFormatter(format="0,0.[00]")
        plot.xgrid.visible = False
        several = {"legend_label": [bar.label for bar in bars]} if len(bars) > 1 else {}
        self._glyphs = plot.vbar_stack(
            [bar.key for bar in bars], x="day", width=0.72 * DAY_MS, source=self.source, line_color=None, **several
        )
        if several:
            plot.add_layout(plot.legend[0], "above")
            plot.legend.orientation = "horizontal"
        form = "0,0" + ("." + "0" * decimals if decimals else "")
        lines = [("Day", "@day{%a %d %b %Y}"), *((bar.label, f"@{bar.key}{{{form}}}") for bar in bars)]
        plot.add_tools(
            HoverTool(tooltips=lines, formatters={"@day": "datetime"}, mode="vline", renderers=[self._glyphs[-1]])
        )
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        for bar, glyph in zip(self._bars, self._glyphs, strict=True):
            glyph.glyph.fill_color = getattr(tokens, bar.colour)

    def show(self, days: Sequence[Any], values: Mapping[str, Any]) -> None:
        """Show these days (dates or datetime64) with a value for each bar."""
        self.source.data = {"day": day_ms(days), **{bar.key: np.asarray(values[bar.key], float) for bar in self._bars}}


class RankBars(Chart):
    """Horizontal bars, the longest on top, with the figure's exact value on hover; a click tells the name.

    Args:
        label: what is measured, with its unit.
        tokens: colours.
    """

    def __init__(self, label: str, tokens: Tokens) -> None:
        """Empty."""
        self._names = FactorRange(factors=[])
        super().__init__(tokens, y_range=self._names, x_range=DataRange1d(range_padding=0.06))
        self.source = ColumnDataSource({"name": [], "value": [], "note": []})
        plot = self.figure
        plot.x_range.update(only_visible=True)
        plot.ygrid.visible = False
        plot.xaxis.formatter = NumeralTickFormatter(format="0,0.[0]")
        self._glyph = plot.hbar(y="name", right="value", left=0, height=0.68, source=self.source, line_color=None)
        plot.add_tools(
            HoverTool(tooltips=[("Feeder", "@name"), (label, "@value{0,0.00}"), ("", "@note")], renderers=[self._glyph])
        )
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._glyph.glyph.fill_color = _mix(tokens.surface, tokens.accent, 0.75)

    def show(self, names: Sequence[str], values: Sequence[float], notes: Sequence[str]) -> None:
        """Show these, given from the longest bar down."""
        self._names.factors = list(reversed(names))
        self.source.data = {"name": list(names), "value": list(values), "note": list(notes)}


def day_format() -> DatetimeTickFormatter:
    """Days on an axis: `22 Nov`. A new one for each figure, since a Bokeh model belongs to one session."""
    return DatetimeTickFormatter(days="%d %b", months="%b %Y", hours="%d %b", years="%Y")


def day_ms(days: Sequence[Any] | NDArray[Any]) -> NDArray[np.float64]:
    """Dates as the milliseconds that Bokeh's axis counts in."""
    return np.asarray(days, dtype="datetime64[D]").astype("datetime64[ms]").astype(np.float64)


def _mix(under: str, over: str, share: float) -> str:
    return hexadecimal(mixed(rgb(under), rgb(over), share))


def shades(tokens: Tokens, over: str, count: int) -> list[str]:
    """Colours from nearly the surface to a token's own, evenly spaced."""
    return [_mix(tokens.surface, getattr(tokens, over), share) for share in np.linspace(0.12, 1.0, count)]
