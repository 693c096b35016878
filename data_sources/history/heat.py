"""What the thermal model made of transformers over months and years: life lost, rankings, and how far it has come.

All of it rests on hourly means of load. What a peak within an hour did to a winding is in `heat_trace` alone, which
takes readings as short as they are: its highest load and hot spot are never below those of here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from data_sources.analytics.clock import local_day
from data_sources.analytics.thermal.ageing import NORMAL_LIFE_HOURS
from data_sources.history.due import read_days_query
from data_sources.history.scope import Scope
from data_sources.query import Query
from data_sources.source import Source

RankBy = Literal["hot_spot", "loss_of_life", "peak_load"]
YEAR_HOURS = 8766.0
YEARS = 3  # that are told besides the present one


@dataclass(frozen=True, slots=True)
class HeatPeriod:
    """A month or a year of one transformer.

    Attributes:
        start: its first day.
        aged_hours: of life, at rate 1, over the known hours.
        hot_spot_max_c: highest at the end of an hour, at the mean load of the hour; None where nothing is known.
        peak_load_pct: highest mean of an hour, of rated kVA; likewise.
        known_hours: with a load and a temperature.
        unknown_hours: without, of the days that were computed.
        hours_above_110_c: of hot spot.
        hours_above_140_c: likewise.
    """

    start: dt.date
    aged_hours: float
    hot_spot_max_c: float | None
    peak_load_pct: float | None
    known_hours: int
    unknown_hours: int
    hours_above_110_c: int
    hours_above_140_c: int

    @property
    def loss_of_life_pct(self) -> float:
        """Of a normal life, 180,000 hours (IEEE C57.91), in the known hours."""
        return 100 * self.aged_hours / NORMAL_LIFE_HOURS

    @property
    def loss_of_life_pct_a_year(self) -> float | None:
        """The same, were a whole year like the known hours; None where none is known."""
        return self.loss_of_life_pct * YEAR_HOURS / self.known_hours if self.known_hours else None


@dataclass(frozen=True, slots=True)
class HeatReach:
    """How far a utility's temperatures have been computed.

    Attributes:
        days_read: with readings, the open day among them.
        days_computed: of which temperatures are kept.
        last_day: the newest of these; None: none yet.
        known_share: of the hours of computed days, 0 to 1; None: none yet.
    """

    days_read: int
    days_computed: int
    last_day: dt.date | None
    known_share: float | None

    @property
    def extent(self) -> str:
        """`28 of 29 days, up to Sat 28 Nov 2026`."""
        return f"{self.days_computed} of {self.days_read} days{self._until}"

    @property
    def _until(self) -> str:
        return f", up to {_written(self.last_day)}" if self.last_day else ""

    @property
    def sentence(self) -> str:
        """For a person; says nothing of what is whole."""
        if not self.days_read:
            return "Temperatures need readings, and there are none."
        told = f"Temperatures are computed for {self.days_computed} of {self.days_read} days with readings"
        told += self._until or "; the service “temperatures of transformers” does it"
        lacking = 0 if self.known_share is None else 100 * (1 - self.known_share)
        return f"{told}; {lacking:.1f} % of their hours are unknown." if lacking >= 0.05 else f"{told}."


def _written(day: dt.date) -> str:
    """`Sun 22 Nov 2026`, as days are written everywhere."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def life_of_years(source: Source, transformer_id: int, until: dt.datetime, time_zone: str) -> list[HeatPeriod]:
    """A transformer's months of this year and the YEARS before it, whole years but for the present one.

    Args:
        source: the history.
        transformer_id: which.
        until: an instant of the last day.
        time_zone: of the utility's days.
    """
    today = local_day(until, time_zone)
    return life_by_month(source, transformer_id, dt.date(today.year - YEARS, 1, 1), today + dt.timedelta(days=1))


def life_by_month(source: Source, transformer_id: int, first_day: dt.date, end_day: dt.date) -> list[HeatPeriod]:
    """A transformer's months, ascending; a month without a computed day is left out.

    Args:
        source: the history.
        transformer_id: which.
        first_day: local.
        end_day: the day after the last.
    """
    query = Query.of(
        "thermal_months_of_transformer", transformer_id=transformer_id, first_day=first_day, end_day=end_day
    )
    names = HeatPeriod.__slots__[1:]
    return [HeatPeriod(row["month_start"], *(row[name] for name in names)) for row in source.fetch(query).to_pylist()]


def by_year(months: list[HeatPeriod]) -> list[HeatPeriod]:
    """Years out of months, ascending."""
    years: dict[int, list[HeatPeriod]] = defaultdict(list)
    for one in months:
        years[one.start.year].append(one)
    return [together(dt.date(year, 1, 1), of_year) for year, of_year in sorted(years.items())]


def together(start: dt.date, parts: list[HeatPeriod]) -> HeatPeriod:
    """Several periods as one that begins with the first of them."""

    def highest(name: str) -> float | None:
        return max((value for one in parts if (value := getattr(one, name)) is not None), default=None)

    def total(name: str) -> int:
        return sum(getattr(one, name) for one in parts)

    return HeatPeriod(
        start, sum(one.aged_hours for one in parts), highest("hot_spot_max_c"), highest("peak_load_pct"),
        total("known_hours"), total("unknown_hours"), total("hours_above_110_c"), total("hours_above_140_c"),
    )  # fmt: skip


def ranking_query(scope: Scope, first_day: dt.date, end_day: dt.date, by: RankBy, limit: int = 100) -> Query:
    """The transformers of a scope that stood worst in a period, the worst first.

    Args:
        scope: a utility, one of its substations or feeders.
        first_day: local.
        end_day: the day after the last.
        by: what ranks.
        limit: how many at most.
    """
    return Query.of(
        "thermal_ranking", **scope.binds, first_day=first_day, end_day=end_day, rank_by=by, limit=limit
    )  # fmt: skip


def heat_reach(source: Source, utility_id: int) -> HeatReach:
    """How far a utility's temperatures have been computed."""
    read = source.fetch(read_days_query(utility_id))
    days: pa.Table = source.fetch(Query.of("thermal_days", utility_id=utility_id))
    rows = days.to_pylist()
    known, unknown = (sum(row[name] for row in rows) for name in ("known_hours", "unknown_hours"))
    share = known / (known + unknown) if known + unknown else None
    return HeatReach(len(read), len(rows), rows[-1]["reading_day"] if rows else None, share)
