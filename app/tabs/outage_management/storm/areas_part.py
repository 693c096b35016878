"""Times for areas: suggested by the queue, given to every outage of an area at once, taken back the same way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from app.desk import fields
from app.desk.command_desk import CommandDesk
from app.desk.fields import Field, Form, Typed
from app.tabs.outage_management.storm import rows
from app.tabs.outage_management.storm.answer import StormDesk
from app.tabs.outage_management.storm.asking import Wanted
from app.tabs.outage_management.storm.head_part import moment_text
from app.tabs.outage_management.storm.listed_part import ListedPart, button
from app.tabs.outage_management.view import OutageView
from app.widgets.data_table import DataTable
from app.widgets.html import Markup, el
from data_sources.outages.storms import EstimateArea, UndoAreaEstimate

NONE = ("No area needs a time", "Areas are listed as soon as an outage there needs a crew.")


class AreasPart(ListedPart):
    """The table of areas.

    Args:
        view: gives the zone.
        desk: runs the commands.
        storm: what is shown.
    """

    def __init__(self, view: OutageView, desk: CommandDesk, storm: StormDesk) -> None:
        """Shows what the desk has."""
        self._storm = storm
        self._picked: int | None = None
        table = DataTable(
            rows.area_columns(view.state.time_zone), "substation_id", part="areas", css_classes=["grow"],
            can_tick=desk.can_change,
        )  # fmt: skip
        super().__init__(view, desk, table, "substation_id", "storm_areas", lambda: storm.queries)
        table.on("row", lambda key: self._pick(int(key)))
        self.bar.on("suggested", lambda _value: self._give_suggested())
        self.bar.on("take-back", lambda _value: self._take_back())
        view.watch(self._draw, storm, ["picture", "status"])
        view.watch(lambda: table.use(rows.area_columns(view.state.time_zone)), view.state, "time_zone")
        self._draw()

    def bar_parts(self) -> Sequence[Markup | None]:
        """What can be done with those ticked, or with the one whose form is open."""
        if not self.desk.can_change:
            return []
        if self._storm.storm_id is None:
            return [el("span", "Areas are given times while a storm is declared.", cls="secondary")]
        ticked = self.ticked()
        if ticked:
            given = sum(row["suggested_at"] is not None for row in ticked)
            taken = sum(row["told_at"] is not None for row in ticked)
            return [
                *self.ticked_words(len(ticked)),
                button("suggested", f"Set suggested times for all in {given:,}") if given else None,
                button("take-back", f"Take back times of {taken:,}") if taken else None,
            ]
        return [el("span", "A row sets the time of its area. Tick rows for several at once.", cls="secondary")]

    def _give_suggested(self) -> None:
        wanted = [(row["substation_id"], row["suggested_at"]) for row in self.ticked()]
        self._give([self._estimate(area, at) for area, at in wanted if at is not None])

    def _take_back(self) -> None:
        storm_id = self._storm.storm_id
        self._give([
            Wanted(UndoAreaEstimate(storm_id=storm_id, substation_id=row["substation_id"]))
            for row in self.ticked() if row["told_at"] is not None and storm_id is not None
        ])  # fmt: skip

    def _give(self, wanted: list[Wanted]) -> None:
        self.table.param.update(ticked=frozenset())
        self.asking.give(wanted)

    def _estimate(self, substation_id: int, at: dt.datetime) -> Wanted:
        return Wanted(
            EstimateArea.of(
                storm_id=self._storm.storm_id, substation_id=substation_id, estimated_restoration_at=at
            )
        )  # fmt: skip

    def _pick(self, substation_id: int) -> None:
        """Ask for the time of one area."""
        if not self.desk.can_change or self._storm.storm_id is None:
            return
        row = next(one for one in self.table.rows.to_pylist() if one["substation_id"] == substation_id)
        zone = self.view.state.time_zone
        at = moment_text(row["told_at"] or row["suggested_at"], zone)
        own = f" Those with a time of their own keep it ({row['own_times']:,})." if row["own_times"] else ""
        shown = Form(
            "area", f"Time for area {row['name']}", "Set for all",
            [Field("estimated_restoration_at", "Supply is back at", "time", value=at)],
            f"{_all(row['outages'])} given it, and those that begin there later.{own}",
        )  # fmt: skip

        def make(typed: Typed) -> list[Wanted]:
            text = fields.one(typed, "estimated_restoration_at", "Give a day and a time.")
            return [self._estimate(substation_id, fields.moment(text, zone, "estimated_restoration_at"))]

        self.asking.open(shown, make)

    def _draw(self) -> None:
        picture: Any = self._storm.picture
        self.board.heading.show("Times for areas", "one time for everybody that a substation feeds")
        if picture is not None:
            self.table.param.update(rows=rows.area_table(picture.areas, picture.at), none=NONE)
        self.board.tell(self._storm.status)
        self.draw_bar()


def _all(outages: int) -> str:
    return "The 1 outage there is" if outages == 1 else f"All {outages:,} outages there are"
