"""A replacement plan as CSV and on paper; the work list of trims as CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import ClassVar, Final

from app.api.asset_health.endpoints import planned, to_trim
from app.api.asset_health.params import PlanParams, PlanPdfParams, VegetationParams
from app.api.cascade.standing import utility_row
from app.api.endpoint import asked_utility
from app.api.handler import ApiHandler
from app.api.needs import ApiRuntime
from app.api.params import NoParams, read
from app.documents.asset_plan import asset_plan_pdf
from app.documents.paper import DocumentHead
from app.widgets.export import MIME, as_csv

PDF: Final = "application/pdf"
ASSET_FILES: Final = {
    "/api/asset-health/plan.csv": "replacement-plan.csv",
    "/api/asset-health/plan.pdf": "replacement-plan.pdf",
    "/api/vegetation.csv": "vegetation.csv",
}
"""Path of each file, and its name."""


def plan_csv(runtime: ApiRuntime, asked: PlanParams) -> bytes:
    """The assets to replace, best first."""
    return as_csv(planned(runtime, asked_utility(runtime, asked), asked).rows)


def plan_pdf(runtime: ApiRuntime, asked: PlanPdfParams) -> bytes:
    """The plan on paper, with a map and what it buys."""
    utility = utility_row(runtime, asked)
    plan = planned(runtime, utility["utility_id"], asked)
    now = dt.datetime.now(dt.UTC)
    head = DocumentHead(utility["utility_name"], utility["time_zone"], runtime.principal.name, now, asked.paper)
    return asset_plan_pdf(head, plan)


def vegetation_csv(runtime: ApiRuntime, asked: VegetationParams) -> bytes:
    """The work list of trims."""
    return as_csv(to_trim(runtime, asked_utility(runtime, asked), asked))


class AssetFileHandler(ApiHandler):
    """Answers one of these files; nothing of it is kept.

    Attributes:
        name: of the file, as a browser saves it: a key of `made`.
        made: by name: its parameters, what makes it, its media type.
    """

    name: str
    made: ClassVar[dict[str, tuple[type[NoParams], Callable[..., bytes], str]]] = {
        "replacement-plan.csv": (PlanParams, plan_csv, MIME["csv"]),
        "replacement-plan.pdf": (PlanPdfParams, plan_pdf, PDF),
        "vegetation.csv": (VegetationParams, vegetation_csv, MIME["csv"]),
    }

    async def get(self) -> None:
        """The file as things stand."""
        params, make, media = self.made[self.name]
        asked = read(params, self.request.query_arguments)
        content = await self.asked(lambda: make(self.runtime, asked))
        self.set_header("Content-Type", media)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Disposition", f'attachment; filename="{self.name}"')
        self.finish(content)
