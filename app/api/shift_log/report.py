"""GET /api/shift-log/report.html and .pdf: the handover report of a period."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pydantic import Field

from app.api.endpoint import asked_utility
from app.api.handler import ApiHandler
from app.api.needs import ApiRuntime
from app.api.params import read
from app.api.shift_log.endpoints import ShiftLogParams
from app.documents.handover import handover_html, handover_pdf
from app.documents.paper import PaperSize
from data_sources.field.shift_log.report import handover_report
from data_sources.query import Query

MEDIA: Final = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"  # its style stands in it, and nothing runs


class HandoverParams(ShiftLogParams):
    """Of which period, on which paper."""

    paper: PaperSize = Field("a4", description="a4 or letter, of the PDF")


def handover(runtime: ApiRuntime, params: HandoverParams, form: str) -> bytes:
    """The document.

    Raises:
        ApiError: there is no such utility.
    """
    utility_id, now = asked_utility(runtime, params), dt.datetime.now(dt.UTC)
    utilities = runtime.source.fetch(Query.of("utilities")).to_pylist()
    (utility,) = (one for one in utilities if one["utility_id"] == utility_id)
    report = handover_report(runtime.source, utility, *params.period(now), now)
    name = runtime.principal.name
    return handover_pdf(report, name, params.paper) if form == "pdf" else handover_html(report, name)


class HandoverHandler(ApiHandler):
    """Answers the report; nothing of it is kept."""

    async def get(self, form: str) -> None:
        """The report of the period as things stand."""
        params = read(HandoverParams, self.request.query_arguments)
        made = await self.asked(lambda: handover(self.runtime, params, form))
        self.set_header("Content-Type", MEDIA[form])
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", POLICY)
        if form == "pdf":
            self.set_header("Content-Disposition", 'attachment; filename="handover-report.pdf"')
        self.finish(made)
