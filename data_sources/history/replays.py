"""A period of outages to be replayed: who was out at any of its instants, from both sources at once.

Read is only what lasted in the period, whenever it began. What PostgreSQL and the warehouse both hold counts once, as
in every record of years (`data_sources.history.outages`).

Assumptions
    Customers served are the active service points of today. Customers out count with the transformers of an outage and,
    where it names none, with the outage. SAIDI so far is that of sustained interruptions (over 5 minutes, IEEE Std
    1366): minutes within the period alone, of those too that began before it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data_sources.analytics.reliability.interruptions import Bools, Floats, Ints
from data_sources.analytics.reliability.major_events import local_days
from data_sources.analytics.replay.curve import restoration_curve
from data_sources.analytics.replay.history import NEVER_MS, InterruptedRows, OutageReplay
from data_sources.history.outages import NOBODY, OutageRows, OutageSpan, asked_for, interruptions_of
from data_sources.history.reliability import FeedersServed, Scope
from data_sources.query import Query
from data_sources.source import Sources


@dataclass(frozen=True, slots=True, eq=False)
class OutagePlaces:
    """Where outages are whose transformers nobody knows: outage ids ascending, degrees, shape (outages,)."""

    outage: Ints
    lon: Floats
    lat: Floats


@dataclass(frozen=True, slots=True, eq=False)
class ReplayRecord:
    """A period, ready to be replayed.

    Attributes:
        utility_id: whose.
        time_zone: IANA name of its clock.
        from_at: beginning of the period, aware.
        to_at: its end; not after `as_of`.
        as_of: up to when the sources were asked.
        customers_served: active service points, of the part that is replayed.
        replay: all interruptions that lasted in it.
        lasting: the sustained ones of them.
        planned: ids of outages announced by the utility, ascending.
        outages: one row an outage, see `outages_of`.
        places: of outages without transformers.
        unplaced: how many outages there are without transformers and without a place.
        is_simulated: whether any of it is made up.
        asked: the statements behind it.
    """

    utility_id: int
    time_zone: str
    from_at: dt.datetime
    to_at: dt.datetime
    as_of: dt.datetime
    customers_served: float
    replay: OutageReplay
    lasting: OutageReplay
    planned: Ints
    outages: pa.Table
    places: OutagePlaces
    unplaced: int
    is_simulated: bool
    asked: tuple[Query, ...]

    @property
    def from_ms(self) -> int:
        """Beginning of the period, ms since 1970."""
        return milliseconds(self.from_at)

    @property
    def to_ms(self) -> int:
        """Its end."""
        return milliseconds(self.to_at)

    def saidi_minutes(self, at_ms: Ints) -> Floats:
        """Minutes a customer served was without supply from the beginning of the period up to instants; NaN for none.

        Args:
            at_ms: instants of the period.
        """
        if not self.customers_served:
            return np.full(np.shape(at_ms), np.nan)
        curve = restoration_curve(self.lasting, self.from_ms, self.to_ms)
        return curve.customer_minutes_until(at_ms) / self.customers_served


def replay_record(
    sources: Sources, utility_id: int, time_zone: str, from_at: dt.datetime, to_at: dt.datetime, as_of: dt.datetime,
    scope: Scope = "utility", scope_id: int | None = None,
) -> ReplayRecord:  # fmt: skip
    """A period of a utility, or of a part of it.

    Args:
        sources: both, or the live one alone.
        utility_id: whose.
        time_zone: IANA name of its clock.
        from_at: beginning, aware.
        to_at: end, aware, after the beginning.
        as_of: up to when interruptions that last count, aware; cut it to minutes, so that answers are kept.
        scope: whether all of it is replayed, or the feeders of a substation, or one feeder.
        scope_id: which one.

    Raises:
        SourceUnavailable: a source cannot be reached.
    """
    span = OutageSpan.lasting(utility_id, from_at, to_at)
    served = Query.of("customers_by_feeder", utility_id=utility_id)
    feeders = FeedersServed.of(sources.live.fetch(served))
    rows = interruptions_of(sources, span, as_of)
    is_inside = feeders.are_within(feeders.place_of(rows.feeder), scope, scope_id)
    rows = rows.take(_is_within(rows, from_at, to_at) & is_inside)
    replay = OutageReplay(interrupted_rows(rows))
    is_lasting = rows.interruptions().is_sustained
    places = _places(sources, span, rows, feeders)
    lasting = replay if is_lasting.all() else OutageReplay(interrupted_rows(rows.take(is_lasting)))
    unplaced = len(np.unique(rows.outage[rows.transformer == NOBODY])) - len(places.outage)
    return ReplayRecord(
        utility_id, time_zone, from_at, to_at, as_of,
        float(feeders.customers[feeders.within(scope, scope_id)].sum()), replay, lasting,
        np.unique(rows.outage[rows.is_planned]), outages_of(rows, feeders, time_zone), places, unplaced,
        bool(rows.is_simulated.any()), (served, *asked_for(sources, span, as_of)),
    )  # fmt: skip


def _is_within(rows: OutageRows, from_at: dt.datetime, to_at: dt.datetime) -> Bools:
    """A step of an outage may be over before the outage lasts into the period."""
    first, end = (np.datetime64(milliseconds(at), "ms") for at in (from_at, to_at))
    return np.asarray((rows.out_at < end) & (np.isnat(rows.restored_at) | (rows.restored_at >= first)), np.bool_)


def interrupted_rows(rows: OutageRows) -> InterruptedRows:
    """The rows as they are replayed; a rating that nobody knows counts as none."""
    restored = np.where(np.isnat(rows.restored_at), NEVER_MS, rows.restored_at.astype(np.int64))
    return InterruptedRows(
        rows.transformer, rows.out_at.astype(np.int64), restored, rows.customers.astype(np.int64),
        np.nan_to_num(rows.kva), rows.outage, rows.feeder,
    )  # fmt: skip


def outages_of(rows: OutageRows, feeders: FeedersServed, time_zone: str) -> pa.Table:
    """One row an outage.

    Returns:
        outage_id, number (the same as text), started_at, restored_at (null while somebody is out), feeder_id,
        feeder_name, substation_name, cause, kind, customers, customer_minutes, duration_minutes, day (local, since
        1970, of its beginning); the latest beginning first.
    """
    order = np.argsort(rows.outage, kind="stable")
    ids, first, group = np.unique(rows.outage[order], return_index=True, return_inverse=True)
    one = order[first]
    restored = np.where(np.isnat(rows.restored_at), NEVER_MS, rows.restored_at.astype(np.int64))[order]
    last = np.maximum.reduceat(restored, first) if len(ids) else restored
    started = (
        np.minimum(rows.started_at[one], np.minimum.reduceat(rows.out_at[order], first))
        if len(ids)
        else (rows.started_at[one])
    )
    place = feeders.place_of(rows.feeder[one])
    lasting = last == NEVER_MS
    minutes = np.where(lasting, np.nan, (last - started.astype(np.int64)) / 60_000)
    causes = np.array([*rows.causes, ""], object)[rows.cause[one]]

    def named(names: list[str]) -> pa.Array:
        return pa.array([names[at] if at >= 0 else None for at in place.tolist()], pa.string())

    table = pa.table({
        "outage_id": ids, "number": pa.array([str(one) for one in ids.tolist()], pa.string()),
        "started_at": _moments(started.astype(np.int64)), "restored_at": _moments(last, lasting),
        "feeder_id": rows.feeder[one], "feeder_name": named(feeders.names),
        "substation_name": named(feeders.substation_names), "cause": pa.array(causes, pa.string()),
        "kind": pa.array(_kinds(rows, one), pa.string()),
        "customers": np.bincount(group, rows.customers[order], len(ids)).astype(np.int64),
        "customer_minutes": np.bincount(group, (rows.customers * rows.minutes)[order], len(ids)),
        "duration_minutes": pa.array(minutes, pa.float64(), from_pandas=True),
        "day": local_days(started, time_zone),
    })  # fmt: skip
    return table.sort_by([("started_at", "descending"), ("outage_id", "ascending")])


def _kinds(rows: OutageRows, one: Ints) -> list[str]:
    planned, above = rows.is_planned[one], rows.is_loss_of_supply[one]
    named: list[str] = np.select([planned, above], ["planned", "loss_of_supply"], "unplanned").tolist()
    return named


def _moments(ms: Ints, is_null: Bools | None = None) -> pa.Array:
    shown = ms if is_null is None else np.where(is_null, 0, ms)
    return pa.array(shown, pa.int64(), mask=is_null).cast(pa.timestamp("ms", "UTC"))


def _places(sources: Sources, span: OutageSpan, rows: OutageRows, feeders: FeedersServed) -> OutagePlaces:
    """Of outages without transformers: their own, else that of what interrupted them, else the feeder's substation.

    Asked only where there is such an outage.
    """
    wanted, first = np.unique(rows.outage[rows.transformer == NOBODY], return_index=True)
    if not len(wanted):
        return OutagePlaces(wanted, np.zeros(0), np.zeros(0))
    one = np.flatnonzero(rows.transformer == NOBODY)[first]
    at = feeders.place_of(rows.feeder[one])
    substation = np.where(at >= 0, np.append(feeders.substation_ids, NOBODY)[at], NOBODY)
    keys = {"outage_id": wanted, "device_id": rows.device[one], "substation_id": substation}
    whose = {"utility_id": span.utility_id}
    asked = {
        "outage_id": Query.of("outage_places", **span.values), "device_id": Query.of("map_devices", **whose),
        "substation_id": Query.of("map_substations", **whose),
    }  # fmt: skip
    place = np.full((2, len(wanted)), np.nan)
    for name, query in asked.items():
        found = _place_of(sources.live.fetch(query), name, keys[name])
        place = np.where(np.isnan(place), found, place)
    is_placed = np.isfinite(place).all(axis=0)
    return OutagePlaces(wanted[is_placed], *place[:, is_placed])


def _place_of(table: pa.Table, name: str, keys: Ints) -> Floats:
    """(lon, lat) of keys, shape (2, keys); NaN where there is none."""
    ids = np.asarray(table[name].to_numpy(), np.int64)
    order = np.argsort(ids, kind="stable")
    at = np.searchsorted(ids, keys, sorter=order)
    is_there = at < len(ids)
    is_there[is_there] = ids[order[at[is_there]]] == keys[is_there]
    found = np.full((2, len(keys)), np.nan)
    for axis, column in enumerate(("lon", "lat")):
        found[axis, is_there] = table[column].to_numpy()[order[at[is_there]]]
    return found


def milliseconds(at: dt.datetime) -> int:
    """An aware instant as ms since 1970, exactly."""
    return (at - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(milliseconds=1)
