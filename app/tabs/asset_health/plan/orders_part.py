"""PlanOrders: work orders made of a plan, best first, each by a command; assets that have one open get no second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import param
import pyarrow as pa

from app import formats
from app.desk import fields, form_html
from app.desk.command_desk import UNKNOWN, CommandDesk, Done
from app.desk.fields import Field, Form, Typed
from app.tabs.asset_health.standing import SHEET
from app.tabs.asset_health.view import AssetView
from app.widgets.board import BoardHtml
from app.widgets.html import Markup, el
from data_sources.commands.run import Order
from data_sources.errors import InvalidCommand
from data_sources.field.orders import CreateWorkOrder
from data_sources.field.orders.states import PRIORITIES
from data_sources.numerals import whole_number
from data_sources.query import Query
from data_sources.studies.assets.plan import AssetPlan

MOST: Final = 200  # in one go, since all of them are one transaction
FIRST: Final = 25
SAID: Final = 3  # of what was not done

Row = Mapping[str, Any]


class PlanOrders(BoardHtml):
    """The form, what came of it, and the button that opens it.

    Args:
        view: whose workers run the commands.
        plan: the plan shown; None for none.
        redraw: called when the form opened or closed, and when something was ordered.
    """

    ordered: Any = param.ClassSelector(
        class_=frozenset, default=frozenset(), doc="Kind and id of assets with an open order of a plan. Writer: itself."
    )

    def __init__(self, view: AssetView, plan: Callable[[], AssetPlan | None], redraw: Callable[[], None]) -> None:
        """No form is open."""
        super().__init__(css_classes=["plan-orders"])
        for sheet in ("desk_parts", SHEET):
            self.dress(sheet)
        self._view, self._plan, self._desk, self._changed = view, plan, CommandDesk(view), redraw
        self._is_open, self._is_busy, self._turn = False, False, 0
        self._error, self._said = ("", ""), Markup("")
        view.live(self._query, self._take_ordered)
        self.on("form", lambda _value: self.open())
        self.on("do", self._send)
        self.draw()

    def _query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        return None if utility_id is None else Query.of("orders_of_plans", utility_id=utility_id)

    def _take_ordered(self, rows: pa.Table) -> None:
        keys = zip(rows["asset_kind"].to_pylist(), rows["asset_id"].to_pylist(), strict=True)
        self.ordered = frozenset(keys)
        self._redraw()

    def _redraw(self) -> None:
        self.draw()
        self._changed()

    @property
    def _left(self) -> list[Row]:
        """Assets of the plan without an open order, best first."""
        plan = self._plan()
        rows = [] if plan is None else plan.rows.to_pylist()
        return [row for row in rows if (row["asset_kind"], row["asset_id"]) not in self.ordered]

    @property
    def button(self) -> Markup | None:
        """Opens the form; None where nothing can be ordered from this page."""
        plan = self._plan()
        if plan is None or not plan.rows.num_rows or not self._desk.can_change:
            return None
        return el(
            "button", "Make work orders", type="button", cls="button", data_action="orders", disabled=not self._left,
            aria_pressed="true" if self._is_open else "false",
        )  # fmt: skip

    @property
    def words(self) -> str:
        """How many of the plan have an order; empty for none."""
        plan = self._plan()
        count = 0 if plan is None else plan.rows.num_rows
        ordered = count - len(self._left)
        return f"{ordered:,} of {count:,} have an order open" if ordered else ""

    def draw(self) -> None:
        """Follow the plan."""
        left = len(self._left)
        shown = form_html.form(self._form(left), self._view.state.time_zone, 0, f"plan-{self._turn}",
                               error=self._error, takes_focus=True) if self._is_open and left else None  # fmt: skip
        self.write(el("div", self._said, shown, cls="plan-orders-body") if shown or self._said else Markup(""))

    def _form(self, left: int) -> Form:
        return Form(
            "make_orders", "Work orders of this plan", "Make them",
            (
                Field("count", "How many, best first", "number", value=str(min(FIRST, left)),
                      hint=f"{left:,} without an order; at most {MOST} in one go"),
                Field("priority", "Priority", "choice", [(str(k), text.capitalize()) for k, text in PRIORITIES.items()],
                      value="3"),
                Field("due_on", "Due", "day", is_needed=False),
            ),
            "Replacements, one order an asset; the plan's figures stand in each description.",
        )  # fmt: skip

    def open(self) -> None:
        """Open the form, or close it again."""
        self._is_open, self._error, self._said = not self._is_open, ("", ""), Markup("")
        self._turn += 1
        self._redraw()

    def _send(self, message: Any) -> None:
        if not isinstance(message, dict) or self._is_busy or not self._desk.can_change:
            return
        try:
            orders = self._orders(message["values"], str(message["key"]))
        except InvalidCommand as error:
            self._error = error.field, str(error)
            self.draw()
            return
        self._is_busy = True
        self._desk.give(orders, self._done)

    def _orders(self, typed: Typed, key: str) -> list[Order]:
        left, plan = self._left, self._plan()
        most = min(MOST, len(left))
        try:
            count = whole_number(fields.one(typed, "count", "Say how many."))
        except ValueError:
            count = 0
        if not 1 <= count <= most:
            raise InvalidCommand(f"Give a whole number from 1 to {most}.", "count")
        text = fields.one(typed, "due_on")
        due_on = fields.day(text, "due_on") if text else None
        assert plan is not None
        return [
            Order(
                CreateWorkOrder(
                    utility_id=self._view.state.utility_id, work_type="replacement", origin="plan",
                    title=f"Replace {row['asset_class']} {row['asset_name']}", description=_why(row, plan),
                    priority=int(fields.one(typed, "priority") or 3), asset_kind=row["asset_kind"],
                    asset_id=row["asset_id"], due_on=due_on,
                ),
                None, f"{key}-{row['asset_kind']}-{row['asset_id']}",
            )
            for row in left[:count]
        ]  # fmt: skip

    def _done(self, done: Done) -> None:
        self._is_busy = False
        if not done.outcomes:
            self._error = "", UNKNOWN
            self.draw()
            return
        self._is_open, self._error = False, ("", "")
        self._turn += 1
        made = len(done.receipts)
        told = f"{formats.count_of(made, 'work order')} made."
        parts = [el("span", told, cls="form-done", role="status")] if made else []
        if lost := done.errors:
            parts.append(el("span", f"{len(lost):,} not made: {' '.join(map(str, lost[:SAID]))}", cls="form-error",
                            role="alert"))  # fmt: skip
        self._said = el("p", parts, cls="plan-said")
        self._redraw()


def _why(row: Row, plan: AssetPlan) -> str:
    """What the plan says of an asset."""
    behind = formats.count_of(row["customers"], "customer")
    return (
        f"Of a replacement plan for US$ {plan.request.budget:,.0f}: probability of failure "
        f"{100 * row['failure_probability']:.2f} % a year, {behind} behind it, US$ "
        f"{row['gain_cost']:,.0f} of risk a year less, for US$ {row['replacement_cost']:,.0f}."
    )
