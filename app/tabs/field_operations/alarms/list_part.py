"""The table of alarms: choices over it, ticked ones acknowledged at once, causes unfolded by a click."""

from __future__ import annotations

from typing import Any, Final

from app import formats
from app.desk.choice import choice
from app.desk.command_desk import UNKNOWN, CommandDesk, Done
from app.desk.linked import linked_list
from app.desk.live_view import LiveView
from app.tabs.field_operations.alarms import rows
from app.tabs.field_operations.alarms.book import AlarmBook
from app.tabs.field_operations.alarms.state import PRIORITY_CHOICES, SHOWN
from app.widgets.data_table import DataTable
from app.widgets.html import Markup, el
from data_sources.commands.run import Order
from data_sources.field.alarms.changes import AcknowledgeAlarms

MOST: Final = 1000  # of one command
MOST_LISTED: Final = 5000  # by alarm_list.sql
KEY: Final = "a"
NONE: Final = ("No alarm is open", "The rules raise none, or none was made yet.")
NONE_CHOSEN: Final = ("No alarm of this choice", "Choose others above the table to see them.")


class AlarmListPart:
    """The table; a tap on an alarm picks it, one on a cause unfolds it.

    Args:
        view: gives state, tools and what ends with it.
        book: the alarms.
        desk: acknowledges.
    """

    def __init__(self, view: LiveView, book: AlarmBook, desk: CommandDesk) -> None:
        """A skeleton before the first answer."""
        self._view, self._own, self._book, self._desk = view, view.own, book, desk
        self._unfolded: set[str] = set()
        self._said = Markup("")
        self._is_busy = False
        self.table = DataTable(
            rows.columns(view.state.time_zone), "row_key", search=rows.SEARCHED, part="alarms",
            filter_words="Filter by any word", css_classes=["grow"], can_tick=desk.can_change,
        )  # fmt: skip
        tools = view.tools(self.table.whole, "alarms", lambda: [query] if (query := book.query()) else [])
        self.choices, self.board = linked_list(view.slug, self.table, tools, sheets=("alarms",))
        self._bind()

    def _bind(self) -> None:
        view, own = self._view, self._own
        self.table.on("row", self._tapped)
        self.table.param.watch(lambda *_events: self._draw_choices(), ["ticked"])
        self.choices.on("shown", lambda value: own.param.update(alarms_shown=value))
        self.choices.on("priority", lambda value: own.param.update(alarms_priority=value))
        self.choices.on("fold", lambda value: own.param.update(alarms_folded=bool(value)))
        self.choices.on("acknowledge", lambda _value: self._acknowledge())
        view.watch(self._draw, self._book, ["alarms", "is_stale"])
        view.watch(self._draw, own, ["alarms_shown", "alarms_priority", "alarms_folded"])
        view.watch(self._mark, own, "alarm")
        view.watch(lambda: self.table.use(rows.columns(view.state.time_zone)), view.state, "time_zone")
        self._draw()

    # What is shown ---------------------------------------------------------------------------------------------------

    def _listed(self) -> list[dict[str, Any]]:
        return rows.chosen(self._book.alarms or [], self._own.alarms_shown, self._own.alarms_priority)

    def _draw(self) -> None:
        found = self._book.alarms
        is_simulated = any(row["is_simulated"] for row in found or ())
        line = "not acknowledged first, then by priority"
        if found is not None and len(found) >= MOST_LISTED:
            line = f"the first {MOST_LISTED:,}, {line}; the figures above count all"
        self.board.heading.show("Alarms", line, is_simulated=is_simulated)
        self._draw_choices()
        if found is None:
            return
        listed = self._listed()
        made = rows.table(rows.folded(listed, self._unfolded) if self._own.alarms_folded else listed)
        keys = frozenset(made["row_key"].to_pylist())
        self.table.param.update(
            rows=made, none=NONE_CHOSEN if found else NONE, is_stale=self._book.is_stale,
            ticked=self.table.ticked & keys,
        )  # fmt: skip
        self.board.veil.clear()
        self._mark()

    def _mark(self) -> None:
        self.table.mark(self._own.alarm)

    def _draw_choices(self) -> None:
        own = self._own
        pick = [
            choice("shown", "Alarms", list(SHOWN.items()), own.alarms_shown),
            choice("priority", "Priority", list(PRIORITY_CHOICES.items()), own.alarms_priority),
        ]
        fold = el("label", el("input", type="checkbox", checked=own.alarms_folded, data_change="fold"),
                  el("span", "Fold by cause"), cls="box")  # fmt: skip
        self.choices.write(el("div", pick, fold, self._button(), cls="choices"), self._said)

    def _button(self) -> Markup | None:
        """Acknowledges what is ticked, or all that is listed; by its key too."""
        if not self._desk.can_change:
            return None
        ids = self._unseen()
        what = "ticked" if self.table.ticked else "listed"
        counted = f"Acknowledge {formats.count_of(len(ids), 'alarm')} {what}" if ids else "Acknowledge all listed"
        title = f"{counted} (Alt+{KEY.upper()})"
        return el(
            "button", title, type="button", cls="button is-last", data_action="acknowledge", data_hotkey=KEY,
            aria_keyshortcuts=f"Alt+{KEY.upper()}", disabled=not ids or self._is_busy,
        )  # fmt: skip

    # What is done ----------------------------------------------------------------------------------------------------

    def _tapped(self, key: Any) -> None:
        if ":" not in str(key):
            self._own.alarm = int(key)
            return
        self._unfolded ^= {str(key)}
        self._draw()

    def _unseen(self) -> list[int]:
        """Numbers of what would be acknowledged: ticked ones and those under ticked causes, or all listed."""
        ticked = self.table.ticked
        return [
            row["alarm_id"] for row in self._listed()
            if row["is_unseen"] and (not ticked or row["row_key"] in ticked or rows.cause_key(row) in ticked)
        ]  # fmt: skip

    def _acknowledge(self) -> None:
        ids, utility_id = self._unseen(), self._view.state.utility_id
        if not ids or utility_id is None or self._is_busy or not self._desk.can_change:
            return
        self._is_busy = True
        orders = [
            Order(AcknowledgeAlarms(utility_id=utility_id, alarm_ids=tuple(ids[at : at + MOST])))
            for at in range(0, len(ids), MOST)
        ]
        self._desk.give(orders, self._take)
        self._draw_choices()

    def _take(self, done: Done) -> None:
        self._is_busy = False
        count = sum(one.after.get("acknowledged", 0) for one in done.receipts)
        if done.receipts:
            self._said = el("p", f"{formats.count_of(count, 'alarm')} acknowledged.", cls="form-done", role="status")
            self.table.ticked = frozenset()
        else:
            self._said = el("p", str(done.errors[0]) if done.errors else UNKNOWN, cls="form-error", role="alert")
        self._draw_choices()
