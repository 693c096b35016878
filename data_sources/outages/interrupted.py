"""Who was interrupted, transformer by transformer, from the live database's outages: the rows of OUTAGE_EVENTS.

A group of customers in `flux.interruptions` becomes a row for each of its transformers. Its customers are spread over
them by the customers they serve, whole ones, so that the rows of a group always add up to the group, whatever the
network has become since. A group that names no transformers, and an outage without groups, stays one row.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data_sources.network.rows import Floats, Ints
from data_sources.query import Query
from data_sources.source import Source

OF_OUTAGE = (
    "outage_id", "step", "feeder_id", "device_id", "is_restored", "kind", "cause", "phases", "is_simulated",
)  # fmt: skip
MOMENTS = ("started", "out", "restored")


def interrupted(
    source: Source, utility_id: int, from_at: dt.datetime, to_at: dt.datetime, as_of: dt.datetime,
    ended_after: dt.datetime | None = None,
) -> pa.Table:  # fmt: skip
    """One row a transformer in one restoration step, or a group, of the outages that began in a span of time.

    Args:
        source: the live database.
        utility_id: whose.
        from_at: beginning of the span, aware.
        to_at: its end, not in it.
        as_of: up to when customer minutes of those count who are still out.
        ended_after: outages that were over before this are left out; None for none of them.

    Returns:
        outage_id, step, feeder_id, device_id, transformer_id (-1 where there is none), started_at, out_at, restored_at
        (out_at where `is_restored` is false), is_restored, kind, cause, phases (empty where nobody knows), customers,
        customer_minutes, kva (NaN where nobody knows), is_simulated.

    Raises:
        SourceUnavailable: the database cannot be reached.
    """
    span = {"utility_id": utility_id, "from_at": from_at, "to_at": to_at, "ended_after": ended_after or from_at}
    groups = source.fetch(Query.of("outage_groups", as_of=as_of, **span))
    named = source.fetch(Query.of("outage_group_transformers", **span))
    known = source.fetch(Query.of("outage_transformers", utility_id=utility_id))
    row, transformer = _members(groups, named)
    served, kva = _known(known, transformer)
    customers = shared(groups["customers"].to_numpy(), row, served)
    whole = np.maximum(groups["customers"].to_numpy(), 1)
    minutes = (groups["customer_minutes"].to_numpy() / whole)[row] * customers
    columns = {name: groups[name].take(pa.array(row)) for name in OF_OUTAGE}
    for name in MOMENTS:
        columns[f"{name}_at"] = groups[f"{name}_us"].take(pa.array(row)).cast(pa.timestamp("us", "UTC"))
    return pa.table(
        columns
        | {
            "transformer_id": pa.array(transformer, pa.int32()),
            "customers": pa.array(customers, pa.int32()),
            "customer_minutes": pa.array(minutes),
            "kva": pa.array(kva),
        }
    )


def shared(total: Ints, group: Ints, weight: Ints) -> Ints:
    """Whole shares of each group's total for its members, by their weights; they add up to the total.

    Args:
        total: of each group, shape (groups,).
        group: each member's group, ascending, every group at least once, shape (members,).
        weight: of each member, not negative, shape (members,); a group without any weight is shared evenly.
    """
    sums = np.bincount(group, weights=weight, minlength=len(total))
    even = np.where(sums[group] > 0, weight, 1)
    first = np.searchsorted(group, np.arange(len(total)))
    run = np.cumsum(even)
    before = np.concatenate([[0], run])[first]
    all_of = np.bincount(group, weights=even, minlength=len(total)).astype(np.int64)
    up_to = total[group].astype(np.int64) * (run - before[group]) // all_of[group]
    share = np.diff(up_to, prepend=0)
    share[first] = up_to[first]
    return np.asarray(share, np.int64)


def _members(groups: pa.Table, named: pa.Table) -> tuple[Ints, Ints]:
    """(row of the group, transformer) of every row of the answer, in order of the groups; -1 where none is named."""
    ids = groups["group_id"].to_numpy()
    named = named.filter(pc.is_in(named["group_id"], groups["group_id"]))  # a group may have come between two questions
    by_id = np.argsort(ids, kind="stable")
    of = by_id[np.searchsorted(ids, named["group_id"].to_numpy(), sorter=by_id)]
    alone = np.setdiff1d(np.arange(len(ids)), of)
    row = np.concatenate([of, alone])
    transformer = np.concatenate([named["transformer_id"].to_numpy(), groups["transformer_id"].to_numpy()[alone]])
    order = np.argsort(row, kind="stable")
    return row[order].astype(np.int64), transformer[order].astype(np.int64)


def _known(known: pa.Table, transformer: Ints) -> tuple[Ints, NDArray[np.float64]]:
    """(customers served, kVA) of transformers; 0 and NaN of those that are gone, and of none."""
    ids = known["transformer_id"].to_numpy()
    place = np.minimum(np.searchsorted(ids, transformer), max(len(ids) - 1, 0))
    if not len(ids):
        return np.zeros(len(transformer), np.int64), np.full(len(transformer), np.nan)
    is_known = ids[place] == transformer
    served = np.where(is_known, known["customers"].to_numpy()[place], 0).astype(np.int64)
    kva: Floats = np.where(is_known, known["kva"].to_numpy()[place], np.nan)
    return served, kva
