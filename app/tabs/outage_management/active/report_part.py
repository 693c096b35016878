"""A new outage, found or planned, at what is selected on the map: who would be out is shown before it is reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from app import formats
from app.desk import detail_html, fields, form_html
from app.desk.command_desk import CommandDesk, OneCommand
from app.desk.fields import Field, Form
from app.tabs.outage_management.active import forms
from app.tabs.outage_management.active.forms import Around
from app.tabs.outage_management.active.map_part import OutageMap
from app.tabs.outage_management.active.whatif import AT_KINDS, WhatIf, what_if
from app.tabs.outage_management.view import OutageView
from app.widgets.board import segments
from app.widgets.html import Markup, el, facts
from app.widgets.html_view import HtmlView
from app.widgets.states import empty_state, skeleton
from data_sources.commands.command import Command
from data_sources.commands.receipt import Receipt
from data_sources.outages.life import PlanOutage, ReportOutage

KINDS = [("found", "Found"), ("planned", "Planned")]
NOWHERE = ("Where is it?", "Tap a line, a transformer or a meter on the map, or find a device by the search above.")


class ReportPart:
    """The form of a new outage; `draw` gives its HTML while it is asked for.

    Args:
        view: gives selection and workers.
        desk: runs the commands.
        chart: the map that shows what would be out.
        panel: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    def __init__(
        self, view: OutageView, desk: CommandDesk, chart: OutageMap, panel: HtmlView, redraw: Callable[[], None]
    ) -> None:
        """Not asked for."""
        self._view, self._desk, self._map, self._redraw = view, desk, chart, redraw
        self.is_open = False
        self._command, self._kind, self._turn = OneCommand(desk, redraw), "found", 0
        self._found: WhatIf | str | None = None
        self._now = dt.datetime.now(dt.UTC)
        panel.on("new", lambda _value: self.open(not self.is_open))
        panel.on("kind", self._choose_kind)
        panel.on("report", self._send)
        view.watch(self._on_asset, view.selection, "asset")

    def open(self, is_open: bool) -> None:
        """Ask for a new outage, or no longer."""
        self.is_open, self._command.error, self._now = is_open, ("", ""), dt.datetime.now(dt.UTC)
        self._turn += 1
        if is_open:
            self._view.own.outage = None
            self._on_asset()
        self._map.preview(None)
        self._redraw()

    def draw(self) -> Markup:
        """The panel."""
        head = detail_html.new_head("New outage", detail_html.close("new", "Report no outage"))
        kinds = segments("kind", "Kind of outage", KINDS, self._kind)
        return detail_html.panel(head, detail_html.scroll(kinds, self._place(), self._form(), key="new"))

    def _place(self) -> Markup:
        asset = self._view.selection.asset
        if asset is None or asset.kind not in AT_KINDS:
            return empty_state(*NOWHERE)
        found = self._found
        if found is None:
            return skeleton(4)
        if isinstance(found, str):
            return el("p", found, cls="form-error", role="alert")
        return el("div", _facts(found), cls="detail-body")

    def _form(self) -> Markup | None:
        if not isinstance(self._found, WhatIf):
            return None
        around = Around(self._view.state.time_zone, self._now)
        shown = FORMS[self._kind](around)
        return form_html.form(
            shown, around.zone, 0, f"new-{self._kind}-{self._turn}", error=self._command.error, sent="report",
            back="new", about=self._view.selection.asset,
        )  # fmt: skip

    # What is chosen and sent ----------------------------------------------------------------------------------------

    def _choose_kind(self, kind: Any) -> None:
        self._kind, self._command.error = ("planned" if kind == "planned" else "found"), ("", "")
        self._turn += 1
        self._redraw()

    def _on_asset(self) -> None:
        asset, utility_id = self._view.selection.asset, self._view.state.utility_id
        if not self.is_open:
            return
        self._found = None
        self._redraw()
        if asset is None or asset.kind not in AT_KINDS or utility_id is None:
            self._map.preview(None)
            return
        source = self._view.sources.live

        def take(found: WhatIf | str) -> None:
            if self._view.selection.asset == asset and self.is_open:
                self._found = found
                self._map.preview(found.trace if isinstance(found, WhatIf) else None)
                self._redraw()

        self._view.work(lambda: what_if(source, utility_id, asset), take, key="whatif")

    def _send(self, message: Any) -> None:
        utility_id, found = self._view.state.utility_id, self._found
        if self._command.is_busy or utility_id is None or not isinstance(found, WhatIf) or not self._desk.can_change:
            return
        kind, typed, zone = self._kind, message["values"], self._view.state.time_zone
        self._command.give(lambda: new_outage(kind, utility_id, found, typed, zone), message["key"], self._done)

    def _done(self, receipt: Receipt) -> None:
        self.open(False)
        self._view.selection.change(asset=None)
        self._view.own.outage = receipt.target.id


def new_outage(kind: str, utility_id: int, found: WhatIf, typed: fields.Typed, zone: str) -> Command:
    """The command that the filled form means.

    Raises:
        InvalidCommand: something is missing or cannot be read; names the field.
    """
    texts = {name: fields.one(typed, name) for name in typed if name not in ("slug", "version")}
    values: dict[str, Any] = {name: text for name, text in texts.items() if text and not name.endswith("_at")}
    values |= {name: fields.moment(text, zone, name) for name, text in texts.items() if text and name.endswith("_at")}
    if kind == "planned":
        return PlanOutage.of(utility_id=utility_id, **found.values, **values)
    values["is_confirmed"] = values.get("is_confirmed") != "no"
    return ReportOutage.of(utility_id=utility_id, **found.values, **values)


def _found_form(_around: Around) -> Form:
    known = (("yes", "Customers are known to be out"), ("no", "It is only predicted"))
    return Form("report", "What happened", "Report outage", [
        Field("is_confirmed", "How sure", "choice", known, "yes"), forms.cause_field("unknown"),
        Field("started_at", "Supply was lost at", "time", is_needed=False, hint="Now, where it is left empty."),
        Field("note", "What was seen", "text", is_needed=False),
    ])  # fmt: skip


def _planned_form(around: Around) -> Form:
    start = around.now.replace(minute=0) + dt.timedelta(days=1)
    first, end = (fields.local_text(start + dt.timedelta(hours=hours), around.zone) for hours in (0, 3))
    return Form("plan", "When", "Plan outage", [
        Field("planned_start_at", "From", "time", value=first), Field("planned_end_at", "Until", "time", value=end),
        forms.cause_field("planned"), Field("note", "What is done", "text", is_needed=False),
    ])  # fmt: skip


FORMS: dict[str, Callable[[Around], Form]] = {"found": _found_form, "planned": _planned_form}


def _facts(found: WhatIf) -> Markup:
    pairs = [
        ("Opens or has failed", found.place), ("Customers out", formats.number(found.customers)),
        ("Critical customers", f"{found.critical:,} ({found.life_support:,} on life support)"),
        ("Transformers", f"{formats.number(found.rated_kva)} kVA"),
    ]  # fmt: skip
    note = "" if found.has_supply else "It has no supply now: the figures are those of the network as built."
    title = el("h3", "What a trace says would be out")
    return el("section", title, facts(pairs), note and el("p", note, cls="secondary"))
