"""POST: what programs and pages change by REST is commands: receipts, keys, versions, refusals, other sites."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.demo.simulator.simulator import Simulator
from data_sources.errors import Conflict
from data_sources.outages.life import SetCause, SetPriority
from data_sources.postgres.source import PostgresSource
from tests.app.api.server import Runtime, running
from tests.data_sources.demo.simulator.simulating import CALM, check_counts, rows
from tests.data_sources.towns import load_town

FAR = f"{dt.datetime.now(dt.UTC) + dt.timedelta(days=400):%Y-%m-%dT00:00:00Z}"
FAR_THERE = f"{dt.datetime.fromisoformat(FAR).astimezone(ZoneInfo('America/Chicago')):%Y-%m-%d %H:%M:%S %Z}"
ESTIMATE, BY_RULE = '{"estimated_restoration_at": "%s", "reason": "x"}', '{"estimated_restoration_at": "%s"}'
PLANNED = '{"device_id": 123, "planned_start_at": "%s", "planned_end_at": "%s"}'
AHEAD = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=5)).isoformat()


@pytest.fixture
def rest_of(empty_source: PostgresSource) -> Iterator[tuple[httpx.Client, Runtime]]:
    load_town(empty_source, 2)
    with (
        running(empty_source, cors_origins=("https://reads.example",)) as (address, runtime),
        httpx.Client(base_url=address, timeout=120) as client,
    ):
        yield client, runtime


@pytest.fixture
def client(rest_of: tuple[httpx.Client, Runtime]) -> httpx.Client:
    return rest_of[0]


def report(client: httpx.Client, **values: Any) -> int:
    answer = client.post("/api/outages", json={"device_id": 122, **values})
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["target_id"]
    assert answer.headers["Location"] == f"/api/outages/{number}"
    return number


def error(answer: httpx.Response, status: int) -> tuple[str | None, str]:
    assert answer.status_code == status, answer.text
    told = answer.json()["error"]
    return told["field"], told["message"]


def test_an_outage_by_rest_from_its_report_to_its_end(client: httpx.Client, empty_source: PostgresSource) -> None:
    number = report(client, is_confirmed=False, note="a neighbour called")
    assert client.get("/api/outages/active").json()["rows"] == []
    (row,) = client.get("/api/outages/active", params={"include": "unclosed"}).json()["rows"]
    assert (row["state"], row["customers_predicted"], row["version"]) == ("predicted", 6, 1)
    for slug, values in (
        ("confirm", {}), ("assign-crew", {"crew_id": 1}), ("en-route", {}), ("on-site", {}),
        ("estimate", {"estimated_restoration_at": AHEAD, "reason": "a pole"}),
        ("restore", {"transformer_ids": [22]}), ("restore", {}), ("close", {}),
    ):  # fmt: skip
        seen = client.get(f"/api/outages/{number}").headers["Etag"]
        answer = client.post(f"/api/outages/{number}/{slug}", json=values, headers={"If-Match": seen})
        assert answer.status_code == 200, answer.text
        assert answer.headers["Etag"] == client.get(f"/api/outages/{number}").headers["Etag"]
    whole = client.get(f"/api/outages/{number}").json()
    assert (whole["state"], whole["customers_interrupted"], whole["estimate_reason"]) == ("closed", 6, "a pole")
    assert whole["commands"] == ["cause", "note", "reopen"]
    assert [entry["command"] for entry in whole["timeline"]] == [
        "report_outage", "confirm_outage", "assign_crew", "crew_en_route", "crew_on_site", "set_estimate", "restore_outage",
        "restore_outage", "close_outage",
    ]  # fmt: skip
    assert [entry["version"] for entry in whole["timeline"]] == list(range(1, 10))
    assert whole["timeline"][0]["asked"]["note"] == "a neighbour called"
    assert [sorted(one["transformer_ids"]) for one in whole["interruptions"]] == [[22], [42]]
    check_counts(empty_source)


def test_a_request_sent_again_is_done_once(client: httpx.Client) -> None:
    headers = {"Idempotency-Key": '"3f0c"'}
    first = client.post("/api/outages", json={"device_id": 122}, headers=headers)
    again = client.post("/api/outages", json={"device_id": 122}, headers=headers)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    other = client.post("/api/outages", json={"device_id": 123}, headers=headers)
    assert error(other, 422) == (
        "Idempotency-Key", "The key '3f0c' was used for another request (report outage); take a new one.",
    )  # fmt: skip


def test_who_was_slower_is_told_who_changed_it_and_what(client: httpx.Client, empty_source: PostgresSource) -> None:
    number = report(client)
    seen = client.get(f"/api/outages/{number}").headers["Etag"]
    Commands(empty_source).run(SetPriority(outage_id=number, priority="high"), by=Principal("maria", "operator"))
    answer = client.post(f"/api/outages/{number}/cause", json={"cause": "animal"}, headers={"If-Match": seen})
    field, message = error(answer, 412)
    assert field == "If-Match"
    assert "changed by maria" in message
    assert "priority high" in message
    assert client.post(f"/api/outages/{number}/cause", json={"cause": "animal"}, headers={"If-Match": "*"}).is_success


@pytest.mark.parametrize(
    ("path", "content", "headers", "status", "says"),
    [
        ("outages/1/close", "{}", {}, 409, "6 customers of outage 1 are still out: restore them first."),
        ("outages/1/reopen", '{"reason": "x"}', {}, 403, "tester is operator; to reopen outage takes a supervisor."),
        ("outages/9/close", "{}", {}, 404, "There is no outage 9."),
        ("outages/1/cause", "{}", {}, 422, "Field required."),
        ("outages/1/cause", '{"cause": "gremlins"}', {}, 422, "Input should be 'vegetation'"),
        ("outages/1/cause", '{"cause": "animal", "outage_id": 2}', {}, 400, "It stands in the address"),
        ("outages/1/cause", "cause=animal", {}, 400, "The body is not JSON."),
        ("outages/1/cause", "[]", {}, 400, "The body must be a JSON object."),
        ("outages/1/cause", "{}", {"Content-Type": "text/plain"}, 415, "Send the body as application/json."),
        ("outages/1/cause", "{}", {"If-Match": '"new"'}, 400, "Give the ETag of it as it came, or *."),
        ("outages/1/cause", "{}", {"Idempotency-Key": "a b"}, 400, "Give 1 to 200 visible characters"),
        ("outages/1/explode", "{}", {}, 405, "Method Not Allowed."),
        ("outages", '{"device_id": 122}', {}, 409, "Outage 1 is at the same place already."),
        ("outages", '{"utility_id": 4, "device_id": 122}', {}, 404, "There is no utility 4."),
        ("devices/1/operate", "{}", {}, 422, "Field required."),
        ("outages", '{"device_id": 123}', {"If-Match": '"1"'}, 400, "It makes something new, which has no version yet"),
        ("calls", '{"meter_id": 220}', {"If-Match": '"1"'}, 400, "It makes something new"),
        ("assessments", '{"outage_id": 1, "severity": "minor"}', {"If-Match": "1"}, 400, "It makes something new"),
        ("outages/1/note", '{"text": "a\\u0000b"}', {}, 422, "It holds a NUL character"),
        ("calls", '{"meter_id": 220, "note": "\\u0000"}', {}, 422, "It holds a NUL character"),
        ("outages/1/estimate", ESTIMATE % "9999-12-31T23:59:59+00:00", {}, 422, "Give a time of the years 2000 to"),
        ("outages/1/estimate", ESTIMATE % FAR, {}, 409, f"{FAR_THERE} is more than 366 days ahead"),
        ("outages/1/estimate-by-rule", BY_RULE % FAR, {}, 409, f"{FAR_THERE} is more than 366 days ahead"),
        ("outages", '{"device_id": 123, "started_at": "1900-01-01T00:00:00Z"}', {}, 422, "Give a time of the years"),
        ("outages", '{"device_id": 123, "started_at": "2015-01-01T00:00:00Z"}', {}, 409,
         "2014-12-31 18:00:00 CST is more than 7 days ago: what is older is loaded"),
        ("outages/planned", PLANNED % ("2010-01-01T00:00:00Z", AHEAD), {}, 409, "2009-12-31 18:00:00 CST is over"),
        ("outages/planned", PLANNED % (AHEAD, "2190-01-01T00:00:00Z"), {}, 409, "2189-12-31 18:00:00 CST is more than"),
        ("calls", '{"meter_id": 220, "called_at": "2010-05-01T00:00:00Z"}', {}, 409,
         "2010-04-30 19:00:00 CDT is more than 7 days"),
        ("assessments", '{"outage_id": 1, "severity": "minor", "assessed_at": "2010-05-01T00:00:00Z"}', {}, 409,
         "2010-04-30 19:00:00 CDT is more than 30 days ago"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_one_sentence(
    client: httpx.Client,
    empty_source: PostgresSource,
    path: str,
    content: str,
    headers: dict[str, str],
    status: int,
    says: str,
) -> None:
    report(client)
    before = rows(empty_source, "SELECT json_agg(o)::text FROM flux.outages AS o")
    answer = client.post(f"/api/{path}", content=content, headers={"Content-Type": "application/json", **headers})
    assert error(answer, status)[1].startswith(says)
    assert rows(empty_source, "SELECT json_agg(o)::text FROM flux.outages AS o") == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"},
        {"Origin": "null"}, {"Origin": "https://reads.example"}, {"Origin": "http://127.0.0.1:1"},
    ],
)  # fmt: skip
def test_a_page_of_another_site_changes_nothing(
    client: httpx.Client, empty_source: PostgresSource, headers: dict[str, str]
) -> None:
    answer = client.post("/api/outages", json={"device_id": 122}, headers=headers)
    assert error(answer, 403) == ("Origin", "Pages of other sites change nothing here.")
    assert rows(empty_source, "SELECT count(*) FROM flux.outages") == [(0,)]
    asked = client.options(
        "/api/outages", headers={"Origin": "https://reads.example", "Access-Control-Request-Method": "POST"}
    )
    assert "Access-Control-Allow-Origin" not in asked.headers
    assert asked.headers["Allow"] == "POST, OPTIONS"


def test_a_page_of_this_server_may(client: httpx.Client) -> None:
    own = {"Sec-Fetch-Site": "same-origin", "Origin": str(client.base_url).rstrip("/")}
    assert client.post("/api/outages", json={"device_id": 122}, headers=own).status_code == 201


def test_a_viewer_may_look_and_not_touch(rest_of: tuple[httpx.Client, Runtime]) -> None:
    client, runtime = rest_of
    number = report(client)
    runtime.principal = Principal("eve", "viewer")
    told = error(client.post(f"/api/outages/{number}/cause", json={"cause": "fire"}), 403)
    assert told == (None, "eve is viewer; to set cause takes an operator.")
    assert client.get(f"/api/outages/{number}").json()["timeline"][-1]["outcome"] == "refused"


def test_opening_a_device_by_rest_makes_an_outage(client: httpx.Client) -> None:
    done = client.post("/api/devices/2/operate", json={"is_open": True}).json()
    (row,) = client.get("/api/outages/active").json()["rows"]
    assert done["outage_ids"] == [row["outage_id"]]
    assert (row["cause"], row["customers_out"], row["device_id"]) == ("switching", 24, 2)


def test_one_outage_changed_three_ways_at_once_one_wins_and_two_are_told(
    client: httpx.Client, empty_source: PostgresSource
) -> None:
    """A tab's command, a POST and the simulator, all by the version they saw, in the same moment."""
    number = report(client, started_at=dt.datetime.now(dt.UTC).isoformat())
    simulator = Simulator(empty_source, 1, 3, settings=CALM)
    simulator.step(dt.datetime.now(dt.UTC))  # it has taken the outage up; a crew is due in two minutes
    seen = client.get(f"/api/outages/{number}").json()["version"]
    gate, said = threading.Barrier(3), {}

    def tab() -> None:
        gate.wait()
        try:
            Commands(empty_source).run(
                SetCause(outage_id=number, cause="animal"), by=Principal("maria", "operator"), expected_version=seen
            )
            said["maria"] = "done"
        except Conflict:
            said["maria"] = "conflict"

    def rest() -> None:
        gate.wait()
        answer = client.post(f"/api/outages/{number}/cause", json={"cause": "fire"}, headers={"If-Match": f'"{seen}"'})
        said["tester"] = "done" if answer.is_success else "conflict"
        assert answer.status_code in (200, 412)

    class AtOnce(Simulator):
        def _give(self, *given: Any) -> Any:
            gate.wait()
            return super()._give(*given)

    def simulate() -> None:
        slow = AtOnce(empty_source, 1, 3, settings=CALM)
        (outcome,) = slow.step(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=3))
        said["simulator"] = "conflict" if isinstance(outcome, Conflict) else "done"

    threads = [threading.Thread(target=work) for work in (tab, rest, simulate)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said.values()) == ["conflict", "conflict", "done"]
    told = client.get(f"/api/outages/{number}").json()
    assert {entry["by"]: entry["outcome"] for entry in told["timeline"][1:]} == said
    assert told["version"] == seen + 1


@pytest.mark.parametrize(
    ("path", "values", "field"),
    [
        ("/api/calls", {"meter_id": True}, "meter_id"), ("/api/calls", {"meter_id": "220"}, "meter_id"),
        ("/api/devices/1/operate", {"is_open": "yes"}, "is_open"), ("/api/outages", {"device_id": "122"}, "device_id"),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_not_read_as_one(
    client: httpx.Client, empty_source: PostgresSource, path: str, values: dict[str, Any], field: str
) -> None:
    assert error(client.post(path, json=values), 422)[0] == field
    for table in ("trouble_calls", "outages", "devices WHERE is_open AND device_id = 1"):
        assert rows(empty_source, f"SELECT count(*) FROM flux.{table}") == [(0,)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (r'{"meter_id": 220, "note": "\ud800"}', 422), (r'{"meter_id": 220, "\udfff": 1}', 422),
        ('{"note": ' + '{"a": ' * 5_000 + "1" + "}" * 5_001, 400), ('{"note": ' + "[" * 200_000 + "]" * 200_000 + "}", 400),
        ('{"note": ' + "[" * 40 + "]" * 40 + "}", 400),
    ],
)  # fmt: skip
def test_a_body_that_nobody_can_keep_is_refused(
    client: httpx.Client, empty_source: PostgresSource, body: str, status: int
) -> None:
    answer = client.post("/api/calls", content=body, headers={"Content-Type": "application/json"})
    error(answer, status)
    assert rows(empty_source, "SELECT count(*) FROM flux.trouble_calls") == [(0,)]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/api/outages", {"device_id": 122}), ("/api/calls", {}), ("/api/assessments", {"severity": "minor"}),
    ],
)  # fmt: skip
def test_a_place_far_from_the_network_is_refused(client: httpx.Client, path: str, values: dict[str, Any]) -> None:
    """The town lies at -95.4, 29.7."""
    for lon, lat in ((170, -80), (-95.4, 31.2), (-97, 29.7)):
        _, told = error(client.post(path, json={**values, "lon": lon, "lat": lat}), 409)
        assert told == f"Longitude {lon:g}, latitude {lat:g} lies more than 50 km off the network: look at both."
    assert client.post(path, json={**values, "lon": -95.41, "lat": 29.71}).status_code == 201


def test_an_outage_is_split_from_none_that_is_not_there(client: httpx.Client, empty_source: PostgresSource) -> None:
    answer = client.post("/api/outages", json={"device_id": 122, "split_from": 987_654})
    assert error(answer, 404)[1] == "There is no outage 987654."
    assert rows(empty_source, "SELECT count(*) FROM flux.outages") == [(0,)]


def test_one_that_was_moved_to_the_history_says_so(client: httpx.Client, empty_source: PostgresSource) -> None:
    with empty_source.connection() as connection:
        connection.execute(
            b"INSERT INTO flux.moved_outages VALUES (5, 1, 1, '2023-05-01', '2023-05-02', 'tree', 6, true, 6, 8640)"
        )
    told = "Outage 5 was moved to the history; see Replay."
    for path in ("/api/outages/5", "/api/outages/5/switching-sheet.pdf"):
        assert error(client.get(path), 404)[1] == told
    assert error(client.post("/api/outages/5/note", json={"text": "a branch"}), 404)[1] == told
    damage = {"outage_id": 5, "severity": "minor"}
    assert client.post("/api/assessments", json=damage).json()["error"]["message"] == told
    assert error(client.get("/api/outages/6"), 404)[1] == "There is no outage 6."
