"""`fluxops reliability …` as a person meets it."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from data_sources.pipeline.exports import export_changes
from data_sources.pipeline.moving import move_outages
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.files import Warehouse
from tests.app.cli.test_cli import fluxops, one_sentence
from tests.data_sources.studies.reliability import rbts
from tests.data_sources.towns import load_town
from tests.handmade import NOW, insert, outage

EXAMPLE = """Date,Time,Duration (min),Circuit,Cause,Customers,kVA
3/17/2023,18:34:30,8.17,7075,107,200,800
4/15/2023,18:07:20,0.5,7075,106,400,1600
5/5/2023,16:23:00,71.3,7075,110,600,1800
6/12/2023,23:17:00,30.3,7075,100,25,75
7/6/2023,09:30:10,1,7075,114,2000,4000
8/20/2023,15:45:39,267.2,7075,117,90,500
8/31/2023,08:20:00,120,7075,102,700,2100
9/3/2023,17:10:00,10,7075,102,1500,3000
10/27/2023,10:15:00,40,7075,108,100,200
"""


def answered(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "outages.csv"
    path.write_text(EXAMPLE)
    return path


def test_ieee_1366_example_circuit_from_a_file(example: Path) -> None:
    found = answered(
        fluxops("reliability", str(example), "--customers-served", "2000", "--load-served-kva", "4000", "--json")
    )
    (year,) = found["years"]
    index = year["parts"]["all_in"]
    assert (index["saifi"], index["saidi_minutes"]) == pytest.approx((1.6075, 86.10975))
    assert (index["caidi_minutes"], index["asidi_minutes"]) == pytest.approx((53.567, 140.187), abs=5e-4)
    assert index["asai"] == pytest.approx(0.999836, abs=5e-7)
    assert index["asifi"] == pytest.approx(2.11875)
    assert (index["maifi"], index["maifi_e"]) == pytest.approx((1.2, 1.2))
    assert year["customers"] is None
    assert year["needs"]["cemi"] == "which customer each interruption was of"
    assert {group["name"]: group["outages"] for group in found["groups"]["cause"]}["102"] == 2


def test_what_cannot_be_told_is_said_with_what_it_needs(example: Path) -> None:
    done = fluxops("reliability", "indices", str(example), "--customers-served", "2000")
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if line.strip()]
    assert next(row for row in rows if row[0] == "SAIFI")[-1] == "1.6075"
    for index in ("ASIFI", "CAIFI", "CEMI_3", "major"):
        assert next(row for row in rows if row[0] == index)[-1] == "n/a"
    assert "n/a: ASIFI, ASIDI need the kVA of each interruption and the kVA served." in done.stdout
    assert "CAIFI, CTAIDI, CEMI, CELID need which customer each interruption was of (--customers-file)." in done.stdout
    assert "n/a: major event days of 2023 need two days with interruptions in the years before" in done.stdout


def test_customers_of_a_file_of_their_own(example: Path) -> None:
    who = example.with_name("who.csv")
    who.write_text(
        "customer_id,start,duration_min\na,2023-05-05 16:23,71.3\na,2023-08-31 08:20,120\nb,2023-08-31 08:20,120\n"
    )
    asked = ("--customers-served", "2000", "--customers-file", str(who), "--n", "2", "--s-hours", "1.5", "--json")
    found = answered(fluxops("reliability", str(example), *asked))["years"][0]["customers"]
    assert (found["caifi"], found["cemi"], found["celid_s"]) == (1.5, {"2": 0.0005}, {"1.5": 0.001})


def test_a_list_that_cannot_be_taken_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "outages.csv"
    path.write_text("start,end,customers\n03/04/2024 12:00,03/04/2024 13:00,5\n")
    assert "--date-order dmy" in one_sentence(fluxops("reliability", str(path), "--customers-served", "10"))
    missing = one_sentence(fluxops("reliability", str(tmp_path / "none.csv"), "--customers-served", "10"))
    assert "none.csv cannot be read: No such file" in missing


def test_rbts_bus_2_from_its_network_file() -> None:
    found = answered(fluxops("reliability", "predict", str(rbts.NETWORK), "--json"))
    assert found["whole"]["saidi_h"] == pytest.approx(3.61, abs=5e-3)
    assert found["whole"]["ens_mwh"] == pytest.approx(37.746, abs=5e-4)
    replaced = fluxops("reliability", "predict", str(rbts.NETWORK), "--transformer-repair-h", "10", "--feeder", "F1")
    assert replaced.returncode == 0, replaced.stderr
    assert "LP7" in replaced.stdout
    assert "LP8" not in replaced.stdout
    assert "transformer_repair_h 10." in replaced.stdout


def test_a_utility_of_the_database(demo_like: str) -> None:
    found = answered(fluxops("reliability", "predict", "--utility", "Town 1", "--json", FLUXOPS_POSTGRES_DSN=demo_like))
    assert [one["name"] for one in found["feeders"]] == ["F0001", "F0002"]
    assert found["whole"]["saifi"] == pytest.approx(0.117142857)
    assert "Town 1 has no outage on record" in one_sentence(
        fluxops("reliability", "--utility", "Town 1", FLUXOPS_POSTGRES_DSN=demo_like)
    )
    wrong = fluxops("reliability", "predict", "--utility", "Town 1", "--feeder", "X", FLUXOPS_POSTGRES_DSN=demo_like)
    assert "There is no feeder 'X'" in one_sentence(wrong)


@pytest.fixture
def demo_like(empty_source: PostgresSource) -> str:
    load_town(empty_source)
    with empty_source.connection() as connection:
        return connection.info.dsn


def test_a_file_or_a_utility_and_not_both() -> None:
    assert "Name either a network file" in one_sentence(fluxops("reliability", "predict"))
    assert "Name either a list of outages" in one_sentence(fluxops("reliability", "indices"))
    assert "give --customers-served" in one_sentence(fluxops("reliability", "outages.csv"))


def test_lists_of_outages_are_imported_and_taken_back(demo_like: str, tmp_path: Path) -> None:
    path = tmp_path / "outages.csv"
    path.write_text("start,end,customers,circuit\n2026-06-01 10:00,2026-06-01 11:00,42,F0001\n")
    settings = {"FLUXOPS_POSTGRES_DSN": demo_like}
    done = fluxops("import", "outages", str(path), **settings)
    assert done.returncode == 0, done.stderr
    assert "Town 1: 1 outages are new, 0 were there already." in done.stdout
    (year,) = answered(fluxops("reliability", "--utility", "Town 1", "--json", **settings))["years"]
    assert (year["parts"]["all_in"]["saifi"], year["parts"]["all_in"]["saidi_minutes"]) == (0.5, 30)
    load = done.stdout.split("`fluxops unload-outages ")[1].split("`")[0]
    assert f"{load} of" in fluxops("unload-outages", **settings).stdout
    assert "1 outages were taken back." in fluxops("unload-outages", load, **settings).stdout
    asked = fluxops("import", "outages", str(path), "--as-new-utility", "R", "--lon", "-95", **settings)
    assert "--as-new-utility needs its place, customers and clock" in one_sentence(asked)


def test_a_move_to_the_history_changes_no_word_of_the_record(empty_source: PostgresSource, tmp_path: Path) -> None:
    """Two transformers of one step are one row here, and two in the history."""
    load_town(empty_source)
    transformers = two_of_feeder_1(empty_source)
    began = NOW - dt.timedelta(days=400)
    insert(empty_source, "outages", [outage(1, began, 90, 30) | {"kind": "unplanned", "has_interruptions": True}])
    insert(
        empty_source, "interruptions",
        [{"outage_id": 1, "out_at": began, "restored_at": began + dt.timedelta(minutes=90), "customers": 30,
          "transformer_ids": transformers}],
    )  # fmt: skip
    with empty_source.connection() as connection:
        settings = {"FLUXOPS_POSTGRES_DSN": connection.info.dsn, "FLUXOPS_HOME": str(tmp_path)}
    warehouse = Warehouse(tmp_path / "warehouse")
    export_changes(empty_source, warehouse)
    before = fluxops("reliability", "--utility", "Town 1", **settings)
    assert "Town 1: 1 outages, " in before.stdout, before.stderr
    assert move_outages(empty_source, warehouse, 1, NOW - dt.timedelta(days=300), 20).moved == 1
    after = fluxops("reliability", "--utility", "Town 1", **settings)
    assert after.stdout == before.stdout
    with empty_source.connection() as connection:
        connection.execute(b"UPDATE flux.database_identity SET database_id = 'another'")
    lacks = one_sentence(fluxops("reliability", "--utility", "Town 1", **settings))
    assert "has no outage on record. Outages that were moved to another history are not in this one" in lacks


def two_of_feeder_1(source: PostgresSource) -> str:
    """Two of its transformers, as PostgreSQL writes an array."""
    with source.connection() as connection:
        found = connection.execute(
            b"SELECT transformer_id FROM flux.transformers WHERE feeder_id = 1 ORDER BY 1 LIMIT 2"
        ).fetchall()
    return "{" + ",".join(str(one) for (one,) in found) + "}"


def test_a_utility_is_made_of_a_list(demo_like: str, tmp_path: Path) -> None:
    path = tmp_path / "outages.csv"
    path.write_text("start,end,customers,circuit\n2026-06-01 10:00,2026-06-01 11:00,42,North\n")
    place = ("--lon", "-95", "--lat", "30", "--customers-served", "100", "--time-zone", "America/Chicago")
    settings = {"FLUXOPS_POSTGRES_DSN": demo_like}
    done = fluxops("import", "outages", str(path), "--as-new-utility", "Riverside", *place, **settings)
    assert done.returncode == 0, done.stderr
    assert "Riverside: 1 outages are new" in done.stdout
    assert "Riverside: " in fluxops("check", **settings).stdout
