"""What stands over the map of readings: the quantity's buttons, the legend, the export and the SQL of what is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import panel as pn
import pyarrow as pa

from app import formats, theme
from app.tabs.ami_analytics.readings_map.export import day_queries, table_in_view
from app.tabs.ami_analytics.readings_map.film import Film
from app.tabs.ami_analytics.readings_map.legend import LegendWords, legend_card
from app.tabs.ami_analytics.state import QUANTITIES
from app.tabs.ami_analytics.view import AmiView
from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView
from data_sources.analytics.clock import aware_utc
from data_sources.query import Query
from layers.readings.bands import SCALES

TOOLS = (("zoom", "target", "Zoom to the chosen meter"), ("reset", "reset", "Show the whole utility"))


class OverTheMap:
    """Says what the colours mean and where they come from.

    Args:
        view: gives selections and tools.
        film: gives the map, the day and the instant.
    """

    def __init__(self, view: AmiView, film: Film) -> None:
        """Draws the buttons; the legend comes with the first picture."""
        self._view, self._film, self._ami, self._state = view, film, view.ami, view.state
        self.controls = HtmlView(css_classes=["readings-controls"], room="readings")
        self.legend = HtmlView(css_classes=["readings-legend"], room="readings")
        view.watch(self._draw_controls, view.ami, "quantity")
        self._draw_controls()

    def top(self) -> pn.Row:
        """The row over the map."""
        tools = self._view.tools(self.taken, "meters_on_the_map", self.queries, rows=self._rows)
        return pn.Row(
            self.controls, *tools, css_classes=["readings-top"], stylesheets=[theme.stylesheet("readings")],
            sizing_mode=None, margin=0,
        )  # fmt: skip

    def draw_legend(self) -> None:
        """Follow the picture on the map."""
        grid = self._film.grid
        if grid is None or grid.reading is None or grid.readings is None:
            return
        state = self._state
        self.legend.write(legend_card(grid.reading.quantity, grid.readings, self._words(), state.theme, state.palette))

    def queries(self) -> list[Query]:
        """What the map was asked for: the day's intervals, its meters, and its readings slice by slice."""
        day = self._film.days.day
        return [] if day is None else day_queries(day)

    def taken(self) -> Callable[[], pa.Table] | None:
        """What makes the table of the meters in view at the instant shown; it may be called in any thread."""
        grid, day, renderer = self._film.grid, self._film.days.day, self._film.days.renderer
        if grid is None or day is None or renderer is None or grid.viewport is None or grid.reading is None:
            return None
        return partial(table_in_view, renderer.frames.current, grid.viewport, day, self._film.player.shown)

    def _draw_controls(self) -> None:
        """The quantity chosen is marked."""
        self.controls.write(controls(self._ami.quantity))

    def _words(self) -> LegendWords:
        instant, zone = self._film.instant(), self._state.time_zone
        at = None if instant is None else aware_utc(instant)
        is_of_day = SCALES[self._ami.quantity].is_of_day
        when = formats.day(at, zone) if is_of_day else f"{formats.clock(at, zone)}, {formats.day(at, zone)}"
        return LegendWords(when, self._view.health().name, self._view.is_simulated)

    def _rows(self) -> int | None:
        grid = self._film.grid
        return grid.readings.meters if grid is not None and grid.readings is not None else None


def controls(quantity: str) -> Markup:
    """The bar: one button a quantity, the one shown pressed, then the tools of the map."""
    choices = [
        el("button", SCALES[name].title, type="button", data_action="quantity", data_value=name,
           aria_pressed="true" if name == quantity else "false")
        for name in QUANTITIES
    ]  # fmt: skip
    tools = [
        el("button", icon(mark), type="button", cls="tool", data_action=action, aria_label=words, title=words)
        for action, mark, words in TOOLS
    ]
    label = el("span", "Colour meters by", cls="controls-label")
    bar = el("div", label, choices, cls="segmented", role="group", aria_label="Colour meters by")
    return el("div", bar, tools, cls="controls")
