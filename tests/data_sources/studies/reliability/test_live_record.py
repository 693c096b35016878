"""The live record of outages: it says what the KPI row says, over the same rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from data_sources.analytics.reliability.indices import Served
from data_sources.analytics.reliability.parts import ALL_IN, PLANNED
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.studies.reliability.live_record import live_record
from data_sources.studies.reliability.report import ReliabilityYear, ReportOptions, make_report
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.handmade import NOW, insert_outages_of_a_day, insert_utility

NO_HISTORY = DuckSource(Warehouse(Path("none")))  # nothing was moved there
MINUTE = dt.timedelta(minutes=1)


def kpis(source: PostgresSource, as_of: dt.datetime) -> dict[str, Any]:
    (row,) = source.fetch(Query.of("kpis", utility_id=1, as_of=as_of)).to_pylist()
    return row


def this_year(source: PostgresSource, as_of: dt.datetime) -> ReliabilityYear:
    found = live_record(source, 1, as_of, NO_HISTORY)
    return make_report(found.record, ReportOptions(Served(found.customers_served))).years[-1]


def test_the_kpi_row_and_the_engine_agree_over_the_same_rows(empty_source: PostgresSource) -> None:
    """Whole outages, one that lasts, and one restored in steps: 100 back in 4 minutes, 150 in 40, 50 still out."""
    insert_utility(empty_source)
    insert_outages_of_a_day(empty_source)
    for as_of in (NOW, NOW + 10 * MINUTE):
        year, row = this_year(empty_source, as_of), kpis(empty_source, as_of)
        index = year.parts[ALL_IN]
        assert index.saifi[0] == pytest.approx(row["saifi"])
        assert index.saidi_minutes[0] == pytest.approx(row["saidi_minutes"])
        assert index.momentary_interruptions[0] == 1000 + 100, "who is out for 3 min so far is not decided"
    late = 400 + 100 + 150 + 50 + 70 + 60
    assert index.interruptions[0] == late
    assert year.parts[PLANNED].interruptions[0] == 60


def test_they_agree_on_a_demos_years(demo: PostgresSource) -> None:
    as_of = demo.fetch(Query.of("kpis", utility_id=1, as_of=None))["as_of"][0].as_py()
    year, row = this_year(demo, as_of), kpis(demo, as_of)
    index = year.parts[ALL_IN]
    assert row["saifi"] > 0
    assert index.saifi[0] == pytest.approx(row["saifi"])
    assert index.saidi_minutes[0] == pytest.approx(row["saidi_minutes"], rel=1e-6)


def test_names_and_groups_of_a_demo(demo: PostgresSource) -> None:
    found = live_record(demo, 1, dt.datetime.now(dt.UTC), NO_HISTORY)
    report = make_report(found.record, ReportOptions(Served(found.customers_served)))
    assert found.utility_name == "Bayou City Electric (demo)"
    assert all(name.startswith("SUB-") for name in report.groups["substation"].names)
    total = report.groups["circuit"].indices.customer_minutes.sum()
    assert report.groups["cause"].indices.customer_minutes.sum() == pytest.approx(total)
    assert len(report.years) > 1
    circuits = report.groups["circuit"]
    assert circuits.own is not None
    assert circuits.indices.customer_minutes.tolist() == circuits.own.customer_minutes.tolist()
    served = circuits.own.customer_minutes / circuits.own.saidi_minutes
    assert served.sum() == pytest.approx(found.customers_served)
