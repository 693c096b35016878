"""Readings and outages of the history by REST, over the hand-made history (7 to 9 March 2026, Chicago)."""

from __future__ import annotations

from pathlib import Path

import httpx
import pyarrow as pa
import pytest

from app.api.negotiate import ARROW
from data_sources.errors import TooLarge
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.app.api.rows import load_rows
from tests.app.api.server import Runtime, running
from tests.app.api.test_handler import eventually
from tests.app.looping import GivenSource
from tests.data_sources.history_rows import FROM_AT, METERS, reading

READINGS = "/api/snowflake/ami/historical"
TRENDS = "/api/snowflake/outages/trends"
DAYS = "from=2026-03-07T06:00:00Z&to=2026-03-10T05:00:00Z"  # three local days of 24, 23 and 24 hours


def test_the_intervals_of_a_meter(client: httpx.Client) -> None:
    body = client.get(f"{READINGS}?meter_id=5&{DAYS}").json()
    assert (body["meter_id"], body["resolution"], body["count"]) == (5, "15min", 71 * 4)
    first = body["rows"][0]
    known = reading(5, FROM_AT)
    assert first["interval_start_at"] == "2026-03-07T06:00:00.000000Z"
    assert first["reading_day"] == "2026-03-07"
    assert first["energy_delivered_kwh"] == pytest.approx(known["energy_delivered_kwh"], rel=1e-6)
    assert first["voltage_pct"] == pytest.approx(99.0, abs=0.05)
    gap = [row["quality"] for row in body["rows"] if "2026-03-08T18" in row["interval_start_at"]]
    assert gap == ["estimated", "actual", "missing", "missing"]


@pytest.mark.parametrize(
    ("asset", "meters"), [("meter_id=5", [5]), ("transformer_id=2", [4, 5, 6]), ("feeder_id=1", range(1, 7))]
)
def test_every_resolution_sums_to_the_same_energy(client: httpx.Client, asset: str, meters: list[int]) -> None:
    totals, counts = [], []
    for resolution in ("15min", "hour", "day"):
        body = client.get(f"{READINGS}?{asset}&{DAYS}&resolution={resolution}").json()
        totals.append(sum(row["energy_delivered_kwh"] or 0 for row in body["rows"]))
        counts.append(body["count"])
    assert counts == [284, 71, 3]
    assert totals[1:] == pytest.approx([totals[0]] * 2, rel=1e-4)


@pytest.mark.parametrize("asset", ["meter_id=5", "transformer_id=2", "feeder_id=1"])
def test_an_hour_says_how_much_of_it_is_read(client: httpx.Client, asset: str) -> None:
    """Of a newcomer's walk: half an hour's energy stood beside 60 minutes."""
    asked = f"{READINGS}?{asset}&{DAYS}"
    hours = client.get(f"{asked}&resolution=hour").json()["rows"]
    read = {row["interval_start_at"][:13]: row["minutes_read"] for row in hours}
    assert set(read.values()) <= {15, 30, 45, 60}
    assert read["2026-03-08T18"] == (30 if asset == "meter_id=5" else 60), "its second half is missing"
    quarters = client.get(f"{asked}&resolution=15min").json()["rows"]
    assert {row["minutes_read"] for row in quarters} <= {0, 15}
    assert sum(row["minutes_read"] for row in quarters) == sum(read.values())
    assert {row["minutes_read"] for row in client.get(f"{asked}&resolution=day").json()["rows"]} == {None}


def test_the_day_of_23_hours(client: httpx.Client) -> None:
    body = client.get(f"{READINGS}?meter_id=1&{DAYS}&resolution=day").json()
    assert [row["reading_day"] for row in body["rows"]] == ["2026-03-07", "2026-03-08", "2026-03-09"]
    assert [row["intervals_received"] for row in body["rows"]] == [96, 92, 96]
    assert body["rows"][0]["interval_start_at"] is None


@pytest.mark.parametrize("resolution", ["15min", "hour", "day"])
def test_pages_join_to_the_whole(client: httpx.Client, resolution: str) -> None:
    url = f"{READINGS}?transformer_id=1&{DAYS}&resolution={resolution}"
    whole = client.get(url).json()["rows"]
    rows, cursor = [], ""
    while True:
        answer = client.get(f"{url}&limit=2&cursor={cursor}" if cursor else f"{url}&limit=2")
        rows += answer.json()["rows"]
        cursor = answer.json()["next_cursor"]
        assert ("next" in answer.links) == bool(cursor)
        if not cursor or len(rows) > 40:
            break
    assert rows == whole[: len(rows)]
    assert cursor or len(rows) == len(whole)


def test_as_arrow(client: httpx.Client) -> None:
    answer = client.get(f"{READINGS}?feeder_id=2&{DAYS}", headers={"Accept": ARROW})
    table = pa.ipc.open_stream(answer.content).read_all()
    assert table.num_rows == 284
    assert table.schema.field("interval_start_at").type == pa.timestamp("us", tz="UTC")


def test_what_nobody_measured_is_empty(client: httpx.Client) -> None:
    assert client.get(f"{READINGS}?meter_id={max(METERS) + 1}&{DAYS}").json()["rows"] == []
    assert client.get(f"{READINGS}?meter_id=1").json()["rows"] == []  # the last day by the clock


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "meter_id"),
        ("meter_id=1&feeder_id=1", "meter_id"),
        ("meter_id=x", "meter_id"),
        ("meter_id=1&from=yesterday", "from"),
        ("meter_id=1&from=1969-12-31", "from"),
        ("meter_id=1&from_=2026-03-07", "from_"),
        ("meter_id=1&from=2026-03-08&to=2026-03-07", "to"),
        ("meter_id=1&from=2020-03-08&to=2026-03-07", "to"),
        ("meter_id=1&resolution=5min", "resolution"),
        ("meter_id=1&cursor=pole.1", "cursor"),
        ("meter_id=1&limit=0", "limit"),
    ],
)
def test_a_bad_question_is_refused_by_field(client: httpx.Client, query: str, field: str) -> None:
    answer = client.get(f"{READINGS}?{query}")
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)


def test_outages_by_period(client: httpx.Client) -> None:
    url = f"{TRENDS}?from=2026-01-01&to=2026-12-31"
    months = client.get(url).json()
    assert months["by"] == "month"
    assert [(row["period_start"], row["cause"]) for row in months["rows"]] == [
        ("2026-03-01", "animal"),
        ("2026-03-01", "storm"),
    ]
    animal, storm = months["rows"]
    assert (animal["outages"], animal["average_minutes"], animal["customer_minutes"]) == (1, 90.0, 270.0)
    assert (storm["outages"], storm["ongoing_outages"], storm["average_minutes"]) == (0, 1, None)
    weeks = client.get(f"{url}&by=week").json()["rows"]
    assert [row["period_start"] for row in weeks] == ["2026-03-02", "2026-03-09"]  # Mondays
    days = client.get(f"{url}&by=day&cause=storm").json()["rows"]
    assert [row["period_start"] for row in days] == ["2026-03-09"]
    assert client.get(f"{url}&feeder_id=1").json()["count"] == 1


def test_an_answer_is_not_sent_twice(client: httpx.Client, rest: tuple[str, Runtime]) -> None:
    eventually(lambda: rest[1].feed.is_listening)
    url = f"{READINGS}?meter_id=5&{DAYS}"
    answer = client.get(url)
    again = client.get(url, headers={"If-None-Match": answer.headers["Etag"]})
    # The tag holds for a minute of the clock, as nobody tells of changes on Snowflake; a turn of the minute is allowed.
    assert again.status_code == 304 or again.headers["Etag"] != answer.headers["Etag"]
    assert client.get(url, headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_health_knows_the_history_without_asking_it(empty_source: PostgresSource, tmp_path: Path) -> None:
    history = DuckSource(Warehouse(tmp_path))
    with running(empty_source, history=history) as (address, _):
        answer = httpx.get(f"{address}/api/health")
    body = answer.json()
    assert (answer.status_code, body["status"]) == (200, "up"), "what is not known yet is no failure"
    assert [one["name"] for one in body["sources"]] == ["PostgreSQL", "DuckDB (embedded)"]
    assert body["sources"][1] == {
        "name": "DuckDB (embedded)",
        "is_up": None,
        "last_ok_at": None,
        "age_s": None,
        "message": "",
    }


def test_a_server_without_history_says_so(empty_source: PostgresSource) -> None:
    load_rows(empty_source)
    with running(empty_source) as (address, _):
        for url in (f"{READINGS}?meter_id=1", TRENDS):
            answer = httpx.get(address + url)
            assert answer.status_code == 503
            assert answer.json()["error"]["message"].startswith("No history is connected")


def test_a_question_too_large_is_one_sentence(empty_source: PostgresSource) -> None:
    history = GivenSource(TooLarge("The question takes more than the 24 MB of memory: ask for fewer days."))
    with running(empty_source, history=history) as (address, _):
        answer = httpx.get(f"{address}/api/snowflake/ami/historical?meter_id=5", timeout=60)
    assert answer.status_code == 503
    assert answer.json()["error"]["message"] == "The question takes more than the 24 MB of memory: ask for fewer days."
