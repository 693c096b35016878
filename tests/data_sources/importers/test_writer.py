"""Writing an import: beside others, in place of its own name, all or nothing."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pyarrow as pa
import pytest
from psycopg.sql import SQL, Identifier

from data_sources.checks.integrity import check_utility
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.errors import ImportRefused
from data_sources.field.alarms.rules import SetUpAlarmRules
from data_sources.field.orders import AssignWorkOrder, CompleteWorkOrder, CreateWorkOrder, StartWorkOrder
from data_sources.field.shift_log.desk import StartDeskShift
from data_sources.field.shift_log.notes import CorrectNote, WriteNote
from data_sources.importers.assets.load import load_list
from data_sources.importers.imported import ImportedNetwork
from data_sources.importers.lists.options import ListOptions
from data_sources.importers.tables.read import read_tables
from data_sources.importers.weather import load_weather
from data_sources.importers.writer import write_network
from data_sources.network.graph import load_network
from data_sources.network.trace import trace as make_trace
from data_sources.pipeline.exports import export_network
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import land
from data_sources.postgres.source import PostgresSource
from data_sources.postgres.utility_rows import utilities
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.data_sources.field.desk import FieldDesk
from tests.data_sources.importers.tables.hamlet import write
from tests.data_sources.pipeline.small import reading, table


@pytest.fixture
def hamlet(tmp_path: Path) -> ImportedNetwork:
    return read_tables(write(tmp_path / "hamlet"))


def count(source: PostgresSource, table: str) -> int:
    with source.connection() as connection:
        answer = connection.execute(SQL("SELECT count(*) FROM flux.{}").format(Identifier(table))).fetchone()
    assert answer
    return int(answer[0])


def test_ids_follow_the_highest_in_use(empty_source: PostgresSource, hamlet: ImportedNetwork) -> None:
    write_network(empty_source, hamlet, replace=False, actor="test")
    second = write_network(empty_source, replace(hamlet, utility_name="Second"), replace=False, actor="test")
    assert second.utility_id == 2
    network = load_network(empty_source, 2)
    assert network.rows.feeders.ids.tolist() == [2]
    assert network.rows.nodes.ids.tolist() == [4, 5, 6]
    assert make_trace(network, "feeder", 2, "downstream").customers == 2
    for utility_id, _ in utilities(empty_source):
        assert all(finding.severity == "ok" for finding in check_utility(empty_source, utility_id))


def test_beside_the_demo(demo_source: PostgresSource, hamlet: ImportedNetwork) -> None:
    before = count(demo_source, "meters")
    report = write_network(demo_source, hamlet, replace=False, actor="test")
    assert count(demo_source, "meters") == before + 2
    assert [name for _, name in utilities(demo_source)][-1] == "hamlet"
    assert load_network(demo_source, report.utility_id).rows.meters.ids.min() > before


def test_in_place_of_the_demo(demo_source: PostgresSource, hamlet: ImportedNetwork) -> None:
    write_network(demo_source, hamlet, replace=False, actor="test", in_place_of_demo=True)
    assert [name for _, name in utilities(demo_source)] == ["hamlet"]
    assert count(demo_source, "meters") == 2


def test_the_same_name_is_refused_unless_replaced(empty_source: PostgresSource, hamlet: ImportedNetwork) -> None:
    first = write_network(empty_source, hamlet, replace=False, actor="test")
    with pytest.raises(ImportRefused, match="a utility named 'hamlet' already"):
        write_network(empty_source, hamlet, replace=False, actor="test")
    again = write_network(empty_source, hamlet, replace=True, actor="test")
    assert (again.utility_id, again.has_replaced) == (first.utility_id, True)
    assert count(empty_source, "meters") == 2
    assert "hamlet replaced as utility 1" in again.title


def meters(source: PostgresSource) -> dict[str, int]:
    with source.connection() as connection:
        return dict(connection.execute("SELECT meter_name, meter_id FROM flux.meters").fetchall())


def other_order(folder: Path, *meter_ids: str) -> ImportedNetwork:
    """The hamlet as somebody exports it anew: other meters in another order, a second transformer before the first."""
    station = {"rated_kva": 100, "node_id": "c"}
    return read_tables(
        write(
            folder / "hamlet",
            {
                "transformers": [{"transformer_id": "T-3", **station}, {"transformer_id": "T-7", **station}],
                "meters": [{"meter_id": name, "transformer_id": "T-7", "monthly_kwh": 9} for name in meter_ids],
            },
        )
    )


def test_what_is_replaced_keeps_its_ids_by_name(
    empty_source: PostgresSource, hamlet: ImportedNetwork, tmp_path: Path
) -> None:
    """Rows in another order: M1 stays meter 1, a new meter gets an id that nobody had, also not one that is gone."""
    write_network(empty_source, hamlet, replace=False, actor="test")
    assert meters(empty_source) == {"M1": 1, "M2": 2}
    write_network(empty_source, other_order(tmp_path, "M2", "M3", "M1"), replace=True, actor="test")
    assert meters(empty_source) == {"M1": 1, "M2": 2, "M3": 3}
    write_network(empty_source, other_order(tmp_path, "M4", "M1", "M2"), replace=True, actor="test")
    assert meters(empty_source) == {"M1": 1, "M2": 2, "M4": 4}
    write_network(empty_source, other_order(tmp_path, "M3", "M1"), replace=True, actor="test")
    assert meters(empty_source) == {"M1": 1, "M3": 5}
    with empty_source.connection() as connection:
        found = "SELECT transformer_name, transformer_id FROM flux.transformers ORDER BY 1"
        assert connection.execute(found.encode()).fetchall() == [("T-3", 2), ("T-7", 1)]
    assert make_trace(load_network(empty_source, 1), "transformer", 1, "downstream").meter_count == 2
    assert all(finding.severity == "ok" for finding in check_utility(empty_source, 1))


def test_a_name_that_two_meters_have_keeps_no_id(empty_source: PostgresSource, hamlet: ImportedNetwork) -> None:
    """Which of the two was which nobody can say."""
    rows = hamlet.tables["meters"]
    place = rows.column_names.index("meter_name")
    twins = replace(
        hamlet, tables={**hamlet.tables, "meters": rows.set_column(place, "meter_name", pa.array(["M1", "M1"]))}
    )
    write_network(empty_source, twins, replace=False, actor="test")
    write_network(empty_source, hamlet, replace=True, actor="test")
    assert meters(empty_source) == {"M1": 3, "M2": 4}
    write_network(empty_source, twins, replace=True, actor="test")
    with empty_source.connection() as connection:
        assert connection.execute("SELECT meter_id FROM flux.meters ORDER BY 1").fetchall() == [(3,), (5,)]


def test_the_history_of_a_replaced_utility_stays_with_its_meters(
    empty_source: PostgresSource, hamlet: ImportedNetwork, tmp_path: Path
) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    write_network(empty_source, hamlet, replace=False, actor="test")
    export_network(empty_source, warehouse)
    at = dt.datetime(2026, 7, 8, 10)
    land(
        warehouse,
        KnownMeters.of(warehouse),
        table(reading(1, at, 0.1, voltage_v=None), reading(2, at, 0.2, voltage_v=None)),
    )
    write_network(empty_source, other_order(tmp_path, "M3", "M2", "M1"), replace=True, actor="test")
    export_network(empty_source, warehouse)
    with closing(DuckSource(warehouse, threads=1)) as history:
        text = (
            "SELECT m.meter_name, ROUND(r.energy_delivered_kwh, 3) AS kwh FROM meters AS m "
            "JOIN ami_interval_readings AS r ON r.meter_id = m.meter_id ORDER BY 1"
        )
        rows = history.run(text, {}).to_pylist()
    assert [(row["meter_name"], pytest.approx(row["kwh"])) for row in rows] == [("M1", 0.1), ("M2", 0.2)]


def test_the_ids_of_the_demo_are_not_given_again(demo_source: PostgresSource, hamlet: ImportedNetwork) -> None:
    before = meters(demo_source)
    write_network(demo_source, hamlet, replace=False, actor="test", in_place_of_demo=True)
    assert meters(demo_source) == {"M1": max(before.values()) + 1, "M2": max(before.values()) + 2}


def test_measured_weather_outlives_a_replacement(
    empty_source: PostgresSource, hamlet: ImportedNetwork, tmp_path: Path
) -> None:
    utility_id = write_network(empty_source, hamlet, replace=False, actor="test").utility_id
    file = tmp_path / "weather.csv"
    file.write_text("observed_at,temperature_c,humidity_pct,wind_mps\n2026-07-01T12:00Z,31,60,4\n", encoding="utf-8")
    load_weather(empty_source, utility_id, file)
    file.write_text("issued_at,forecast_at,temperature_c\n2026-07-01T00:00Z,2026-07-01T12:00Z,30\n", encoding="utf-8")
    load_weather(empty_source, utility_id, file)
    write_network(empty_source, hamlet, replace=True, actor="test")
    assert (count(empty_source, "weather"), count(empty_source, "weather_forecasts")) == (1, 1)


def test_what_is_known_of_assets_outlives_a_replacement(
    empty_source: PostgresSource, hamlet: ImportedNetwork, tmp_path: Path
) -> None:
    """Of those that have their names again; a year that the new network has counts, one that it lacks is kept."""
    report = write_network(empty_source, hamlet, replace=False, actor="test")
    write_network(empty_source, replace(hamlet, utility_name="Other"), replace=False, actor="test")
    transformer, segment = (hamlet.tables[f"{kind}s"][f"{kind}_name"][0].as_py() for kind in ("transformer", "segment"))
    lists = {
        "assets": f"transformer,installed,manufacturer\n{transformer},1999,Acme\n",
        "inspections": f"transformer,date,result\n{transformer},2020-01-02,poor\n",
        "failures": f"transformer,failed\n{transformer},1999-01-02\n",
        "vegetation": f"segment,distance_m,surveyed_on\n{segment},3,2020-01-02\n",
    }
    for what, text in lists.items():
        path = tmp_path / f"{what}.csv"
        path.write_text(text)
        for name in ("hamlet", "Other"):
            load_list(empty_source, path, what, ListOptions(), utility=name, actor="test")
    known = ("inspections", "asset_failures", "asset_nameplates", "vegetation")
    before = [count(empty_source, name) for name in known]
    write_network(empty_source, hamlet, replace=True, actor="test")
    assert [count(empty_source, name) for name in known] == before
    with empty_source.connection() as connection:
        year = connection.execute(
            "SELECT installed_year FROM flux.transformers WHERE utility_id = %s", (report.utility_id,)
        ).fetchall()
    assert year == [(1999,)]
    renamed = hamlet.tables["transformers"].set_column(
        hamlet.tables["transformers"].column_names.index("transformer_name"), "transformer_name", pa.array(["NEW"])
    )
    write_network(
        empty_source, replace(hamlet, tables={**hamlet.tables, "transformers": renamed}), replace=True, actor="test"
    )
    assert [count(empty_source, name) for name in known] == [before[0] - 1, before[1] - 1, before[2] - 1, before[3]]


def test_work_orders_outlive_a_replacement(empty_source: PostgresSource, hamlet: ImportedNetwork) -> None:
    """All of them, with number and text; one under way waits, one of an outage or asset that is gone is without it."""
    number = write_network(empty_source, hamlet, replace=False, actor="test").utility_id
    with empty_source.connection() as connection:
        connection.execute(
            "INSERT INTO flux.crews (crew_id, utility_id, crew_name, kind, members, status, lon, lat, updated_at) "
            f"VALUES (1, {number}, 'A', 'line', 2, 'available', -95, 29, now())".encode()
        )
        ((transformer,),) = connection.execute("SELECT transformer_id FROM flux.transformers").fetchall()
    desk = FieldDesk(empty_source)
    of_it = {
        "asset_kind": "transformer",
        "asset_id": transformer,
        "work_type": "inspection",
        "permits": (),
        "checklist": (),
    }

    def make(title: str) -> int:
        return desk.give(CreateWorkOrder(utility_id=number, title=title, skill="line", **of_it))

    done, doing, queued = make("done"), make("doing"), make("queued")
    for one in (done, doing):
        desk.give(AssignWorkOrder(work_order_id=one, crew_id=1))
        desk.give(StartWorkOrder(work_order_id=one))
        if one == done:
            desk.give(CompleteWorkOrder(work_order_id=one, found_code="wear", found="Cracked", labour_hours=1))
    desk.give(AssignWorkOrder(work_order_id=queued, crew_id=1))
    with empty_source.connection() as connection:
        connection.execute(
            "INSERT INTO flux.work_orders (work_order_id, utility_id, work_type, status, skill, outage_id, title) "
            f"VALUES (50000000, {number}, 'outage', 'in_progress', 'line', 77, 'Outage 77')".encode()
        )
    write_network(empty_source, hamlet, replace=True, actor="test")
    told = "SELECT work_order_id, title, status, crew_id, asset_id, asset_name <> '', found, outage_id FROM flux.work_orders ORDER BY 1"
    with empty_source.connection() as connection:
        assert connection.execute(told.encode()).fetchall() == [
            (done, "done", "completed", None, transformer, True, "Cracked", None),
            (doing, "doing", "on_hold", None, transformer, True, "", None),
            (queued, "queued", "created", None, transformer, True, "", None),
            (50000000, "Outage 77", "cancelled", None, None, False, "", None),
        ]
    assert make("next") == 50000001, "no number is given twice"
    renamed = hamlet.tables["transformers"].set_column(
        hamlet.tables["transformers"].column_names.index("transformer_name"), "transformer_name", pa.array(["NEW"])
    )
    tables = {**hamlet.tables, "transformers": renamed}
    write_network(empty_source, replace(hamlet, tables=tables), replace=True, actor="test")
    with empty_source.connection() as connection:
        rows = connection.execute("SELECT DISTINCT asset_kind, asset_id FROM flux.work_orders").fetchall()
        assert (rows, count(empty_source, "work_orders")) == ([(None, None)], 5)


def test_alarm_rules_and_the_shift_log_outlive_a_replacement(
    empty_source: PostgresSource, hamlet: ImportedNetwork
) -> None:
    number = write_network(empty_source, hamlet, replace=False, actor="test").utility_id
    commands, sara = Commands(empty_source), Principal("sara", "supervisor")
    commands.run(SetUpAlarmRules(utility_id=number), by=sara)
    commands.run(StartDeskShift(utility_id=number), by=sara)
    first = commands.run(WriteNote(utility_id=number, text="fuse 1"), by=sara).target.id
    commands.run(CorrectNote(note_id=first, text="fuse 2"), by=sara)
    tables = ("alarm_rules", "shifts", "shift_log")
    all_rows = SQL("SELECT * FROM flux.{} ORDER BY 1")

    def kept() -> list[list[tuple[object, ...]]]:
        with empty_source.connection() as connection:
            return [connection.execute(all_rows.format(Identifier(name))).fetchall() for name in tables]

    before = kept()
    assert [len(rows) > 0 for rows in before] == [True] * 3
    assert write_network(empty_source, hamlet, replace=True, actor="test").utility_id == number
    assert kept() == before
    commands.run(WriteNote(utility_id=number, text="the next number is free"), by=sara)


def test_rows_that_the_database_refuses_change_nothing(empty_source: PostgresSource, hamlet: ImportedNetwork) -> None:
    write_network(empty_source, hamlet, replace=False, actor="test")
    devices = hamlet.tables["devices"]
    kinds = devices.set_column(devices.column_names.index("kind"), "kind", pa.array(["lever"]))
    broken = replace(hamlet, tables={**hamlet.tables, "devices": kinds})
    with pytest.raises(psycopg.errors.CheckViolation):
        write_network(empty_source, broken, replace=True, actor="test")
    assert [name for _, name in utilities(empty_source)] == ["hamlet"]
    assert count(empty_source, "meters") == 2
    with empty_source.connection() as connection:
        told = connection.execute("SELECT action FROM flux.audit ORDER BY audit_id").fetchall()
    assert told == [("import_network",), ("assess_assets",)]  # of the first one alone


def test_the_audit_says_who_and_what(empty_source: PostgresSource, hamlet: ImportedNetwork) -> None:
    write_network(empty_source, hamlet, replace=False, actor="somebody")
    with empty_source.connection() as connection:
        found = connection.execute("SELECT actor, action, detail FROM flux.audit ORDER BY audit_id").fetchall()
    (actor, action, detail), assessed = found
    assert assessed[:2] == ("asset assessments", "assess_assets")
    assert (actor, action, detail["rows"]["meters"]) == ("somebody", "import_network", 2)


def test_summary_and_status_rows_are_there(empty_source: PostgresSource, hamlet: ImportedNetwork) -> None:
    write_network(empty_source, hamlet, replace=False, actor="test")
    assert count(empty_source, "feeder_summary") == count(empty_source, "feeder_status") == 1
    assert count(empty_source, "transformer_status") == 1
    with empty_source.connection() as connection:
        (loaded_at,) = connection.execute("SELECT loaded_at FROM flux.utilities").fetchone() or (None,)
    assert isinstance(loaded_at, dt.datetime)
