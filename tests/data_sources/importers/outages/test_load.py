"""Lists of outages into the live database: once each, by steps, beside what is refused, and out of it again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data_sources.analytics.reliability.indices import Served, indices
from data_sources.checks.integrity import check_utility
from data_sources.errors import ImportRefused
from data_sources.importers.outages.load import OutageLoad, load_outages
from data_sources.importers.outages.made_circuits import NewCircuits
from data_sources.importers.outages.options import OutageOptions
from data_sources.importers.outages.read import read_outages
from data_sources.importers.outages.unload import outage_loads, unload_outages
from data_sources.pipeline.exports import export_changes
from data_sources.pipeline.moving import move_outages
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.warehouse.files import Warehouse
from tests.data_sources.towns import load_town

LIST = """outage_id,step_id,start,end,customers,circuit,cause,lat,lon
7,1,2026-05-01 10:00,2026-05-01 10:03,10,f0001,Wind,29.701,-95.4
7,2,2026-05-01 10:00,2026-05-01 11:30,20,F0001,Wind,29.701,-95.4
8,1,2026-06-01 10:00,2026-06-01 10:04,42,F0002,Planned work,,
9,1,2026-06-02 10:00,2026-06-02 12:00,5,NOWHERE,Wind,,
10,1,2026-06-03 10:00,2026-06-03 12:00,5,,Transmission,29.7,-95.4
11,1,2026-06-04 10:00,,5,F0002,Wind,,
"""
ACTOR = "test"


def load(source: PostgresSource, path: Path, **more: Any) -> OutageLoad:
    return load_outages(source, [path], OutageOptions(), actor=ACTOR, **more)


def rows(source: PostgresSource, text: str) -> list[tuple[Any, ...]]:
    with source.connection() as connection:
        return connection.execute(text.encode()).fetchall()


def kpis(source: PostgresSource, utility_id: int = 1) -> dict[str, Any]:
    (row,) = source.fetch(Query.of("kpis", utility_id=utility_id, as_of=None)).to_pylist()
    return row


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "outages.csv"
    path.write_text(LIST)
    return path


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    load_town(empty_source)
    return empty_source


def test_outages_and_their_steps_are_written(town: PostgresSource, listed: Path) -> None:
    done = load(town, listed)
    assert (done.outages, done.there) == (3, 0)
    told = rows(
        town,
        "SELECT f.feeder_name, o.cause, o.kind, o.state, o.customers_interrupted, o.customer_minutes, o.is_sustained,"
        " o.sustained_customers, o.has_interruptions, o.started_at::text, round(o.lat::numeric, 3)"
        " FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) ORDER BY o.started_at",
    )
    assert [row[:9] for row in told] == [
        ("F0001", "Wind", "unplanned", "closed", 30, 10 * 3 + 20 * 90, True, 20, True),
        ("F0002", "Planned work", "planned", "closed", 42, 42 * 4, False, 0, False),
        ("F0001", "Transmission", "loss_of_supply", "closed", 5, 600, True, 5, False),
    ]
    assert str(told[0][9]).startswith("2026-05-01 15:00")  # ten o'clock in Chicago
    assert float(told[0][10]) == 29.701
    steps = "SELECT customers, (restored_at - out_at)::text FROM flux.interruptions ORDER BY customers"
    assert rows(town, steps) == [(10, "00:03:00"), (20, "01:30:00")]


def test_what_is_refused_is_kept_beside(town: PostgresSource, listed: Path) -> None:
    (report,) = load(town, listed).files
    assert report.refused == {
        "its circuit is none of the utility's feeders": 1,
        "it names neither an end nor a duration: still out, or not told": 1,
    }
    assert report.kept_in is not None
    kept = report.kept_in.read_text(encoding="utf-8-sig").splitlines()
    assert kept[0] == '"line","reason","text"'
    assert sorted(line.split(",")[0] for line in kept[1:]) == ["5", "7"]
    assert "Circuits that are none of the utility's feeders: 'NOWHERE' (1 row)." in report.notes


def test_the_same_list_twice_adds_nothing_and_a_longer_one_what_is_new(town: PostgresSource, listed: Path) -> None:
    load(town, listed)
    before = kpis(town)
    again = load(town, listed)
    assert (again.outages, again.there) == (0, 3)
    assert kpis(town)["saidi_minutes"] == before["saidi_minutes"]
    listed.write_text(LIST + "12,1,2026-06-05 10:00,2026-06-05 11:00,7,F0002,Wind,,\n")
    longer = load(town, listed)
    assert (longer.outages, longer.there) == (1, 3)


def test_equal_outages_of_one_list_are_as_many_as_they_are(town: PostgresSource, tmp_path: Path) -> None:
    path = tmp_path / "twins.csv"
    path.write_text("start,end,customers,circuit\n" + "2026-06-05 10:00,2026-06-05 11:00,7,F0002\n" * 2)
    assert load(town, path).outages == 2
    assert (load(town, path).outages, load(town, path).there) == (0, 2)


def test_the_kpi_row_says_what_the_engine_says(town: PostgresSource, listed: Path) -> None:
    """The same rows, in SQL by feeder and year and as arrays: SAIDI and SAIFI agree."""
    load(town, listed)
    found, _ = read_outages(listed, OutageOptions(time_zone="America/Chicago"))
    mine = found.take(found.circuit != "NOWHERE")
    engine = indices(mine.interruptions(), Served(84), 8760)
    row = kpis(town)
    assert row["customers_served"] == 84
    assert row["saidi_minutes"] == pytest.approx(engine.saidi_minutes[0])
    assert row["saifi"] == pytest.approx(engine.saifi[0])
    assert engine.interruptions[0] == 25  # those of the first step were back within five minutes


def test_a_load_is_audited_and_can_be_taken_back(town: PostgresSource, listed: Path) -> None:
    first = load(town, listed)
    listed.write_text(LIST + "12,1,2026-06-05 10:00,2026-06-05 11:00,7,F0002,Wind,,\n")
    second = load(town, listed)
    audited = (
        "SELECT actor, action, detail ->> 'outages' FROM flux.audit WHERE action LIKE '%outages' ORDER BY audit_id"
    )
    assert rows(town, audited) == [(ACTOR, "import_outages", "3"), (ACTOR, "import_outages", "1")]
    assert [(one.outages, one.there) for one in outage_loads(town)] == [(3, 3), (1, 1)]
    assert unload_outages(town, first.load_id[:6], actor=ACTOR) == 3
    assert [(one.outages, one.there) for one in outage_loads(town)] == [(3, 0), (1, 1)]
    assert rows(town, "SELECT count(*) FROM flux.interruptions") == [(0,)]
    assert kpis(town)["saifi"] == pytest.approx(7 / 84)
    assert unload_outages(town, second.load_id, actor=ACTOR) == 1
    assert kpis(town)["saifi"] == 0
    for wrong in ("zz", ""):
        with pytest.raises(ImportRefused, match="load"):
            unload_outages(town, wrong, actor=ACTOR)


def test_nothing_is_written_where_one_file_cannot_be_taken(town: PostgresSource, listed: Path) -> None:
    bad = listed.with_name("bad.csv")
    bad.write_text("start,customers\n2026-05-01 10:00,5\n")
    with pytest.raises(ImportRefused, match=r"bad\.csv does not say how long"):
        load_outages(town, [listed, bad], OutageOptions(), actor=ACTOR)
    assert rows(town, "SELECT count(*) FROM flux.outages") == [(0,)]
    assert not list(listed.parent.glob("*.rejected.csv"))


def test_a_utility_is_made_of_the_circuits(empty_source: PostgresSource, listed: Path) -> None:
    new = NewCircuits("Riverside", -95.4, 29.7, 1000, "America/Chicago")
    done = load(empty_source, listed, new=new)
    assert (done.utility_name, done.outages) == ("Riverside", 4)
    (utility_id,) = rows(empty_source, "SELECT utility_id FROM flux.utilities")[0]
    feeders = "SELECT f.feeder_name, s.customers_served FROM flux.feeders AS f JOIN flux.feeder_summary AS s USING (feeder_id)"
    served = dict(rows(empty_source, feeders))
    assert served.keys() == {"f0001", "F0002", "NOWHERE", "all outages"}
    assert sum(served.values()) == 1000
    assert served["F0002"] > served["f0001"] > served["NOWHERE"]
    row = kpis(empty_source, utility_id)
    assert row["saifi"] == pytest.approx((20 + 5 + 5) / 1000)
    wrong = [one for one in check_utility(empty_source, utility_id) if one.severity == "error"]
    assert wrong == []
    again = load(empty_source, listed, utility="Riverside")
    assert (again.outages, again.there) == (0, 4)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"customers_served": 2}, "must lie between 4, the list's circuits"),
        ({"lon": 400.0}, "is no place in degrees"),
        ({"time_zone": "Texas"}, "is no time zone"),
    ],
)
def test_what_no_utility_can_be_made_of(
    empty_source: PostgresSource, listed: Path, changes: dict[str, Any], told: str
) -> None:
    whole = {"name": "R", "lon": -95.4, "lat": 29.7, "customers_served": 1000, "time_zone": "America/Chicago"} | changes
    with pytest.raises(ImportRefused, match=told):
        load(empty_source, listed, new=NewCircuits(**whole))
    assert rows(empty_source, "SELECT count(*) FROM flux.utilities") == [(0,)]


def test_a_large_list_lands_whole(town: PostgresSource, tmp_path: Path) -> None:
    """Fifteen thousand outages of two steps, a year of a large utility."""
    count = 15_000
    hours = np.sort(np.random.default_rng(5).integers(0, 8760, count))
    starts = np.datetime64("2025-01-01", "h") + hours
    path = tmp_path / "year.csv"
    with path.open("w") as file:
        file.write("OUTAGE_ID,STEP_ID,OUTAGE_TIME,RESTORE_TIME,NUM_CUST_OUT,FEEDER\n")
        for number, start in enumerate(starts):
            ends = start + np.array([1, 3])
            file.writelines(f"{number},{step},{start}:00Z,{ends[step]}:00Z,3,F000{1 + number % 2}\n" for step in (0, 1))
    done = load(town, path)
    assert (done.outages, rows(town, "SELECT count(*) FROM flux.interruptions")) == (count, [(2 * count,)])
    kept = rows(town, "SELECT sum(customer_interruptions), sum(customer_minutes) FROM flux.feeder_reliability")
    assert [float(value) for value in kept[0]] == [6 * count, count * 3 * 240]


def test_numbers_that_begin_anew_each_year_are_outages_of_their_own(town: PostgresSource, tmp_path: Path) -> None:
    path = tmp_path / "years.csv"
    path.write_text(
        "incident,start,end,customers,circuit\n1,2023-02-01 10:00,2023-02-01 11:00,10,F0001\n"
        "1,2023-02-01 10:30,2023-02-01 12:00,5,F0001\n1,2024-03-01 10:00,2024-03-01 11:00,20,F0001\n"
    )
    done = load(town, path)
    told = "SELECT customers_interrupted, (restored_at - started_at)::text FROM flux.outages ORDER BY started_at"
    assert rows(town, told) == [(15, "02:00:00"), (20, "01:00:00")]
    notes = done.files[0].notes
    assert any("1 of its values stand for 2 outages apart in time ('1')" in note for note in notes)
    assert any(note.endswith("one outage on each circuit: 2 rows are 1.") for note in notes)


def test_steps_of_a_number_that_comes_again_next_year(town: PostgresSource, tmp_path: Path) -> None:
    path = tmp_path / "steps.csv"
    path.write_text(
        "incident,step_id,start,end,customers,circuit\n1,1,2023-02-01 10:00,2023-02-01 11:00,10,F0001\n"
        "1,2,2023-02-01 13:00,2023-02-01 14:00,5,F0001\n1,1,2024-03-01 10:00,2024-03-01 11:00,20,F0001\n"
    )
    assert load(town, path).outages == 2
    assert rows(town, "SELECT customers_interrupted FROM flux.outages ORDER BY started_at") == [(15,), (20,)]


def test_a_list_whose_outages_were_moved_adds_nothing_and_can_be_taken_back(
    town: PostgresSource, listed: Path, tmp_path: Path
) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    first = load(town, listed)
    export_changes(town, warehouse)
    assert move_outages(town, warehouse, 1, dt.datetime(2026, 7, 1, tzinfo=dt.UTC), 20).moved == 3
    before = kpis(town)["saifi"]
    again = load(town, listed)
    assert (again.outages, again.there) == (0, 3)
    export_changes(town, warehouse)
    assert warehouse.manifest().rows("outage_events") == 4
    assert [(one.outages, one.there) for one in outage_loads(town)] == [(3, 3), (0, 0)]
    assert before > 0
    assert unload_outages(town, first.load_id, actor=ACTOR) == 3
    assert (kpis(town)["saifi"], outage_loads(town)[0].there) == (0, 0)
    export_changes(town, warehouse)
    assert warehouse.manifest().rows("outage_events") == 0
