"""FleetMap: the assets on the product's map; a box drawn on it, or what is seen, is a brush as those of the charts."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.events import SelectionGeometry
from bokeh.models import BoxAnnotation, BoxSelectTool  # type: ignore[attr-defined]  # the stubs leave some of them out
from numpy.typing import NDArray

from app import theme
from app.tabs.asset_health.fleet.brushes import BRUSHES, Bounds, bounds_of, kept
from app.tabs.asset_health.view import SHEET, AssetView
from app.widgets.html import el, icon
from app.widgets.html_view import HtmlView
from app.widgets.map_controls import MapHome
from app.widgets.map_stage import MapStage
from data_sources.fleet import Fleet
from layers.fleet.picture import FleetRenderer
from layers.fleet.places import BLANK, FleetPlaces
from layers.fleet.quantities import COLOURS, QUANTITIES
from layers.map import GridMap

PART = (0.5, 0.85)  # of the room that a map alone has: charts and list stand beside it
CLOSE_UP_M = 1200.0


class FleetTools(HtmlView):
    """What colours the map, and how to brush on it. Actions: "colour", "draw", "brush_seen"."""

    def __init__(self) -> None:
        """Draws nothing yet."""
        super().__init__(css_classes=["fleet-tools"], room="map")
        self.model.stylesheets = [*self.model.stylesheets, theme.stylesheet(SHEET)]

    def show(self, colour: str, *, is_drawing: bool) -> None:
        """Show these."""
        items = [el("option", QUANTITIES[one].title, value=one, selected=one == colour) for one in COLOURS]
        choice = el("select", items, data_change="colour", data_rev=colour, aria_label="What colours the map")
        draw = el(
            "button", icon("target"), el("span", "Brush a box on the map", cls="tip"), type="button", cls="tool",
            data_action="draw", aria_pressed="true" if is_drawing else "false", aria_label="Brush a box on the map",
        )  # fmt: skip
        seen = el(
            "button", icon("filter"), el("span", "Brush what is seen", cls="tip"), type="button", cls="tool",
            data_action="brush_seen", aria_label="Brush what is seen",
        )  # fmt: skip
        self.write(el("div", choice, draw, seen, cls="controls"))


class FleetMap:
    """The map of the view.

    Args:
        view: whose state, maps and workers are used.
    """

    def __init__(self, view: AssetView) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._view, self._own, self._tab = view, view.own, view.tab
        self._places, self._is_drawing = BLANK, False
        self._box = BoxAnnotation(visible=False, fill_alpha=0.06, line_width=1.5)
        self._tool = BoxSelectTool(continuous=False, persistent=False)
        self.tools, home = FleetTools(), MapHome()
        self.stage = MapStage(
            view, view.state, self._renderer, view.tab.maps.workers, tiles_url=view.tab.tiles_url, on_made=self._made,
            on_tap=lambda asset: view.selection.change(asset=asset), over=[home, self.tools],
            css_classes=["fleet-map"], rooms=[SHEET], shares_view=True, part=PART,
        )  # fmt: skip
        home.on("reset", lambda _value: self.stage.reset())
        self._bind()

    def _bind(self) -> None:
        view = self._view
        self.tools.on("colour", self._choose)
        self.tools.on("draw", lambda _value: self._draw_box(not self._is_drawing))
        self.tools.on("brush_seen", lambda _value: self._brush_seen())
        view.watch(self._show_tools, view.own, "fleet_colour")
        view.watch(self._show_box, view.own, BRUSHES["map"])
        view.watch(self._show_box, view.state, ["theme", "palette"])
        view.watch(lambda: self.stage.mark(view.selection.asset), view.selection, "asset")
        self.stage.mark(view.selection.asset)
        self._show_tools()

    def show(self, fleet: Fleet, mask: NDArray[np.bool_] | None) -> None:
        """Draw some assets, where the map looks now.

        Args:
            fleet: the assets.
            mask: which of them, bool (n,); None for all.
        """
        self._places = FleetPlaces(fleet, self._own.fleet_colour, mask)
        self.stage.use(self._renderer)

    def go_to(self, fleet: Fleet, row: int) -> None:
        """Look at one asset."""
        if self.stage.grid is not None:
            self.stage.grid.fly_to(float(fleet.lon[row]), float(fleet.lat[row]), CLOSE_UP_M)

    def _renderer(self, utility_id: int) -> FleetRenderer:
        return self._tab.maps.fleet(utility_id, self._places)

    def _made(self, grid: GridMap) -> None:
        grid.figure.add_layout(self._box)
        grid.figure.add_tools(self._tool)
        grid.figure.on_event(SelectionGeometry, self._take_box)
        self._pan = grid.figure.toolbar.active_drag
        self._show_box()

    # What is chosen and brushed --------------------------------------------------------------------------------------

    def _choose(self, value: Any) -> None:
        """Spans have no colour but that of their vegetation, and nothing else has that one."""
        if value in COLOURS:
            is_spans = value == "vegetation"
            kind = self._own.fleet_kind
            shown = "segment" if is_spans else "assets" if kind == "segment" else kind
            self._own.param.update(fleet_colour=value, fleet_kind=shown)

    def _draw_box(self, is_drawing: bool) -> None:
        """A drag draws a box, or moves the map."""
        grid = self.stage.grid
        if grid is None:
            return
        self._is_drawing = is_drawing
        grid.figure.toolbar.active_drag = self._tool if is_drawing else self._pan
        self.stage.say(words="Drag a box over the assets you mean" if is_drawing else "")
        self._show_tools()

    def _take_box(self, event: Any) -> None:
        shape = event.geometry
        if event.final and "x0" in shape:
            x, y = sorted((shape["x0"], shape["x1"])), sorted((shape["y0"], shape["y1"]))
            self._draw_box(False)
            self._brush((x[0], y[0], x[1], y[1]))

    def _brush_seen(self) -> None:
        grid = self.stage.grid
        if grid is not None and grid.viewport is not None:
            seen = grid.viewport
            self._brush((seen.x0, seen.y0, seen.x1, seen.y1))

    def _brush(self, bounds: Bounds) -> None:
        self._own.param.update({BRUSHES["map"]: kept("map", bounds)})

    def _show_box(self) -> None:
        bounds, colour = bounds_of(self._own, "map"), self._view.tokens().attention
        if bounds is None:
            self._box.visible = False
        else:
            self._box.update(
                left=bounds[0], bottom=bounds[1], right=bounds[2], top=bounds[3], fill_color=colour,
                line_color=colour, visible=True,
            )  # fmt: skip

    def _show_tools(self) -> None:
        self.tools.show(self._own.fleet_colour, is_drawing=self._is_drawing)
