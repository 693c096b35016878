"""GET /api/asset-health/records: what is on record of one asset, where it comes from and how old it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

from app.api.answers import Answer, Document
from app.api.asset_health.params import AssetKind
from app.api.endpoint import Endpoint, asked_utility, topics_of
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.params import Id, UtilityParams
from data_sources.query import Query

SIMULATED = "whether the row is simulated"
SOURCE = "where the row comes from; empty where nobody says"


class RecordsParams(UtilityParams):
    """Which asset."""

    asset_kind: AssetKind = Field(description="transformer or pole")
    asset_id: Id = Field(description="its id")


class NameplateBody(BaseModel):
    """What stands on a nameplate; null is not known."""

    manufacturer: str | None
    model: str | None
    serial_number: str | None
    manufactured_year: int | None
    cooling: str | None = Field(description="IEC 60076-2: ONAN, ONAF …")
    is_upgraded_paper: bool | None = Field(description="thermally upgraded insulation (IEEE C57.91, 65 K rise)")
    source: str = Field(description=SOURCE)
    is_simulated: bool = Field(description=SIMULATED)


class InspectionBody(BaseModel):
    """One inspection."""

    inspected_on: dt.date | None = Field(description="null: nobody says when")
    result: str = Field(description="good, fair, poor or replace")
    condition_score: float | None = Field(description="0 (failed) to 100 (new); null: not said")
    remaining_strength_pct: float | None = Field(description="of a pole, percent of a new one's; null: not said")
    note: str
    source: str = Field(description=SOURCE)
    is_simulated: bool = Field(description=SIMULATED)


class FailureBody(BaseModel):
    """One failure at the place where the asset stands."""

    failed_at: dt.datetime = Field(description="UTC")
    installed_year: int | None = Field(description="of the one that failed; null: not said")
    mode: str
    rated_kva: float | None = Field(description="of the one that failed, kVA")
    material: str
    outage_id: int | None = Field(description="the outage that it made; null: none that is known")
    source: str = Field(description=SOURCE)
    is_simulated: bool = Field(description=SIMULATED)


class AssetRecords(BaseModel):
    """All that is on record of one asset."""

    utility_id: int
    asset_kind: str
    asset_id: int
    asset_name: str
    installed_year: int | None = Field(description="null: not known")
    nameplate: NameplateBody | None = Field(description="null: nobody wrote it down")
    inspections: list[InspectionBody] = Field(description="latest first")
    failures: list[FailureBody] = Field(description="of what stood there before, latest first")


def get_records(runtime: ApiRuntime, asked: RecordsParams) -> Answer:
    """Nameplate, inspections and failures of one transformer or pole, with source and day."""
    utility_id = asked_utility(runtime, asked)
    of = {"utility_id": utility_id, "asset_kind": asked.asset_kind, "asset_id": asked.asset_id}
    found = _rows(runtime, f"details_{asked.asset_kind}", utility_id=utility_id, asset_id=asked.asset_id)
    if not found:
        raise ApiError(404, f"There is no {asked.asset_kind} {asked.asset_id} in this network.")
    return Document(
        AssetRecords(
            **of,
            asset_name=found[0]["name"],
            installed_year=found[0]["installed_year"] or None,
            nameplate=next((_plate(row) for row in _rows(runtime, "nameplate_of_asset", **of)), None),
            inspections=[InspectionBody(**row) for row in _rows(runtime, "inspections_of_asset", **of)],
            failures=[_failure(row) for row in _rows(runtime, "failures_of_asset", **of)],
        )
    )


def _rows(runtime: ApiRuntime, name: str, **binds: Any) -> list[dict[str, Any]]:
    return list(runtime.sources.live.fetch(Query.of(name, **binds)).to_pylist())


def _plate(row: dict[str, Any]) -> NameplateBody:
    paper = {1: True, 0: False}.get(row.pop("upgraded_paper"))
    kept = {name: row.pop(name) for name in ("source", "is_simulated")}
    return NameplateBody(**{name: value or None for name, value in row.items()}, **kept, is_upgraded_paper=paper)


def _failure(row: dict[str, Any]) -> FailureBody:
    outage_id = row["outage_id"] if row["outage_id"] >= 0 else None
    return FailureBody(**{**row, "outage_id": outage_id, "installed_year": row["installed_year"] or None})


RECORDS_ENDPOINT = Endpoint(
    "/api/asset-health/records",
    "What is on record of one transformer or pole",
    RecordsParams,
    get_records,
    topics=topics_of(
        "utilities",
        "details_transformer",
        "details_pole",
        "nameplate_of_asset",
        "inspections_of_asset",
        "failures_of_asset",
    ),
    model=AssetRecords,
)
