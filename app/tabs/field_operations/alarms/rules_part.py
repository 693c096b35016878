"""The rules in the panel: read by all, changed by supervisors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from app.desk import form_html
from app.desk.command_desk import CommandDesk, OneCommand
from app.desk.fields import Field, Form, Typed, one
from app.desk.live_view import LiveView
from app.tabs.field_operations.alarms import rules_html
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.commands.command import Command
from data_sources.errors import InvalidCommand
from data_sources.field.alarms.figures import PRIORITIES
from data_sources.field.alarms.quantities import CATALOGUE, QUANTITIES
from data_sources.field.alarms.rules import ChangeAlarmRule, CreateAlarmRule, DeleteAlarmRule
from data_sources.numerals import number
from data_sources.query import Query

Row = Mapping[str, Any]
NUMBERS: Final = ("threshold", "deadband", "on_delay_s", "off_delay_s")
DELETE: Final = "delete"


class AlarmRulesPart:
    """The rules; `draw` gives their HTML.

    Args:
        view: gives the utility and live rows.
        desk: runs the commands, and knows who asks.
        panel: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    def __init__(self, view: LiveView, desk: CommandDesk, panel: HtmlView, redraw: Callable[[], None]) -> None:
        """No form is open."""
        self._view, self._desk, self._redraw = view, desk, redraw
        self._rows: list[Row] | None = None
        self._open: int | None = None
        self._turn = 0
        self._said = Markup("")
        self._command = OneCommand(desk, redraw)
        view.live(self._query, self._take)
        panel.on("rule", self._choose)
        panel.on("rule_form", lambda _value: self._close())
        panel.on("rule_do", self._send)

    @property
    def can_change(self) -> bool:
        """Whether whoever looks may change rules."""
        return self._desk.can_change and self._desk.principal.may("supervisor")

    def draw(self) -> Markup:
        """The list and the form."""
        listed = rules_html.rules(self._rows, self._open, self._form(), can_change=self.can_change)
        return el("div", self._said, listed)

    def _query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        return None if utility_id is None else Query.of("alarm_rules", utility_id=utility_id)

    def _take(self, found: pa.Table) -> None:
        self._rows = found.to_pylist()
        self._redraw()

    # The form --------------------------------------------------------------------------------------------------------

    def _choose(self, value: Any) -> None:
        number_ = int(value)
        self._open = None if number_ == self._open else number_
        self._turn += 1
        self._said, self._command.error = Markup(""), ("", "")
        self._redraw()

    def _close(self) -> None:
        self._open = None
        self._redraw()

    def _row(self) -> Row | None:
        return next((row for row in self._rows or () if row["rule_id"] == self._open), None)

    def _form(self) -> Markup | None:
        if self._open is None or not self.can_change:
            return None
        row = self._row()
        shown = _new_form() if row is None else _change_form(row)
        version = 1 if row is None else row["version"]
        return form_html.form(
            shown, self._view.state.time_zone, version, f"rule-{self._open}-{self._turn}", error=self._command.error,
            sent="rule_do", back="rule_form", about=self._open, takes_focus=True,
        )  # fmt: skip

    def _send(self, message: Any) -> None:
        utility_id, row = self._view.state.utility_id, self._row()
        if not isinstance(message, dict) or self._open is None or utility_id is None or not self.can_change:
            return
        typed: Typed = message.get("values") or {}

        def make() -> Command:
            if row is None:
                return CreateAlarmRule.of(utility_id=utility_id, **_numbers(typed), **_texts(typed))
            if one(typed, "service") == DELETE:
                return DeleteAlarmRule(rule_id=row["rule_id"])
            is_enabled = one(typed, "service") == "in"
            return ChangeAlarmRule.of(
                rule_id=row["rule_id"], **_numbers(typed), **_texts(typed, ("priority", "text")), is_enabled=is_enabled
            )

        if not self._command.is_busy:
            self._command.give(make, message.get("key"), lambda receipt: self._done(receipt.command))

    def _done(self, command: str) -> None:
        self._open = None
        self._said = el("p", f"{command.replace('_', ' ').capitalize()}: done.", cls="form-done", role="status")
        self._redraw()


def _numbers(typed: Typed) -> dict[str, float]:
    found: dict[str, float] = {}
    for name in NUMBERS:
        text = one(typed, name, "Give a number.")
        try:
            found[name] = int(number(text)) if name.endswith("_s") else number(text)
        except ValueError:
            raise InvalidCommand("Give a number.", name) from None
    return found


def _texts(typed: Typed, names: Sequence[str] = ("quantity", "operator", "priority", "text")) -> dict[str, str]:
    return {name: one(typed, name, "Say something here.") for name in names}


def _new_form() -> Form:
    quantities = [(one.name, f"{one.title}{f', {one.unit}' if one.unit else ''}") for one in CATALOGUE]
    fields = [
        Field("quantity", "What", "choice", quantities, CATALOGUE[0].name),
        Field("operator", "In alarm", "choice", (("above", "above"), ("below", "below")), "above"),
        *_limit_fields({"threshold": "", "deadband": "0", "on_delay_s": "0", "off_delay_s": "0"}, "low", ""),
    ]
    return Form("create", "New rule over the whole utility", "Make", fields)


def _change_form(row: Row) -> Form:
    values = {name: f"{row[name]:g}" for name in NUMBERS}
    service = (("in", "in service"), ("out", "out of service"), (DELETE, "deleted"))
    known = QUANTITIES.get(row["quantity"])
    title = f"Change: {known.title if known else row['quantity']}{f', {known.unit}' if known and known.unit else ''}"
    fields = [
        *_limit_fields(values, row["priority"], row["text"]),
        Field("service", "From now on", "choice", service, "in" if row["is_enabled"] else "out"),
    ]
    return Form("change", title, "Change", fields, "Its delays begin anew; open alarms keep their words.")


def _limit_fields(values: Mapping[str, str], priority: str, text: str) -> list[Field]:
    return [
        Field("threshold", "Threshold", "line", value=values["threshold"]),
        Field("deadband", "Deadband", "line", value=values["deadband"], hint="How far back before it clears."),
        Field("on_delay_s", "Raises after, seconds", "line", value=values["on_delay_s"]),
        Field("off_delay_s", "Clears after, seconds", "line", value=values["off_delay_s"]),
        Field("priority", "Priority", "choice", [(name, name.capitalize()) for name in PRIORITIES], priority),
        Field("text", "What it means, and what the operator does", "text", value=text),
    ]
