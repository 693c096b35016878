"""What is told of storms. Every figure is worked out from the rows of the live database at `computed_at`."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, Field

COMPUTED = "from outages, interruptions, crews and damage assessments in PostgreSQL"


class StormBody(BaseModel):
    """One storm as it was declared."""

    storm_id: int
    storm_name: str
    started_at: dt.datetime = Field(description="UTC time since which it lasts")
    started_by: str = Field(description="who declared it")
    ended_at: dt.datetime | None = Field(description="UTC time of its end; null while it lasts")
    ended_by: str | None = Field(description="who ended it")
    note: str | None
    public_text: str | None = Field(description="what the public is told, as a supervisor approved it")
    public_text_at: dt.datetime | None = Field(description="UTC time of the approval")
    public_text_by: str | None = Field(description="who approved it")
    version: int = Field(description="give it as If-Match with the next change")


class StormsBody(BaseModel):
    """The storms of a utility, the one that lasts first, then the latest."""

    utility_id: int
    storms: list[StormBody]


class StormPriorityBody(BaseModel):
    """One outage of the queue."""

    outage_id: int
    order: int | None = Field(description="place in the queue, 1 first; null where it has a crew, or nobody gets there")
    version: int
    state: str
    feeder_name: str
    substation_name: str
    place: str | None = Field(description="the device that opened, or the transformer that failed")
    customers: int = Field(description="customers out; where it is only predicted, those it would leave without")
    critical: int = Field(description="critical customers out")
    life_support: int = Field(description="of these, on life support")
    customers_per_crew_hour: float = Field(description="of getting ready and of the expected work")
    why: str = Field(description="why it stands where it does, in words")
    repair_minutes: float = Field(description="expected work on site")
    crew_hours: float | None = Field(description="the same as damage assessments say, hours")
    crew_id: int | None = Field(description="the crew that has it, or that the queue sends")
    crew_name: str | None
    is_crew_free: bool = Field(description="that crew is free and could be sent now")
    arrives_at: dt.datetime | None = Field(description="UTC time at which it is expected on site")
    restored_at: dt.datetime | None = Field(description="UTC time at which the outage is as likely over as not")
    lon: float
    lat: float


class StormAreaBody(BaseModel):
    """One area: a substation."""

    substation_id: int
    substation_name: str
    outages: int
    customers: int
    suggested_at: dt.datetime | None = Field(description="UTC time by which 95 % have supply with 90 %, rounded up")
    last_at: dt.datetime | None = Field(description="the same for the last of them")
    told_at: dt.datetime | None = Field(description="the UTC time that the area was given")
    told_by: str | None = Field(description="who gave it")
    own_times: int = Field(description="outages there with a time of their own, set by hand")


class StormInstantBody(BaseModel):
    """Customers out at one instant of the record."""

    at: dt.datetime
    customers_out: int


class StormForecastBody(BaseModel):
    """Customers out at one instant ahead."""

    at: dt.datetime
    p10: float = Field(description="with 10 % fewer are out")
    p50: float = Field(description="the middle")
    p90: float = Field(description="with 10 % more are out")


class StormMilestoneBody(BaseModel):
    """When a share of the customers interrupted has supply again."""

    share_pct: float
    reached_at: dt.datetime | None = Field(description="UTC time since which it has; null while it has not")
    p10_at: dt.datetime | None
    p50_at: dt.datetime | None
    p90_at: dt.datetime | None


class CurrentStormBody(BaseModel):
    """The storm that is declared, or, where none is, the outages that are open, as they stand."""

    utility_id: int
    storm: StormBody | None = Field(description="null where no storm is declared")
    from_at: dt.datetime = Field(description="UTC time since which the record counts")
    outages_open: int = Field(description="that need a crew, those predicted too; planned work apart")
    outages_predicted: int = Field(description="of these, that nobody has confirmed")
    customers_out: int
    customers_interrupted: int = Field(description="in the record, for longer than five minutes, each once")
    customers_peak: int = Field(description="most customers out at once")
    peak_at: dt.datetime
    restored_pct: float = Field(description="share of those interrupted who have supply again, percent")
    critical_out: int
    life_support_out: int
    crews_working: int
    crews_available: int
    work_hours: float = Field(description="of one crew, expected work on site at outages that wait")
    priorities: list[StormPriorityBody]
    areas: list[StormAreaBody]
    record: list[StormInstantBody] = Field(description="customers out so far")
    forecast: list[StormForecastBody] = Field(
        description="of confirmed outages; empty where nobody is out, or no crew works"
    )
    milestones: list[StormMilestoneBody] = Field(description="of confirmed outages, as the forecast")
    draft_text: str = Field(description="a draft for the public; nothing is published by it")
    method: list[str] = Field(description="how it is worked out, in sentences to show")
    limits: list[str] = Field(description="what it does not know, in sentences to show")
    is_simulated: bool = Field(description="whether the utility is a demo")
    computed_at: dt.datetime
    source: str = Field(COMPUTED, description="where it comes from")
