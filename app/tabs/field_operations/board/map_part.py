"""The map beside the board: crews, their orders and routes; a tap on an order picks it."""

from __future__ import annotations

from typing import Any

from bokeh.models import ColumnDataSource

from app.desk.linked_map import LinkedMap
from app.desk.live_view import LiveView
from app.tabs.field_operations.board.book import BoardBook
from app.tabs.field_operations.board.marks import BoardOrderMarks, CrewMarks, crews_table, orders_table
from data_sources.analytics.dispatch.timetable import counts_of
from data_sources.assets import AssetRef
from data_sources.studies.dispatch.ground import BoardGround
from layers.map import GridMap
from layers.projection import to_mercator

CLOSE_UP_M = 4000.0  # width of the view when flying to one place
UNDER = ("feeders", "substations", "outages")
PART = (1.0, 0.4)  # of the room that a map alone has: the lanes stand above it


class BoardMap(LinkedMap):
    """The map of the view.

    Args:
        view: whose state, maps and workers are used.
        book: the board.
    """

    def __init__(self, view: LiveView, book: BoardBook) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._book = book
        self._routes = ColumnDataSource({"xs": [], "ys": []})
        super().__init__(view, [CrewMarks(), BoardOrderMarks()], under=UNDER, part=PART, close_up_m=CLOSE_UP_M)
        self._picks(BoardOrderMarks.name, "board_order")
        view.watch(self._show, book, "lanes")
        view.watch(self._go, view.own, "board_order")
        view.watch(self._recolour, view.state, ["theme", "palette"])

    def fly_to_crew(self, crew_id: int) -> None:
        """Show where a crew is."""
        crew = self._book.crew(crew_id)
        if crew is not None:
            self.fly_to(crew["lon"], crew["lat"])

    def _made(self, grid: GridMap) -> None:
        self._line = grid.figure.multi_line(
            "xs", "ys", source=self._routes, line_width=1.5, line_dash="dashed", line_alpha=0.8, level="annotation",
            line_color=self._view.tokens().accent,
        )  # fmt: skip
        self._show()

    def _recolour(self) -> None:
        if self.stage.grid is not None:
            self._line.glyph.line_color = self._view.tokens().accent

    def _tapped(self, asset: AssetRef | None) -> None:
        if asset is not None:
            super()._tapped(asset)

    def _show(self) -> None:
        ground = self._book.ground
        if ground is None or self.stage.grid is None:
            return
        self.stage.show(CrewMarks.name, crews_table(ground.crew_rows))
        self.stage.show(BoardOrderMarks.name, orders_table(ground))
        xs, ys = routes(ground)
        self._routes.data = {"xs": xs, "ys": ys}
        self._go()

    def _go(self) -> None:
        """Fly once to what is picked."""
        number = self._own.board_order
        row = self._book.row(number)
        if row is not None and row["lon"] is not None and self.stage.grid is not None:
            self._fly_once(row["work_order_id"], row)


def routes(ground: BoardGround) -> tuple[list[list[float]], list[list[float]]]:
    """Each crew's way to what it is sent to and its queue, straight from place to place, in Web Mercator metres."""
    xs, ys = [], []
    counts = counts_of(ground.queues)
    for crew, row in enumerate(ground.crew_rows):
        now_at = ground.current.get(row["crew_id"])
        stops: list[Any] = [row, *([now_at] if now_at is not None and now_at["lon"] is not None else [])]
        stops += [ground.rows[order] for order in ground.queues[crew, : counts[crew]].tolist()]
        if len(stops) > 1:
            found = [to_mercator(one["lon"], one["lat"]) for one in stops]
            xs.append([float(x) for x, _ in found])
            ys.append([float(y) for _, y in found])
    return xs, ys
