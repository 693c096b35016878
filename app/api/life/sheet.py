"""GET /api/outages/{id}/switching-sheet.pdf: the isolation study of an outage on paper. A study operates nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from app.api.errors import ApiError
from app.api.handler import ApiHandler
from app.api.needs import ApiRuntime
from app.api.params import Id, NoParams, read
from app.documents.paper import PaperSize
from app.documents.switching_sheet import SheetHead, switching_sheet_pdf
from data_sources.commands.missing import missing
from data_sources.query import Query
from data_sources.studies.isolation.of_outage import study_of_outage

PDF = "application/pdf"
NO_LINE = "Nothing says which line has the fault: give segment_id."


class SheetParams(NoParams):
    """Of which line, on which paper."""

    segment_id: Id | None = Field(None, description="the faulted line; the one at the outage's device when left out")
    paper: PaperSize = Field("a4", description="a4 or letter")


def sheet(runtime: ApiRuntime, outage_id: int, params: SheetParams) -> bytes:
    """The document.

    Raises:
        ApiError: 404 where there is no such outage, 409 where there is no study; the sentence says why.
    """
    source = runtime.source
    found: list[dict[str, Any]] = source.fetch(Query.of("rest_outage", outage_id=outage_id)).to_pylist()
    if not found:
        raise ApiError(404, missing(source, "outage", outage_id, history=runtime.sources.history), "outage_id")
    utility_id = found[0]["utility_id"]
    study = study_of_outage(source, utility_id, outage_id, params.segment_id)
    if study is None:
        raise ApiError(409, NO_LINE, "segment_id")
    if isinstance(study, str):
        raise ApiError(409, study, "segment_id" if params.segment_id is not None else None)
    (row,) = (one for one in source.fetch(Query.of("utilities")).to_pylist() if one["utility_id"] == utility_id)
    head = SheetHead(
        row["utility_name"], row["time_zone"], runtime.principal.name, dt.datetime.now(dt.UTC), params.paper,
        is_simulated=row["is_demo"],
    )  # fmt: skip
    return switching_sheet_pdf(head, study)


class SheetHandler(ApiHandler):
    """Answers the sheet; nothing of it is kept, as the switching state may change any moment."""

    async def get(self, number: str) -> None:
        """The sheet as things stand."""
        params = read(SheetParams, self.request.query_arguments)
        made = await self.asked(lambda: sheet(self.runtime, int(number), params))
        self.set_header("Content-Type", PDF)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Disposition", f'attachment; filename="switching-sheet-outage-{int(number)}.pdf"')
        self.finish(made)
