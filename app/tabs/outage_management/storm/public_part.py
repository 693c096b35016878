"""What the public is told: a computed draft, edited by hand, approved by a supervisor; to be copied anywhere."""

from __future__ import annotations

from typing import Any

from app import formats
from app.desk import fields
from app.desk.command_desk import CommandDesk
from app.desk.live_view import PARTS
from app.tabs.outage_management.storm.answer import StormDesk
from app.tabs.outage_management.storm.asking import Asking, Wanted
from app.tabs.outage_management.view import OutageView
from app.widgets.board import Board, BoardHtml
from app.widgets.html import Markup, el
from data_sources.errors import InvalidCommand
from data_sources.outages.storms import ApprovePublicText
from data_sources.query import Query
from data_sources.studies.storm.sentences import public_text

SHEET = "storm"


class PublicPart:
    """The text; `board` is put into the view.

    Args:
        view: gives the zone.
        desk: runs the commands.
        storm: what is told.
    """

    def __init__(self, view: OutageView, desk: CommandDesk, storm: StormDesk) -> None:
        """Shows a draft as soon as the picture is there."""
        self._view, self._desk, self._storm = view, desk, storm
        self._names: dict[int, str] = {}
        self._draft, self._turn, self._error = "", 0, ""
        self._told: Any = None
        self.panel = BoardHtml(css_classes=["storm-public"])
        for sheet in (PARTS, SHEET):
            self.panel.dress(sheet)
        self.asking = Asking(view, desk, self.panel, self._draw)
        self.board = Board(self.panel, "storm-part")
        self.panel.on("draft", lambda _value: self._new_draft())
        self.panel.on("approve", self._approve)
        view.live(lambda: Query.of("utilities"), self._take_names)
        view.watch(self._on_picture, storm, "picture")
        view.watch(lambda: self.board.tell(storm.status), storm, "status")
        self.board.heading.show("Public text", "computed sentences, figures rounded; no asset is named")
        self.board.tell(storm.status)
        self._on_picture()

    def _take_names(self, rows: Any) -> None:
        self._names = {row["utility_id"]: row["utility_name"] for row in rows.to_pylist()}
        self._on_picture()

    def _on_picture(self) -> None:
        """The first draft; afterwards it stays until a person wants another one."""
        if self._storm.picture is not None and not self._draft and self._names:
            self._new_draft()
        storm = None if self._storm.picture is None else self._storm.picture.storm
        told = storm and (storm["storm_id"], storm["public_text_at"])
        if told != self._told:
            self._told = told
            self._draw()

    def _new_draft(self) -> None:
        picture, utility_id = self._storm.picture, self._view.state.utility_id
        if picture is not None and utility_id in self._names:
            self._draft = public_text(picture, self._names[utility_id], self._view.state.time_zone)
            self._turn, self._error = self._turn + 1, ""
            self._draw()

    def _approve(self, message: Any) -> None:
        storm = None if self._storm.picture is None else self._storm.picture.storm
        if storm is None or not isinstance(message, dict):
            return
        try:
            text = fields.one(message["values"], "public_text", "Write what the public is told.")
            command = ApprovePublicText.of(storm_id=storm["storm_id"], public_text=text)
        except InvalidCommand as error:
            self._error = str(error)
            self._draw()
            return
        self._error = ""
        self.asking.give([Wanted(command, storm["version"])], str(message["key"]))

    def _draw(self) -> None:
        storm = None if self._storm.picture is None else self._storm.picture.storm
        key = f"public-{self._turn}-{storm['version'] if storm else 0}"
        area = el("textarea", self._draft, name="public_text", rows=11, maxlength=4000, aria_label="Public text",
                  data_rev=str(self._turn))  # fmt: skip
        wrong = el("p", self._error, cls="form-error", role="alert") if self._error else None
        foot = el("div", self._buttons(storm), cls="form-foot")
        form = el(
            "form", area, wrong, foot, data_submit="approve", data_key=key, cls="storm-text", novalidate=True,
            data_draft=f"approve, {storm['storm_id'] if storm else 0}",
        )  # fmt: skip
        self.panel.write(el("div", self._approved(storm), form, self.asking.draw(), cls="storm-public-body"))

    def _buttons(self, storm: Any) -> list[Markup | None]:
        draft = el("button", "New draft", type="button", cls="button", data_action="draft",
                   title="Computed anew from what is known now; what was typed is let go of")  # fmt: skip
        copy = el("button", "Copy", type="button", cls="button", data_copy="public_text")
        may = self._desk.can_change and self._desk.principal.may("supervisor")
        if storm is None or not may:
            why = "Approved while a storm is declared." if storm is None else "To approve it takes a supervisor."
            return [el("span", why, cls="secondary storm-why-not"), draft, copy]
        return [draft, copy, el("button", "Approve", type="submit", cls="button is-primary")]

    def _approved(self, storm: Any) -> Markup:
        if storm is None or storm["public_text"] is None:
            return el("p", "Nothing is approved yet.", cls="secondary")
        at = formats.day_and_clock(storm["public_text_at"], self._view.state.time_zone)
        head = el("summary", f"Approved by {storm['public_text_by']} at {at}")
        return el("details", head, el("p", storm["public_text"], cls="storm-approved"))
