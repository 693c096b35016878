"""ActiveView: all outages that are not closed, on the map and in a table linked both ways, one of them in detail."""

from __future__ import annotations

from typing import Any

from app.desk.command_desk import CommandDesk
from app.desk.linked import linked
from app.tabs.outage_management.active import rows
from app.tabs.outage_management.active.book import OutageBook
from app.tabs.outage_management.active.detail_part import DetailPart
from app.tabs.outage_management.active.list_part import OutageListPart
from app.tabs.outage_management.active.map_part import OutageMap
from app.tabs.outage_management.view import OutageView
from app.widgets.figures import Figures

FIGURES = 5


class ActiveView(OutageView):
    """What is out now, and what is done about it."""

    slug = "active"
    title = "Active outages"

    def build(self) -> Any:
        """The view, made once."""
        self._utility_id = self.state.utility_id
        self.book = OutageBook(self)
        self.desk = CommandDesk(self)
        self.figures = Figures(FIGURES, css_classes=["linked-figures"])
        self.list = OutageListPart(self, self.book, self.desk)
        self.map = OutageMap(self, self.book)
        self.detail = DetailPart(self, self.book, self.desk, self.map)
        self.list.choices.on("new", lambda _value: self.detail.report.open(True))
        self.watch(self._draw_figures, self.book, "outages")
        self.watch(self._on_utility, self.state, "utility_id")
        self._draw_figures()
        return linked(self.slug, self.figures, self.list.board, self.map.stage.view, self.detail.panel)

    def _draw_figures(self) -> None:
        if self.book.outages is not None:
            self.figures.show(rows.figures(self.book.outages))

    def _on_utility(self) -> None:
        """An outage of one utility is none of another's."""
        if self._utility_id is not None:
            self.own.param.update(outage=None)
        self._utility_id = self.state.utility_id
