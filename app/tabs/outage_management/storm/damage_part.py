"""Damage that was seen: a list, and the form that enters, corrects or withdraws an entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, get_args

import pyarrow as pa

from app import formats
from app.desk import fields
from app.desk.command_desk import CommandDesk
from app.desk.fields import Field, Form, Typed
from app.tabs.outage_management.storm import rows
from app.tabs.outage_management.storm.answer import StormDesk
from app.tabs.outage_management.storm.asking import Wanted
from app.tabs.outage_management.storm.listed_part import ListedPart, button
from app.tabs.outage_management.view import OutageView
from app.widgets.column import words
from app.widgets.data_table import DataTable
from app.widgets.html import Markup, el
from data_sources.assets import AssetRef
from data_sources.errors import InvalidCommand
from data_sources.outages.storms import CorrectAssessment, EnterAssessment, Severity, WithdrawAssessment
from data_sources.query import Query
from data_sources.studies.storm.picture import StormPriority

NONE = ("No damage is on record", "New entry, with an outage or a place on the map, says what was seen.")
PLACE: Final = "place"
PLACED: Final = ("pole", "segment", "transformer", "device")  # what can be tapped on the map as a place
COUNTED: Final = {
    "broken_poles": "Poles broken", "spans_down": "Spans of wire down", "transformers": "Transformers to replace",
    "trees": "Trees to cut",
}  # fmt: skip


class DamagePart(ListedPart):
    """The table of damage.

    Args:
        view: gives the utility, the zone, and what is selected on the map.
        desk: runs the commands.
        storm: the outages that an entry may be about.
    """

    def __init__(self, view: OutageView, desk: CommandDesk, storm: StormDesk) -> None:
        """Empty before the first answer."""
        self._storm = storm
        self._asset: AssetRef | None = None
        self._place: dict[str, Any] | None = None
        self._picked: dict[str, Any] | None = None
        table = DataTable(
            rows.damage_columns(view.state.time_zone), "assessment_id", search=("note", "feeder_name", "assessed_by"),
            part="entries", css_classes=["grow"],
        )  # fmt: skip
        super().__init__(view, desk, table, "assessment_id", "damage_assessments", self._queries)
        table.on("row", lambda key: self._correct(int(key)))
        self.bar.on("new", lambda _value: self._enter())
        self.bar.on("withdraw", lambda _value: self._withdraw())
        view.live(self._query, self._take)
        view.watch(self._on_asset, view.selection, "asset")
        view.watch(lambda: table.use(rows.damage_columns(view.state.time_zone)), view.state, "time_zone")
        self.board.heading.show("Damage", "what was seen; crew-hours change the expected work")
        self.draw_bar()

    def bar_parts(self) -> Sequence[Markup | None]:
        """A new entry, or the withdrawal of the one whose form is open."""
        if not self.desk.can_change:
            return []
        if self.asking.slug == "correct":
            return [button("withdraw", "Withdraw this entry")]
        hint = "" if self.asking.slug else "A row corrects its entry."
        if self.asking.slug == "enter":
            hint = (
                f"Place: {self._place['name']}"
                if self._place
                else "Tap a pole, a line or a device on the map for a place."
            )
        return [button("new", "New entry"), el("span", hint, cls="secondary") if hint else None]

    # What is there -------------------------------------------------------------------------------------------------

    def _query(self) -> Query | None:
        utility_id = self.view.state.utility_id
        return None if utility_id is None else Query.of("standing_damage", utility_id=utility_id)

    def _queries(self) -> list[Query]:
        query = self._query()
        return [] if query is None else [query]

    def _take(self, found: pa.Table) -> None:
        self.table.param.update(rows=found, none=NONE)
        self.board.veil.clear()

    # The place on the map ------------------------------------------------------------------------------------------

    def _on_asset(self) -> None:
        """What is selected is the place of a new entry, as long as its form is open."""
        asset, utility_id = self.view.selection.asset, self.view.state.utility_id
        if self.asking.slug != "enter" or utility_id is None or asset is None or asset.kind not in PLACED:
            return
        source, kind, number = self.view.sources.live, asset.kind, asset.asset_id
        self._asset = asset
        query = Query.of(f"details_{kind}", utility_id=utility_id, asset_id=number)

        def take(found: pa.Table) -> None:
            if self._asset == asset and found.num_rows:
                self._place = found.to_pylist()[0]
                self.draw_bar()

        self.view.work(lambda: source.fetch(query), take, key="place")

    # The forms -----------------------------------------------------------------------------------------------------

    def _enter(self) -> None:
        picture = self._storm.picture
        known = [] if picture is None else picture.priorities
        outages = [(str(one.row["outage_id"]), _outage_words(one)) for one in known]
        where = Field("outage_id", "Where", "choice", [(PLACE, "The place selected on the map"), *outages], PLACE)
        self._place = None
        self.asking.open(Form("enter", "What was seen", "Enter damage", [where, *_fields(None)]), self._entered)
        self._on_asset()

    def _entered(self, typed: Typed) -> list[Wanted]:
        where = fields.one(typed, "outage_id")
        if where == PLACE and self._place is None:
            raise InvalidCommand(
                "Tap a pole, a line, a transformer or a device on the map, or choose an outage.", "outage_id"
            )
        place = self._place or {}
        at = (
            {"outage_id": int(where)} if where != PLACE else {name: place[name] for name in ("lon", "lat", "feeder_id")}
        )
        return [Wanted(EnterAssessment.of(utility_id=self.view.state.utility_id, **at, **_values(typed)))]

    def _correct(self, assessment_id: int) -> None:
        if not self.desk.can_change:
            return
        row = next(one for one in self.table.rows.to_pylist() if one["assessment_id"] == assessment_id)
        self._picked = row

        def make(typed: Typed) -> list[Wanted]:
            given = {**{"crew_hours": None, "note": None}, **_values(typed)}
            return [Wanted(CorrectAssessment.of(assessment_id=assessment_id, **given), row["version"])]

        self.asking.open(Form("correct", f"Correct entry {assessment_id}", "Correct", _fields(row)), make)

    def _withdraw(self) -> None:
        row = self._picked
        if row is None:
            return

        def make(typed: Typed) -> list[Wanted]:
            reason = fields.one(typed, "reason", "Say why it is withdrawn.")
            return [Wanted(WithdrawAssessment.of(assessment_id=row["assessment_id"], reason=reason), row["version"])]

        title = f"Withdraw entry {row['assessment_id']}"
        self.asking.open(Form("withdraw", title, title, [Field("reason", "Why", "text")]), make)


def _outage_words(one: StormPriority) -> str:
    place = one.row["device_name"] or one.row["transformer_name"]
    return f"{one.row['outage_id']}, {place}, {formats.count_of(one.customers, 'customer')}"


def _fields(row: dict[str, Any] | None) -> list[Field]:
    """The fields of an entry, as it is or empty."""
    was = row or {"severity": "moderate", "is_access_blocked": False, "crew_hours": None, "note": None}
    severities = [(one, words(one)) for one in get_args(Severity)]
    hours = "" if was["crew_hours"] is None else f"{was['crew_hours']:g}"
    return [
        Field("severity", "Severity", "choice", severities, was["severity"]),
        *(Field(name, title, "line", value=str(was.get(name, 0))) for name, title in COUNTED.items()),
        Field("crew_hours", "Crew-hours needed", "line", value=hours, is_needed=False,
              hint="Work of one crew in hours; the forecast goes by it."),
        Field("is_access_blocked", "Access", "boxes", [("yes", "The way there is blocked")],
              "yes" if was["is_access_blocked"] else ""),
        Field("note", "Note", "text", value=was["note"] or "", is_needed=False),
    ]  # fmt: skip


def _values(typed: Typed) -> dict[str, Any]:
    """The command's values; a number that is none is refused by the command, named.

    Raises:
        InvalidCommand: a count is no whole number, or hours are none.
    """
    values: dict[str, Any] = {"severity": fields.one(typed, "severity")}
    for name in COUNTED:
        values[name] = fields.one(typed, name) or "0"
    if hours := fields.one(typed, "crew_hours"):
        values["crew_hours"] = hours.replace(",", ".")
    values["is_access_blocked"] = "yes" in typed.get("is_access_blocked", ())
    if note := fields.one(typed, "note"):
        values["note"] = note
    return values
