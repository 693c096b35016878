from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.api.paths import PRECISION, SegmentPaths

VERTEX = st.tuples(st.integers(-1_800_000_000, 1_800_000_000), st.integers(-900_000_000, 900_000_000))
LINES = st.lists(st.lists(VERTEX, min_size=1, max_size=6), max_size=8)


def _column(lines: list[list[tuple[int, int]]], chunks: int = 1) -> pa.ChunkedArray:
    blobs = [np.array(line, "<i4").tobytes() for line in lines]
    cut = len(blobs) // chunks
    parts = [blobs[:cut], blobs[cut:]] if chunks == 2 else [blobs]
    return pa.chunked_array([pa.array(part, pa.binary()) for part in parts], pa.binary())


def decode_polyline(text: str, precision: int) -> list[tuple[float, float]]:
    """(lat, lon) pairs, by the algorithm as published, one character at a time."""
    numbers, value, shift = [], 0, 0
    for letter in text:
        bits = ord(letter) - 63
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    places = np.cumsum(np.array(numbers, np.int64).reshape(-1, 2), axis=0) / 10**precision
    return [(float(lat), float(lon)) for lat, lon in places]


def test_the_published_example() -> None:
    line = [(-1_202_000_000, 385_000_000), (-1_209_500_000, 407_000_000), (-1_264_530_000, 432_520_000)]
    text = SegmentPaths.of(_column([line])).polylines(precision=5).to_pylist()
    assert text == ["_p~iF~ps|U_ulLnnqC_mqNvxq`@"]


@settings(deadline=None)
@given(LINES, st.sampled_from([1, 2]))
def test_polylines_come_back_within_half_a_digit(lines: list[list[tuple[int, int]]], chunks: int) -> None:
    texts = SegmentPaths.of(_column(lines, chunks)).polylines().to_pylist()
    assert len(texts) == len(lines)
    for text, line in zip(texts, lines, strict=True):
        found = np.array(decode_polyline(text, PRECISION))
        wanted = np.array(line)[:, ::-1] / 1e7
        np.testing.assert_allclose(found, wanted, atol=0.5001 * 10**-PRECISION)


@settings(deadline=None)
@given(LINES)
def test_geojson_and_geoarrow_say_the_same(lines: list[list[tuple[int, int]]]) -> None:
    paths = SegmentPaths.of(_column(lines))
    wanted = [[[lon / 1e7, lat / 1e7] for lon, lat in line] for line in lines]
    assert [json.loads(text)["coordinates"] for text in paths.geometries().to_pylist()] == wanted
    field, column = paths.geoarrow()
    assert column.to_pylist() == wanted
    assert field.metadata[b"ARROW:extension:name"] == b"geoarrow.linestring"


def test_a_slice_keeps_its_own_vertices() -> None:
    column = _column([[(1, 2)], [(3, 4), (5, 6)], [(7, 8)]]).slice(1, 1)
    assert SegmentPaths.of(column).ends()["to_lon"].tolist() == [5e-7]
