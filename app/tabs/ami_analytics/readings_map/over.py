"""What stands over the map of readings: the quantity's buttons, the legend, the export and the SQL of what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import panel as pn
import pyarrow as pa

from app import formats, theme
from app.tabs.ami_analytics.readings_map.controls import controls
from app.tabs.ami_analytics.readings_map.days import utc
from app.tabs.ami_analytics.readings_map.export import day_queries, table_in_view
from app.tabs.ami_analytics.readings_map.legend import LegendWords, legend_card
from app.widgets.export import Export
from app.widgets.html_view import HtmlView
from app.widgets.sql_note import SqlNote
from data_sources.query import Query
from layers.readings.scales import SCALES

if TYPE_CHECKING:
    from app.tabs.ami_analytics.readings_map.view import ReadingsMapView


class OverTheMap:
    """Says what the colours mean and where they come from.

    Args:
        view: gives the map, the day and the instant.
    """

    def __init__(self, view: ReadingsMapView) -> None:
        """Writes nothing yet."""
        self._view, self._ami, self._state = view, view.ami, view.state
        self.controls = HtmlView(css_classes=["readings-controls"], room="readings")
        self.legend = HtmlView(css_classes=["readings-legend"], room="readings")

    def top(self) -> pn.Row:
        """The row over the map."""
        tab = self._view.tab
        sql = SqlNote(self.queries, tab.history_health, is_simulated=lambda: tab.is_simulated, rows=self._rows)
        export = Export(self.table, "meters_on_the_map")
        return pn.Row(
            self.controls, sql, export, css_classes=["readings-top"], stylesheets=[theme.stylesheet("readings")],
            sizing_mode=None, margin=0,
        )  # fmt: skip

    def draw_controls(self) -> None:
        """The quantity chosen is marked."""
        self.controls.write(controls(self._ami.quantity))

    def draw_legend(self) -> None:
        """Follow the picture on the map."""
        grid = self._view.map
        if grid is None or grid.reading is None or grid.readings is None:
            return
        state = self._state
        self.legend.write(legend_card(grid.reading.quantity, grid.readings, self._words(), state.theme, state.palette))

    def queries(self) -> list[Query]:
        """What the map was asked for: the day's intervals, its meters, and its readings slice by slice."""
        day = self._view.days.day
        return [] if day is None else day_queries(day)

    def table(self) -> pa.Table | None:
        """The meters in view at the instant shown."""
        grid, day, renderer = self._view.map, self._view.days.day, self._view.days.renderer
        if grid is None or day is None or renderer is None or grid.viewport is None or grid.reading is None:
            return None
        return table_in_view(renderer.frames.current, grid.viewport, day, self._view.player.shown)

    def _words(self) -> LegendWords:
        instant, zone = self._view.instant(), self._state.time_zone
        at = None if instant is None else utc(instant)
        is_of_day = SCALES[self._ami.quantity].is_of_day
        when = formats.day(at, zone) if is_of_day else f"{formats.clock(at, zone)}, {formats.day(at, zone)}"
        return LegendWords(when, self._view.tab.history_health().name, self._view.tab.is_simulated)

    def _rows(self) -> int | None:
        grid = self._view.map
        return grid.readings.meters if grid is not None and grid.readings is not None else None
