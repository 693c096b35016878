"""Which assets, in which order; which plan; which vegetation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from app.api.params import Id, Limit, Number, UtilityParams, Whole, split_list
from app.documents.paper import PaperSize
from data_sources.studies.assets.plan import KINDS, MOST_YEARS, Goal

AssetKind = Literal["transformer", "pole"]
Kinds = Annotated[tuple[AssetKind, ...], BeforeValidator(split_list), Field(min_length=1, max_length=2)]
Order = Literal[
    "risk_cost", "risk_customer_minutes", "failure_probability", "health_score", "age_years", "customers",
    "peak_load_pct", "hot_spot_max_c", "loss_of_life_pct",
]  # fmt: skip
MAX_BUDGET = 1e12


class AssetHealthParams(UtilityParams):
    """Which assets, the riskiest first unless another order is asked for."""

    kinds: Kinds = Field(KINDS, description="transformer, pole, or both with a comma")
    feeder_id: Id | None = Field(None, description="of this feeder only")
    order_by: Order = Field("risk_cost", description="largest first; health_score: lowest first")
    limit: Limit = Field(1000, description="rows of one answer at most")
    offset: Annotated[Whole, Field(ge=0, le=10_000_000)] = Field(0, description="rows passed over")


class PlanParams(UtilityParams):
    """What a plan is made for."""

    budget: Annotated[Number, Field(ge=0, le=MAX_BUDGET)] = Field(1_000_000.0, description="what may be spent, US$")
    goal: Goal = Field(
        "cost", description="what is to be gained: cost (US$ of risk a year) or customer_minutes (a year)"
    )
    kinds: Kinds = Field(KINDS, description="what may be replaced: transformer, pole, or both with a comma")
    feeder_id: Id | None = Field(None, description="on this feeder only")
    substation_id: Id | None = Field(None, description="on the feeders of this substation only")
    years: Annotated[Whole, Field(ge=1, le=MOST_YEARS)] = Field(
        1, description="over which risk is reckoned; figures are those of a year in the mean"
    )


class PlanPdfParams(PlanParams):
    """A plan on paper."""

    paper: PaperSize = Field("a4", description="a4 or letter")


class VegetationParams(UtilityParams):
    """Which places beside lines, the one to be trimmed first at the top."""

    feeder_id: Id | None = Field(None, description="of this feeder only")
    within_years: Annotated[Number, Field(ge=0, le=100)] | None = Field(
        None, description="only what needs trimming within so many years"
    )
    limit: Limit = Field(1000, description="rows of one answer at most")
