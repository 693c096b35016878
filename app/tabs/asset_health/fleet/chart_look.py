"""ChartLook: how a chart that HoloViews draws looks: the product's colours, its axes, and the box of its brush."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import holoviews as hv
import numpy as np
from bokeh.document import Document
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    BasicTicker,
    BoxAnnotation,
    BoxSelectTool,
    FixedTicker,
    GlobalInlineStyleSheet,
)
from bokeh.plotting import figure

from app import formats
from app.charts.chart import dress
from app.charts.numbers import number_labels
from app.tabs.asset_health.fleet.axes import Axes, Axis
from app.theme import Tokens
from layers.colours.colour import hexadecimal, rgb
from layers.colours.palette import palette
from layers.reductions import STEPS

DECADES: Final = range(-9, 13)
LONGEST_WHOLE: Final = 3  # of powers of ten, without a letter
HEADROOM: Final = 1.06  # over the highest bar
DRAWN_OVER: Final = "overlay"

Bounds = tuple[float, ...]


class ChartLook:
    """One chart's look; it holds no rows.

    Args:
        part: "histogram" or "scatter".
        tokens: colours.
        axes: answers what is shown.
    """

    def __init__(self, part: str, tokens: Tokens, axes: Callable[[], Axes]) -> None:
        """Nothing is drawn yet."""
        self.part, self.tokens, self._axes = part, tokens, axes
        self._figure: figure | None = None
        self._bounds: Bounds | None = None
        self._page_style = GlobalInlineStyleSheet(css="")
        self._box = BoxAnnotation(visible=False)

    @property
    def options(self) -> dict[str, Any]:
        """Of the element that is linked."""
        if self.part == "histogram":
            return {"fill_color": self.tokens.accent, "line_color": None}
        clear = {"min": "transparent"}
        return {"cmap": ramp(self.tokens), "clim": (0.5, STEPS + 0.5), "clipping_colors": clear, "colorbar": False}

    @property
    def overlay_options(self) -> Any:
        """Of all and of what is brushed, laid over each other."""
        return hv.opts.Overlay(
            hooks=[self._dress],
            responsive=True,
            toolbar=None,
            apply_ranges=False,
            show_legend=False,
            padding=0,
            default_tools=[],
            active_tools=["box_select"],
        )

    @property
    def document(self) -> Document | None:
        """Of the page that it is drawn on; None before."""
        return None if self._figure is None else self._figure.document

    def mark(self, bounds: Bounds | None) -> None:
        """Show where it is brushed: low and high of the histogram, west, south, east, north of the scatter."""
        self._bounds = bounds
        if bounds is None:
            self._box.visible = False
        elif self.part == "histogram":
            self._box.update(left=bounds[0], right=bounds[1], visible=True)
        else:
            self._box.update(left=bounds[0], bottom=bounds[1], right=bounds[2], top=bounds[3], visible=True)

    def _dress(self, plot: Any, element: Any) -> None:
        """After HoloViews has drawn: once the figure's own look, each time the axes."""
        if plot.state is not self._figure:
            self._figure = plot.state
            self._dress_figure(plot.state)
        axes = self._axes()
        x, y = (axes.h, None) if self.part == "histogram" else (axes.x, axes.y)
        _fit(plot.state.x_range, plot.state.xaxis[0], x)
        if y is not None:
            _fit(plot.state.y_range, plot.state.yaxis[0], y)
            for axis, shown in ((plot.state.xaxis[0], x), (plot.state.yaxis[0], y)):
                axis.axis_label = shown.quantity.unit  # the choices over the chart name the quantities
        else:
            highest = float(np.max(element.get(0).dimension_values(1), initial=1.0))
            plot.state.y_range.update(start=0.0, end=highest * HEADROOM)
            ticker = BasicTicker(desired_num_ticks=4)
            plot.state.yaxis[0].update(axis_label=None, formatter=number_labels(), ticker=ticker)

    def _dress_figure(self, shown: figure) -> None:
        shown.update(
            stylesheets=[self._page_style], min_border=4, min_border_right=36, output_backend="canvas",
            js_event_callbacks={},  # HoloViews' own reset is code in the page, which its policy forbids; nothing resets
        )  # fmt: skip
        tool = BoxSelectTool(
            dimensions="width" if self.part == "histogram" else "both", continuous=False, persistent=False
        )
        shown.toolbar.tools = [tool]
        shown.toolbar.active_drag = tool
        self._box = BoxAnnotation(
            visible=False, fill_color=self.tokens.attention, fill_alpha=0.08, line_color=self.tokens.attention,
            line_width=1, level=DRAWN_OVER,
        )  # fmt: skip
        shown.add_layout(self._box)
        self.mark(self._bounds)
        dress(shown, self.tokens, self._page_style)


def ramp(tokens: Tokens) -> list[str]:
    """Colours of how many lie in a pixel, from few to many: from quiet to the accent."""
    is_dark = sum(rgb(tokens.background)) < sum(rgb(tokens.text))
    return [hexadecimal(colour) for colour in palette("dark" if is_dark else "light").ramp("blues", STEPS)]


def _fit(axis_range: Any, axis: Any, shown: Axis) -> None:
    """Ends, ticks and their labels; powers of ten on a scale of those."""
    margin = (shown.high - shown.low) * 0.01
    axis_range.update(start=shown.low - margin, end=shown.high + margin)
    if shown.quantity.is_log:
        labels = {power: _of_power(power) for power in DECADES}
        axis.update(ticker=FixedTicker(ticks=list(DECADES)), major_label_overrides=labels)
    else:
        axis.update(ticker=BasicTicker(desired_num_ticks=5), major_label_overrides={}, formatter=number_labels())


def _of_power(power: int) -> str:
    """A power of ten on an axis: in few letters where it is long."""
    return formats.short(10.0**power) if power > LONGEST_WHOLE else f"{10.0**power:,.{max(-power, 0)}f}"
