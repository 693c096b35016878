"""Answers about trouble calls. What is personal is null where the role may not see it."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, Field

from app.api.models import TimelineEntry
from app.api.params import NoParams
from data_sources.outages.call_rows import Symptom

PERSONAL = "null for a viewer"


class CallsParams(NoParams):
    """Which open calls."""

    utility_id: int | None = Field(None, ge=0, description="the utility; the only one when left out")
    outage_id: int | None = Field(None, ge=1, description="only those that are put to this outage")


class AccountsParams(NoParams):
    """What was typed."""

    q: str = Field("", max_length=80, description="part of an account number, a name, an address or a meter number")
    utility_id: int | None = Field(None, ge=0, description="the utility; the only one when left out")


class CallRow(BaseModel):
    """A customer with open calls, told by the first of them; or a call without an account."""

    call_id: int
    version: int = Field(description="counts its changes; give it as If-Match")
    calls: int = Field(description="open calls of the same meter")
    symptom: Symptom = Field(description="the most dangerous one said, else the first")
    called_at: dt.datetime
    last_called_at: dt.datetime
    callback: str = Field(description="none, wanted, supplied, not_supplied, not_reached")
    is_due: bool = Field(description="supply is back and the customer is still to be called")
    is_still_out: bool = Field(description="not supplied after restoration: perhaps a nested outage")
    account_number: str | None
    meter_id: int | None
    meter_name: str | None
    transformer_id: int | None
    customer_name: str | None = Field(description=PERSONAL)
    service_address: str | None = Field(description=PERSONAL)
    critical_kind: str | None
    outage_id: int | None
    outage_state: str | None = Field(description="null without an outage, and of one that was moved to the history")
    outage_restored_at: dt.datetime | None
    estimated_restoration_at: dt.datetime | None
    taken_by: str
    lon: float
    lat: float
    is_simulated: bool


class CallsBody(BaseModel):
    """Open calls of a utility, the oldest first."""

    utility_id: int
    count: int = Field(description="rows here")
    rows: list[CallRow]


class CallBody(BaseModel):
    """One call, open or closed."""

    call_id: int
    version: int = Field(description="counts its changes; give it as If-Match")
    symptom: Symptom
    called_at: dt.datetime
    taken_by: str
    note: str | None = Field(description=PERSONAL)
    caller_name: str | None = Field(description=PERSONAL)
    caller_phone: str | None = Field(description=PERSONAL)
    callback: str = Field(description="none, wanted, supplied, not_supplied, not_reached")
    called_back_at: dt.datetime | None
    called_back_by: str | None
    closed_at: dt.datetime | None
    calls: int = Field(description="calls of the same meter that are open, this one included")
    account_number: str | None
    customer_name: str | None = Field(description=PERSONAL)
    service_address: str | None = Field(description=PERSONAL)
    phone: str | None = Field(description=PERSONAL)
    critical_kind: str | None
    meter_id: int | None
    meter_name: str | None
    transformer_id: int | None
    transformer_name: str | None
    feeder_id: int | None
    feeder_name: str | None
    outage_id: int | None
    outage_state: str | None = Field(description="null without an outage, and of one that was moved to the history")
    outage_started_at: dt.datetime | None
    outage_restored_at: dt.datetime | None
    estimated_restoration_at: dt.datetime | None
    lon: float
    lat: float
    is_simulated: bool
    commands: list[str] = Field(description="what may be posted to /api/calls/{call_id}/… now")
    timeline: list[TimelineEntry] = Field(description="what changed it, or was meant to; what is personal is masked")


class AccountRow(BaseModel):
    """An account, or a meter without one."""

    account_number: str | None
    meter_id: int
    meter_name: str
    transformer_id: int
    customer_name: str | None = Field(description=PERSONAL)
    service_address: str | None = Field(description=PERSONAL)
    critical_kind: str | None
    is_active: bool = Field(description="the account is active")
    outage_id: int | None = Field(description="the outage in which the meter has no supply now")


class AccountsBody(BaseModel):
    """Up to 12 accounts, best first; a viewer finds them by account and meter only."""

    utility_id: int
    count: int = Field(description="rows here")
    rows: list[AccountRow]
