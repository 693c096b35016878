"""The detail of the picked order: follows it in the database, and does what can be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from app import ways
from app.desk import fields, form_html
from app.desk.command_desk import UNKNOWN, CommandDesk, Done
from app.desk.live_view import PARTS, LiveView
from app.tabs.field_operations.orders import detail_html, forms, steps_html
from app.tabs.field_operations.orders.actions import ORDER_ACTIONS, TICKS, allowed, is_allowed, why_fewer
from app.tabs.field_operations.orders.forms import AroundOrder
from app.tabs.field_operations.orders.map_part import OrderMap
from app.tabs.field_operations.orders.new_part import NewOrderPart
from app.widgets.board import BoardHtml
from app.widgets.html import Markup, el
from data_sources.assets import AssetRef
from data_sources.commands.command import Command
from data_sources.commands.run import Order
from data_sources.errors import Conflict, FluxError, InvalidCommand
from data_sources.query import Query

Row = Mapping[str, Any]


class OrderDetailPart:
    """The panel: one order at a time, or a new one.

    Args:
        view: gives the state, the selection and live rows.
        desk: runs the commands.
        chart: the map, for its place.
    """

    def __init__(self, view: LiveView, desk: CommandDesk, chart: OrderMap) -> None:
        """Empty while none is picked."""
        self._view, self._own, self._desk, self._map = view, view.own, desk, chart
        self.panel = BoardHtml(css_classes=["linked-detail", "orders-detail"])
        for sheet in ("widgets", PARTS, "field_orders"):
            self.panel.dress(sheet)
        self._row: Row | None = None
        self._audit: list[Row] | None = None
        self._crews: list[Row] = []
        self._open, self._turn, self._version, self._is_busy = "", 0, 0, False
        self._error: tuple[str, str] = ("", "")
        self._said = Markup("")
        self._around = AroundOrder(view.state.time_zone, dt.datetime.now(dt.UTC))
        self.new = NewOrderPart(view, desk, self.panel, self.draw)
        self._bind()
        self._forget()

    def _bind(self) -> None:
        view, own, panel = self._view, self._own, self.panel
        view.live(lambda: self._own_query("work_order_facts"), self._take_row)
        view.live(self._audit_query, self._take_audit)
        view.live(self._crews_query, self._take_crews)
        view.watch(self._forget, own, "order")
        view.watch(self.draw, own, "order_part")
        view.watch(self.draw, view.state, "time_zone")
        panel.on("form", self._choose)
        panel.on("do", self._send)
        panel.on("part", lambda slug: own.param.update(order_part=slug))
        panel.on("close", lambda _value: own.param.update(order=None))
        panel.on("select", lambda value: view.selection.change(asset=AssetRef.parse(str(value))))
        panel.on("outage", lambda value: ways.open_outage(view.state, int(value)))
        panel.on("map", lambda _value: self._fly())

    # What is known -------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        """Another order, or none."""
        self._row, self._audit = None, None
        self._open, self._error, self._said, self._is_busy = "", ("", ""), Markup(""), False
        self._turn += 1
        if self._own.order is not None:
            self.new.is_open = False
        self.draw()

    def _own_query(self, name: str) -> Query | None:
        utility_id, number = self._view.state.utility_id, self._own.order
        if utility_id is None or number is None:
            return None
        return Query.of(name, work_order_id=number, utility_id=utility_id)

    def _audit_query(self) -> Query | None:
        number = self._own.order
        return None if number is None else Query.of("work_order_audit", work_order_id=number)

    def _crews_query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        wants = self._own.order is not None and self._desk.can_change
        return Query.of("field_crews", utility_id=utility_id) if wants and utility_id is not None else None

    def _take_row(self, found: pa.Table) -> None:
        rows = found.to_pylist()
        self._row = rows[0] if rows else {}
        self.draw()

    def _take_audit(self, found: pa.Table) -> None:
        self._audit = found.to_pylist()
        self.draw()

    def _take_crews(self, found: pa.Table) -> None:
        self._crews = found.to_pylist()

    def _fly(self) -> None:
        if self._row and self._row["lon"] is not None:
            self._map.fly_to(self._row["lon"], self._row["lat"])

    # What is shown -------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Show what is known."""
        number, own = self._own.order, self._own
        if number is None:
            can_make = self._desk.can_change
            self.panel.write(self.new.draw() if self.new.is_open else detail_html.nothing_picked(can_make=can_make))
            return
        zone, row = self._view.state.time_zone, self._row
        steps = steps_html.steps(row, zone, self._turn, can_tick=self._can_tick(row)) if row else None
        is_stale = self._view.is_stale or not self._view.sources.live.health().is_up
        self.panel.write(
            detail_html.panel(number, row, self._audit, own.order_part, self._do(), steps, zone, is_stale=is_stale)
        )

    def _can_tick(self, row: Row) -> bool:
        by = self._desk.principal
        return self._desk.can_change and all(is_allowed(one, row, by) for one in TICKS.values())

    def _do(self) -> Markup | None:
        row, by = self._row, self._desk.principal
        if not row:
            return None
        actions = allowed(row, by) if self._desk.can_change else []
        if self._open and self._open not in dict(actions):
            self._open = ""
        bar = detail_html.buttons(actions, row, self._turn, self._open) if actions else None
        why = why_fewer(row, by)
        return el("div", bar, why and el("p", why, cls="secondary"), self._said, self._form(row), cls="outage-do")

    def _form(self, row: Row) -> Markup | None:
        if not self._open:
            return None
        shown = forms.form_of(self._open, row, self._around)
        key = f"{row['work_order_id']}-{self._open}-{self._turn}"
        return form_html.form(
            shown,
            self._around.zone,
            self._version,
            key,
            error=self._error,
            about=row["work_order_id"],
            takes_focus=True,
        )

    # What is done --------------------------------------------------------------------------------------------------

    def _choose(self, slug: Any) -> None:
        """Open a form, or close the one that is open."""
        if not self._row:
            return
        self._open = "" if not slug or slug == self._open else str(slug)
        self._error, self._said = ("", ""), Markup("")
        self._turn, self._version = self._turn + 1, self._row["version"]
        crews = forms.crews_for(self._crews, self._row)
        self._around = AroundOrder(self._view.state.time_zone, dt.datetime.now(dt.UTC), crews)
        self.draw()

    def _send(self, message: Any) -> None:
        """A form was sent, or a button that needs none."""
        row = self._row
        if not row or not isinstance(message, dict) or self._is_busy or not self._desk.can_change:
            return
        typed = message.get("values") or {}
        try:
            slug, version = fields.one(typed, "slug"), int(fields.one(typed, "version"))
            command = self._command(slug, row, typed)
        except (InvalidCommand, ValueError) as error:
            self._complain(error)
            return
        self._is_busy = True
        self._desk.give([Order(command, version, str(message.get("key")))], self._take)

    def _command(self, slug: str, row: Row, typed: fields.Typed) -> Command:
        kind = TICKS.get(slug) or (ORDER_ACTIONS[slug].command if slug in ORDER_ACTIONS else None)
        if kind is None or not is_allowed(kind, row, self._desk.principal):
            raise InvalidCommand("That cannot be done with it any more.")
        asked = {name: given for name, given in typed.items() if name not in ("slug", "version")}
        if slug in TICKS:
            return kind.of(work_order_id=row["work_order_id"], **{name: given[0] for name, given in asked.items()})
        return forms.command_of(slug, row["work_order_id"], asked, self._view.state.time_zone)

    def _take(self, done: Done) -> None:
        self._is_busy = False
        if done.receipts:
            self._open, self._error = "", ("", "")
            self._turn += 1
            name = done.receipts[0].command.replace("_", " ").capitalize()
            self._said = el("p", f"{name}: done.", cls="form-done", role="status")
            self.draw()
            return
        error = done.errors[0] if done.errors else FluxError(UNKNOWN)
        if isinstance(error, Conflict):
            self._version = error.version
            error = FluxError(f"{error} Nothing was done. Look again, then send it if it still holds.")
        self._complain(error)

    def _complain(self, error: Exception) -> None:
        name = error.field if isinstance(error, InvalidCommand) else ""
        self._error = name, str(error)
        self._said = Markup("") if self._open else el("p", str(error), cls="form-error", role="alert")
        self.draw()
