"""A utility's assessment made and written, in one transaction, with the scores that all screens show."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.network.graph import Network, load_network
from data_sources.postgres.bulk import copy_in
from data_sources.postgres.source import Connection, PostgresSource, execute
from data_sources.query import Query
from data_sources.source import Source
from data_sources.studies.assets.assessment import Assessment, assess
from data_sources.studies.assets.beside_lines import beside_lines
from data_sources.studies.assets.ground import asset_tables
from data_sources.studies.assets.looking_back import look_back
from data_sources.studies.assets.record import year_of
from data_sources.studies.assets.rows import (
    back_test_told,
    hazards_told,
    health_rows,
    parameters_told,
    vegetation_rows,
)
from data_sources.studies.assets.stress import NoStress, StressOf

ACTOR = "asset assessments"


@dataclass(frozen=True, slots=True, eq=False)
class AssessmentWritten:
    """What was written of a utility.

    Attributes:
        assets: how many were assessed.
        unknown: of them, those whose health nobody can tell.
        places: beside lines that were assessed.
    """

    assets: int
    unknown: int
    places: int


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Everything to be written, by table."""

    health: pa.Table
    vegetation: pa.Table
    whole: pa.Table


def write_assessment(
    source: PostgresSource, utility_id: int, now: dt.datetime, stress: StressOf | None = None
) -> AssessmentWritten:
    """Assess a utility's assets and write it down.

    Args:
        source: the live database.
        utility_id: whose.
        now: aware; to assess for.
        stress: tells how hard its assets were used; None: nobody does.

    Raises:
        NetworkError: there is no such utility, or its rows do not fit together.
    """
    told = stress or NoStress()
    inputs = assessment_inputs(source, utility_id, told)
    network = load_network(source, utility_id)
    rows = _rows(source, network, inputs, now, told)
    with source.transaction(ACTOR, "assess_assets", utility_id, {"assets": rows.health.num_rows}) as connection:
        execute(connection, "no_statement_timeout")
        _write(connection, utility_id, rows)
    unknown = int(pc.sum(pc.is_nan(rows.health["health_score"])).as_py() or 0)
    return AssessmentWritten(rows.health.num_rows, unknown, rows.vegetation.num_rows)


def assessment_inputs(source: Source, utility_id: int, stress: StressOf | None = None) -> str:
    """A mark of the rows that an assessment is made of: another one where any of them was changed."""
    rows = source.fetch(Query.of("assessment_inputs", utility_id=utility_id))["inputs"][0].as_py()
    return f"{rows} {(stress or NoStress()).mark()}"


def _rows(source: Source, network: Network, inputs: str, now: dt.datetime, stress: StressOf) -> _Rows:
    tables = asset_tables(source, network.utility_id)
    trees = source.fetch(Query.of("vegetation", utility_id=network.utility_id))
    year, is_demo = year_of(now), _is_demo(source, network.utility_id)
    found = assess(network, tables, year, lambda assets: stress.of(assets, now))
    veg, customers = beside_lines(network, trees, year)
    is_simulated = is_demo or found.record.is_simulated
    return _Rows(
        health_rows(found, network.utility_id, now, is_simulated=is_simulated),
        vegetation_rows(
            veg, trees["segment_id"].to_numpy(), customers, trees["is_simulated"], network.utility_id, now
        ),
        _whole(found, back_test_told(look_back(found.assets, tables, year)), network.utility_id, inputs, now,
               is_simulated=is_simulated),
    )  # fmt: skip


def _whole(
    found: Assessment, back_test: object, utility_id: int, inputs: str, now: dt.datetime, *, is_simulated: bool
) -> pa.Table:
    """The row of flux.asset_assessments."""
    return pa.table(
        {
            "utility_id": pa.array([utility_id], pa.int32()),
            "assessed_at": pa.array([now], pa.timestamp("us", tz="UTC")),
            "inputs": [inputs],
            "parameters": [json.dumps(parameters_told(found.parameters))],
            "hazards": [json.dumps(hazards_told(found.hazards))],
            "back_test": pa.array([json.dumps(back_test) if back_test else None], pa.string()),
            "is_simulated": [is_simulated],
        }
    )


def _write(connection: Connection, utility_id: int, rows: _Rows) -> None:
    execute(connection, "lock_asset_health", utility_id=utility_id)
    execute(connection, "delete_asset_health", utility_id=utility_id)
    copy_in(connection, "asset_health", rows.health)
    copy_in(connection, "vegetation_risk", rows.vegetation)
    execute(connection, "health_to_transformers", utility_id=utility_id)
    execute(connection, "health_to_poles", utility_id=utility_id)
    execute(connection, "health_to_feeders", utility_id=utility_id)
    copy_in(connection, "asset_assessments", rows.whole)


def _is_demo(source: Source, utility_id: int) -> bool:
    rows = source.fetch(Query.of("utilities"))
    return bool(rows.filter(pc.equal(rows["utility_id"], utility_id))["is_demo"][0].as_py())
