"""Outages of a transformer or a feeder over years: each of them, and sums beside those of feeder and utility.

Method
    A transformer's customers are interrupted together, so that its own interruptions, minutes and momentary ones are
    counts of its own; those of a feeder and a utility are means a customer: SAIFI, SAIDI and MAIFI of IEEE Std
    1366-2022 (clause 4), each interruption judged by itself (sustained: over five minutes), in the local year that it
    began in.

Assumptions
    Where a record names no transformers (momentary outages, lists of other systems) but the device that opened, whoever
    hangs behind that device by the present switching was out. Where it names neither, the outage is listed with its
    feeder and not counted for a transformer. Customers served are those of today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from data_sources.analytics.clock import local_day, midnight_utc
from data_sources.errors import FluxError, SourceUnavailable
from data_sources.history.divided import divided, parted_by
from data_sources.network.graph import load_network, load_open_devices
from data_sources.network.trace import trace
from data_sources.query import Query
from data_sources.source import Source, Sources

YEARS: Final = 5  # local ones that are summed, the present one included
EVERY: Final = dt.timedelta(minutes=5)  # what lasts is reckoned up to the last of these, so that answers are kept
SUMMED_BY: Final = ["years_back", "is_recent", "is_feeder"]
SUMMED: Final = ("sustained", "sustained_minutes", "momentary")
OVER: Final = {
    "is_live": False,
    "state": "closed",
    "customers_out": 0,
    "estimated_restoration_at": None,
    "is_active": False,
}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OutagePlace:
    """Whose outages.

    Attributes:
        utility_id: of the feeder.
        feeder_id: the feeder, or the one that the transformer hangs on.
        transformer_id: the transformer; 0 for the whole feeder.
    """

    utility_id: int
    feeder_id: int
    transformer_id: int = 0


@dataclass(frozen=True, slots=True)
class PlaceOutage:
    """One outage as the place saw it.

    Attributes:
        outage_id: its number.
        out_at: when supply was first lost there, UTC.
        restored_at: when the last one there had it again; None while anybody is out.
        sustained: interruptions of more than five minutes there: of a feeder, its customers'.
        momentary: shorter ones likewise.
        sustained_minutes: of the sustained ones.
        is_counted: it is known that supply was lost there, not only somewhere on its feeder.
        cause: a code of ours, or as the list had it.
        kind: "unplanned", "planned" or "loss_of_supply".
        state: of its life (`outages.states`).
        customers_interrupted: in the whole outage.
        customers_out: still.
        estimated_restoration_at: UTC.
        is_active: it lasts.
        is_live: PostgreSQL holds it; else it is in the history alone.
        is_simulated: of a demo.
    """

    outage_id: int
    out_at: dt.datetime
    restored_at: dt.datetime | None
    sustained: float
    momentary: float
    sustained_minutes: float
    is_counted: bool
    cause: str
    kind: str
    state: str
    customers_interrupted: int
    customers_out: int
    estimated_restoration_at: dt.datetime | None
    is_active: bool
    is_live: bool
    is_simulated: bool


@dataclass(frozen=True, slots=True)
class Means:
    """A customer's interruptions in a period: of one transformer its own, else means over the customers served."""

    interruptions: float = 0.0
    minutes: float = 0.0
    momentary: float = 0.0


@dataclass(frozen=True, slots=True)
class PlacePeriod:
    """One period.

    Attributes:
        year: local one; None for the last twelve months.
        place: of the transformer or feeder itself.
        feeder: of its feeder; None where nobody is served.
        utility: likewise.
    """

    year: int | None
    place: Means | None
    feeder: Means | None
    utility: Means | None


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """What is on record of a place.

    Attributes:
        outages: newest first; of the last `YEARS` local years, and whatever lasts.
        periods: the last twelve months, then the years, the present one first.
        as_of: up to when what lasts is reckoned.
        asked: the statements behind it.
    """

    outages: tuple[PlaceOutage, ...]
    periods: tuple[PlacePeriod, ...]
    as_of: dt.datetime
    asked: tuple[Query, ...]

    @property
    def now(self) -> tuple[PlaceOutage, ...]:
        """Those that last."""
        return tuple(one for one in self.outages if one.is_active and one.restored_at is None and one.is_counted)


def last_whole(now: dt.datetime) -> dt.datetime:
    """The last whole five minutes."""
    return now - (now - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) % EVERY


def place_record(sources: Sources, place: OutagePlace, time_zone: str, as_of: dt.datetime) -> PlaceRecord:
    """Everything on record of a place. For a worker: it asks both sources, and for a transformer the network.

    Args:
        sources: both, or the live one alone.
        place: whose.
        time_zone: IANA name of the utility's clock.
        as_of: aware, of `last_whole`.

    Raises:
        SourceUnavailable: a source cannot be reached.
    """
    years = _Years.of(as_of, time_zone)
    found = _found(sources, place, years, time_zone)
    outages = _placed(sources.live, place, found.rows)
    served = sources.live.fetch(Query.of("customers_by_feeder", utility_id=place.utility_id)).to_pylist()
    periods = tuple(_period(place, back, years, outages, found.sums, served) for back in (None, *range(YEARS)))
    return PlaceRecord(outages, periods, as_of, found.asked)


@dataclass(frozen=True, slots=True)
class _Years:
    """The local years that are summed, the present one first: when each begins; twelve months ago; the end."""

    present: int
    edges: tuple[dt.datetime, ...]
    recent_at: dt.datetime
    end_at: dt.datetime
    as_of: dt.datetime

    @classmethod
    def of(cls, as_of: dt.datetime, time_zone: str) -> _Years:
        today = local_day(as_of, time_zone)
        begins = [_midnight(dt.date(today.year - back, 1, 1), time_zone) for back in range(-1, YEARS)]
        recent_at = _midnight(_year_before(today + dt.timedelta(days=1)), time_zone)
        return cls(today.year, tuple(begins[1:]), recent_at, begins[0], as_of)

    def span(self, back: int | None) -> tuple[dt.datetime, dt.datetime]:
        """Half-open: a year so many back, or the last twelve months."""
        if back is None:
            return self.recent_at, self.end_at
        return self.edges[back], self.edges[back - 1] if back else self.end_at


@dataclass(frozen=True, slots=True)
class _PlaceAnswers:
    """What both sources answered: rows of outages, sums by year, the statements."""

    rows: list[Row]
    sums: list[Row]
    asked: tuple[Query, ...]


def live_query(place: OutagePlace, time_zone: str, as_of: dt.datetime) -> Query:
    """PostgreSQL's outages of a place, those under way among them: cheap, and out of date whenever one changes.

    Args:
        place: whose.
        time_zone: IANA name of the utility's clock.
        as_of: aware, of `last_whole`.
    """
    years = _Years.of(as_of, time_zone)
    return Query.of("place_outages", as_of=as_of, to_at=years.end_at, **_span(place, years))


def _span(place: OutagePlace, years: _Years) -> dict[str, Any]:
    return {
        "utility_id": place.utility_id, "feeder_id": place.feeder_id, "transformer_id": place.transformer_id,
        "from_at": years.edges[-1],
    }  # fmt: skip


def _found(sources: Sources, place: OutagePlace, years: _Years, time_zone: str) -> _PlaceAnswers:
    summed = {"utility_id": place.utility_id, "feeder_id": place.feeder_id, "recent_at": years.recent_at}
    summed |= {f"edge_{back}": at for back, at in enumerate(years.edges)}
    live = (live_query(place, time_zone, years.as_of), Query.of("outage_sums", as_of=years.as_of, **summed))
    rows, sums = (sources.live.fetch(query).to_pylist() for query in live)
    rows = [row | {"is_live": True} for row in rows]
    if sources.history is None:
        return _PlaceAnswers(rows, sums, live)
    counted = np.array([row["outage_id"] for row in rows], np.int64)
    border, parts = divided(sources.live, sources.history, place.utility_id, counted), parted_by(place.utility_id)
    if border.at is None or border.at <= years.edges[-1]:
        return _PlaceAnswers(rows, sums, live + parts)
    past = (
        Query.of("place_outage_events", to_at=border.at, **_span(place, years)),
        Query.of("outage_event_sums", to_at=border.at, **summed),
    )
    events, more = (sources.history.fetch(query) for query in past)
    rows += [row | OVER for row in border.without_kept(events).to_pylist()]
    return _PlaceAnswers(rows, sums + _summed(border.without_kept(more)), live + parts + past)


def _summed(rows: pa.Table) -> list[Row]:
    """Sums of single outages as those of all of them."""
    found = rows.group_by(SUMMED_BY).aggregate([(name, "sum") for name in SUMMED])
    names = [name.removesuffix("_sum") for name in found.column_names]
    return list(found.rename_columns(names).to_pylist())


def _placed(live: Source, place: OutagePlace, rows: Sequence[Row]) -> tuple[PlaceOutage, ...]:
    """The outages that took supply there, or may have, newest first."""
    is_unsure = any(not row["is_named"] and row["device_id"] >= 0 for row in rows)
    above = _devices_above(live, place) if is_unsure else frozenset()
    known = [row for row in rows if row["is_named"] or row["device_id"] < 0 or row["device_id"] in above]
    known.sort(key=lambda row: (row["out_at"], row["outage_id"]), reverse=True)
    return tuple(_outage(row, above) for row in known)


def _outage(row: Row, above: Collection[int]) -> PlaceOutage:
    told = {name: value for name, value in row.items() if name not in ("is_named", "device_id")}
    return PlaceOutage(is_counted=row["is_named"] or row["device_id"] in above, **told)


def _devices_above(live: Source, place: OutagePlace) -> frozenset[int]:
    """Devices between the transformer and its source by the present switching; none where no trace tells."""
    try:
        network = load_network(live, place.utility_id)
        way = trace(network, "transformer", place.transformer_id, "upstream", load_open_devices(live, place.utility_id))
    except SourceUnavailable:
        raise
    except FluxError:
        return frozenset()
    return frozenset(way.device_ids.tolist())


def _period(
    place: OutagePlace, back: int | None, years: _Years, outages: Sequence[PlaceOutage], sums: Sequence[Row],
    served: Sequence[Row],
) -> PlacePeriod:  # fmt: skip
    of_utility = sum(row["customers_served"] for row in served)
    of_feeder = sum(row["customers_served"] for row in served if row["feeder_id"] == place.feeder_id)
    chosen = [row for row in sums if (row["is_recent"] if back is None else row["years_back"] == back)]
    feeder = _mean([row for row in chosen if row["is_feeder"]], of_feeder)
    own = _own(outages, *years.span(back)) if place.transformer_id else feeder
    return PlacePeriod(None if back is None else years.present - back, own, feeder, _mean(chosen, of_utility))


def _own(outages: Sequence[PlaceOutage], from_at: dt.datetime, to_at: dt.datetime) -> Means:
    """A transformer's own."""
    inside = [one for one in outages if one.is_counted and from_at <= one.out_at < to_at]
    return Means(
        sum(one.sustained for one in inside), sum(one.sustained_minutes for one in inside),
        sum(one.momentary for one in inside),
    )  # fmt: skip


def _mean(sums: Sequence[Row], served: int) -> Means | None:
    if not served:
        return None
    return Means(*(sum(row[name] for row in sums) / served for name in SUMMED))


def _midnight(day: dt.date, time_zone: str) -> dt.datetime:
    return midnight_utc(day, time_zone).replace(tzinfo=dt.UTC)


def _year_before(day: dt.date) -> dt.date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
