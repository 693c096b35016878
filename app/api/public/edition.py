"""An edition: what is published at a moment, written, compressed and tagged once for every reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.api.negotiate import GEOJSON
from app.api.public.form import PublicForm
from app.api.public.geojson import geojson
from app.api.public.issue import Issue
from app.api.public.odin import odin_json, odin_xml
from app.api.public.page import page
from data_sources.publishing.publisher import Publication

FormName = Literal["geojson", "odin", "odin-xml", "page"]
MEDIA: Final[dict[FormName, str]] = {
    "geojson": GEOJSON, "odin": "application/json", "odin-xml": "application/xml", "page": "text/html; charset=utf-8",
}  # fmt: skip
WRITERS: Final[dict[FormName, Callable[[Issue], bytes]]] = {
    "geojson": geojson, "odin": odin_json, "odin-xml": odin_xml, "page": page,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """What is published at a moment.

    Attributes:
        publication: what is told.
        is_current: False where the database is away, so that it may no longer be true.
        forms: it in every form.
    """

    publication: Publication
    is_current: bool
    forms: Mapping[FormName, PublicForm]

    @classmethod
    def of(cls, publication: Publication, *, is_current: bool) -> Edition:
        """Write it in every form; blocks for as long as that takes."""
        issue = Issue(publication, is_current)
        forms: dict[FormName, PublicForm] = {name: PublicForm.of(write(issue)) for name, write in WRITERS.items()}
        return cls(publication, is_current, forms)
