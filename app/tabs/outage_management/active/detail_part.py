"""The detail of the picked outage: follows it in the database, leads on to what it is about."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pyarrow as pa

from app import ways
from app.desk.command_desk import CommandDesk
from app.desk.live_view import PARTS
from app.tabs.outage_management.active import detail_html
from app.tabs.outage_management.active.actions_part import ActionsPart
from app.tabs.outage_management.active.book import OutageBook
from app.tabs.outage_management.active.detail_html import Picked, Row
from app.tabs.outage_management.active.device_part import DevicePart
from app.tabs.outage_management.active.isolation_part import IsolationPart
from app.tabs.outage_management.active.map_part import OutageMap
from app.tabs.outage_management.active.report_part import ReportPart
from app.tabs.outage_management.view import OutageView
from app.widgets.board import BoardHtml
from app.widgets.html import Markup, el
from data_sources.analytics.clock import naive_utc
from data_sources.assets import AssetRef
from data_sources.query import Query

# What is asked of an outage, by the field of Picked that takes the rows.
ASKED = {"steps": "outage_steps", "critical": "outage_critical", "audit": "outage_audit", "calls": "calls_of_outage",
         "orders": "order_of_outage"}  # fmt: skip


class DetailPart:
    """The panel.

    Args:
        view: gives the state, the selection and live rows.
        book: says whether the database is away.
        desk: runs the commands.
        chart: the map, where a new outage is shown before it is reported.
    """

    def __init__(self, view: OutageView, book: OutageBook, desk: CommandDesk, chart: OutageMap) -> None:
        """Empty while none is picked."""
        self._view, self._own, self._book = view, view.own, book
        self.panel = BoardHtml(css_classes=["linked-detail", "active-detail"])
        self.panel.dress("widgets")
        self.panel.dress(PARTS)
        self.panel.dress("active")
        self.picked: Picked | None = None
        self.actions = ActionsPart(view, book, desk, self.panel, self.draw)
        self.device = DevicePart(view, desk, self.panel, self.draw)
        self.report = ReportPart(view, desk, chart, self.panel, self.draw)
        self.study = IsolationPart(view, chart, self.draw)
        self._can_report = desk.can_change
        view.live(partial(self._own_query, "outage_facts"), partial(self._take_one, "facts"))
        view.live(partial(self._own_query, "moved_outage"), partial(self._take_one, "moved"))
        view.history(self._past_query, partial(self._take_one, "past"))
        for name, query in ASKED.items():
            view.live(partial(self._query, query), partial(self._take, name))
        view.live(partial(self._query, "outage_prediction"), self._take_told)
        view.watch(self._on_outage, view.own, "outage")
        view.watch(self.draw, view.own, ["outage_part", "outage_step"])
        view.watch(self.draw, book, "is_stale")
        view.watch(self.draw, view.state, "time_zone")
        self._bind()
        self._on_outage()

    def _bind(self) -> None:
        own, panel = self._own, self.panel
        panel.on("part", lambda slug: own.param.update(outage_part=slug))
        panel.on("step", lambda number: own.param.update(outage_step=int(number)))
        panel.on("close", lambda _value: own.param.update(outage=None))
        panel.on("select", lambda value: self._view.selection.change(asset=AssetRef.parse(str(value))))
        panel.on("calls", lambda _value: own.param.update(view="calls", call=None, call_outage=own.outage))
        panel.on("readings", lambda _value: self._readings())
        panel.on("replay", lambda _value: self._replay())
        panel.on("order", lambda value: ways.open_order(self._view.state, int(value)))
        panel.on("undo", self._undo)
        panel.on("alternative", self._alternative)

    def _on_outage(self) -> None:
        outage_id = self._own.outage
        self._view.state.opened_outage = outage_id
        if self.picked is None or self.picked.outage_id != outage_id:
            self.picked = None if outage_id is None else self._new(outage_id)
        if outage_id is not None:
            self.report.is_open = False
        self.draw()

    def _new(self, outage_id: int) -> Picked:
        """Nothing is known of it yet, but that a history that is not there does not hold it."""
        past: Row | None = {} if self._view.sources.history is None else None
        return Picked(outage_id, past=past, can_change=self._can_report)

    def _past_query(self) -> Query | None:
        """Of what PostgreSQL knows nothing of: it may have been made, or brought, straight into the history."""
        one = self.picked
        return self._own_query("outage_in_history") if one and one.facts == {} and one.moved == {} else None

    def _own_query(self, name: str) -> Query | None:
        """Of what is this utility's."""
        utility_id, outage_id = self._view.state.utility_id, self._own.outage
        if utility_id is None or outage_id is None:
            return None
        return Query.of(name, outage_id=outage_id, utility_id=utility_id)

    def _query(self, name: str) -> Query | None:
        outage_id = self._own.outage
        return None if outage_id is None else Query.of(name, outage_id=outage_id)

    def _take_one(self, name: str, rows: pa.Table) -> None:
        found = rows.to_pylist()
        self._put(**{name: found[0] if found else {}})

    def _take(self, name: str, rows: pa.Table) -> None:
        self._put(**{name: rows.to_pylist()})

    def _take_told(self, rows: pa.Table) -> None:
        """Why it is presumed."""
        found = rows.to_pylist()
        self._put(told=found[0] if found else None)

    def _alternative(self, chosen: Any) -> None:
        """Another explanation becomes the outage."""
        if self.picked is not None and self.picked.facts:
            self.actions.put_elsewhere(self.picked.facts, str(chosen))

    def _put(self, **changes: Any) -> None:
        if self.picked is not None:
            self.picked = replace(self.picked, **changes)
            self.draw()

    def draw(self) -> None:
        """Show what is known."""
        if self.picked is None or self._own.outage_part != "isolation":
            self.study.leave()
        if self.picked is None:
            card = self.device.draw()
            nothing = detail_html.nothing_picked(card, can_report=self._can_report)
            self.panel.write(self.report.draw() if self.report.is_open else nothing)
            return
        zone, part = self._view.state.time_zone, self._own.outage_part
        do = self.actions.draw(self.picked.facts) if self.picked.facts else Markup("")
        if (card := self.device.draw()) is not None:
            do = el("div", card, do, cls="action-area")
        if self.picked.facts and self.picked.audit is not None:
            can_undo = self.actions.undo(self.picked.facts, self.picked.audit) is not None
            self.picked = replace(self.picked, can_undo=can_undo)
        study = self.study.draw(self.picked.facts) if self.picked.facts and part == "isolation" else None
        self.panel.write(detail_html.panel(self.picked, part, zone, do, study, is_stale=self._book.is_stale))

    def _undo(self, audit_id: Any) -> None:
        """Take the last step back, if it is still the last one."""
        if self.picked is not None and self.picked.facts:
            self.actions.take_back(self.picked.facts, self.picked.audit or (), audit_id)

    def _replay(self) -> None:
        """Play the period of one that is only in the history."""
        row = self.picked and (self.picked.moved or self.picked.past)
        if row:
            began, over = (naive_utc(row[name]) for name in ("started_at", "restored_at"))
            self._view.open_replay(began - ways.AROUND, over + ways.AROUND, row["outage_id"])

    def _readings(self) -> None:
        """Open what the meters said around it, of its transformer or its feeder."""
        row = None if self.picked is None else self.picked.facts
        if not row:
            return
        kind = "transformer" if row["transformer_id"] is not None else "feeder"
        over = row["restored_at"] or row["as_of"]
        ways.open_readings(self._view.state, kind, row[f"{kind}_id"], row["started_at"], over)
