"""Ground: what a findings view is about, from the tab's controls; and what that comes down to for the statements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.scope_bar.period import period_utc
from data_sources.errors import QueryError
from data_sources.history.scope import Meter, Scope, Subject, Transformer
from data_sources.query import Query
from data_sources.source import Source


@dataclass(frozen=True, slots=True)
class Ground:
    """What is chosen above the view.

    Attributes:
        utility_id: whose history.
        kind: "utility", "substation", "feeder", "transformer" or "meter".
        scope_id: which one; 0 for the utility.
        first_day: first local day.
        end_day: the local day after the last one.
        time_zone: IANA name of the utility's clock.
    """

    utility_id: int
    kind: str
    scope_id: int
    first_day: dt.date
    end_day: dt.date
    time_zone: str

    @property
    def days(self) -> int:
        """Length of the period."""
        return (self.end_day - self.first_day).days

    @property
    def is_below_feeder(self) -> bool:
        """Whether one transformer or meter is chosen."""
        return self.kind in ("transformer", "meter")

    @property
    def is_one_feeder(self) -> bool:
        """Whether all of it is one feeder."""
        return self.kind in ("feeder", "transformer", "meter")

    @property
    def subject(self) -> Subject:
        """It as the history's own questions name it: a scope of feeders, one transformer or one meter."""
        if self.kind == "transformer":
            return Transformer(self.scope_id)
        return Meter(self.scope_id) if self.kind == "meter" else self.feeders

    @property
    def feeders(self) -> Scope:
        """The feeders chosen; all of the utility where a transformer or meter is."""
        if self.kind == "substation":
            return Scope(self.utility_id, substation_id=self.scope_id)
        return Scope(self.utility_id, feeder_id=self.scope_id if self.kind == "feeder" else 0)

    @property
    def period(self) -> tuple[dt.datetime, dt.datetime]:
        """First instant of the period and the one after it, naive UTC."""
        return period_utc(self.first_day, self.end_day, self.time_zone)

    @property
    def instants(self) -> tuple[dt.datetime, dt.datetime]:
        """The same, aware."""
        first, end = (at.replace(tzinfo=dt.UTC) for at in self.period)
        return first, end


@dataclass(frozen=True, slots=True)
class ChosenPlace:
    """The transformer or meter chosen, and what it hangs on.

    Attributes:
        scope: down to it.
        kind: "transformer" or "meter".
        name: its display name.
        transformer_name: of the transformer it is or hangs on.
        feeder_name: of the feeder.
        has_own_meter: that transformer has a meter of its own.
        lon: of the transformer, degrees.
        lat: likewise.
    """

    scope: Scope
    kind: str
    name: str
    transformer_name: str
    feeder_name: str
    has_own_meter: bool
    lon: float
    lat: float


def place_of(source: Source, ground: Ground) -> ChosenPlace | None:
    """The transformer or meter chosen; None where a feeder or more is. Runs in a worker.

    Raises:
        QueryError: there is no such transformer or meter.
    """
    if not ground.is_below_feeder:
        return None
    query = Query.of("ami_scope_name", scope=ground.kind, scope_id=ground.scope_id)
    found = source.fetch(query).to_pylist()
    if not found:
        raise QueryError(f"The history has no {ground.kind} with the number {ground.scope_id}.")
    row = found[0]
    scope = Scope(
        ground.utility_id, feeder_id=row["feeder_id"], transformer_id=row["transformer_id"],
        meter_id=ground.scope_id if ground.kind == "meter" else 0,
    )  # fmt: skip
    return ChosenPlace(
        scope, ground.kind, row["name"], row["transformer_name"], row["feeder_name"], row["has_own_meter"],
        row["lon"], row["lat"],
    )  # fmt: skip


def scope_of(source: Source, ground: Ground) -> Scope:
    """What the statements bind, down to a transformer or meter. Runs in a worker.

    Raises:
        QueryError: there is no such transformer or meter.
    """
    place = place_of(source, ground)
    return place.scope if place is not None else ground.feeders
