"""Segment paths: from the stored bytes to vertices, to encoded polylines, to GeoJSON and GeoArrow lines.

Stored: little-endian int32 pairs (lon, lat) in 1e-7 degree. Sent in the compact answer: Google's "encoded polyline"
(latitude first, each vertex as the difference to the one before) with `PRECISION` decimals; libraries for it exist in
every language.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

PRECISION = 6  # decimals of a degree: 0.11 m; 5 would save 17 % of the answer, 7 cost 14 % (measured)
_STORED = 7
_MAX_CHUNKS = 7  # 5-bit groups of a zigzag number up to 2**35

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SegmentPaths:
    """Vertices of many lines.

    Attributes:
        offsets: int32 [lines + 1]; line i has the vertices offsets[i] to offsets[i + 1].
        lon_lat: int32 [vertices, 2] in 1e-7 degree.
    """

    offsets: npt.NDArray[np.int32]
    lon_lat: npt.NDArray[np.int32]

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> SegmentPaths:
        """Read a binary column of stored paths (no nulls, at least one vertex each)."""
        lengths = pc.binary_length(column).to_numpy()
        offsets = np.zeros(len(lengths) + 1, np.int32)
        np.cumsum(lengths // 8, out=offsets[1:])
        content = b"".join(_content(chunk) for chunk in column.chunks)
        return cls(offsets, np.frombuffer(content, "<i4").reshape(-1, 2))

    def ends(self) -> dict[str, npt.NDArray[np.float64]]:
        """First and last vertex of each line in degrees: from_lon, from_lat, to_lon, to_lat."""
        first, last = self.lon_lat[self.offsets[:-1]] / 1e7, self.lon_lat[self.offsets[1:] - 1] / 1e7
        return {"from_lon": first[:, 0], "from_lat": first[:, 1], "to_lon": last[:, 0], "to_lat": last[:, 1]}

    def polylines(self, precision: int = PRECISION) -> pa.Array:
        """Each line as an encoded polyline (not JSON: a backslash may occur and needs doubling there)."""
        scaled = np.rint(self.lon_lat[:, ::-1].astype(np.int64) / 10 ** (_STORED - precision)).astype(np.int64)
        deltas = np.diff(scaled, axis=0, prepend=scaled[:1])
        starts = self.offsets[:-1]
        deltas[starts] = scaled[starts]
        letters, lengths = _letters(deltas.ravel())
        ends = np.concatenate(([0], np.cumsum(lengths)))[2 * self.offsets.astype(np.int64)]
        return pa.StringArray.from_buffers(
            len(starts), pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(letters.tobytes())
        )

    def geometries(self) -> pa.ChunkedArray:
        """Each line as the text of a GeoJSON LineString."""
        degrees = pa.array((self.lon_lat / 1e7).ravel()).cast(pa.string())
        pairs = pc.binary_join_element_wise("[", degrees[::2], ",", degrees[1::2], "]", "")
        lines = pc.binary_join(pa.ListArray.from_arrays(pa.array(self.offsets), pairs), ",")
        return pa.chunked_array(
            [pc.binary_join_element_wise('{"type":"LineString","coordinates":[', lines, "]}", "")], pa.string()
        )

    def geoarrow(self) -> tuple[pa.Field, pa.Array]:
        """The lines as a `geoarrow.linestring` column: list of (lon, lat) pairs in degrees."""
        pairs = pa.FixedSizeListArray.from_arrays(pa.array((self.lon_lat / 1e7).ravel()), 2)
        lines = pa.ListArray.from_arrays(pa.array(self.offsets), pairs)
        notes = {"ARROW:extension:name": "geoarrow.linestring", "ARROW:extension:metadata": '{"crs":"OGC:CRS84"}'}
        return pa.field("path", lines.type, metadata=notes), lines


def _content(chunk: pa.Array) -> bytes:
    _, offsets, content = chunk.buffers()
    bounds = np.frombuffer(offsets, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    return bytes(content[bounds[0] : bounds[-1]]) if content is not None and len(chunk) else b""


def _letters(values: Ints) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The characters of all numbers, and how many each takes: zigzag, then 5 bits a character, low bits first."""
    zigzag = (values << 1) ^ (values >> 63)
    places = np.arange(_MAX_CHUNKS)
    rest = zigzag[:, None] >> (5 * places)
    is_used = (rest > 0) | (places == 0)
    has_more = np.concatenate((is_used[:, 1:], np.zeros((len(values), 1), bool)), axis=1)
    letters = ((rest & 0x1F) | (has_more << 5)) + 63
    return letters.astype(np.uint8)[is_used], is_used.sum(axis=1)
