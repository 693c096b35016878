"""The table of all work orders, paged where they are kept, with the choices over it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, get_args

from app.desk.choice import choice
from app.desk.command_desk import CommandDesk
from app.desk.linked import linked_list
from app.desk.live_view import LiveView
from app.tabs.field_operations.orders import words
from app.tabs.field_operations.orders.state import SHOWN
from app.widgets.column import Column
from app.widgets.column import words as spelled
from app.widgets.html import el
from app.widgets.paged_table import PagedTable
from data_sources.field.orders.states import OPEN, OVER, WorkType
from data_sources.paging import PagedQuery

ORDER_OF = {"sort_by": "orders_sort", "is_descending": "orders_falling", "needle": "orders_filter"}


class OrderListPart:
    """The table; it writes `own.order` and the params of `own` that begin with `orders_`.

    Args:
        view: gives the utility and keeps the page of rows fresh.
        desk: says whether anything can be changed.
        on_new: called when a new order is asked for.
    """

    def __init__(self, view: LiveView, desk: CommandDesk, on_new: Callable[[], None]) -> None:
        """A skeleton before the first answer."""
        self._view, self._own, self._can_change = view, view.own, desk.can_change
        self.table = PagedTable(
            view, self._columns(), "work_order_id", self._wanted, part="orders",
            filter_words="Filter by number, asset or title", css_classes=["grow"],
            **{name: getattr(view.own, kept) for name, kept in ORDER_OF.items()},
        )  # fmt: skip
        tools = view.tools(self.table.whole, "work_orders", self.table.asked)
        self.choices, self.board = linked_list("orders", self.table, tools)
        self.choices.on("new", lambda _value: on_new())
        self._bind()

    def _bind(self) -> None:
        view, own = self._view, self._own
        for name in ("shown", "type", "status"):
            self.choices.on(name, partial(self._choose, name))
        self.table.on("row", lambda key: own.param.update(order=int(key)))
        self.table.param.watch(self._keep, list(ORDER_OF))
        view.watch(self._follow, own, list(ORDER_OF.values()))
        view.watch(lambda: self.table.mark(own.order), own, "order")
        view.watch(self._draw, own, ["orders_shown", "orders_type", "orders_status"])
        view.watch(lambda: self.table.use(self._columns()), view.state, "time_zone")
        view.each_look(self._look)
        self.table.mark(own.order)
        self.board.veil.clear()
        self._draw()

    def _columns(self) -> list[Column]:
        zone = self._view.state.time_zone
        return [
            Column("work_order_id", "Order", "count", write=words.number),
            Column("status", "State", write=words.state_badge),
            Column("priority", "Priority", "flag", write=words.priority_mark, tip="1 very high to 4 low, as in SAP."),
            Column("due_on", "Due", "day", write=words.due),
            Column("work_type", "Work", "words"),
            Column("title", "What is to be done"),
            Column("asset_name", "Asset", room="medium"),
            Column("feeder_name", "Feeder", room="wide"),
            Column("crew_name", "Crew"),
            Column("planned_start_at", "Planned", "time", write=lambda row: words.planned(row, zone), room="wide"),
            Column("estimated_hours", "Estimated", "number", decimals=1, unit="h", room="medium",
                   tip="Hours of one crew, as estimated before the work."),
            Column("created_at", "Created", "time", room="wide"),
            Column("completed_at", "Completed", "time", room="wide"),
            Column("is_simulated", "Source", "flag", write=words.source_mark, room="wide"),
        ]  # fmt: skip

    def _wanted(self) -> PagedQuery | None:
        utility_id, own = self._view.state.utility_id, self._own
        if utility_id is None:
            return None
        return PagedQuery.of(
            "work_orders_page", utility_id=utility_id, shown=own.orders_shown, work_type=own.orders_type,
            status=own.orders_status, crew_id=-1,
        )  # fmt: skip

    def _choose(self, name: str, value: Any) -> None:
        """Another group of states makes a state that is not in it none."""
        changes = {f"orders_{name}": str(value)}
        states = {"open": OPEN, "over": OVER}.get(str(value))
        if states is not None and self._own.orders_status not in states:
            changes["orders_status"] = ""
        self._own.param.update(**changes)
        self.table.page = 0

    def _keep(self, *_events: object) -> None:
        self._own.param.update(**{kept: getattr(self.table, name) for name, kept in ORDER_OF.items()})

    def _follow(self) -> None:
        """A way on from another tab, or a step back in the browser, wants other rows."""
        wanted = {name: getattr(self._own, kept) for name, kept in ORDER_OF.items()}
        if any(getattr(self.table, name) != value for name, value in wanted.items()):
            self.table.param.update(page=0, **wanted)

    def _look(self) -> None:
        is_stale = self._view.is_stale or not self._view.sources.live.health().is_up
        self.table.param.update(is_stale=is_stale, time_zone=self._view.state.time_zone)
        self.board.heading.show(
            "Work orders", "sorted and filtered in the database", is_simulated=self._view.is_simulated
        )

    def _draw(self) -> None:
        own = self._own
        states = {"open": OPEN, "over": OVER, "all": (*OPEN, *OVER)}[own.orders_shown]
        in_states = [("", "All states"), *((one, spelled(one)) for one in states)]
        of_kinds = [("", "All work"), *((one, spelled(one)) for one in get_args(WorkType))]
        new = el("button", "New order", type="button", cls="button is-last", data_action="new")
        self.choices.write(
            el(
                "div",
                choice("shown", "Open or over", list(SHOWN.items()), own.orders_shown),
                choice("status", "State", in_states, own.orders_status),
                choice("type", "Kind of work", of_kinds, own.orders_type),
                new if self._can_change else None, cls="choices",
            )
        )  # fmt: skip
