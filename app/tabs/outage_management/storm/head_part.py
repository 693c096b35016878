"""The head of the view: the one switch with who and when, its forms, and as of when the view is told."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from app import formats
from app.desk import fields
from app.desk.command_desk import CommandDesk
from app.desk.fields import Field, Form, Typed
from app.desk.live_view import PARTS
from app.tabs.outage_management.storm import simulated
from app.tabs.outage_management.storm.answer import StormDesk
from app.tabs.outage_management.storm.asking import Asking, Wanted
from app.tabs.outage_management.view import OutageView
from app.widgets.board import BoardHtml
from app.widgets.html import Markup, el, running_time
from data_sources.outages.storms import DeclareStorm, EndStorm

SHEET: Final = "storm"


class StormHead:
    """The head; `panel` is put into the view.

    Args:
        view: gives the utility and the zone.
        desk: runs the commands.
        storm: what is declared.
    """

    def __init__(self, view: OutageView, desk: CommandDesk, storm: StormDesk) -> None:
        """Says at once whether a storm is declared."""
        self._view, self._desk, self._storm = view, desk, storm
        self.panel = BoardHtml(css_classes=["storm-head"])
        for sheet in (PARTS, SHEET):
            self.panel.dress(sheet)
        self.asking = Asking(view, desk, self.panel, self._draw)
        for slug, opened in (("declare", self._declare), ("end", self._end), ("simulate", self._simulate)):
            self.panel.on(slug, opened)
        view.watch(self._draw, storm, ["picture", "status"])
        view.watch(self._draw, view.state, "time_zone")
        self._draw()

    # The forms -----------------------------------------------------------------------------------------------------

    def _declare(self, _value: Any) -> None:
        shown = Form("declare", "Declare a storm", "Declare storm", [
            Field("storm_name", "Name", "line", hint="It stands in the header of every page."),
            Field("started_at", "Began at", "time", is_needed=False, hint="Now, where it is left empty."),
            Field("note", "Note", "text", is_needed=False),
        ], "Rules' times of single outages are taken back; areas are given times instead.")  # fmt: skip
        self.asking.open(shown, self._declared)

    def _declared(self, typed: Typed) -> list[Wanted]:
        began, zone = fields.one(typed, "started_at"), self._view.state.time_zone
        values: dict[str, Any] = {"note": fields.one(typed, "note") or None}
        if began:
            values["started_at"] = fields.moment(began, zone, "started_at")
        name = fields.one(typed, "storm_name", "Give the storm a name.")
        return [Wanted(DeclareStorm.of(utility_id=self._view.state.utility_id, storm_name=name, **values))]

    def _end(self, _value: Any) -> None:
        picture = self._storm.picture
        if picture is None or picture.storm is None:
            return
        name = picture.storm["storm_name"]
        shown = Form("end", f"End storm {name}", f"End storm {name}", [
            Field("note", "What is left to be done", "text", is_needed=False),
        ], "Rules estimate single outages again, by their crews; times of areas are let go of.")  # fmt: skip
        self.asking.open(shown, self._ended)

    def _ended(self, typed: Typed) -> list[Wanted]:
        storm = self._storm.picture.storm
        values = {"storm_id": storm["storm_id"], "note": fields.one(typed, "note") or None}
        return [Wanted(EndStorm.of(**values), storm["version"])]

    def _simulate(self, _value: Any) -> None:
        self.asking.open(simulated.FORM, lambda typed: [simulated.wanted(self._view.state.utility_id, typed)])

    # What is shown -------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        picture = self._storm.picture
        if picture is None:
            self.panel.write(el("div", el("span", self._trouble(), cls="secondary"), cls="storm-switch"))
            return
        form, said = self.asking.form(), self.asking.said
        over = el("div", form, cls="storm-asked") if form else None
        words, buttons = self._words(picture.storm), self._buttons(picture.storm)
        self.panel.write(el("div", words, buttons, said, self._as_of(picture), cls="storm-switch"), over)

    def _trouble(self) -> str:
        return self._storm.status.message or "Looking at outages, crews and damage"

    def _words(self, storm: Any) -> Markup:
        if storm is None:
            return el("p", el("b", "No storm is declared."), " What is shown are the outages that are open now.")
        zone, since = self._view.state.time_zone, storm["started_at"]
        return el(
            "p", el("span", "Storm", cls="badge is-bad"), " ", el("b", storm["storm_name"]), " since ",
            formats.day_and_clock(since, zone), " (", running_time(since, "lasting"),
            f"), declared by {storm['started_by']}", storm["note"] and el("q", storm["note"]),
        )  # fmt: skip

    def _buttons(self, storm: Any) -> Markup | None:
        if not self._desk.can_change:
            return el("span", f"{self._desk.principal.name} looks on as {self._desk.principal.role}.", cls="secondary")
        if not self._desk.principal.may("supervisor"):
            what = "To declare or end a storm takes a supervisor"
            return el("span", f"{what}; {self._desk.principal.name} is {self._desk.principal.role}.", cls="secondary")
        names = [("end", "End storm")] if storm else [("declare", "Declare a storm")]
        if self._view.is_simulated:
            names.append(("simulate", "Start a simulated storm"))
        pressed = self.asking.slug
        return el("span", [
            el("button", title, type="button", cls="button is-step", data_action=slug,
               aria_pressed="true" if slug == pressed else "false")
            for slug, title in names
        ], cls="storm-buttons")  # fmt: skip

    def _as_of(self, picture: Any) -> Markup:
        at = formats.clock(picture.at, self._view.state.time_zone, seconds=True)
        badge = el("span", "Simulated", cls="badge is-attention") if self._view.is_simulated else None
        told = el("span", "As of ", at, ", ", running_time(picture.at, "ago"), "; PostgreSQL, whole utility")
        return el("p", badge, " ", told, cls="secondary storm-as-of")


def moment_text(at: dt.datetime | None, zone: str) -> str:
    """A moment as a browser's field takes it; empty for none."""
    return "" if at is None else fields.local_text(at, zone)
