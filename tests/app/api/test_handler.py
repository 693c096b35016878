from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from app.api.negotiate import ARROW, GEOJSON, JSON
from data_sources.postgres.source import PostgresSource
from tests.app.api.rows import load_rows
from tests.app.api.server import running

STATUS = "/api/postgres/substations/status"
FEEDERS = "/api/topology/feeders"


def eventually(holds: Callable[[], bool]) -> None:
    """Wait for what another thread brings about."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def raw(client: httpx.Client, path: str, **headers: str) -> tuple[httpx.Response, bytes]:
    """An answer and its bytes as they came over the wire."""
    with client.stream("GET", path, headers=headers) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("path", [STATUS, FEEDERS])
def test_gzip_where_it_is_accepted(client: httpx.Client, path: str) -> None:
    packed, content = raw(client, path, **{"Accept-Encoding": "gzip"})
    plain, text = raw(client, path, **{"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(content) == text
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_forms_that_are_not_offered(client: httpx.Client) -> None:
    for path, accept in ((STATUS, "text/html"), ("/api/kpis", ARROW), ("/api/health", GEOJSON)):
        answer = client.get(path, headers={"Accept": accept})
        assert answer.status_code == 406
        assert answer.json()["error"]["field"] == "Accept"
        assert JSON in answer.json()["error"]["message"]


def test_head_answers_as_get_without_a_body(client: httpx.Client) -> None:
    whole, bare = client.get(STATUS), client.head(STATUS)
    assert bare.status_code == 200
    assert bare.content == b""
    assert bare.headers["Content-Length"] == whole.headers["Content-Length"]
    assert bare.headers["Etag"] == whole.headers["Etag"]


def test_methods_that_write_are_refused(client: httpx.Client) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.request(method, STATUS)
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]
        assert answer.json()["error"]["message"]


def test_unknown_paths_answer_in_the_same_form(client: httpx.Client) -> None:
    for path in ("/api", "/api/", "/api/nothing/here"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.json()["error"]["message"]


def test_what_has_not_changed_is_not_sent_again(client: httpx.Client) -> None:
    for path in (STATUS, FEEDERS, "/api/postgres/grid/assets", "/api/topology/connections"):
        tag = client.get(path).headers["Etag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert again.status_code == 304
        assert again.content == b""
        other_form = client.get(path, headers={"If-None-Match": tag, "Accept": GEOJSON})
        assert other_form.status_code == 200


def test_a_change_makes_a_new_answer(empty_source: PostgresSource) -> None:
    load_rows(empty_source)
    with running(empty_source) as (address, runtime):
        eventually(lambda: runtime.feed.is_listening)
        before = httpx.get(address + FEEDERS)
        with empty_source.connection() as connection:
            connection.execute("UPDATE flux.feeder_status SET load_pct = 77 WHERE feeder_id = 1")
        tag = {"If-None-Match": before.headers["Etag"]}
        eventually(lambda: httpx.get(address + FEEDERS, headers=tag).status_code == 200)
        after = httpx.get(address + FEEDERS, headers=tag)
        assert after.json()["feeders"]["load_pct"] == [77, 90, 60]
        assert after.json()["segments"] == before.json()["segments"]
        with empty_source.connection() as connection:
            connection.execute("DELETE FROM flux.segments WHERE feeder_id = 3")
            connection.execute("UPDATE flux.utilities SET loaded_at = now()")
        eventually(lambda: httpx.get(address + FEEDERS).json()["segments"]["count"] == 4)


def test_many_at_once_get_one_answer(rest: tuple[str, object]) -> None:
    with ThreadPoolExecutor(16) as pool:
        bodies = list(pool.map(lambda _: httpx.get(rest[0] + FEEDERS).content, range(64)))
    assert len(set(bodies)) == 1


def test_no_origin_is_let_in_unless_named(client: httpx.Client, empty_source: PostgresSource) -> None:
    assert "Access-Control-Allow-Origin" not in client.get(STATUS, headers={"Origin": "https://a.example"}).headers
    load_rows(empty_source)
    with running(empty_source, cors_origins=("https://a.example",)) as (address, _):
        named = httpx.get(address + STATUS, headers={"Origin": "https://a.example"})
        other = httpx.get(address + STATUS, headers={"Origin": "https://a.example.evil"})
        refused = httpx.get(address + STATUS + "?x=1", headers={"Origin": "https://a.example"})
        asked = httpx.options(
            address + STATUS, headers={"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
        )
    assert named.headers["Access-Control-Allow-Origin"] == "https://a.example"
    assert "Origin" in named.headers["Vary"]
    assert "Access-Control-Allow-Origin" not in other.headers
    assert "Origin" in other.headers["Vary"]
    assert refused.status_code == 400
    assert refused.headers["Access-Control-Allow-Origin"] == "https://a.example"
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD"


def test_options_without_an_origin(client: httpx.Client) -> None:
    answer = client.options(STATUS)
    assert answer.status_code == 204
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Methods" not in answer.headers


def test_a_list_that_takes_what_is_new_is_read_and_written_by_handlers_of_their_own(
    empty_source: PostgresSource,
) -> None:
    """Origins that may read do not write; what no method does is refused with both that there are."""
    load_rows(empty_source)
    elsewhere, path = {"Origin": "https://a.example"}, "/api/work-orders"
    with running(empty_source, cors_origins=("https://a.example",)) as (address, _):
        told = httpx.get(address + path, headers=elsewhere)
        refused = httpx.post(address + path, headers=elsewhere, json={})
        unknown = httpx.delete(address + path)
        asked = httpx.options(address + path)
        empty = httpx.post(address + path, json={})
    assert (told.status_code, told.headers["Access-Control-Allow-Origin"]) == (200, "https://a.example")
    assert refused.status_code == 403
    assert "Access-Control-Allow-Origin" not in refused.headers
    assert unknown.status_code == 405
    assert unknown.headers["Allow"] == asked.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert empty.status_code == 422


def test_all_works_below_a_prefix(empty_source: PostgresSource) -> None:
    load_rows(empty_source)
    with running(empty_source, prefix="/ops") as (address, _):
        assert httpx.get(f"{address}/api/kpis").status_code == 200
        assert httpx.get(f"{address}/docs/", follow_redirects=True).url.path == "/ops/docs"
        assert httpx.get(f"{address}/docs/start.js").status_code == 200
