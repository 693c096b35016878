"""The detail of the picked order: follows it in the database, and does what can be done with it."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from app import ways
from app.desk.action_buttons import STEP_LOOK, steps_first
from app.desk.command_desk import CommandDesk
from app.desk.fields import Form, Typed
from app.desk.live_view import PARTS, LiveView
from app.desk.picked_actions import LOOK_AGAIN, PickedActions, Row
from app.tabs.field_operations.orders import detail_html, forms, steps_html
from app.tabs.field_operations.orders.actions import TICKS, allowed, is_allowed, why_fewer
from app.tabs.field_operations.orders.forms import AroundOrder
from app.tabs.field_operations.orders.map_part import OrderMap
from app.tabs.field_operations.orders.new_part import NewOrderPart
from app.widgets.board import BoardHtml
from app.widgets.html import Markup
from data_sources.assets import AssetRef
from data_sources.commands.command import Command
from data_sources.query import Query


class OrderDetailPart(PickedActions):
    """The panel: one order at a time, or a new one.

    Args:
        view: gives the state, the selection and live rows.
        desk: runs the commands.
        chart: the map, for its place.
    """

    key = "work_order_id"
    on_conflict = LOOK_AGAIN
    send_look = STEP_LOOK

    def __init__(self, view: LiveView, desk: CommandDesk, chart: OrderMap) -> None:
        """Empty while none is picked."""
        self.panel = BoardHtml(css_classes=["linked-detail", "orders-detail"])
        super().__init__(desk, self.panel, self.draw)
        self._view, self._own, self._map = view, view.own, chart
        for sheet in ("widgets", PARTS, "field_orders"):
            self.panel.dress(sheet)
        self._audit: list[Row] | None = None
        self._crews: list[Row] = []
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
        panel.on("part", lambda slug: own.param.update(order_part=slug))
        panel.on("close", lambda _value: own.param.update(order=None))
        panel.on("select", lambda value: view.selection.change(asset=AssetRef.parse(str(value))))
        panel.on("outage", lambda value: ways.open_outage(view.state, int(value)))
        panel.on("map", lambda _value: self._fly())

    # What is known -------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        """Another order, or none."""
        self._row, self._audit = None, None
        self._shut()
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

    # What is done --------------------------------------------------------------------------------------------------

    def _do(self) -> Markup | None:
        row, by = self._row, self._desk.principal
        if not row:
            return None
        actions = allowed(row, by) if self._desk.can_change else []
        if self._open and self._open not in dict(actions):
            self._open = ""
        return self._area(row, steps_first(actions), self._around.zone, why_fewer(row, by))

    def _opened(self, row: Row) -> None:
        crews = forms.crews_for(self._crews, row)
        self._around = AroundOrder(self._view.state.time_zone, dt.datetime.now(dt.UTC), crews)

    def _slugs(self, row: Row) -> list[str]:
        by = self._desk.principal
        ticks = [slug for slug, command in TICKS.items() if is_allowed(command, row, by)]
        return [*dict(allowed(row, by)), *ticks]

    def _form_of(self, slug: str, row: Row) -> Form:
        return forms.form_of(slug, row, self._around)

    def _command(self, slug: str, row: Row, typed: Typed) -> Command:
        if slug in TICKS:
            given = {name: texts[0] for name, texts in typed.items()}
            return TICKS[slug].of(work_order_id=row["work_order_id"], **given)
        return forms.command_of(slug, row["work_order_id"], typed, self._view.state.time_zone)
