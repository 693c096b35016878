"""The demo's assets as the assessment judges them, before they are written: all screens show its scores at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.demo.utility.built import BuiltSource
from data_sources.network.graph import Network
from data_sources.query import Query
from data_sources.statements import statement
from data_sources.studies.assets.stress import NoStress
from data_sources.studies.assets.writing import assessment_rows

KINDS = ("transformer", "pole")


def assessed_tables(tables: Mapping[str, pa.Table], network: Network, at: dt.datetime) -> dict[str, pa.Table]:
    """Rows of the assessment, and transformers, poles and summaries with its scores.

    Args:
        tables: of the demo, by name, with the ids that will be written.
        network: of them.
        at: aware; to assess for.
    """
    source, whose = BuiltSource(tables), network.utility_id
    asked = {name: source.fetch(Query.of(f"health_{name}", utility_id=whose)) for name in ("transformers", "poles")}
    asked |= {"customers": _customers(tables), "inspections": _inspections(tables), "failures": _failures(tables)}
    found = assessment_rows(
        network, asked, _trees(tables), at.astimezone(dt.UTC), inputs="", stress=NoStress(), is_simulated=True
    )
    scored = {f"{kind}s": _scored(tables[f"{kind}s"], found.health, kind) for kind in KINDS}
    return {
        **scored, "feeder_summary": _summary(tables["feeder_summary"], scored), "asset_health": found.health,
        "vegetation_risk": found.vegetation, "asset_assessments": found.whole,
    }  # fmt: skip


def _customers(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Rows of health_customers.sql."""
    meters = tables["meters"]
    active = meters.filter(meters["is_active"]).select(["transformer_id", "node_id", "customer_class"])
    names = ("residential", "commercial", "industrial")
    for name in names:
        active = active.append_column(name, pc.equal(active["customer_class"], name).cast(pa.int32()))
    counts = active.group_by(["transformer_id", "node_id"]).aggregate([(name, "sum") for name in names])
    renamed = counts.rename_columns([name.removesuffix("_sum") for name in counts.column_names])
    return _as_answered(renamed, "health_customers").sort_by(
        [("transformer_id", "ascending"), ("node_id", "ascending")]
    )


def _inspections(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Rows of health_inspections.sql."""
    return _as_answered(_with_kind(tables["inspections"]), "health_inspections")


def _failures(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Rows of health_failures.sql."""
    rows, outages = _with_kind(tables["asset_failures"]), tables["outages"]
    place = pc.index_in(rows["outage_id"], outages["outage_id"].combine_chunks())
    lasted = pc.subtract(outages["restored_at"].cast(pa.int64()), outages["started_at"].cast(pa.int64()))
    unit = outages["started_at"].type.unit
    hours = pc.divide(lasted.cast(pa.float64()), {"s": 3600.0, "ms": 3.6e6, "us": 3.6e9}[unit]).take(place)
    known = pc.fill_null(hours, float("nan")).cast(pa.float32())
    return _as_answered(rows.append_column("outage_hours", known), "health_failures").sort_by("failed_at")


def _trees(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Rows of vegetation.sql."""
    own = [name for name in tables["vegetation"].column_names if name != "utility_id"]
    lines = tables["segments"].select(["segment_id", "feeder_id", "voltage_kv", "length_m"])
    return _as_answered(tables["vegetation"].select(own).join(lines, "segment_id"), "vegetation").sort_by("segment_id")


def _with_kind(rows: pa.Table) -> pa.Table:
    return rows.append_column("is_pole", pc.equal(rows["asset_kind"], "pole"))


def _as_answered(rows: pa.Table, name: str) -> pa.Table:
    """The columns that a statement answers, in its types."""
    wanted = statement(name).result
    assert wanted is not None
    return rows.select(wanted.names).cast(wanted)


def _scored(rows: pa.Table, health: pa.Table, kind: str) -> pa.Table:
    """Rows of transformers or poles with the scores of the assessment."""
    own = health.filter(pc.equal(health["asset_kind"], kind))
    place = pc.index_in(rows[f"{kind}_id"], own["asset_id"].combine_chunks())
    return rows.set_column(rows.column_names.index("health_score"), "health_score", own["health_score"].take(place))


def _summary(rows: pa.Table, scored: Mapping[str, pa.Table]) -> pa.Table:
    """The mean score of each feeder's poles and transformers."""
    feeder = np.concatenate([table["feeder_id"].to_numpy() for table in scored.values()])
    score = np.concatenate([table["health_score"].to_numpy() for table in scored.values()]).astype(np.float64)
    place = np.searchsorted(rows["feeder_id"].to_numpy(), feeder)
    mean = np.bincount(place, score, minlength=len(rows)) / np.maximum(np.bincount(place, minlength=len(rows)), 1)
    name = "average_health_score"
    return rows.set_column(rows.column_names.index(name), name, pa.array(mean.astype(np.float32)))
