"""The API over the small demo utility: what it answers is what the tables hold."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import httpx
import pyarrow as pa
import pytest

from app.api.negotiate import ARROW
from data_sources.postgres.source import PostgresSource
from tests.app.api.server import running

ASSETS = "/api/postgres/grid/assets"


@pytest.fixture(scope="module")
def served(demo: PostgresSource) -> Iterator[httpx.Client]:
    with running(demo) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        yield client


def one(source: PostgresSource, question: str) -> Any:
    with source.connection() as connection:
        return connection.execute(question.encode()).fetchone()


def arrow_pages(client: httpx.Client, path: str, **params: Any) -> pa.Table:
    tables = []
    url: httpx.URL | None = httpx.URL(path, params=params)
    while url is not None:
        answer = client.get(url, headers={"Accept": ARROW})
        assert answer.status_code == 200
        tables.append(pa.ipc.open_stream(io.BytesIO(answer.content)).read_all().replace_schema_metadata(None))
        url = url.join(answer.links["next"]["url"]) if "next" in answer.links else None
    return pa.concat_tables(tables)


def test_every_asset_is_on_one_page(served: httpx.Client, demo: PostgresSource) -> None:
    found = arrow_pages(served, ASSETS, limit=3000)
    for kind in ("substation", "pole", "transformer", "meter"):
        ids = found.filter(pa.compute.equal(found["asset_type"], kind))["asset_id"].to_pylist()
        (count,) = one(demo, f"SELECT count(*) FROM flux.{kind}s")
        assert len(ids) == len(set(ids)) == count


@pytest.mark.parametrize("share", [0.02, 0.2, 0.9], ids=["small", "middle", "wide"])
def test_a_box_holds_what_lies_in_it(served: httpx.Client, demo: PostgresSource, share: float) -> None:
    """By the index and by the walk: a wide box takes the other road and must find the same."""
    west, south, east, north = one(demo, "SELECT min(lon), min(lat), max(lon), max(lat) FROM flux.meters")
    lon, lat, width, height = (west + east) / 2, (south + north) / 2, (east - west) * share, (north - south) * share
    box = (lon - width / 2, lat - height / 2, lon + width / 2, lat + height / 2)
    found = arrow_pages(served, ASSETS, limit=2000, type="meter", bbox=",".join(map(repr, box)))
    inside = f"lon BETWEEN {box[0]} AND {box[2]} AND lat BETWEEN {box[1]} AND {box[3]}"
    (count,) = one(demo, f"SELECT count(*) FROM flux.meters WHERE {inside}")
    assert found.num_rows == count


def test_all_segments_and_their_lengths(served: httpx.Client, demo: PostgresSource) -> None:
    segments = served.get("/api/topology/feeders").json()["segments"]
    count, length = one(demo, "SELECT count(*), sum(length_m) FROM flux.segments")
    assert segments["count"] == count
    assert sum(segments["length_m"]) == pytest.approx(length, rel=1e-4)


def test_every_meter_hangs_on_the_tree(served: httpx.Client, demo: PostgresSource) -> None:
    rows = arrow_pages(served, "/api/topology/connections", limit=5000)
    (meters,) = one(demo, "SELECT count(*) FROM flux.meters")
    assert rows["connection_type"].to_pylist().count("meter") == meters
    assert rows["from_lon"].null_count == rows["to_lon"].null_count == 0


def test_key_figures_are_plausible(served: httpx.Client, demo: PostgresSource) -> None:
    kpis = served.get("/api/kpis").json()
    (served_points,) = one(demo, "SELECT count(*) FROM flux.meters WHERE is_active")
    assert kpis["customers_served"] == served_points
    assert kpis["saidi_ytd_minutes"] > 0
    assert 0 < kpis["load_share_of_peak_pct"] < 130


def test_substations_are_all_there(served: httpx.Client, demo: PostgresSource) -> None:
    rows = served.get("/api/postgres/substations/status").json()["rows"]
    (feeders,) = one(demo, "SELECT count(*) FROM flux.feeders")
    assert sum(row["circuit_count"] for row in rows) == feeders
