"""OutageBands: interruptions over a chart of readings, as bands across all of it, each with its words on hover."""

from __future__ import annotations

from typing import Any, Final

from bokeh.models import ColumnDataSource, HoverTool  # type: ignore[attr-defined]  # the stubs leave some of them out

from app.theme import Tokens

COLUMNS: Final = ("left", "right", "alpha", "what", "span", "note")


class OutageBands:
    """The bands of one figure. Made before the lines of the figure, so that they lie below them.

    Args:
        figure: with an axis of time across.
    """

    def __init__(self, figure: Any) -> None:
        """None is shown."""
        self.source = ColumnDataSource()
        self.clear()
        self._strips = figure.vstrip(x0="left", x1="right", fill_alpha="alpha", source=self.source, line_width=1)
        hover = HoverTool(
            renderers=[self._strips], point_policy="follow_mouse", attachment="above",
            tooltips=[("", "@what"), ("", "@span"), ("", "@note")],
        )  # fmt: skip
        figure.add_tools(hover)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._strips.glyph.update(fill_color=tokens.bad, line_color=tokens.bad, line_alpha=0.35)

    def show(self, data: dict[str, Any]) -> None:
        """Show columns of `COLUMNS`: edges in ms since 1970, how strong each is, and three lines of words."""
        self.source.data = data

    def clear(self) -> None:
        """Show none."""
        self.source.data = {name: [] for name in COLUMNS}
