"""BoardView: who does what, when: crews by lanes over time, what waits, suggestions with why, the map of both."""

from __future__ import annotations

from typing import Any

from app import formats
from app.desk.linked import linked
from app.desk.live_view import LiveView
from app.tabs.field_operations.board.book import BoardBook
from app.tabs.field_operations.board.detail_part import BoardDetail
from app.tabs.field_operations.board.giving import Giving
from app.tabs.field_operations.board.lanes_part import LanesPart
from app.tabs.field_operations.board.map_part import BoardMap
from app.widgets.figures import Figure, Figures
from data_sources.studies.dispatch.lanes import Lane

FIGURES = 5


class BoardView(LiveView):
    """The dispatch board."""

    slug = "field_board"
    title = "Board"

    def build(self) -> Any:
        """The view, made once."""
        self._utility_id = self.state.utility_id
        self.book = BoardBook(self)
        self.giving = Giving(self, self.book)
        self.figures = Figures(FIGURES, css_classes=["linked-figures"])
        self.map = BoardMap(self, self.book)
        self.detail = BoardDetail(self, self.book, self.giving)
        self.lanes = LanesPart(self, self.book, self.giving, self.map.fly_to_crew)
        self.watch(self._draw_figures, self.book, "lanes")
        self.watch(self._on_utility, self.state, "utility_id")
        return linked(self.slug, self.figures, self.lanes.board, self.map.stage.view, self.detail.panel)

    def _draw_figures(self) -> None:
        self.figures.show(figures(self.book.lanes, self.book.count))

    def _on_utility(self) -> None:
        """An order of one utility is none of another's."""
        if self._utility_id is not None:
            self.own.param.update(board_order=None)
        self._utility_id = self.state.utility_id


def figures(lanes: list[Lane], waiting: int) -> list[Figure]:
    """What the board comes to."""
    on_shift = [one for one in lanes if one.crew["status"] != "off_shift"]
    free = [one for one in on_shift if one.crew["status"] == "available"]
    stretches = [one for lane in lanes for one in lane.stretches]
    queued = [one for one in stretches if one.kind == "work"]
    drive = sum((one.ends_at - one.begins_at).total_seconds() / 60 for one in stretches if one.kind == "drive")
    late, number = sum(one.is_late for one in stretches), formats.number
    return [
        Figure("Crews on shift", number(len(on_shift)), "", f"{len(free)} free, of {len(lanes)}"),
        Figure("Waiting for a crew", number(waiting)),
        Figure("In queues", number(len(queued)), "", f"{formats.duration(drive)} of driving, by estimate"),
        Figure("Under way", number(sum(one.kind in ("at_work", "on_way") for one in stretches))),
        Figure("Late by plan", number(late), "", "beyond shift or due", "warning" if late else "normal"),
    ]  # fmt: skip
