"""GET /api/public/outages and /public over a real database."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pyarrow as pa
import pytest

from data_sources.commands.principal import Principal
from data_sources.outages.life import SetEstimate
from data_sources.outages.storms import ApprovePublicText, DeclareStorm, EstimateArea
from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.migrations import migrate
from data_sources.postgres.source import PostgresSource
from data_sources.publishing.publisher import PublicRules, Publisher
from data_sources.query import Query
from data_sources.source import Health, Source
from tests.app.api.server import Runtime, running
from tests.conftest import load_small_demo
from tests.data_sources.demo.simulator.simulating import rows

PATH = "/api/public/outages"
QUICK = PublicRules(refresh_s=0.01, telephone="0800 1234")


@dataclass
class Counting:
    """A source that counts what it is asked."""

    source: Source
    asked: int = 0

    @property
    def dialect(self) -> str:
        return self.source.dialect

    def fetch(self, query: Query) -> pa.Table:
        self.asked += query.name == "public_outages"
        return self.source.fetch(query)

    def health(self) -> Health:
        return self.source.health()


class Broken(Counting):
    """A source that answers something that nobody thought of."""

    def fetch(self, query: Query) -> pa.Table:
        if query.name == "public_outages":
            raise OverflowError("date value out of range")
        return self.source.fetch(query)


@pytest.fixture
def published(demo_source: PostgresSource) -> Iterator[tuple[httpx.Client, Runtime]]:
    with running(demo_source) as (address, runtime), httpx.Client(base_url=address, timeout=60) as client:
        runtime.publisher = Publisher(runtime.sources.live, QUICK)
        until_heard(runtime)
        yield client, runtime


def until_heard(runtime: Runtime) -> None:
    """Before that nothing is published: changes would not be heard of."""
    while not runtime.feed.is_listening:
        time.sleep(0.01)


def report_large(client: httpx.Client, source: PostgresSource) -> tuple[int, int]:
    """The breaker of the feeder with most customers opens; number of the outage and its customers."""
    ((device,),) = rows(
        source,
        "SELECT d.device_id FROM flux.devices AS d JOIN flux.feeder_summary AS s USING (feeder_id) "
        "WHERE d.kind = 'breaker' ORDER BY s.customers_served DESC LIMIT 1",
    )
    answer = client.post("/api/outages", json={"device_id": device, "cause": "wind", "note": "wire down at the school"})
    number = answer.json()["target_id"]
    ((out,),) = rows(source, f"SELECT customers_out FROM flux.outages WHERE outage_id = {number}")
    return number, out


def told(client: httpx.Client, **params: str) -> dict[str, Any]:
    answer = client.get(PATH, params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_while_it_is_off_it_says_so_in_one_sentence(client: httpx.Client) -> None:
    answer = client.get(PATH)
    assert (answer.status_code, answer.json()["error"]["message"]) == (404, "This server publishes no outages.")
    page = client.get("/public")
    assert (page.status_code, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "This server publishes no outages." in page.text
    assert client.get("/public/public.js").status_code == 404


def test_an_outage_is_published_and_leads_nowhere(published: tuple[httpx.Client, Runtime]) -> None:
    client, runtime = published
    number, out = report_large(client, runtime.source)
    document = told(client)
    (feature,) = document["features"]
    said = feature["properties"]
    assert document["metersAffected"] == said["metersAffected"] == (out + 5) // 10 * 10
    assert (said["cause"], said["causeKind"], said["outageKind"]) == ("Wind", "unplanned", "confirmed")
    assert (said["statusKind"], said["customersRestored"]) == ("awaitingCrewAssignment", 0)
    served = rows(runtime.source, "SELECT sum(customers_served) FROM flux.feeder_summary")[0][0]
    assert document["metersServed"] == (served + 5) // 10 * 10
    text = json.dumps(document)
    inside = rows(
        runtime.source,
        "SELECT device_name FROM flux.devices UNION SELECT feeder_name FROM flux.feeders "
        "UNION SELECT transformer_name FROM flux.transformers UNION SELECT substation_name FROM flux.substations",
    )
    assert not [name for (name,) in inside if name in text]
    assert "school" not in text
    assert "outage_id" not in text
    assert re.search(rf"\b{number}\b", feature["id"]) is None


def test_rings_close_and_run_anticlockwise(published: tuple[httpx.Client, Runtime]) -> None:
    client, runtime = published
    report_large(client, runtime.source)
    (feature,) = told(client)["features"]
    rings = [polygon[0] for polygon in feature["geometry"]["coordinates"]]
    assert rings
    for ring in rings:
        assert ring[0] == ring[-1]
        shoelace = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
        assert shoelace > 0


def test_odin_says_the_same_as_json_and_as_xml(published: tuple[httpx.Client, Runtime]) -> None:
    client, runtime = published
    report_large(client, runtime.source)
    (feature,) = told(client)["features"]
    (outage,) = told(client, format="odin")["PubOutages"]["Outage"]
    answer = client.get(PATH, headers={"Accept": "application/xml"})
    assert answer.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(answer.content)
    space = {"po": "http://iec.ch/TC57/2014/PubOutages#"}
    (element,) = root.findall("po:Outage", space)
    assert outage["mRID"] == feature["id"] == element.findtext("po:mRID", "", space)
    for name in ("metersAffected", "originalMetersAffected", "customersRestored", "outageKind", "reportedStartTime"):
        assert str(outage[name]) == str(feature["properties"][name]) == element.findtext(f"po:{name}", "", space)
    assert element.find("po:OutageArea/po:metersServed", space) is not None
    # The order of the profile's members.
    names = [child.tag.partition("}")[2] for child in element]
    assert names == [name for name in outage if name in names]


def test_of_several_small_outages_every_form_tells_the_count_alone(
    published: tuple[httpx.Client, Runtime],
) -> None:
    client, runtime = published
    with runtime.source.dedicated_connection() as connection:
        connection.execute(
            "INSERT INTO flux.outages (utility_id, feeder_id, cause, started_at, customers_interrupted, customers_out, "
            "lon, lat, stepped_at) SELECT utility_id, feeder_id, 'animal', now() - interval '1 day', 8, 8, lon, lat, now() "
            "FROM (SELECT utility_id, feeder_id, lon, lat FROM flux.devices ORDER BY device_id LIMIT 1) AS d, "
            "generate_series(1, 2)"
        )
    (feature,) = told(client)["features"]
    said = feature["properties"]
    assert (said["isSeveral"], said["metersAffected"]) == (True, 20)
    assert [said[name] for name in ("reportedStartTime", "estimatedRestorationTime", "statusKind")] == [None] * 3
    (outage,) = told(client, format="odin")["PubOutages"]["Outage"]
    assert not {"reportedStartTime", "EstimatedRestorationTime", "statusKind"} & set(outage)
    assert "earliestReportedTime" not in outage["OutageArea"]
    page = client.get("/public").text
    assert "Several small outages" in page
    assert "Since" not in page


def test_the_page_shows_the_numbers_of_the_answer(published: tuple[httpx.Client, Runtime]) -> None:
    client, runtime = published
    report_large(client, runtime.source)
    document, page = told(client), client.get("/public")
    said = document["features"][0]["properties"]
    assert f"{said['metersAffected']:,} customers without power" in page.text
    assert f"<dd>{document['metersServed']:,}</dd>" in page.text
    assert f'id="o-{document["features"][0]["id"]}"' in page.text
    assert "0800 1234" in page.text
    assert "Demonstration: these outages are simulated." in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    addresses = re.findall(r'(?:src|href)="([^"#]+)"', page.text)
    assert {one for one in addresses if not one.startswith(("public/", "api/public/outages", "data:,"))} == set()


def test_anybody_may_ask_from_any_page_but_only_ask(published: tuple[httpx.Client, Runtime]) -> None:
    client, _ = published
    answer = client.get(PATH, headers={"Origin": "https://news.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    assert "public" in answer.headers["Cache-Control"]
    asked = client.options(PATH, headers={"Origin": "https://news.example", "Access-Control-Request-Method": "GET"})
    assert (asked.status_code, asked.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    for path in (PATH, "/public"):
        assert client.post(path, json={}).status_code == 405
        assert client.head(path).status_code == 200


def test_an_unchanged_edition_is_304_and_is_made_once_for_all(published: tuple[httpx.Client, Runtime]) -> None:
    client, runtime = published
    source = Counting(runtime.sources.live)
    runtime.publisher = Publisher(source, PublicRules(refresh_s=3600))
    first = client.get(PATH)
    again = client.get(PATH, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    answers: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: answers.append(httpx.get(client.base_url.join(PATH), timeout=60).content))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {first.content}
    assert source.asked == 1


def test_what_is_presumed_is_said_to_be_checked_and_counted_nowhere(
    published: tuple[httpx.Client, Runtime],
) -> None:
    client, runtime = published
    until(client, lambda told: not told["isChecking"])
    assert "being checked" not in client.get("/public").text
    ((transformer,),) = rows(
        runtime.source, "SELECT transformer_id FROM flux.transformers ORDER BY customers_served DESC LIMIT 1"
    )
    answer = client.post("/api/outages", json={"transformer_id": transformer, "is_confirmed": False})
    assert answer.status_code == 201, answer.text
    document = until(client, lambda told: told["isChecking"])
    assert (document["metersAffected"], document["features"]) == (0, [])
    page = client.get("/public").text
    assert "Reports of more outages are being checked; they are not counted here yet." in page
    assert "No outage is confirmed at present." in page
    answer = client.post(f"/api/outages/{answer.json()['target_id']}/cancel", json={"reason": "All have supply"})
    assert answer.is_success, answer.text
    assert until(client, lambda told: not told["isChecking"])["features"] == []


def test_in_a_storm_areas_have_times_and_the_approved_text_is_shown(published: tuple[httpx.Client, Runtime]) -> None:
    client, runtime = published
    number, _ = report_large(client, runtime.source)
    ((utility_id, substation_id),) = rows(
        runtime.source,
        f"SELECT utility_id, substation_id FROM flux.outages JOIN flux.feeders USING (utility_id, feeder_id) "
        f"WHERE outage_id = {number}",
    )
    supervisor = Principal("chief", "supervisor")
    commands = runtime.commands
    at = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    sharp = dt.datetime.now(dt.UTC) + dt.timedelta(hours=3)
    commands.run(SetEstimate.of(outage_id=number, estimated_restoration_at=sharp, reason="crew"), by=supervisor)
    assert told(client)["features"][0]["properties"]["estimatedRestorationTime"]
    started = commands.run(DeclareStorm.of(utility_id=utility_id, storm_name="Nicholas"), by=supervisor)
    storm_id = started.target.id
    document = until(client, lambda told: told["isStorm"])
    assert document["features"][0]["properties"]["estimatedRestorationTime"] is None
    commands.run(
        EstimateArea.of(storm_id=storm_id, substation_id=substation_id, estimated_restoration_at=at), by=supervisor
    )
    commands.run(
        ApprovePublicText.of(storm_id=storm_id, public_text="Stay away from wires. <b>Nicholas</b>"), by=supervisor
    )
    document = until(client, lambda told: told["notice"] is not None)
    said = dt.datetime.fromisoformat(document["features"][0]["properties"]["estimatedRestorationTime"])
    assert dt.timedelta(0) <= said - at < dt.timedelta(minutes=15)
    assert (document["isStorm"], document["notice"]) == (True, "Stay away from wires. <b>Nicholas</b>")
    page = client.get("/public").text
    assert "Stay away from wires. &lt;b&gt;Nicholas&lt;/b&gt;" in page
    assert "Expected back in this area" in page


@pytest.mark.parametrize("params", [{"format": "csv"}, {"utility": ""}, {"outage_id": "1"}])
def test_a_wrong_parameter_is_named(published: tuple[httpx.Client, Runtime], params: dict[str, str]) -> None:
    answer = published[0].get(PATH, params=params)
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, next(iter(params)))


def test_another_utility_is_asked_for_by_name(published: tuple[httpx.Client, Runtime]) -> None:
    client, runtime = published
    ((name,),) = rows(runtime.source, "SELECT utility_name FROM flux.utilities")
    assert told(client, utility=name)["utility"] == name
    assert client.get(PATH, params={"utility": "Nobody's"}).status_code == 404


def test_while_the_database_is_away_the_last_edition_stands_and_says_so(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "postgres")
    server.start()
    source = PostgresSource(server.dsn)
    migrate(source)
    load_small_demo(source)
    with running(source) as (address, runtime):
        client = httpx.Client(base_url=address, timeout=60)
        runtime.publisher = Publisher(runtime.sources.live, QUICK)
        until_heard(runtime)
        assert told(client)["isCurrent"] is True
        server.stop()
        late = until(client, lambda told: not told["isCurrent"])
        page = client.get("/public").text
    source.close()
    assert late["isCurrent"] is False
    assert "Not up to date: live data is away." in page


def test_an_edition_that_cannot_be_made_leaves_the_last_one(published: tuple[httpx.Client, Runtime]) -> None:
    """Whatever stands in a row: the others are told as they were, and that they are no longer current."""
    client, runtime = published
    report_large(client, runtime.source)
    document = until(client, lambda told: bool(told["features"]))
    runtime.publisher = Publisher(Broken(runtime.sources.live), QUICK)
    late = until(client, lambda told: not told["isCurrent"])
    assert (late["isCurrent"], late["features"]) == (False, document["features"])
    assert client.get("/public").status_code == 200


def until(client: httpx.Client, is_told: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Ask until the edition says so; the last one is handed out while the next is made."""
    end = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60)
    while not is_told(found := told(client)) and dt.datetime.now(dt.UTC) < end:
        time.sleep(0.02)
    return found
