"""Histories of other databases, and histories that lack what was moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.checks.warehouse import check_warehouse
from data_sources.errors import FluxError
from data_sources.pipeline.exports import export_changes
from data_sources.postgres.source import PostgresSource
from data_sources.studies.reliability.live_record import live_record
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.moving.cases import KEPT, MOVED, asked_history, both, move, run, there
from tests.handmade import NOW


def test_a_history_of_moved_outages_follows_no_other_database(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    move(source, warehouse)
    ((known,),) = run(source, "SELECT database_id FROM flux.database_identity")
    run(source, "UPDATE flux.database_identity SET database_id = 'another'")
    run(source, "TRUNCATE flux.moved_outages, flux.outages CASCADE")
    for act in (export_changes, move):
        with pytest.raises(FluxError, match=r"moved there out of another database.*another FLUXOPS_HOME"):
            act(source, warehouse)
    assert there(warehouse) == MOVED + KEPT
    run(source, "UPDATE flux.database_identity SET database_id = %s", known)
    export_changes(source, warehouse)  # the same one, whose outages somebody removed
    assert there(warehouse) == []


def test_a_history_made_anew_holds_what_is_here_and_says_what_it_lacks(
    source: PostgresSource, warehouse: Warehouse, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    export_changes(source, warehouse)
    move(source, warehouse)
    anew = Warehouse(tmp_path / "anew")
    export_changes(source, anew)
    assert there(anew) == KEPT
    assert "2 outages of 2023 that were moved to a history are not in this one" in caplog.text
    told = "moved to another history are not in this one, and do not count: 2 of 2023, 2 of 2024."
    with both(source, anew) as sources:
        history = asked_history(sources)
        assert told in history.health().message
        assert live_record(source, 1, NOW, history).lacking == {2023: 2, 2024: 2}
        (found, *_) = check_warehouse(history)
        assert (found.severity, found.count) == ("error", 4)
        assert told in found.sentence
    run(source, "UPDATE flux.outages SET cause = 'squirrel' WHERE outage_id = 10")
    export_changes(source, anew)  # of another year: it is not forgotten
    with both(source, anew) as sources:
        assert told in asked_history(sources).health().message
    run(source, "DELETE FROM flux.moved_outages")
    export_changes(source, anew)
    with both(source, anew) as sources:
        assert asked_history(sources).health().message == ""


def test_a_history_that_holds_them_lacks_none(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    move(source, warehouse)
    export_changes(source, warehouse)
    with both(source, warehouse) as sources:
        assert asked_history(sources).health().message == ""
        assert live_record(source, 1, NOW, asked_history(sources)).lacking == {}
        assert all(one.check != "moved outages" for one in check_warehouse(asked_history(sources)))
