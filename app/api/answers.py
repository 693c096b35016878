"""What an endpoint hands back before HTTP: rows or a document, and how they become bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import pyarrow as pa
from pydantic import BaseModel

from app.api import encode
from app.api.compress import EMPTY, Head
from app.api.negotiate import ARROW, GEOJSON


@dataclass(frozen=True, slots=True)
class Encoded:
    """The bytes of an answer.

    Attributes:
        tail: what was made for this answer.
        head: what stands before it, kept deflated from an earlier one.
    """

    tail: bytes
    head: Head = EMPTY


class Answer(Protocol):
    """Anything an endpoint may hand back."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def next_cursor(self) -> str | None:
        """Where the next page begins; None on the last one."""
        ...

    def encode(self, media: str) -> Encoded:
        """The bytes in one of the endpoint's media types."""
        ...


@dataclass(frozen=True, slots=True)
class Document:
    """One JSON object made of a pydantic model."""

    model: BaseModel
    status: int = 200
    next_cursor: str | None = None

    def encode(self, media: str) -> Encoded:  # noqa: ARG002  # JSON is all it offers
        """The model as JSON."""
        return Encoded(self.model.model_dump_json().encode())


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of rows, with a place on the map where `geometries` makes one.

    Attributes:
        rows: the rows.
        members: what is said once of all of them.
        geometries: makes GeoJSON geometry texts, one a row.
        drawn: columns that the geometry says already.
        next_cursor: where the next page begins.
        is_paged: whether the answer says next_cursor, even on its last page.
    """

    rows: pa.Table
    members: Mapping[str, Any] = field(default_factory=dict)
    geometries: Callable[[pa.Table], pa.ChunkedArray] | None = encode.point_geometries
    drawn: tuple[str, ...] = encode.POINT
    next_cursor: str | None = None
    is_paged: bool = False
    status: int = 200

    def encode(self, media: str) -> Encoded:
        """The rows as JSON objects, as GeoJSON features or as an Arrow stream."""
        members = {**self.members, "next_cursor": self.next_cursor} if self.is_paged else dict(self.members)
        if media == ARROW:
            return Encoded(encode.arrow_stream(self.rows, members))
        if media == GEOJSON and self.geometries:
            return Encoded(encode.feature_collection(self.rows, self.geometries(self.rows), members, self.drawn))
        return Encoded(encode.rows_document(self.rows, members))
