"""The record of outages of a utility, in the live database and moved to the history, as reports take it.

Each group of customers counts by its own interruption, what still lasts up to the moment that is asked of. Momentary
interruptions belong together by the device that opened, or by the feeder where none is named.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from data_sources.analytics.reliability.interruptions import Floats, Interruptions, Ints
from data_sources.query import Query
from data_sources.source import Source
from data_sources.studies.reliability.record import Labels, OutageRecord, coded

LONG_AGO: Final = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)


class LiveRecord(NamedTuple):
    """A record, and what its indices refer to.

    Attributes:
        record: the interruptions.
        customers_served: active service points.
        utility_name: whose.
        lacking: how many outages of each year (UTC) were moved to a history that is not the one asked: none of them is
            in the record.
    """

    record: OutageRecord
    customers_served: int
    utility_name: str
    lacking: Mapping[int, int]


def live_record(source: Source, utility_id: int, as_of: dt.datetime, history: Source) -> LiveRecord:
    """The record of a utility.

    Args:
        source: the live database.
        utility_id: whose.
        as_of: up to when interruptions that last count.
        history: asked where outages were moved there.
    """
    rows = source.fetch(Query.of("interruptions_on_record", utility_id=utility_id, as_of=as_of))
    feeders = source.fetch(Query.of("network_feeders", utility_id=utility_id))
    span = {"utility_id": utility_id, "from_at": LONG_AGO, "to_at": as_of}
    # Asked after the rows: what is moved in between is in both, and counts once.
    moved = source.fetch(Query.of("moved_outages", **span))
    moved = moved.filter(pa.array(~np.isin(_ints(moved["outage_id"]), _ints(rows["outage_id"]))))
    lacking: Mapping[int, int] = {}
    if len(moved):
        past = history.fetch(Query.of("interruptions_between", ended_after=LONG_AGO, **span))
        past = past.filter(pa.array(np.isin(_ints(past["outage_id"]), _ints(moved["outage_id"]))))
        lacking = _lacking(moved, past)
        rows = pa.concat_tables([rows, _moved(past, feeders).select(rows.column_names).cast(rows.schema)])
    (now,) = source.fetch(Query.of("kpis", utility_id=utility_id, as_of=as_of)).to_pylist()
    utilities = source.fetch(Query.of("utilities")).to_pylist()
    name = next(row["utility_name"] for row in utilities if row["utility_id"] == utility_id)
    labels = {
        "circuit": _named(source, utility_id, "feeder", rows),
        "substation": _named(source, utility_id, "substation", rows),
        "cause": coded(np.asarray(rows["cause"].to_pylist(), dtype=object)),
    }  # fmt: skip
    served = _served(source, utility_id, labels)
    record = OutageRecord(_interruptions(rows), _ints(rows["outage_id"]), labels, now["time_zone"], served)
    return LiveRecord(record, now["customers_served"] or 0, name, lacking)


def _lacking(moved: pa.Table, past: pa.Table) -> Mapping[int, int]:
    """Moved outages that are not among the history's rows, by year."""
    gone = moved.filter(pa.array(~np.isin(_ints(moved["outage_id"]), _ints(past["outage_id"]))))
    return Counter(gone["year"].to_pylist())


def _moved(past: pa.Table, feeders: pa.Table) -> pa.Table:
    """Rows of OUTAGE_EVENTS as the live database answers them."""
    customers, minutes = past["customers"].to_numpy(), past["customer_minutes"].to_numpy()
    substations = dict(zip(feeders["feeder_id"].to_pylist(), feeders["substation_id"].to_pylist(), strict=True))
    columns = {
        "out_us": past["out_at"].cast(pa.timestamp("us", "UTC")).cast(pa.int64()),
        "minutes": np.divide(minutes, customers, out=np.zeros(len(past)), where=customers > 0),
        "substation_id": [substations.get(one, -1) for one in past["feeder_id"].to_pylist()],
    }
    for name, values in columns.items():
        past = past.append_column(name, pa.array(values) if not isinstance(values, pa.ChunkedArray) else values)
    return past


def _interruptions(rows: pa.Table) -> Interruptions:
    kind = np.asarray(rows["kind"].to_pylist(), dtype=object)
    device, feeder = _ints(rows["device_id"]), _ints(rows["feeder_id"])
    return Interruptions(
        (_ints(rows["out_us"]) // 1_000_000).astype("datetime64[s]"), rows["minutes"].to_numpy().astype(np.float64),
        rows["customers"].to_numpy().astype(np.float64), None, np.where(device >= 0, 2 * device, 2 * feeder + 1),
        kind == "planned", kind == "loss_of_supply",
    )  # fmt: skip


def _named(source: Source, utility_id: int, kind: str, rows: pa.Table) -> Labels:
    """Names of feeders or substations, and the place of each row's among them."""
    table = source.fetch(Query.of(f"network_{kind}s", utility_id=utility_id))
    names = dict(zip(table[f"{kind}_id"].to_pylist(), table[f"{kind}_name"].to_pylist(), strict=True))
    return coded(np.array([names.get(one, "") for one in rows[f"{kind}_id"].to_pylist()], dtype=object))


def _served(source: Source, utility_id: int, labels: dict[str, Labels]) -> dict[str, Floats]:
    """Customers of every circuit and substation that is named."""
    rows = source.fetch(Query.of("customers_by_feeder", utility_id=utility_id)).to_pylist()
    found = {}
    for kind, column in (("circuit", "feeder_name"), ("substation", "substation_name")):
        customers: dict[str, int] = {}
        for row in rows:
            customers[row[column]] = customers.get(row[column], 0) + row["customers_served"]
        found[kind] = np.array([customers.get(name, 0) for name in labels[kind][0]], np.float64)
    return found


def _ints(column: pa.ChunkedArray) -> Ints:
    return np.asarray(column.to_numpy(), np.int64)
