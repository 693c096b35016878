"""Steps: one bar a step of something that spreads, and a line over them in a unit of its own, such as MW."""

from __future__ import annotations

from collections.abc import Sequence

from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    FactorRange,
    HoverTool,
    LinearAxis,
)
from numpy.typing import ArrayLike

from app.charts.chart import Chart, blend
from app.charts.fitting import empty_range, fit
from app.charts.numbers import number_labels
from app.theme import Tokens


class StepBars(Chart):
    """Bars to the left axis, a line to the right one; `tapped` is the number of a step.

    Args:
        bar: what the bars count, with its unit.
        line: what the line is, with its unit.
        tokens: colours.
    """

    def __init__(self, bar: str, line: str, tokens: Tokens) -> None:
        """Empty."""
        self._steps, self._bar_range, self._line_range = FactorRange(factors=[]), empty_range(), empty_range()
        super().__init__(tokens, x_range=self._steps, y_range=self._bar_range)
        self.source = ColumnDataSource({"step": [], "bar": [], "line": [], "shade": []})
        plot = self.figure
        plot.extra_y_ranges = {"line": self._line_range}
        plot.add_layout(LinearAxis(y_range_name="line", axis_label=line), "right")
        plot.yaxis[0].axis_label = bar
        for axis in plot.yaxis:
            axis.formatter = number_labels()
        plot.xgrid.visible = False
        self._bars = plot.vbar(x="step", top="bar", width=0.7, source=self.source, line_color=None, fill_color="shade")
        self._line = plot.line("step", "line", source=self.source, line_width=2, y_range_name="line")
        self._dots = plot.scatter("step", "line", source=self.source, size=7, y_range_name="line")
        tips = [("", "@step"), (bar, "@bar{0,0}"), (line, "@line{0,0.00}")]
        plot.add_tools(HoverTool(tooltips=tips, mode="vline", renderers=[self._bars]))
        self._shown = -1
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._line.glyph.line_color = tokens.accent
        self._dots.glyph.update(fill_color=tokens.accent, line_color=tokens.surface)
        self._shade()

    def key_at(self, x: float, _y: float) -> int | None:
        """The step at a place: its factors stand at 0.5, 1.5 and so on."""
        return int(x) if 0 <= x < len(self._steps.factors) else None

    def show(self, steps: Sequence[str], bars: ArrayLike, line: ArrayLike) -> None:
        """Show these, one of each a step."""
        self._steps.factors = list(steps)
        fit(self._bar_range, bars, [0.0], padding=0.08, floor=0.0)
        fit(self._line_range, line, [0.0], padding=0.08, floor=0.0)
        shade = self._shades(len(steps))
        self.source.data = {"step": list(steps), "bar": list(bars), "line": list(line), "shade": shade}  # type: ignore[arg-type,call-overload]

    def mark(self, step: int) -> None:
        """Show which step is meant: its bar stands out."""
        self._shown = step
        self._shade()

    def _shade(self) -> None:
        shades = self._shades(len(self.source.data["step"]))
        if shades != self.source.data["shade"]:
            self.source.patch({"shade": [(slice(len(shades)), shades)]})

    def _shades(self, count: int) -> list[str]:
        quiet = blend(self.tokens.surface, self.tokens.bad, 0.55)
        return [self.tokens.attention if step == self._shown else quiet for step in range(count)]
