"""Spans to be trimmed as figures, a work list and totals by feeder. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app import formats
from app.widgets.column import Column, Row
from app.widgets.figures import Figure

EXPECTED: Final = 6
TONES: Final = {"critical": "bad", "high": "warning", "moderate": "attention", "low": "normal", "unknown": "normal"}
KM: Final = 0.001
CHAPTERS: Final = (
    (
        "Method",
        (
            "Risk = 0.7 max(0, 1 - (distance - canopy radius) / (1.1 height + required clearance)) + 0.3 min(1, "
            "height / 30 m): how near the canopy reaches for a tree that could fall into the line, and how hard it "
            "would fall.",
            "Levels: moderate from 0.35, high from 0.60, critical from 0.80; shown as 35, 60 and 80 of 100.",
            "Required clearance: 2.4 m at 12.47 kV, 4.6 m at 138 kV, straight between. The canopy has grown towards "
            "the line since the survey; trim in: until the clearance is less than required.",
        ),
    ),
    (
        "Limits",
        (
            "One tree a span: the nearest that the survey knows.",
            "Where the growth is not known, a span that still has its clearance has no time of trimming: not known.",
            "Customers: those that a fault of the span interrupts, before anything is switched.",
        ),
    ),
)


def _when(row: Row) -> object:
    years = row["trim_in_years"]
    if years is None or np.isnan(years):
        return "not known"
    return "due" if years <= 0 else formats.number(years, 1)


TRIM_COLUMNS: Final = (
    Column("segment_name", "Span"),
    Column("level", "Level", "badge", tones=TONES),
    Column("trim_in_years", "Trim in", "number", 1, unit="years", write=_when,
           tip="Until the canopy is closer than required"),
    Column("clearance_m", "Clearance", "number", 1, unit="m", tip="Between line and canopy, as it has grown since"),
    Column("required_clearance_m", "Required", "number", 1, unit="m", room="medium"),
    Column("customers", "Customers", "count", tip="That a fault of the span interrupts"),
    Column("length_m", "Length", "number", unit="m"),
    Column("risk", "Risk", "number", unit="of 100", factor=100, room="medium"),
    Column("feeder_name", "Feeder", room="wide"),
)  # fmt: skip
FEEDER_COLUMNS: Final = (
    Column("feeder_name", "Feeder"),
    Column("spans", "Spans", "count"),
    Column("length_m", "To trim", "number", 1, unit="km", factor=KM, file_name="length_m"),
    Column("due", "Due now", "count"),
    Column("critical", "Critical", "count"),
    Column("customers", "Customers", "count", tip="Behind the span with the most"),
)  # fmt: skip


def chosen(rows: pa.Table, level: str, within: str, feeders: frozenset[int] | None) -> pa.Table:
    """The spans shown, what is due first at the top, then the riskiest; what is not known last.

    Args:
        rows: of vegetation_risk.sql.
        level: one of TRIM_LEVELS.
        within: years; "all" for no end.
        feeders: ids of those looked at; None for all.
    """
    mask = np.ones(rows.num_rows, np.bool_)
    if feeders is not None:
        mask &= np.isin(rows["feeder_id"].to_numpy(), list(feeders))
    if level != "all":
        mask &= np.asarray(pc.equal(rows["level"], level).to_numpy(), np.bool_)
    if within != "all":
        mask &= rows["trim_in_years"].to_numpy() <= float(within)
    found = rows.filter(pa.array(mask))
    return found.take(pc.sort_indices(found, sort_keys=[("trim_in_years", "ascending"), ("risk", "descending")]))


def named(rows: pa.Table, feeders: Mapping[int, str]) -> pa.Table:
    """The rows with the names of their feeders."""
    names = [feeders.get(one, f"feeder {one}") for one in rows["feeder_id"].to_pylist()]
    return rows.append_column("feeder_name", pa.array(names, pa.string()))


def by_feeder(rows: pa.Table) -> pa.Table:
    """Totals of the spans shown, the longest work first.

    Args:
        rows: with names.
    """
    due = pc.less_equal(rows["trim_in_years"], 0.0).cast(pa.int64())
    critical = pc.equal(rows["level"], "critical").cast(pa.int64())
    counted = rows.append_column("due", due).append_column("is_critical", critical)
    sums = [("segment_id", "count"), ("length_m", "sum"), ("due", "sum"), ("is_critical", "sum"), ("customers", "max")]
    found = counted.group_by(["feeder_id", "feeder_name"]).aggregate(sums)
    names = dict(zip(("segment_id_count", "length_m_sum", "due_sum", "is_critical_sum", "customers_max"),
                     ("spans", "length_m", "due", "critical", "customers"), strict=True))  # fmt: skip
    found = found.rename_columns([names.get(name, name) for name in found.column_names])
    return found.sort_by([("length_m", "descending"), ("feeder_id", "ascending")])


def figures(rows: pa.Table, shown: pa.Table) -> Sequence[Figure]:
    """What is to be done, of what was surveyed.

    Args:
        rows: all spans looked at.
        shown: those of the work list.
    """
    trim, levels = rows["trim_in_years"].to_numpy(), rows["level"].to_pylist()
    due, soon = int((trim <= 0).sum()), int((trim <= 1).sum())
    km = float(np.nansum(shown["length_m"].to_numpy().astype(np.float64))) * KM
    most = int(pc.max(shown["customers"]).as_py() or 0)
    critical = levels.count("critical")
    return (
        Figure("Spans surveyed", formats.number(rows.num_rows), "", f"{levels.count('unknown'):,} not known"),
        Figure.of("Due now", due, "span", "closer than required", "warning" if due else "normal"),
        Figure.of("Due within a year", soon, "span", "those due now with them"),
        Figure.of("Critical", critical, "span", "risk 80 of 100 and above", "bad" if critical else "normal"),
        Figure("On the list", formats.number(km, 1), "km", formats.count_of(shown.num_rows, "span")),
        Figure("Most customers", formats.number(most), "", "behind one span of the list"),
    )  # fmt: skip
