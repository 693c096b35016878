"""CallsView: all open trouble calls, on the map and in a table linked both ways; one in detail, or the next one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.desk import detail_html
from app.desk.command_desk import CommandDesk
from app.desk.linked import linked
from app.desk.live_view import PARTS
from app.tabs.outage_management.calls import rows
from app.tabs.outage_management.calls.book import CallBook
from app.tabs.outage_management.calls.detail_part import CallDetailPart
from app.tabs.outage_management.calls.list_part import CallListPart
from app.tabs.outage_management.calls.map_part import CallMap
from app.tabs.outage_management.calls.new_call import NewCallPart
from app.tabs.outage_management.view import OutageView
from app.widgets.board import BoardHtml
from app.widgets.figures import Figures
from app.widgets.states import empty_state

FIGURES = 5
NONE_PICKED = ("No call chosen", "Choose one in the table or tap one on the map: it stands here in detail.")


class CallsView(OutageView):
    """Who called, and what is done about it."""

    slug = "calls"
    title = "Trouble calls"

    def build(self) -> Any:
        """The view, made once."""
        self._utility_id, self._minute = self.state.utility_id, 0
        self.book = CallBook(self)
        self.desk = CommandDesk(self)
        self.figures = Figures(FIGURES, css_classes=["linked-figures"])
        self.list = CallListPart(self, self.book, self.desk)
        self.map = CallMap(self, self.book)
        self.panel = BoardHtml(css_classes=["linked-detail"])
        for sheet in ("widgets", PARTS, self.slug):
            self.panel.dress(sheet)
        self.detail = CallDetailPart(self, self.book, self.desk, self.panel, self._draw)
        self.new = NewCallPart(self, self.desk, self.map, self.panel, self._draw)
        self._bind()
        return linked(self.slug, self.figures, self.list.board, self.map.stage.view, self.panel)

    def _bind(self) -> None:
        self.list.choices.on("new", lambda _value: self._next())
        self.watch(self._draw_figures, self.book, "calls")
        self.each_look(self._look)
        self.watch(self._draw, self.book, "is_stale")
        self.watch(self._draw, self.state, "time_zone")
        self.watch(self._on_utility, self.state, "utility_id")
        self._draw_figures()
        self._draw()

    def _next(self) -> None:
        """Ready for a call."""
        self.own.call = None
        self.new.ready()

    def _draw(self) -> None:
        if self.own.call is not None:
            self.panel.write(self.detail.draw())
        elif self.desk.can_change:
            self.panel.write(self.new.draw())
        else:
            self.panel.write(detail_html.panel(empty_state(*NONE_PICKED)))

    def _draw_figures(self) -> None:
        if self.book.calls is not None:
            self.figures.show(rows.figures(self.book.calls, dt.datetime.now(dt.UTC)))

    def _look(self) -> None:
        """The age of the oldest call runs."""
        minute = int(dt.datetime.now(dt.UTC).timestamp() // 60)
        if minute != self._minute:
            self._minute = minute
            self._draw_figures()

    def _on_utility(self) -> None:
        """A call of one utility is none of another's."""
        if self._utility_id is not None:
            self.own.param.update(call=None, call_outage=None)
            self.new.ready()
        self._utility_id = self.state.utility_id
