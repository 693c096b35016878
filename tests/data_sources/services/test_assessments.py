"""Assessments by themselves: at first, where something changed, once a day, each utility for itself."""

from __future__ import annotations

import datetime as dt

import pytest

from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.services.assessments import DAILY, Assessments, again
from data_sources.services.service import PartlyDone
from tests.data_sources.towns import load_town

NOW = dt.datetime(2026, 7, 15, 20, 0, tzinfo=dt.UTC)
INSPECTED = (
    b"INSERT INTO flux.inspections (utility_id, asset_kind, asset_id, inspected_on, result) VALUES "
    b"(1, 'pole', 22, '2026-07-01', 'poor')"
)


def test_what_is_due_is_assessed(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    service, soon = Assessments(empty_source, None), again(56)
    assert service.run(NOW) == "assessed 56 assets of Town 1"
    assert service.run(NOW + DAILY / 2) == ""
    with empty_source.connection() as connection:
        connection.execute(INSPECTED)
    assert service.run(NOW + soon / 2) == ""  # not for every inspection that comes in
    assert service.run(NOW + soon) == "assessed 56 assets of Town 1"
    assert service.run(NOW + soon + DAILY / 2) == ""
    assert service.run(NOW + soon + DAILY) == "assessed 56 assets of Town 1"


def test_one_that_cannot_be_assessed_holds_up_no_other(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    with empty_source.connection() as connection:
        connection.execute(b"UPDATE flux.poles SET node_id = 999999 WHERE pole_id = 22")
        connection.execute(
            b"INSERT INTO flux.utilities (utility_id, utility_name, time_zone, service_area, source_note) "
            b"VALUES (2, 'Empty', 'UTC', '{}', 'a test')"
        )
    with pytest.raises(PartlyDone, match="999999") as found:
        Assessments(empty_source, None).run(NOW)
    assert found.value.done == "assessed 0 assets of Empty"
    assert empty_source.fetch(Query.of("asset_assessment", utility_id=1)).num_rows == 0
