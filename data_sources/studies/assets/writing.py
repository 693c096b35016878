"""A utility's assessment made and written, in one transaction, with the scores that all screens show."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.network.graph import Network
from data_sources.network.rows import fetch_rows
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
METHOD = "method 4"
"""How assessments are made: another one where that changes, so that each is made anew."""


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
class AssessmentRows:
    """Everything that is written of an assessment, by table.

    Attributes:
        health: of flux.asset_health.
        vegetation: of flux.vegetation_risk.
        whole: the one row of flux.asset_assessments.
    """

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
        NetworkError: its rows do not fit together.
    """
    told = stress or NoStress()
    inputs = assessment_inputs(source, utility_id, told)
    network = Network(utility_id, fetch_rows(source, utility_id))  # not kept: whoever assesses seldom needs it again
    rows = assessment_rows(
        network, asset_tables(source, utility_id), source.fetch(Query.of("vegetation", utility_id=utility_id)), now,
        inputs=inputs, stress=told, is_simulated=_is_demo(source, utility_id),
    )  # fmt: skip
    with source.transaction(ACTOR, "assess_assets", utility_id, {"assets": rows.health.num_rows}) as connection:
        execute(connection, "no_statement_timeout")
        _write(connection, utility_id, rows)
    unknown = int(pc.sum(pc.is_nan(rows.health["health_score"])).as_py() or 0)
    return AssessmentWritten(rows.health.num_rows, unknown, rows.vegetation.num_rows)


def assessment_inputs(source: Source, utility_id: int, stress: StressOf | None = None) -> str:
    """A mark of the rows that an assessment is made of: another one where any of them was changed."""
    rows = source.fetch(Query.of("assessment_inputs", utility_id=utility_id))["inputs"][0].as_py()
    return _marked(rows, stress or NoStress())


def mark_as_made_of_these(connection: Connection, utility_id: int) -> None:
    """Mark an assessment that was written in this transaction together with the rows that it is made of."""
    found = execute(connection, "assessment_inputs", utility_id=utility_id).fetchone()
    assert found is not None
    execute(connection, "mark_assessment", utility_id=utility_id, inputs=_marked(found[0], NoStress()))


def _marked(rows: object, stress: StressOf) -> str:
    return f"{METHOD} {rows} {stress.mark()}".strip()


def assessment_rows(
    network: Network,
    tables: Mapping[str, pa.Table],
    trees: pa.Table,
    now: dt.datetime,
    *,
    inputs: str,
    stress: StressOf,
    is_simulated: bool,
) -> AssessmentRows:
    """Assess a network.

    Args:
        network: of the utility.
        tables: as of `asset_tables`.
        trees: rows of `vegetation`.
        now: aware; to assess for.
        inputs: their mark (`assessment_inputs`).
        stress: tells how hard its assets were used.
        is_simulated: whether the utility is a demonstration.
    """
    year, utility_id = year_of(now), network.utility_id
    found = assess(network, tables, year, lambda assets: stress.of(assets, now))
    plants, customers = beside_lines(network, trees, year)
    simulated = is_simulated or found.record.is_simulated
    judged = back_test_told(look_back(found.assets, tables, year))
    return AssessmentRows(
        health_rows(found, utility_id, now, is_simulated=simulated),
        vegetation_rows(plants, trees["segment_id"].to_numpy(), customers, trees["is_simulated"], utility_id, now),
        _whole(found, judged, utility_id, inputs, now, is_simulated=simulated),
    )


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


def _write(connection: Connection, utility_id: int, rows: AssessmentRows) -> None:
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
