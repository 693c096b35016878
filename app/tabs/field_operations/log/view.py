"""LogView: notes of the last hours, who is on shift, the report of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

import pyarrow as pa

from app import formats
from app.desk import detail_html, form_html
from app.desk.choice import choice
from app.desk.command_desk import CommandDesk, OneCommand
from app.desk.fields import Form, Typed
from app.desk.linked import LINKED, linked
from app.desk.live_view import PARTS, LiveView
from app.tabs.field_operations.log import forms, log_html
from app.tabs.field_operations.log.state import HOURS
from app.widgets.board import Board, BoardHtml, box
from app.widgets.html import Markup, el
from data_sources.assets import AssetRef
from data_sources.commands.command import Command
from data_sources.query import Query

Row = Mapping[str, Any]
AHEAD: Final = dt.timedelta(minutes=5)  # the period ends there, so that what is written now is in it


class LogView(LiveView):
    """What the shift writes down and hands over."""

    slug = "shift_log"
    title = "Shift log"

    def build(self) -> Any:
        """The view, made once."""
        self._notes: list[Row] | None = None
        self._shifts: list[Row] | None = None
        self._note_open: int | None = None
        self._shift_open: int | None = None
        self._turn, self._minute = 0, 0
        self._said: dict[str, Markup] = {}
        self.desk = CommandDesk(self)
        self.writing = OneCommand(self.desk, self._draw)
        self.correcting = OneCommand(self.desk, self._draw)
        self.shifting = OneCommand(self.desk, self._draw)
        self.choices = self._html("linked-choices")
        self.list = self._html("grow", "log-scroll")
        self.panel = self._html("linked-detail")
        self.board = Board(box("stacked", self.choices, self.list, sheets=(LINKED,)), "linked-list shift_log-list")
        self._bind()
        return linked(self.slug, self.board, self.panel)

    def _html(self, *classes: str) -> BoardHtml:
        made = BoardHtml(css_classes=list(classes))
        for sheet in ("widgets", PARTS, LINKED, self.slug):
            made.dress(sheet)
        return made

    def _bind(self) -> None:
        self.live(lambda: self._query("shift_notes"), self._take_notes)
        self.live(lambda: self._query("desk_shifts"), self._take_shifts)
        self.choices.on("hours", lambda value: self.own.param.update(log_hours=str(value)))
        self.list.on("correct", self._choose_note)
        self.list.on("correct_form", lambda _value: self._choose_note(None))
        self.list.on("correct_do", self._correct)
        self.list.on("select", lambda value: self.selection.change(asset=AssetRef.parse(str(value))))
        self.list.on("alarm", lambda value: self.own.param.update(view="alarms", alarm=int(value)))
        self.panel.on("do", self._write)
        self.panel.on("form", lambda _value: self._again())
        self.panel.on("shift", self._choose_shift)
        self.panel.on("shift_form", lambda _value: self._choose_shift(None))
        self.panel.on("shift_do", self._shift)
        self.watch(self._draw, self.state, "time_zone")
        self.watch(self._draw, self.own, "log_hours")
        self.watch(self._forget, self.state, "utility_id")
        self.each_look(self._look)
        self._draw()

    # What is known ---------------------------------------------------------------------------------------------------

    def _period(self) -> tuple[dt.datetime, dt.datetime]:
        """To a full minute a little ahead, so that its answer is kept for a while."""
        now = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
        return now - dt.timedelta(hours=int(self.own.log_hours)), now + AHEAD

    def _query(self, name: str) -> Query | None:
        utility_id = self.state.utility_id
        from_at, to_at = self._period()
        return None if utility_id is None else Query.of(name, utility_id=utility_id, from_at=from_at, to_at=to_at)

    def _take_notes(self, found: pa.Table) -> None:
        self._notes = found.to_pylist()
        self.board.veil.clear()
        self._draw()

    def _take_shifts(self, found: pa.Table) -> None:
        self._shifts = found.to_pylist()
        self._draw()

    def _forget(self) -> None:
        self._notes, self._shifts, self._note_open, self._shift_open = None, None, None, None
        self._draw()

    def _look(self) -> None:
        """The report's period goes on with the clock."""
        minute = int(dt.datetime.now(dt.UTC).timestamp() // 60)
        if minute != self._minute:
            self._minute = minute
            self._draw_panel()

    # What is shown ---------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        zone, can_change = self.state.time_zone, self.desk.can_change
        count = len(self._notes or ())
        self.board.heading.show("Shift log", formats.count_of(count, "note"), is_simulated=False)
        self.choices.write(
            el("div", choice("hours", "How far back", list(HOURS.items()), self.own.log_hours), cls="choices"),
            self._said.get("note"),
        )  # fmt: skip
        self.list.write(log_html.notes(self._notes, zone, self._note_open, self._note_form(), can_change=can_change))
        self._draw_panel()

    def _draw_panel(self) -> None:
        zone, can_change = self.state.time_zone, self.desk.can_change
        write = self._form_of(forms.WRITE, self.writing, "do", "form", "write") if can_change else None
        shifts = log_html.shifts(
            self._shifts, zone, self.desk.principal.name, self._shift_open, self._shift_form(), can_change=can_change
        )
        parts = [
            el("section", self._said.get("write"), write, cls="details-part"),
            el("section", el("h3", "Shifts"), self._said.get("shift"), shifts, cls="details-part"),
            el("section", el("h3", "Handover report"), self._report(), cls="details-part"),
        ]
        head = el("header", el("h2", "Desk"), cls="panel-head")
        self.panel.write(detail_html.panel(head, detail_html.scroll(parts)))

    def _report(self) -> Markup:
        utility_id = self.state.utility_id
        if utility_id is None:
            return Markup("")
        from_at, to_at = self._period()
        held = f"Of the last {HOURS[self.own.log_hours]}: shifts, notes, outages, alarms, orders, crews, changes."
        told = el("p", held, cls="secondary")
        return el("div", told, log_html.report_links(utility_id, from_at, to_at - AHEAD + dt.timedelta(minutes=1)))

    def _form_of(self, shown: Form, command: OneCommand, sent: str, back: str, about: object) -> Markup:
        return form_html.form(
            shown, self.state.time_zone, 1, f"{sent}-{about}-{self._turn}", error=command.error, sent=sent, back=back,
            about=about, takes_focus=sent != "do",
        )  # fmt: skip

    def _note_form(self) -> Markup | None:
        row = next((one for one in self._notes or () if one["note_id"] == self._note_open), None)
        if row is None:
            return None
        form = forms.correct_form(row["text"])
        return self._form_of(form, self.correcting, "correct_do", "correct_form", row["note_id"])

    def _shift_form(self) -> Markup | None:
        if self._shift_open is None:
            return None
        shown = forms.START if self._shift_open == 0 else forms.HAND_OVER
        return self._form_of(shown, self.shifting, "shift_do", "shift_form", self._shift_open)

    # What is done ----------------------------------------------------------------------------------------------------

    def _choose_note(self, value: Any) -> None:
        self._note_open = None if value in (None, "") or int(value) == self._note_open else int(value)
        self.correcting.error = ("", "")
        self._turn += 1
        self._draw()

    def _choose_shift(self, value: Any) -> None:
        self._shift_open = None if value in (None, "") or int(value) == self._shift_open else int(value)
        self.shifting.error = ("", "")
        self._turn += 1
        self._draw()

    def _again(self) -> None:
        self.writing.error = ("", "")
        self._turn += 1
        self._draw()

    def _write(self, message: Any) -> None:
        zone = self.state.time_zone
        self._give(self.writing, message, "write", lambda utility_id, typed: forms.write_note(utility_id, typed, zone))

    def _correct(self, message: Any) -> None:
        note_id = self._note_open
        if note_id is not None:
            self._give(self.correcting, message, "note", lambda _utility_id, typed: forms.correct_note(note_id, typed))

    def _shift(self, message: Any) -> None:
        shift_id = self._shift_open
        if shift_id == 0:
            self._give(self.shifting, message, "shift", forms.start_shift)
        elif shift_id is not None:
            self._give(self.shifting, message, "shift", lambda _utility_id, typed: forms.hand_over(shift_id, typed))

    def _give(self, command: OneCommand, message: Any, where: str, make: Callable[[int, Typed], Command]) -> None:
        """Run what a form means; what was typed goes once it is done."""
        utility_id = self.state.utility_id
        if not isinstance(message, dict) or utility_id is None or command.is_busy or not self.desk.can_change:
            return
        typed: Typed = message.get("values") or {}
        self._said = {}  # of what was done before

        def then(receipt: Any) -> None:
            self._note_open, self._shift_open = None, None
            name = receipt.command.replace("_", " ").capitalize()
            self._said = {where: el("p", f"{name}: done.", cls="form-done", role="status")}
            self._turn += 1
            self._draw()

        command.give(lambda: make(utility_id, typed), message.get("key"), then)
