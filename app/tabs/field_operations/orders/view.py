"""OrdersView: all work orders in a table and on the map, one of them in detail."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from app import formats
from app.desk.command_desk import CommandDesk
from app.desk.linked import linked
from app.desk.live_view import LiveView
from app.tabs.field_operations.orders.detail_part import OrderDetailPart
from app.tabs.field_operations.orders.list_part import OrderListPart
from app.tabs.field_operations.orders.map_part import OrderMap
from app.widgets.figures import Figure, Figures
from data_sources.query import Query

FIGURES = 5


class OrdersView(LiveView):
    """What is to be done, and what is done about it."""

    slug = "field_orders"
    title = "Orders"

    def build(self) -> Any:
        """The view, made once."""
        self._utility_id = self.state.utility_id
        self.desk = CommandDesk(self)
        self.figures = Figures(FIGURES, css_classes=["linked-figures"])
        self.map = OrderMap(self)
        self.detail = OrderDetailPart(self, self.desk, self.map)
        self.list = OrderListPart(self, self.desk, lambda: self.detail.new.open(True))
        self.live(self._query, self._take)
        self.watch(self._on_utility, self.state, "utility_id")
        return linked(self.slug, self.figures, self.list.board, self.map.stage.view, self.detail.panel)

    def _query(self) -> Query | None:
        utility_id = self.state.utility_id
        return None if utility_id is None else Query.of("work_order_figures", utility_id=utility_id)

    def _take(self, found: pa.Table) -> None:
        self.figures.show(figures(found.to_pylist()[0]))

    def _on_utility(self) -> None:
        """An order of one utility is none of another's."""
        if self._utility_id is not None:
            self.own.param.update(order=None)
        self._utility_id = self.state.utility_id


def figures(row: dict[str, Any]) -> list[Figure]:
    """What the open orders come to; `row` of work_order_figures.sql."""
    number = formats.number
    return [
        Figure("Open orders", number(row["open"]), "", f"{number(row['open_hours'])} h estimated"),
        Figure("Without a crew", number(row["unassigned"])),
        Figure("Due today", number(row["due_today"])),
        Figure("Late", number(row["late"]), "", "their day has passed", "warning" if row["late"] else "normal"),
        Figure("Under way", number(row["under_way"]), "", f"{number(row['on_hold'])} on hold, "
               f"{number(row['completed'])} completed in 7 days"),
    ]  # fmt: skip
