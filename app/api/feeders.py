"""All segments of a utility in one answer, small enough to be one.

Default form: two groups of columns, joined by `feeder_id`: `segments` (changes when the network does) and `feeders`
(changes with the load). The first is encoded and deflated once for all who ask, the second each time.
"""

from __future__ import annotations

import json
import threading
import weakref
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.api import encode
from app.api.answers import Encoded
from app.api.compress import Head
from app.api.errors import ApiError
from app.api.negotiate import ARROW, GEOJSON
from app.api.paths import PRECISION, SegmentPaths

LEVEL = 6  # of deflate; 9 takes three times as long for half a percent (66,000 segments, measured)
SENT = ("segment_id", "feeder_id", "phases", "is_underground", "length_m")

_lock = threading.Lock()
_kept: list[tuple[weakref.ref[pa.Table], Head]] = []
_MAX_KEPT = 4


@dataclass(frozen=True, slots=True)
class SegmentsAnswer:
    """Segments and the feeders they belong to.

    Attributes:
        utility_id: whose they are.
        segments: rows of rest_segments.sql, in any order.
        feeders: rows of rest_feeders.sql.
        is_whole: whether `segments` is the whole utility, as the cache gave it.
    """

    utility_id: int
    segments: pa.Table
    feeders: pa.Table
    is_whole: bool
    status: int = 200
    next_cursor: str | None = None

    def encode(self, media: str) -> Encoded:
        """Compact columns as JSON, or one row a segment as GeoJSON or Arrow."""
        if media == GEOJSON:
            rows, paths = self._rows()
            members = {"utility_id": self.utility_id}
            return Encoded(encode.feature_collection(rows, paths.geometries(), members))
        if media == ARROW:
            return Encoded(encode.arrow_stream(self._rows_with_path(), {"utility_id": self.utility_id}))
        tail = b',"feeders":' + encode.columns_object(self.feeders) + b"}"
        return Encoded(tail, _kept_head(self) if self.is_whole else _head(self))

    def _rows(self) -> tuple[pa.Table, SegmentPaths]:
        """One row a segment with what its feeder says, in the order of the segments."""
        segments = self.segments.sort_by("segment_id")
        places = pc.index_in(segments["feeder_id"], self.feeders["feeder_id"].combine_chunks())
        common = self.feeders.drop_columns(["feeder_id"]).take(places)
        rows = segments.select(SENT)
        for name in common.column_names:
            rows = rows.append_column(common.schema.field(name), common[name])
        return rows, SegmentPaths.of(segments["path"])

    def _rows_with_path(self) -> pa.Table:
        rows, paths = self._rows()
        for name, values in paths.ends().items():
            rows = rows.append_column(name, pa.array(values))
        return rows.append_column(*paths.geoarrow())


def refuse_unknown(feeders: pa.Table, feeder_id: int | None, substation_id: int | None) -> None:
    """Raise where what is asked for is not of the utility.

    Args:
        feeders: of the utility, rows of rest_feeders.sql.
        feeder_id: asked for.
        substation_id: asked for.

    Raises:
        ApiError: 404 with the parameter named.
    """
    asked = {
        "feeder_id": (feeder_id, "This utility has no feeder"),
        "substation_id": (substation_id, "No feeder of this utility starts at substation"),
    }
    for name, (wanted, sentence) in asked.items():
        if wanted is not None and not pc.any(pc.equal(feeders[name], wanted)).as_py():
            raise ApiError(404, f"{sentence} {wanted}.", name)


def select(segments: pa.Table, feeders: pa.Table, feeder_id: int | None, substation_id: int | None) -> pa.Table:
    """The segments of one feeder or of one substation's feeders; all where neither is given."""
    if feeder_id is None and substation_id is None:
        return segments
    ids = feeder_ids(feeders, feeder_id, substation_id)
    return segments.filter(pc.is_in(segments["feeder_id"], pa.array(ids, pa.int32()))).combine_chunks()


def feeder_ids(feeders: pa.Table, feeder_id: int | None, substation_id: int | None) -> list[int]:
    """The feeders that both conditions leave."""
    keep = np.ones(feeders.num_rows, bool)
    if feeder_id is not None:
        keep &= feeders["feeder_id"].to_numpy() == feeder_id
    if substation_id is not None:
        keep &= feeders["substation_id"].to_numpy() == substation_id
    return [int(number) for number in feeders["feeder_id"].to_numpy()[keep]]


def _kept_head(answer: SegmentsAnswer) -> Head:
    """The encoded segments, made once for each table; a new table means that the network changed."""
    with _lock:
        for table, head in _kept:
            if table() is answer.segments:
                return head
        _kept[:] = [pair for pair in _kept if pair[0]() is not None][-_MAX_KEPT + 1 :]
        head = _head(answer)
        _kept.append((weakref.ref(answer.segments), head))
        return head


def _head(answer: SegmentsAnswer) -> Head:
    segments = answer.segments.sort_by("segment_id")
    columns = segments.select(SENT)
    length = pc.round(columns["length_m"].cast(pa.float64()), 1)
    columns = columns.set_column(columns.schema.get_field_index("length_m"), "length_m", length)
    start = json.dumps({"utility_id": answer.utility_id, "path_precision": PRECISION}, separators=(",", ":"))
    columns_text = encode.columns_object(columns)[:-1]
    text = b"".join(
        (start[:-1].encode(), b',"segments":', columns_text, b',"path":', _polylines(segments["path"]), b"}")
    )
    return Head.of(text, LEVEL)


def _polylines(column: pa.ChunkedArray) -> bytes:
    quoted = pc.binary_join_element_wise('"', SegmentPaths.of(column).polylines(), '"', "")
    return encode.json_array(quoted).replace(b"\\", b"\\\\")
