"""What is known before any reading is asked for: which days there are, what the selection is called, who made it up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import param
import pyarrow as pa

from app import formats
from app.scope_bar.ground import Ground
from app.scope_bar.making import Making
from app.scope_bar.period import newest
from app.scope_bar.places import leave_nowhere
from app.tab import Tab
from data_sources.history.due import newest_read_query, read_days_query
from data_sources.query import Query
from data_sources.source import Health


class ReadingsKnown(param.Parameterized):
    """Days, places and names of the utility shown; the bar and all views read them here.

    Args:
        tab: whose selections are meant and whose sources are asked.
    """

    days = param.List(default=None, allow_None=True, doc="Local days with readings, newest first; None at first.")
    places = param.List(default=[], item_type=dict, doc="Rows of filter_choices.sql: substations and feeders.")
    named = param.Dict(default={}, doc="Row of ami_scope_name.sql of the transformer or meter looked at; else empty.")

    def __init__(self, tab: Tab) -> None:
        """Asks for all of it."""
        super().__init__()
        self._state, self._selection, self._sources = tab.state, tab.selection, tab.sources
        self._demo_ids: set[int] = set()
        self._making: dict[int, Making] | None = None
        tab.live(lambda: Query.of("utilities"), self._take_utilities)
        tab.live(lambda: Query.of("history_filling"), self._take_making)
        tab.live(self._days_query, self._take_days, source="history")
        tab.live(self._newest_query, lambda _rows: None, source="history")  # the header tells it, and asks nobody
        tab.live(self._places_query, self._take_places)
        tab.live(self._name_query, self._take_name, source="history")
        tab.watch(lambda: self.param.update(named={}), tab.selection, ["scope", "scope_id"])
        tab.watch(self._leave_nowhere, tab.selection, ["scope", "scope_id"])
        tab.watch(self._forget, tab.state, "utility_id")

    # What is looked at -------------------------------------------------------------------------------------------

    @property
    def time_zone(self) -> str:
        """IANA name of the utility's clock."""
        return formats.zone(self._state.time_zone).key

    def period(self) -> tuple[dt.date, dt.date] | None:
        """First local day and the one after the last; None while no day with readings is known."""
        if self._selection.first_day and self._selection.end_day:
            return self._selection.first_day, self._selection.end_day
        return newest(self.days or [])

    def span(self) -> tuple[dt.date, dt.date] | None:
        """Oldest local day with readings and the one after the newest; None while no such day is known."""
        return (self.days[-1], self.days[0] + dt.timedelta(days=1)) if self.days else None

    def has_readings(self) -> bool:
        """Whether any day of the period has readings; taken to be so while the days are not known."""
        period = self.period()
        return not self.days or period is None or any(period[0] <= day < period[1] for day in self.days)

    def ground(self) -> Ground | None:
        """What is looked at, for the statements; None until it is known which days the history has."""
        utility_id, period, scope = self._state.utility_id, self.period(), self._selection.scope
        if utility_id is None or period is None:
            return None
        return Ground(utility_id, scope, self._selection.scope_id or 0, *period, self.time_zone)

    def scope_name(self) -> str:
        """What is looked at, as a person calls it."""
        kind, wanted = self._selection.scope, self._selection.scope_id
        if kind == "utility":
            return "Whole utility"
        if self.named:
            return str(self.named["name"])
        found = next((row for row in self.places if (row["kind"], row["asset_id"]) == (kind, wanted)), None)
        return found["name"] if found else f"{kind.capitalize()} {wanted}"

    def substation_id(self) -> int | None:
        """The substation looked at, or the one that what is looked at hangs on."""
        if self._selection.scope == "substation":
            return self._selection.scope_id
        if self.named:
            return int(self.named["substation_id"])
        feeder = self.feeder_id()
        found = (row["substation_id"] for row in self.places if (row["kind"], row["asset_id"]) == ("feeder", feeder))
        return next(found, None)

    def feeder_id(self) -> int | None:
        """The feeder looked at, or the one that what is looked at hangs on."""
        if self._selection.scope == "feeder":
            return self._selection.scope_id
        return int(self.named["feeder_id"]) if self.named else None

    # Where it comes from -----------------------------------------------------------------------------------------

    @property
    def is_simulated(self) -> bool:
        """Whether the readings of the utility shown are made up."""
        return self._state.utility_id in self._demo_ids

    def health(self) -> Health:
        """What the history says of itself."""
        history = self._sources.history
        return history.health() if history is not None else Health("No history", False, None, "No history is set up.")

    def nothing_yet(self) -> tuple[str, str]:
        """What stands where a view would be while there are no readings: a title and how to get some."""
        if self._sources.history is None:
            return "No history is connected", "Meter readings come from Snowflake or DuckDB."
        if not (health := self.health()).is_up:
            return "No readings just now", health.message
        if self.days is None:
            return "Looking for readings", "The history is asked which days it holds."
        if self.is_simulated:
            return self._no_demo_readings_yet()
        return (
            "No readings yet",
            "`fluxops load-ami FILE` brings readings in; `fluxops stream` takes them as they come.",
        )

    @property
    def making(self) -> Making | None:
        """How far the readings of this utility are made, if ever any were."""
        return (self._making or {}).get(self._state.utility_id or 0)

    def _no_demo_readings_yet(self) -> tuple[str, str]:
        if self._making is None:
            return "Looking for readings", "The database is asked whether the demo's readings are being made."
        if self.making is not None and self.making.goes_on():
            return (
                "Readings are being made",
                "The demo's readings are simulated in the background; days appear as they are done.",
            )
        return (
            "No readings yet",
            "Nobody makes this demo's readings just now; a server does, unless FLUXOPS_DEMO_HISTORY is false.",
        )

    # What is asked -----------------------------------------------------------------------------------------------

    def _days_query(self) -> Query | None:
        utility_id = self._state.utility_id
        if utility_id is None or self._sources.history is None:
            return None
        return read_days_query(utility_id)

    def _newest_query(self) -> Query | None:
        utility_id = self._state.utility_id
        return newest_read_query(utility_id, self.days[0]) if utility_id is not None and self.days else None

    def _places_query(self) -> Query | None:
        utility_id = self._state.utility_id
        return None if utility_id is None else Query.of("filter_choices", utility_id=utility_id)

    def _name_query(self) -> Query | None:
        kind, wanted = self._selection.scope, self._selection.scope_id
        if kind not in ("transformer", "meter") or wanted is None or self._sources.history is None:
            return None
        return Query.of("ami_scope_name", scope=kind, scope_id=wanted)

    def _take_utilities(self, rows: pa.Table) -> None:
        self._demo_ids = {row["utility_id"] for row in rows.to_pylist() if row["is_demo"]}

    def _take_making(self, rows: pa.Table) -> None:
        self._making = {row["utility_id"]: Making.of(row) for row in rows.to_pylist()}

    def _take_days(self, rows: pa.Table) -> None:
        self.days = rows["reading_day"].to_pylist()

    def _take_places(self, rows: pa.Table) -> None:
        self.places = rows.to_pylist()
        self._leave_nowhere()

    def _leave_nowhere(self) -> None:
        """Look at the whole utility, and say so, where an address names a substation or feeder that there is not."""
        leave_nowhere(self._selection, self.places)

    def _take_name(self, rows: pa.Table) -> None:
        found: list[dict[str, Any]] = rows.to_pylist()
        self.named = found[0] if found else {}

    def _forget(self) -> None:
        self.param.update(days=None, places=[], named={})
