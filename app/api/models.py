"""Answers that are not rows: the health of the server and the key figures. Their fields are the OpenAPI document's."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import BaseModel, Field

from data_sources.commands.receipt import Receipt


class SourceHealth(BaseModel):
    """One source of rows."""

    name: str = Field(description="what a person calls it")
    is_up: bool | None = Field(description="whether the last contact worked; null while nobody has asked it anything")
    last_ok_at: dt.datetime | None = Field(description="UTC time of the last answer; null before the first")
    age_s: float | None = Field(description="seconds since then")
    message: str = Field(description="what is wrong; empty while it is up")


class FeedHealth(BaseModel):
    """What carries changes to open browsers."""

    is_listening: bool = Field(description="whether changes arrive by LISTEN (false behind a pooler: it looks instead)")


class SimulatorHealth(BaseModel):
    """What moves the demo utility."""

    last_beat_at: dt.datetime | None = Field(description="UTC time of its last step; null where none ever ran")
    age_s: float | None = Field(description="seconds since then")


class ServiceHealth(BaseModel):
    """Work that goes on without a viewer; its trouble makes it late, not the server unfit to answer."""

    name: str = Field(description="what a person calls it")
    doing: Literal["starting", "leads", "waits", "paused", "refused", "failed", "ended"] = Field(
        description="leads: it runs here; waits: another process leads it; paused: the database is away; refused: the "
        "role may not write; failed; starting; ended: its process is gone and will be started again"
    )
    last_run_at: dt.datetime | None = Field(description="UTC time it last ran through, here or where it is led")
    age_s: float | None = Field(description="seconds since then")
    did: str = Field(description="what it last had to do")
    error: str = Field(description="what is wrong now; empty while it works")
    last_error: str = Field(description="what was last wrong; empty where nothing was")
    last_error_at: dt.datetime | None = Field(description="UTC time of that")


class ServerHealth(BaseModel):
    """The state of the server: 200 while everything it needs is up, else 503."""

    status: Literal["up", "down"]
    sources: list[SourceHealth]
    feed: FeedHealth
    simulator: SimulatorHealth | None = Field(description="null while the database that knows of it is down")
    services: list[ServiceHealth] = Field(description="empty where FLUXOPS_SERVICES is off")
    start_errors: list[str] = Field(description="what failed while the server started")


class PredictionScores(BaseModel):
    """Predicted outages against the truth of a demo's simulator; a real utility's truth is not known: all zero."""

    utility_id: int
    hours: int = Field(description="faults of the last so many hours")
    is_simulated: bool = True
    faults: int = Field(description="faults that nothing reported and that are known by now, whoever found them")
    found: int = Field(description="of them, those at whose very place an outage was predicted")
    found_share: float | None = Field(description="of 1; null without faults")
    p50_minutes: float | None = Field(description="median time from the fault to the prediction at its very place")
    p90_minutes: float | None = Field(description="nine in ten were predicted within that")
    presumed: int = Field(description="faults of which anything was predicted, at whatever place, and confirmed since")
    right_first: int = Field(description="of those, how many were predicted at the very place when confirmed")
    right_first_share: float | None = Field(description="of 1; null where nothing was")
    false_predictions: int = Field(description="outages predicted where nobody was out")


class Kpis(BaseModel):
    """The key figures of one utility; null where nothing on record says."""

    utility_id: int
    as_of: dt.datetime = Field(description="UTC time the figures are of")
    time_zone: str = Field(description="the utility's own (IANA), in which its year begins")
    year: int = Field(description="the year that `ytd` counts from")
    saidi_ytd_minutes: float | None = Field(description="IEEE 1366 SAIDI, year to date: minutes a customer served")
    saifi_ytd: float | None = Field(description="IEEE 1366 SAIFI, year to date: interruptions a customer served")
    sustained_outages_ytd: int = Field(description="outages of over five minutes")
    momentary_outages_ytd: int = Field(description="outages of five minutes and less")
    average_restoration_minutes: float | None = Field(description="mean duration of sustained outages that are over")
    active_outages: int = Field(description="outages that still last")
    customers_out: int = Field(description="customers without supply")
    customers_served: int | None = Field(description="active service points")
    total_load_mw: float | None = Field(description="load of all feeders")
    peak_load_mw: float | None = Field(description="design (coincident) peak of all feeders")
    load_share_of_peak_pct: float | None = Field(description="total load of that peak")
    load_updated_at: dt.datetime | None = Field(description="UTC time of the newest load")
    crews_available: int | None = Field(description="field crews free to go")
    crews_active: int | None = Field(description="field crews assigned, under way or at work")
    crews_off_shift: int | None = Field(description="field crews off shift")


class ReceiptBody(BaseModel):
    """A command that was done; the same request, sent again with its Idempotency-Key, is answered the same."""

    audit_id: int = Field(description="of its row in the audit")
    command: str
    target_kind: str = Field(description="what it changed or made: outage, device or crew")
    target_id: int
    version: int | None = Field(description="of that, afterwards")
    at: dt.datetime
    by: str = Field(description="who gave it")
    before: dict[str, Any] = Field(description="the values that changed, as they were")
    after: dict[str, Any] = Field(description="as they are now")
    outage_ids: list[int] = Field(description="every outage that it changed or made")
    warning: str = Field(
        description="what whoever gave it answers for, e.g. feeders that run in parallel; empty for most"
    )

    @classmethod
    def of(cls, receipt: Receipt) -> Self:
        """The receipt as it is sent."""
        return cls(
            audit_id=receipt.audit_id, command=receipt.command, target_kind=receipt.target.kind,
            target_id=receipt.target.id, version=receipt.version, at=receipt.at, by=receipt.by, before=receipt.before,
            after=receipt.after, outage_ids=list(receipt.outage_ids), warning=receipt.warning,
        )  # fmt: skip


class InterruptionBody(BaseModel):
    """Service points that lost supply at one moment and got it back at one moment."""

    out_at: dt.datetime
    restored_at: dt.datetime | None = Field(description="null while they are out")
    customers: int
    transformer_ids: list[int] | None = Field(description="null where only their number is known")
    fed_by_feeder_id: int | None = Field(description="the feeder that feeds them since, until the outage is over")


class TimelineEntry(BaseModel):
    """A command that changed the outage, or was meant to."""

    audit_id: int
    at: dt.datetime
    by: str
    command: str
    outcome: Literal["done", "conflict", "refused"]
    reason: str | None = Field(description="why it was not done")
    version: int | None = Field(description="of the outage, afterwards")
    asked: dict[str, Any] = Field(description="what was asked for")
    before: dict[str, Any] | None = Field(description="the values that it changed, as they were")
    after: dict[str, Any] | None = Field(description="as they were afterwards")

    @classmethod
    def of_audit(cls, row: Mapping[str, Any]) -> Self:
        """A row of call_audit or work_order_audit, whose detail, from_values and to_values are JSON."""
        asked, before, after = (
            json.loads(row[name]) if row[name] else None for name in ("detail", "from_values", "to_values")
        )
        return cls(
            audit_id=row["audit_id"], at=row["written_at"], by=row["actor"], command=row["action"],
            outcome=row["outcome"], reason=row["reason"], version=row["version"], asked=asked or {}, before=before,
            after=after,
        )  # fmt: skip


class OutageBody(BaseModel):
    """An outage and all that is known of it."""

    outage_id: int
    utility_id: int
    state: str = Field(
        description="predicted, planned, confirmed, crew_assigned, en_route, on_site, restored, closed …"
    )
    version: int = Field(description="counts its changes; give it as If-Match")
    kind: Literal["unplanned", "planned", "loss_of_supply"]
    is_active: bool
    cause: str
    priority: str
    hazards: list[str]
    feeder_id: int
    feeder_name: str | None
    device_id: int | None
    device_name: str | None
    transformer_id: int | None
    transformer_name: str | None
    meter_id: int | None = Field(description="the meter whose service alone is out; null for others")
    probability: float | None = Field(description="of 1, of one that is presumed from messages; null for others")
    lon: float
    lat: float
    started_at: dt.datetime
    reported_at: dt.datetime | None
    confirmed_at: dt.datetime | None
    restored_at: dt.datetime | None
    closed_at: dt.datetime | None
    planned_start_at: dt.datetime | None
    planned_end_at: dt.datetime | None
    estimated_restoration_at: dt.datetime | None
    estimated_by: Literal["rule", "manual"]
    estimate_reason: str | None
    customers_predicted: int | None
    customers_interrupted: int
    customers_out: int
    customer_minutes: float = Field(description="customer minutes interrupted up to stepped_at")
    stepped_at: dt.datetime
    crew_id: int | None
    crew_name: str | None
    crew_status: str | None
    merged_into: int | None
    split_from: int | None
    is_simulated: bool
    commands: list[str] = Field(description="what it may be given next: POST /api/outages/{id}/…")
    interruptions: list[InterruptionBody]
    timeline: list[TimelineEntry]
