"""AlarmsView: open alarms in a table and on the map, one in detail; how the alarm system does, and its rules."""

from __future__ import annotations

from typing import Any, Final

from app.desk import detail_html
from app.desk.command_desk import CommandDesk
from app.desk.linked import linked
from app.desk.live_view import PARTS, LiveView
from app.tabs.field_operations.alarms import rates_html, rows, state
from app.tabs.field_operations.alarms.book import AlarmBook
from app.tabs.field_operations.alarms.detail_part import AlarmDetailPart
from app.tabs.field_operations.alarms.list_part import AlarmListPart
from app.tabs.field_operations.alarms.map_part import AlarmMap
from app.tabs.field_operations.alarms.rules_part import AlarmRulesPart
from app.widgets.board import BoardHtml, segments
from app.widgets.figures import Figures
from app.widgets.html import Markup, el

FIGURES: Final = 5


class AlarmsView(LiveView):
    """What calls for the operator, and what is done about it."""

    slug = "alarms"
    title = "Alarms"

    def build(self) -> Any:
        """The view, made once."""
        self._utility_id = self.state.utility_id
        self.book, self.desk = AlarmBook(self), CommandDesk(self)
        self.figures = Figures(FIGURES, css_classes=["linked-figures"])
        self.list = AlarmListPart(self, self.book, self.desk)
        self.map = AlarmMap(self, self.book)
        self.panel = BoardHtml(css_classes=["linked-detail"])
        for sheet in ("widgets", PARTS, self.slug):
            self.panel.dress(sheet)
        self.detail = AlarmDetailPart(self, self.book, self.desk, self.panel, self._draw)
        self.rules = AlarmRulesPart(self, self.desk, self.panel, self._draw)
        self._bind()
        return linked(self.slug, self.figures, self.list.board, self.map.stage.view, self.panel)

    def _bind(self) -> None:
        self.panel.on("part", lambda value: self.own.param.update(alarms_part=value))
        self.watch(self._draw_figures, self.book, "figures")
        self.watch(self._draw, self.book, "is_stale")
        self.watch(self._draw, self.own, "alarms_part")
        self.watch(self._draw, self.state, "time_zone")
        self.watch(self._on_utility, self.state, "utility_id")
        self._draw_figures()
        self._draw()

    def _draw(self) -> None:
        self.panel.write(self._system() if self.own.alarm is None else self.detail.draw())

    def _system(self) -> Markup:
        """What stands in the panel while no alarm is picked."""
        part = self.own.alarms_part
        parts = segments("part", "What is shown", list(state.PARTS.items()), part)
        head = el("header", el("h2", "Alarm system"), parts, cls="panel-head")
        zone = self.state.time_zone
        body = rates_html.rates(self.book.figures, zone) if part == "rates" else self.rules.draw()
        inside = el("div", body, cls="detail-scroll", data_key=part, tabindex=0)
        return detail_html.panel(head, inside, is_stale=self.book.is_stale)

    def _draw_figures(self) -> None:
        if self.book.figures is not None:
            self.figures.show(rows.figures(self.book.figures))
        self._draw()

    def _on_utility(self) -> None:
        """An alarm of one utility is none of another's."""
        if self._utility_id is not None:
            self.own.param.update(alarm=None)
        self._utility_id = self.state.utility_id
