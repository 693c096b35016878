"""Reliability by month, feeder, substation or cause, cut from a record."""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa

from data_sources.analytics.reliability.indices import ReliabilityIndices, Served, indices
from data_sources.analytics.reliability.interruptions import Bools, Floats, Ints
from data_sources.analytics.reliability.major_events import months_of
from data_sources.analytics.reliability.parts import OWN, WITHOUT_MAJOR, parts
from data_sources.history.reliability import ReliabilityPeriod, ReliabilityRecord, Scope, has_limits, rows_of

Groups = Literal["month", "feeder", "substation", "cause"]
GROUP_ROWS: Final = pa.schema(
    [
        ("group_id", pa.int32()), ("group_name", pa.string()), ("sustained_outages", pa.int64()),
        ("customers_served", pa.int64()), ("customer_interruptions", pa.int64()), ("customer_minutes", pa.float64()),
        ("saifi", pa.float64()), ("saidi_minutes", pa.float64()), ("caidi_minutes", pa.float64()),
        ("maifi_e", pa.float64()), ("saifi_without_major", pa.float64()),
        ("saidi_without_major_minutes", pa.float64()), ("minutes_share_pct", pa.float64()),
    ]
)  # fmt: skip


def by_group(
    record: ReliabilityRecord, scope: Scope, scope_id: int | None, period: ReliabilityPeriod | None, by: Groups
) -> pa.Table:
    """Indices by group, a row of `GROUP_ROWS` each.

    Feeders and substations refer to their own customers, months and causes to all of the scope. Months stand in their
    order, everything else by customer minutes, the most first.

    Args:
        record: of the utility.
        scope: whose.
        scope_id: id of the substation or feeder.
        period: local days; None for all there are.
        by: kind of group.
    """
    chosen = rows_of(record, scope, scope_id, period)
    rows = record.interruptions.take(chosen)
    ids, names, code, customers = _groups(record, scope, scope_id, chosen, by)
    if not names:
        return GROUP_ROWS.empty_table()
    hours = 1.0 if period is None else max(record.hours(period), 1.0)
    served = Served(customers)
    is_normal = rows.is_sustained & ~record.is_major[chosen]  # no index of momentary ones is told without those days
    all_in = indices(rows, served, hours, code, len(names))
    normal = indices(rows.take(is_normal), served, hours, code[is_normal], len(names))
    sustained = rows.is_sustained & (code >= 0)
    outages = _outages(code[sustained], record.rows.outage[chosen][sustained], len(names))
    is_told = np.ones(len(names), np.bool_) if period is None or has_limits(record, period) else False
    known = _months_with_limits(record, ids) if by == "month" else is_told
    total = all_in.customer_minutes.sum()
    columns = {
        "group_id": ids, "group_name": names, "sustained_outages": outages,
        "customers_served": customers.astype(np.int64), "customer_interruptions": all_in.interruptions.astype(np.int64),
        "customer_minutes": all_in.customer_minutes, "saifi": all_in.saifi, "saidi_minutes": all_in.saidi_minutes,
        "caidi_minutes": all_in.caidi_minutes, "maifi_e": all_in.maifi_e,
        "saifi_without_major": np.where(known, normal.saifi, np.nan),
        "saidi_without_major_minutes": np.where(known, normal.saidi_minutes, np.nan),
        "minutes_share_pct": 100 * all_in.customer_minutes / total if total else np.full(len(names), np.nan),
    }  # fmt: skip
    made = pa.table(
        {name: pa.array(values, GROUP_ROWS.field(name).type, from_pandas=True) for name, values in columns.items()}
    )
    return made if by == "month" else made.sort_by([("customer_minutes", "descending"), ("group_name", "ascending")])


def indices_by_place(
    record: ReliabilityRecord, scope: Scope, scope_id: int | None, period: ReliabilityPeriod,
    by: Literal["feeder", "substation"],
) -> tuple[list[str], dict[str, ReliabilityIndices]]:  # fmt: skip
    """Every index of each feeder or substation of a scope, as `period_indices` has them of one, by its own customers.

    Args:
        record: of the utility.
        scope: whose feeders or substations.
        scope_id: id of the substation or feeder.
        period: local days.
        by: kind of place.

    Returns:
        Their names, shape (n,), and the indices by part, each of shape (n,); those parts that can be told.
    """
    chosen = rows_of(record, scope, scope_id, period)
    rows = record.interruptions.take(chosen)
    _, names, code, customers = _groups(record, scope, scope_id, chosen, by)
    masks, hours, served = parts(rows, record.is_major[chosen]), record.hours(period), Served(customers)
    if not has_limits(record, period):
        masks = {part: mask for part, mask in masks.items() if part not in (WITHOUT_MAJOR, OWN)}
    return names, {
        part: indices(rows.take(mask), served, hours, code[mask], len(names)) for part, mask in masks.items()
    }


def _outages(code: Ints, outage: Ints, groups: int) -> Ints:
    """How many distinct outages each group has, shape (groups,)."""
    _, outage = np.unique(outage, return_inverse=True)
    most = int(outage.max()) + 1 if len(outage) else 1
    return np.bincount(np.unique(code * most + outage) // most, minlength=groups)


def _groups(
    record: ReliabilityRecord, scope: Scope, scope_id: int | None, chosen: Bools, by: Groups
) -> tuple[Any, list[str], Ints, Floats]:
    """(ids, names, each row's group, customers each refers to)."""
    feeders, inside = record.feeders, record.feeders.within(scope, scope_id)
    served = float(feeders.customers[inside].sum())
    if by == "month":
        month = months_of(record.day[chosen])
        first, count = (int(month.min()), int(month.max() - month.min()) + 1) if len(month) else (0, 0)
        numbers = first + np.arange(count)
        return numbers, [str(np.datetime64(int(one), "M")) for one in numbers], month - first, np.full(count, served)
    if by == "cause":
        causes = list(record.rows.causes)
        used, code = np.unique(record.rows.cause[chosen], return_inverse=True)
        return [None] * len(used), [causes[one] for one in used], code, np.full(len(used), served)
    own = np.flatnonzero(inside)
    key = feeders.ids if by == "feeder" else feeders.substation_ids
    names = feeders.names if by == "feeder" else feeders.substation_names
    ids, first_of, of_feeder = np.unique(key[own], return_index=True, return_inverse=True)
    place = np.full(len(inside) + 1, -1, np.int64)  # the last one is that of a feeder that is gone
    place[own] = of_feeder
    customers = np.bincount(of_feeder, weights=feeders.customers[own], minlength=len(ids)).astype(np.float64)
    return ids, [names[own[one]] for one in first_of.tolist()], place[record.feeder[chosen]], customers


def _months_with_limits(record: ReliabilityRecord, months: Ints) -> Bools:
    return np.array([record.limits.get(1970 + int(month) // 12) is not None for month in months], np.bool_)
