"""The switching device that is selected: where it stands, what opening it would leave dark, and the way to move it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from app import formats
from app.desk import form_html
from app.desk.command_desk import CommandDesk, OneCommand
from app.desk.fields import Field, Form, Typed, one
from app.tabs.outage_management.active.forms import MEANT
from app.tabs.outage_management.active.whatif import WhatIf, what_if
from app.tabs.outage_management.view import OutageView
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.commands.receipt import Receipt
from data_sources.outages.life import OperateDevice
from data_sources.query import Query

Row = Mapping[str, Any]


class DevicePart:
    """The card of the device; `draw` gives its HTML while one is selected.

    Args:
        view: gives selection and workers.
        desk: runs the commands.
        panel: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    def __init__(self, view: OutageView, desk: CommandDesk, panel: HtmlView, redraw: Callable[[], None]) -> None:
        """None is selected."""
        self._view, self._desk, self._redraw = view, desk, redraw
        self._row: Row | None = None
        self._found: WhatIf | str | None = None
        self._command, self._turn = OneCommand(desk, redraw), 0
        self._said = ""
        view.live(self._query, self._take_row)
        view.watch(self._on_asset, view.selection, "asset")
        panel.on("operate", self._send)
        panel.on("leave-device", lambda _value: view.selection.change(asset=None))

    def draw(self) -> Markup | None:
        """The card; None where no device is selected."""
        row = self._row
        if row is None or self._device_id() != row["asset_id"]:
            return None
        head = el("h3", f"{row['name']} ({row['kind']}), feeder {row['feeder_name']}")
        said = el("p", self._said, cls="form-done", role="status") if self._said else None
        leave = el("button", "Back", type="button", cls="button", data_action="leave-device")
        below = self._form(row) if self._desk.can_change else el("div", leave, cls="form-foot")
        return el(
            "section",
            head,
            el("p", position(row)),
            said,
            below,
            cls="action-area",
            data_key=f"device-{row['asset_id']}",
        )

    def _form(self, row: Row) -> Markup:
        shown = device_form(row, "" if row["is_open"] else loses(self._found))
        key = f"operate-{row['asset_id']}-{self._turn}"
        return form_html.form(
            shown,
            self._view.state.time_zone,
            0,
            key,
            error=self._command.error,
            sent="operate",
            back="leave-device",
            about=row["asset_id"],
        )

    # What is selected ------------------------------------------------------------------------------------------------

    def _device_id(self) -> int | None:
        asset = self._view.selection.asset
        return asset.asset_id if asset is not None and asset.kind == "device" else None

    def _query(self) -> Query | None:
        device_id, utility_id = self._device_id(), self._view.state.utility_id
        if device_id is None or utility_id is None:
            return None
        return Query.of("details_device", utility_id=utility_id, asset_id=device_id)

    def _take_row(self, rows: pa.Table) -> None:
        found = rows.to_pylist()
        self._row, self._found = (found[0] if found else None), None
        self._ask()
        self._redraw()

    def _on_asset(self) -> None:
        self._command.error, self._said = ("", ""), ""
        self._turn += 1
        self._redraw()

    def _ask(self) -> None:
        """Who would lose supply, by a trace in a worker."""
        asset, utility_id, source = self._view.selection.asset, self._view.state.utility_id, self._view.sources.live
        if asset is None or utility_id is None or self._row is None or not self._desk.can_change:
            return

        def take(found: WhatIf | str) -> None:
            if self._view.selection.asset == asset:
                self._found = found
                self._redraw()

        self._view.work(lambda: what_if(source, utility_id, asset), take, key="device")

    # What is done ----------------------------------------------------------------------------------------------------

    def _send(self, message: Any) -> None:
        row = self._row
        if row is None or self._command.is_busy or not self._desk.can_change or row["asset_id"] != self._device_id():
            return
        self._said = ""  # of what was done before
        self._command.give(lambda: operation(row, message["values"]), message["key"], self._done)

    def _done(self, receipt: Receipt) -> None:
        self._turn += 1
        self._said = f"Done. {receipt.warning}".rstrip()
        self._redraw()


def position(row: Row) -> str:
    """Where a device stands, in words."""
    way = "Open" if row["is_open"] else "Closed"
    return f"{way}, {'as built' if row['is_open'] == row['is_normally_open'] else 'not as built'}."


def loses(found: WhatIf | str | None) -> str:
    """What opening would do, in words; empty while nobody knows."""
    if not isinstance(found, WhatIf):
        return found or ""
    if not found.has_supply:
        return "It has no supply now."
    critical = f", {found.critical:,} of them critical" if found.critical else ""
    return f"Opening it leaves {formats.count_of(found.customers, 'customer')} without supply{critical}."


def device_form(row: Row, warning: str) -> Form:
    """The form that moves it the other way."""
    way = "Close" if row["is_open"] else "Open"
    note = Field("note", "Why", "text", is_needed=False)
    return Form("operate", way, f"{way} {row['name']}", [note, *([MEANT] if row["is_open"] else [])], warning)


def operation(row: Row, typed: Typed) -> OperateDevice:
    """The command that the filled form means.

    Raises:
        InvalidCommand: what was typed cannot be taken.
    """
    note = one(typed, "note")
    values: dict[str, Any] = {"note": note} if note else {}
    if typed.get("make_before_break"):
        values["make_before_break"] = True
    return OperateDevice.of(device_id=row["asset_id"], is_open=not row["is_open"], **values)
