"""The queue: which outage next and why, whom to send; those ticked are given their recommended crews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app import theme
from app.desk.command_desk import CommandDesk
from app.tabs.outage_management.storm import rows
from app.tabs.outage_management.storm.answer import StormDesk
from app.tabs.outage_management.storm.asking import Wanted
from app.tabs.outage_management.storm.listed_part import ListedPart, button
from app.tabs.outage_management.view import OutageView
from app.widgets.data_table import DataTable
from app.widgets.html import Markup, el
from data_sources.outages.life import AssignCrew
from data_sources.studies.storm.picture import StormPriority

NONE = ("No outage needs a crew", "Everybody has supply, or what is planned is under way.")


class PrioritiesPart(ListedPart):
    """The table of priorities.

    Args:
        view: gives the zone, opens outages.
        desk: runs the commands.
        storm: what is shown.
    """

    def __init__(self, view: OutageView, desk: CommandDesk, storm: StormDesk) -> None:
        """Shows what the desk has."""
        self._storm = storm
        table = DataTable(
            rows.priority_columns(view.state.time_zone), "outage_id", search=("why", "place", "feeder_name", "crew"),
            part="outages", filter_words="Filter by any word", css_classes=["grow"], can_tick=desk.can_change,
        )  # fmt: skip
        super().__init__(view, desk, table, "outage_id", "storm_priorities", lambda: storm.queries)
        table.model.stylesheets = [*table.model.stylesheets, theme.stylesheet("storm")]
        table.on("row", lambda key: view.own.param.update(view="active", outage=int(key)))
        self.bar.on("assign", lambda _value: self._assign())
        view.watch(self._draw, storm, ["picture", "status"])
        view.watch(lambda: table.use(rows.priority_columns(view.state.time_zone)), view.state, "time_zone")
        self._draw()

    def bar_parts(self) -> Sequence[Markup | None]:
        """What can be done with those ticked."""
        ticked = self._ticked()
        if not ticked:
            hint = "A row opens the outage. Tick rows to send their recommended crews." if self.desk.can_change else ""
            return [el("span", hint, cls="secondary") if hint else None]
        free = sum(one.is_crew_free for one in ticked)
        send = button("assign", f"Assign {free:,} recommended") if free else None
        why = None if free == len(ticked) else el(
            "span", f"With a crew already, or one that is not free yet: {len(ticked) - free:,}", cls="secondary"
        )  # fmt: skip
        return [*self.ticked_words(len(ticked)), send, why]

    def _ticked(self) -> list[StormPriority]:
        picture = self._storm.picture
        found = () if picture is None else picture.priorities
        return [one for one in found if str(one.row["outage_id"]) in self.table.ticked]

    def _assign(self) -> None:
        wanted = [
            Wanted(AssignCrew(outage_id=one.row["outage_id"], crew_id=one.crew["crew_id"]), one.row["version"])
            for one in self._ticked() if one.is_crew_free and one.crew is not None
        ]  # fmt: skip
        self.table.param.update(ticked=frozenset())
        self.asking.give(wanted)

    def _draw(self) -> None:
        picture: Any = self._storm.picture
        line = "critical customers, danger and priority by hand first, then customers an hour of crew"
        self.board.heading.show("Priorities", line, is_simulated=self.view.is_simulated)
        if picture is not None:
            self.table.param.update(rows=rows.priority_table(picture.priorities), none=NONE)
        self.board.tell(self._storm.status)
        self.draw_bar()
