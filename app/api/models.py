"""Answers that are not rows: the health of the server and the key figures. Their fields are the OpenAPI document's."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, Field


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
