"""The demo's rows: exact counts, same bytes, radial, contained, in hierarchy order."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from data_sources.demo.city import geography as geo
from data_sources.demo.utility.build import SCALES, build_demo
from tests.data_sources.demo.conftest import AS_OF, Demo

SCHEMA = Path(geo.__file__).parents[2] / "sql" / "postgres" / "schema"
ARROW = {
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "smallint": pa.int16(),
    "real": pa.float32(),
    "double precision": pa.float64(),
    "text": pa.string(),
    "jsonb": pa.string(),
    "boolean": pa.bool_(),
    "integer[]": pa.list_(pa.int32()),
    "bytea": pa.binary(),
    "date": pa.date32(),
    "timestamptz": pa.timestamp("us", tz="UTC"),
    "time": pa.string(),
}
LINE = re.compile(rf"^    (\w+)\s+({'|'.join(map(re.escape, ARROW))})([ ,].*)?$", re.MULTILINE)
ADDED = re.compile(rf"^    ADD COLUMN (\w+)\s+({'|'.join(map(re.escape, ARROW))})([ ,;].*)?$", re.MULTILINE)
LEFT_OUT = {  # what a database gives by itself, or a record of what is over does not say
    "outages": {
        "state", "version", "is_active", "reported_at", "confirmed_at", "closed_at", "customers_predicted",
        "estimated_by", "estimate_reason", "dispatched_by", "priority", "merged_into", "split_from", "planned_start_at",
        "planned_end_at", "opened_devices", "closed_devices", "is_sustained", "sustained_customers",
        "sustained_minutes",
    },
    "interruptions": {"interruption_id", "fed_by_feeder_id", "phases"},
    "inspections": {"inspection_id", "note", "source"},
    "asset_failures": {"failure_id", "source"},
    "asset_nameplates": {"source"},
    "vegetation": {"source"},
    "work_orders": {"external_number", "outage_id", "description", "reason", "version", "words"},
    "crews": {"is_called_out", "skills", "work_order_id", "version"},
}  # fmt: skip


def declared(table: str) -> dict[str, tuple[pa.DataType, bool]]:
    """Columns of a table in the schema files: type and whether NULL is refused."""
    files = [path for numbers in ("0[01][125]", "02[78]") for path in sorted(SCHEMA.glob(f"{numbers}_*.sql"))]
    text = "".join(path.read_text() for path in files)
    body = re.search(rf"CREATE TABLE flux\.{table} \((.*?)\n\)", text, re.DOTALL)
    assert body, table
    added = "".join(re.findall(rf"ALTER TABLE flux\.{table}\n(.*?);", re.sub("--.*", "", text), re.DOTALL))
    return {
        name: (ARROW[kind], "NOT NULL" in (rest or "") or "PRIMARY KEY" in (rest or ""))
        for name, kind, rest in LINE.findall(body[1]) + ADDED.findall(added)
        if name not in LEFT_OUT.get(table, ())
    }


def digest(tables: dict[str, pa.Table]) -> str:
    """Hash of all tables' IPC bytes."""
    total = hashlib.sha256()
    for name in sorted(tables):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, tables[name].schema) as stream:
            stream.write_table(tables[name])
        total.update(sink.getvalue())
    return total.hexdigest()


def test_same_seed_and_date_give_the_same_bytes(small: Demo) -> None:
    assert digest(build_demo("small", 7, AS_OF)) == digest(small.tables)


def test_another_seed_gives_another_city_with_the_same_counts(small: Demo) -> None:
    other = build_demo("small", 8, AS_OF)
    assert digest(other) != digest(small.tables)
    for name in ("segments", "poles", "transformers", "meters", "customers"):
        assert other[name].num_rows == small.tables[name].num_rows


def test_columns_are_those_of_the_schema(small: Demo) -> None:
    for name, table in small.tables.items():
        columns = declared(name)
        added = {"crew_kmh", "repair_minutes", "call_out_minutes"} if name == "utilities" else set()
        assert set(table.column_names) == set(columns) | added, name  # the demo's own pace, by a later migration
        for column, (kind, required) in columns.items():
            assert table[column].type == kind, (name, column)
            assert not (required and table[column].null_count), (name, column)


def test_counts_are_exact(demo: Demo) -> None:
    size = SCALES[demo.scale]
    for name in ("substations", "feeders", "segments", "poles", "transformers", "meters", "customers"):
        assert demo.tables[name].num_rows == getattr(size, name), name
    assert demo("customers", "is_active").sum() == demo("meters", "is_active").sum()
    active = demo("customers", "meter_id")[demo("customers", "is_active")]
    assert len(np.unique(active)) == len(active)
    assert demo.by_id("meters", "meter_id", "is_active")[active - 1].all()


def test_full_scale_is_the_size_that_was_asked_for() -> None:
    size = SCALES["full"]
    assert (size.poles, size.transformers, size.meters) == (62_038, 91_554, 596_906)
    assert (size.customers, size.segments) == (686_000, 66_000)


def test_ids_are_dense(demo: Demo) -> None:
    for name, table in demo.tables.items():
        key = {
            "utilities": None,
            "feeder_summary": "feeder_id",
            "transformer_status": "transformer_id",
            "feeder_status": "feeder_id",
            "interruptions": None,
            "weather": None,
            "weather_forecasts": None,
            "system_history": None,
            "inspections": None,
            "asset_failures": None,
            "asset_nameplates": None,
            "vegetation": None,
        }.get(name, name[:-1] + "_id")
        if name == "substations":
            key = "substation_id"
        if key:
            assert np.array_equal(np.sort(demo(name, key)), np.arange(1, table.num_rows + 1)), name


def test_hierarchy_is_contiguous(demo: Demo) -> None:
    assert (np.diff(demo.by_id("feeders", "feeder_id", "substation_id")) >= 0).all()
    assert (np.diff(demo.by_id("transformers", "transformer_id", "feeder_id")) >= 0).all()
    assert (np.diff(demo.by_id("meters", "meter_id", "transformer_id")) >= 0).all()
    of = demo.by_id("transformers", "transformer_id", "feeder_id")
    assert np.array_equal(of[demo("meters", "transformer_id") - 1], demo("meters", "feeder_id"))


def test_closed_edges_are_radial_and_every_meter_reaches_its_head(demo: Demo) -> None:
    is_tie = np.isin(demo("segments", "segment_id"), demo("devices", "segment_id")[demo("devices", "kind") == "tie"])
    start, end = demo("segments", "from_node_id") - 1, demo("segments", "to_node_id") - 1
    n = demo.tables["nodes"].num_rows
    radial = coo_array((np.ones((~is_tie).sum()), (start[~is_tie], end[~is_tie])), shape=(n, n))
    parts, label = connected_components(radial, directed=False)
    feeders = demo.tables["feeders"].num_rows
    assert parts == feeders
    assert (~is_tie).sum() == n - feeders
    head = demo.by_id("feeders", "feeder_id", "head_node_id") - 1
    for table in ("meters", "transformers", "poles"):
        assert np.array_equal(label[demo(table, "node_id") - 1], label[head[demo(table, "feeder_id") - 1]]), table
    assert np.array_equal(label[end[~is_tie]], label[head[demo("segments", "feeder_id")[~is_tie] - 1]])
    assert (label[start[is_tie]] != label[end[is_tie]]).all()
    assert len(np.unique(end[~is_tie])) == (~is_tie).sum()  # one way in: from_node is nearer the source


def test_ties_join_neighbours_and_every_feeder_has_some(demo: Demo) -> None:
    tie = demo("devices", "kind") == "tie"
    assert (demo("devices", "is_open") == tie).all()
    assert (demo("devices", "is_normally_open") == tie).all()
    mine, other = demo("devices", "feeder_id")[tie], demo("devices", "other_feeder_id")[tie].astype(int)
    count = np.bincount(np.concatenate([mine, other]), minlength=demo.tables["feeders"].num_rows + 1)[1:]
    assert count.max() <= 4
    assert (count >= 1).mean() > 0.97


def test_phases_downstream_are_a_subset_of_those_upstream(demo: Demo) -> None:
    bits = {"".join(p for k, p in enumerate("ABC") if m >> k & 1): m for m in range(1, 8)}
    is_tie = np.isin(demo("segments", "segment_id"), demo("devices", "segment_id")[demo("devices", "kind") == "tie"])
    mask = np.array([bits[p] for p in demo("segments", "phases").tolist()])
    above = np.full(demo.tables["nodes"].num_rows + 1, 7)
    above[demo("segments", "to_node_id")[~is_tie]] = mask[~is_tie]
    assert not (mask & ~above[demo("segments", "from_node_id")]).any()
    line = above[demo("transformers", "node_id")]
    assert not (np.array([bits[p] for p in demo("transformers", "phases").tolist()]) & ~line).any()


def test_everything_lies_in_the_service_area(demo: Demo) -> None:
    area = json.loads(demo("utilities", "service_area")[0])["coordinates"][0][:-1]
    ring = geo.to_plane(area)
    for name, table in demo.tables.items():
        if "lon" in table.column_names:
            points = geo.to_plane(np.stack([demo(name, "lon"), demo(name, "lat")], axis=1))
            assert geo.inside_polygon(points, ring).all(), name
    drawn = np.frombuffer(b"".join(demo.tables["segments"]["path"].to_pylist()), "<i4").reshape(-1, 2) / 1e7
    assert geo.inside_polygon(geo.to_plane(drawn), ring).all()


def test_paths_begin_and_end_at_their_nodes(demo: Demo) -> None:
    lon, lat = (np.round(demo.by_id("nodes", "node_id", k) * 1e7).astype(np.int64) for k in ("lon", "lat"))
    paths = demo.tables["segments"]["path"].to_pylist()
    ends = np.array([np.frombuffer(path, "<i4")[[0, 1, -2, -1]] for path in paths])
    start, end = demo("segments", "from_node_id") - 1, demo("segments", "to_node_id") - 1
    for column, wanted in enumerate((lon[start], lat[start], lon[end], lat[end])):
        assert np.abs(ends[:, column] - wanted).max() <= 1_000  # a centimetre is 1; up to 10 m for a getaway's bay
    assert min(len(path) for path in paths) >= 16


def test_rows_are_clustered_in_space(demo: Demo) -> None:
    for name in ("poles", "transformers", "meters", "nodes"):
        plane = geo.to_plane(np.stack([demo(name, "lon"), demo(name, "lat")], axis=1))
        step = np.hypot(*np.diff(plane, axis=0).T)
        assert np.median(step) < 600.0, name


def test_a_meter_stands_15_to_60_metres_from_some_line(small: Demo) -> None:
    drawn = [
        geo.sampled(geo.to_plane(np.frombuffer(path, "<i4").reshape(-1, 2) / 1e7), 5.0)
        for path in small.tables["segments"]["path"].to_pylist()
    ]
    meters = geo.to_plane(np.stack([small("meters", "lon"), small("meters", "lat")], axis=1))
    away = cKDTree(np.concatenate(drawn)).query(meters)[0]
    assert away.max() < 60.0
    assert np.median(away) > 15.0


def test_devices_sit_where_they_belong(demo: Demo) -> None:
    feeders = demo.tables["feeders"].num_rows
    kind, segment = demo("devices", "kind"), demo("devices", "segment_id")
    assert len(np.unique(segment)) == len(segment)
    start = demo.by_id("segments", "segment_id", "from_node_id")[segment - 1]
    breaker = kind == "breaker"
    assert breaker.sum() == feeders
    assert np.array_equal(start[breaker], demo.by_id("feeders", "feeder_id", "head_node_id"))
    assert {"recloser", "sectionaliser", "fuse", "switch"} <= set(kind.tolist())
    phases = demo.by_id("segments", "segment_id", "phases")[segment - 1]
    assert (phases[kind == "fuse"] != "ABC").all()
    assert (phases[np.isin(kind, ("recloser", "sectionaliser", "switch", "tie"))] == "ABC").all()


def test_summary_counts_the_rows(demo: Demo) -> None:
    feeders = demo.tables["feeders"].num_rows
    for name in ("segments", "poles", "transformers", "meters"):
        counted = np.bincount(demo(name, "feeder_id") - 1, minlength=feeders)
        assert np.array_equal(counted, demo("feeder_summary", name)), name
    active = np.bincount(demo("meters", "feeder_id")[demo("meters", "is_active")] - 1, minlength=feeders)
    assert np.array_equal(active, demo("feeder_summary", "customers_served"))
    per = np.bincount(
        demo("meters", "transformer_id")[demo("meters", "is_active")] - 1,
        minlength=demo.tables["transformers"].num_rows,
    )
    assert np.array_equal(per, demo.by_id("transformers", "transformer_id", "customers_served"))


def test_status_can_be_had_for_any_instant() -> None:
    noon, night = (build_demo("small", 7, AS_OF, at=dt.datetime(2026, 7, 8, hour, tzinfo=dt.UTC)) for hour in (22, 10))
    assert np.sum(noon["feeder_status"]["load_kw"].to_numpy()) > np.sum(night["feeder_status"]["load_kw"].to_numpy())


@pytest.mark.parametrize("as_of", [dt.date(2026, 1, 1), dt.date(2024, 2, 29)])
def test_awkward_dates(as_of: dt.date) -> None:
    tables = build_demo("small", 7, as_of)
    assert tables["system_history"].num_rows == 577
    assert tables["weather"]["observed_at"].null_count == 0
