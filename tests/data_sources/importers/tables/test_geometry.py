"""Plain tables: lines and GeoJSON as other systems write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.tables.read import read_tables
from tests.data_sources.importers.opendss.models import names
from tests.data_sources.importers.tables.hamlet import HAMLET, changed, wkt, write

LINE = "9.900 53.500, 9.901 53.500"


@pytest.mark.parametrize(
    "line",
    [
        f"LINESTRING ({LINE})", f"SRID=4326;LINESTRING({LINE})", f"MULTILINESTRING (({LINE}))", f"MultiLineString Z(({LINE}))",
        '{"type": "MultiLineString", "coordinates": [[[9.900, 53.500, 1], [9.901, 53.500, 1]]]}',
    ],
)  # fmt: skip
def test_lines_as_other_systems_write_them(tmp_path: Path, line: str) -> None:
    """EWKT of PostGIS and lines of one part, as every second export has them."""
    network = read_tables(write(tmp_path, changed("segments", 0, geometry=line)))
    assert (
        wkt(network.tables["segments"]["path"][0].as_py()) == "LINESTRING (9.9000000 53.5000000, 9.9010000 53.5000000)"
    )


@pytest.mark.parametrize(
    "line", [f"MULTILINESTRING (({LINE}), ({LINE}))", f"SRID=2278;LINESTRING({LINE})", "LINESTRING EMPTY"]
)
def test_lines_that_are_not_one_are_refused_with_their_row(tmp_path: Path, line: str) -> None:
    with pytest.raises(ImportRefused, match=r"segments\.csv, line 2, column geometry: .* is no LINESTRING"):
        read_tables(write(tmp_path, changed("segments", 0, geometry=line)))


def test_geojson_as_other_systems_write_it(tmp_path: Path) -> None:
    """Reports of geopandas, Fiona, csvkit: properties null, an empty key, no geometry, lines of one part, a third axis."""
    folder = write(tmp_path, {"segments": None})
    spans = (("s1", "a", "b", [[9.900, 53.500, 3], [9.901, 53.500, 3]]), ("s2", "b", "c", None))
    features = [
        {"type": "Feature", "properties": {"": "", "segment_id": name, "feeder_id": "N/1", "from_node_id": start, "to_node_id": end},
         "geometry": None if line is None else {"type": "MultiLineString", "coordinates": [line]}}
        for name, start, end, line in spans
    ]  # fmt: skip
    path = folder / "segments.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8-sig")
    assert names(read_tables(folder), "segments", "segment_name") == ["s1", "s2"]
    path.write_text(json.dumps({"features": [*features, {"properties": None, "geometry": None}]}))
    with pytest.raises(ImportRefused, match=r"segments\.geojson, feature 3, column segment_id: nothing is given"):
        read_tables(folder)
    for broken in (
        '{"features": null}',
        '{"features": [null]}',
        "[]",
        '{"features": [{"geometry": {"type": "Point"}}]}',
    ):
        path.write_text(broken)
        with pytest.raises(ImportRefused) as refused:
            read_tables(folder)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", True),
        ("urn:ogc:def:crs:EPSG::4326", True),
        ("urn:ogc:def:crs:EPSG::4314", False),
    ],
)
def test_a_reference_system_that_geojson_names_is_read(tmp_path: Path, name: str, is_taken: bool) -> None:
    """GeoJSON of before 2016 names its system; degrees of another datum lay up to hundreds of metres off, unsaid."""
    write(tmp_path, {"nodes": None})
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [one["lon"], one["lat"]]},
         "properties": {"node_id": one["node_id"]}}
        for one in HAMLET["nodes"]
    ]  # fmt: skip
    document = {"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": name}}}
    (tmp_path / "nodes.geojson").write_text(json.dumps(document | {"features": features}), encoding="utf-8")
    if is_taken:
        assert len(read_tables(tmp_path).tables["nodes"]) == 3
        return
    with pytest.raises(ImportRefused, match=r"nodes.geojson names the reference system urn:ogc:def:crs:EPSG::4314"):
        read_tables(tmp_path)
