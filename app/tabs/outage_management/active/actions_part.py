"""What can be done with the picked outage: buttons, the form that is open, and what came of the last command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from app import formats
from app.desk.action_buttons import STEP_LOOK, steps_first
from app.desk.command_desk import CommandDesk
from app.desk.fields import Form, Typed
from app.desk.picked_actions import LOOK_AGAIN, PickedActions, Row
from app.tabs.outage_management.active import crews, forms, predicted_html
from app.tabs.outage_management.active.actions import ACTIONS, allowed, why_fewer
from app.tabs.outage_management.active.book import OutageBook
from app.tabs.outage_management.active.forms import Around
from app.tabs.outage_management.view import OutageView
from app.widgets.html import Markup
from app.widgets.html_view import HtmlView
from data_sources.commands.command import Command
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Order
from data_sources.errors import FluxError
from data_sources.network.graph import load_network
from data_sources.outages.life import TRANSITIONS, OutageCommand
from data_sources.outages.states import LASTING
from data_sources.outages.undoing import undo_of
from data_sources.query import Query

ACTION_OF = {command.name: ACTIONS[command.slug].title for command in TRANSITIONS}


class ActionsPart(PickedActions):
    """The actions of one outage at a time; `draw` gives their HTML.

    Args:
        view: gives state and workers.
        book: the other outages, for a merge.
        desk: runs the commands.
        panel: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    key = "outage_id"
    on_conflict = LOOK_AGAIN
    send_look = STEP_LOOK

    def __init__(
        self, view: OutageView, book: OutageBook, desk: CommandDesk, panel: HtmlView, redraw: Callable[[], None]
    ) -> None:
        """No form is open."""
        super().__init__(desk, panel, redraw)
        self._view, self._book = view, book
        self._around = Around(view.state.time_zone, dt.datetime.now(dt.UTC))
        self._crews: list[Row] = []
        view.live(self._crews_query, self._take_crews)

    # What is shown -------------------------------------------------------------------------------------------------

    def draw(self, row: Row) -> Markup:
        """Buttons, form, and what came of the last one."""
        if self._row is None or self._row["outage_id"] != row["outage_id"]:
            self._shut()
        self._row = row
        by, can = self._desk.principal, self._desk.can_change
        actions = allowed(row, by) if can else []
        if self._open and self._open not in dict(actions):
            self._open = ""
        return self._area(row, steps_first(actions), self._around.zone, why_fewer(row, by))

    # What is done --------------------------------------------------------------------------------------------------

    def _slugs(self, row: Row) -> list[str]:
        return list(dict(allowed(row, self._desk.principal)))

    def _form_of(self, slug: str, row: Row) -> Form:
        return forms.form_of(slug, row, self._around)

    def _command(self, slug: str, row: Row, typed: Typed) -> Command:
        return forms.command_of(slug, row["outage_id"], typed, self._around)

    def _opened(self, row: Row) -> None:
        self._around = self._look_around(row)
        if self._open in ("restore", "split", "switch", "move"):
            self._name_things(row)

    def _told(self, receipt: Receipt) -> str:
        words = f"{ACTION_OF.get(receipt.command, receipt.command)}: done, version {receipt.version}."
        return f"{words} {receipt.warning}".rstrip()

    def _look_around(self, row: Row) -> Around:
        now = dt.datetime.now(dt.UTC)
        others = [
            (str(one["outage_id"]), f"{one['title']}, {one['place']}, {formats.count_of(one['affected'], 'customer')}")
            for one in self._book.outages or () if one["outage_id"] != row["outage_id"]
            and one["state"] in ("predicted", *LASTING)
        ]  # fmt: skip
        return Around(self._view.state.time_zone, now, crews.nearest(self._crews, row), others)

    def _name_things(self, row: Row) -> None:
        """Names of dark transformers and of devices, from the network; the form shows them when they come."""
        source, utility_id, turn = self._view.sources.live, self._view.state.utility_id, self._turn
        if utility_id is None:
            return

        def take(found: tuple[list[tuple[str, ...]], dict[str, int]]) -> None:
            if turn == self._turn:
                around = self._around
                self._around = Around(around.zone, around.now, around.crews, around.others, *found)
                self._redraw()

        self._view.work(lambda: crews.named(load_network(source, utility_id), row), take, key="names")

    def undo(self, row: Row, audit: Sequence[Row]) -> OutageCommand | None:
        """What would take the last step back, where it is this person's own and the role lets."""
        by = self._desk.principal
        command = undo_of(audit, row, by.name) if self._desk.can_change else None
        return command if command is not None and by.may(command.role) else None

    def take_back(self, row: Row, audit: Sequence[Row], audit_id: Any) -> None:
        """Take it back, over the version that was seen."""
        command = self.undo(row, audit)
        if command is None or self._is_busy:
            self._complain(FluxError("That step is not the last one any more, so it cannot be undone."))
            return
        self._give(Order(command, row["version"], f"undo-{row['outage_id']}-{audit_id}"), is_exact=True)

    def put_elsewhere(self, row: Row, chosen: str) -> None:
        """Move a presumed outage to another explanation of its messages, over the version that was seen."""
        if self._is_busy or "move" not in dict(allowed(row, self._desk.principal)) or not self._desk.can_change:
            return
        command = predicted_html.other_place(row["outage_id"], chosen)
        self._give(Order(command, row["version"], f"move-{row['outage_id']}-{row['version']}-{chosen}"))

    # Crews ---------------------------------------------------------------------------------------------------------

    def _crews_query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        wants = self._view.own.outage is not None and self._desk.can_change
        return Query.of("crews_and_outages", utility_id=utility_id) if wants and utility_id is not None else None

    def _take_crews(self, found: pa.Table) -> None:
        self._crews = found.to_pylist()
