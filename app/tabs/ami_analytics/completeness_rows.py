"""What Completeness shows, from rows of ami_completeness.sql: figures, order of feeders, cells of the heat map."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app import theme
from app.tabs.ami_analytics.findings_board import Figure, Tone
from data_sources.analytics.completeness import Totals
from data_sources.history.completeness import HeatMap, heat_map_of, totals
from layers.colour import hexadecimal
from layers.palette import Theme, Vision, palette

SHARES = {"received": "Received", "estimated": "Estimated", "late": "Late"}
SHARE_WORDS = {
    "received": "Reads received (estimates too) in % of those expected",
    "estimated": "Estimated reads in % of those received",
    "late": "Reads that arrived more than 6 h after their interval's end, in % of those received",
}
# Where one band ends, %, from good to bad; six bands each.
BANDS = {
    "received": (99.5, 98.0, 95.0, 90.0, 50.0),
    "estimated": (0.5, 1.0, 2.0, 5.0, 10.0),
    "late": (0.5, 1.0, 2.0, 5.0, 10.0),
}
LOW_RECEIVED_PCT, VERY_LOW_RECEIVED_PCT = 99.0, 95.0
HIGH_ESTIMATED_PCT, HIGH_LATE_PCT = 2.0, 2.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reads:
    """The reads of a period.

    Attributes:
        rows: of ami_completeness.sql.
        heat: the same by feeder and day.
        sums: over everything.
    """

    rows: pa.Table
    heat: HeatMap
    sums: Totals


def reads_of(rows: pa.Table, first_day: dt.date, end_day: dt.date) -> Reads:
    """The rows of `days_query`, laid out."""
    return Reads(rows, heat_map_of(rows, first_day, end_day), totals(rows))


def figures(reads: Reads) -> list[Figure]:
    """The row of figures."""
    sums = reads.sums
    received = sums.received_pct
    tone: Tone = "normal"
    if received is not None and received < LOW_RECEIVED_PCT:
        tone = "bad" if received < VERY_LOW_RECEIVED_PCT else "warning"
    gaps = int(np.isnan(reads.heat.received_pct).sum())
    return [
        Figure("Received", theme.number(received, 2), "%",
               f"{theme.number(sums.received)} of {theme.number(sums.expected)} reads", tone),
        Figure("Measured", theme.number(sums.measured_pct, 2), "%", "received without estimates"),
        Figure("Estimated", theme.number(sums.estimated_pct, 2), "%", f"{theme.number(sums.estimated)} reads",
               _high(sums.estimated_pct, HIGH_ESTIMATED_PCT)),
        Figure("Late", theme.number(sums.late_pct, 2), "%", "more than 6 h after the interval",
               _high(sums.late_pct, HIGH_LATE_PCT)),
        Figure("Missing", theme.number(max(sums.expected - sums.received, 0)), "reads", "expected and never received"),
        Figure("Without a record", theme.number(gaps), "feeder days", "no rows for that feeder and day",
               "warning" if gaps else "normal"),
    ]  # fmt: skip


def _high(share_pct: float | None, limit_pct: float) -> Tone:
    return "warning" if share_pct is not None and share_pct > limit_pct else "normal"


def share_of(heat: HeatMap, share: str) -> Floats:
    """One of SHARES by feeder and day, %; NaN where nothing is known."""
    values: Floats = {"received": heat.received_pct, "estimated": heat.estimated_pct, "late": heat.late_pct}[share]
    return values


def worst_first(heat: HeatMap, share: str) -> NDArray[np.int64]:
    """Rows of the heat map, the worst feeder on top; of equals the lower number."""
    counts = heat.counts
    part = {"received": counts.received, "estimated": counts.estimated, "late": counts.late}[share]
    whole = counts.expected if share == "received" else counts.received
    with np.errstate(invalid="ignore", divide="ignore"):
        overall = np.nansum(part, axis=1) / np.nansum(whole, axis=1)
    badness = -overall if share == "received" else overall
    return np.argsort(-np.nan_to_num(badness, nan=np.inf), kind="stable")


def cell_colours(share_pct: Floats, share: str, room: Theme, vision: Vision) -> NDArray[Any]:
    """The cells' colours as hex: calm where reads are as they should be."""
    colours = np.array([hexadecimal(colour) for colour in palette(room, vision).feeder_load], dtype=object)
    edges = np.asarray(BANDS[share])
    values = np.nan_to_num(share_pct, nan=0.0)
    band = (values[..., None] < edges).sum(axis=-1) if share == "received" else (values[..., None] > edges).sum(axis=-1)
    picked: NDArray[Any] = colours[band]
    return picked


def band_labels(share: str) -> tuple[str, ...]:
    """The bands in words, from good to bad."""
    edges = [f"{edge:g}" for edge in BANDS[share]]
    if share == "received":
        return (f"≥ {edges[0]} %", *(f"≥ {edge}" for edge in edges[1:]), f"< {edges[-1]}")
    return (f"≤ {edges[0]} %", *(f"≤ {edge}" for edge in edges[1:]), f"> {edges[-1]}")


def details(heat: HeatMap) -> NDArray[Any]:
    """A few words for each cell's tooltip."""
    counts = heat.counts
    write = np.frompyfunc(
        lambda received, expected, estimated, late: (
            f"{received:,.0f} of {expected:,.0f}, {estimated:,.0f} estimated, {late:,.0f} late"
        ), 4, 1,
    )  # fmt: skip
    answer: NDArray[Any] = write(
        *(np.nan_to_num(part) for part in (counts.received, counts.expected, counts.estimated, counts.late))
    )
    return answer


def by_day(reads: Reads) -> pa.Table:
    """One row a day: reading_day, intervals_expected, _received, _estimated, _late, _missing (never received)."""
    sums = reads.rows.group_by("reading_day").aggregate(
        [(f"intervals_{name}", "sum") for name in ("expected", "received", "estimated", "late")]
    )
    table = sums.rename_columns([name.removesuffix("_sum") for name in sums.column_names]).sort_by("reading_day")
    missing = np.maximum(table["intervals_expected"].to_numpy() - table["intervals_received"].to_numpy(), 0)
    return _with_shares(table.append_column("intervals_missing", pa.array(missing)))


def by_feeder(reads: Reads) -> pa.Table:
    """One row a feeder, fewest reads received first: counts, shares in %, days_missing."""
    heat, counts = reads.heat, reads.heat.counts
    sums = {
        f"intervals_{name}": pa.array(np.nansum(getattr(counts, name), axis=1).astype(np.int64))
        for name in ("expected", "received", "estimated", "late")
    }
    missing = np.maximum(sums["intervals_expected"].to_numpy() - sums["intervals_received"].to_numpy(), 0)
    table = pa.table(
        {
            "feeder_id": pa.array(heat.feeder_ids), "feeder_name": pa.array(list(heat.feeder_names), pa.string()),
            **sums, "intervals_missing": pa.array(missing),
            "days_missing": pa.array(np.isnan(counts.expected).sum(axis=1)),
        }
    )  # fmt: skip
    return _with_shares(table).take(pa.array(worst_first(heat, "received")))


def _with_shares(table: pa.Table) -> pa.Table:
    whole = {"received": "expected", "estimated": "received", "late": "received"}
    for part, of in whole.items():
        part_n, of_n = (table[f"intervals_{name}"].to_numpy().astype(float) for name in (part, of))
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(of_n > 0, 100.0 * part_n / of_n, np.nan)
        table = table.append_column(f"{part}_pct", pa.array(share, from_pandas=True))
    return table
