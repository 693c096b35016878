"""What is said of a period besides its rows. Units stand in the names; null is what is not told, with what it needs."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, Field

SOURCE = "outages of PostgreSQL and OUTAGE_EVENTS of the history, counted once"


class IndicesBody(BaseModel):
    """Indices of IEEE Std 1366 of one part of the interruptions."""

    customer_interruptions: float = Field(description="customers times sustained interruptions")
    customer_minutes: float = Field(description="customer minutes of sustained interruptions")
    saifi: float | None = Field(description="sustained interruptions a customer served")
    saidi_minutes: float | None = Field(description="minutes of sustained interruption a customer served")
    caidi_minutes: float | None = Field(description="minutes a sustained interruption; null without any")
    asai: float | None = Field(description="share of the period with supply, 0 to 1")
    maifi: float | None = Field(description="momentary interruptions (five minutes or less) a customer served")
    maifi_e: float | None = Field(description="momentary interruption events a customer served")
    asifi: float | None = Field(description="kVA interrupted a kVA served")
    asidi_minutes: float | None = Field(description="minutes a kVA served")


class CustomerIndicesBody(BaseModel):
    """Indices that need to know who was interrupted; customers of a transformer count as interrupted together."""

    customers_interrupted: int = Field(description="distinct ones")
    caifi: float | None = Field(description="sustained interruptions a customer interrupted")
    ctaidi_minutes: float | None = Field(description="minutes of interruption a customer interrupted")
    cemi_3: float | None = Field(description="share of customers with three sustained interruptions or more, 0 to 1")
    cemi_5: float | None = Field(description="share with five or more")
    celid_s_8h: float | None = Field(description="share with a single interruption of 8 hours or longer")
    celid_t_8h: float | None = Field(description="share with 8 hours or more in total")


class MajorEventDayBody(BaseModel):
    """One major event day of the utility."""

    day: dt.date = Field(description="of the utility's calendar")
    saidi_minutes: float = Field(description="of that day and of the scope asked about")


class ThresholdBody(BaseModel):
    """T_MED of one year by the 2.5-beta method."""

    year: int = Field(description="to which it applies")
    t_med_minutes: float | None = Field(description="daily SAIDI above it is a major event day; null: nothing tells it")
    alpha: float | None = Field(description="mean of the logarithms of daily SAIDI, of up to five years before")
    beta: float | None = Field(description="their sample standard deviation")
    days: int = Field(description="with SAIDI above zero that it was fitted on")


class ReliabilityBody(BaseModel):
    """Indices of a scope and period; `rows` are the same by group."""

    utility_id: int = Field(description="the utility")
    scope: str = Field(description="utility, substation or feeder")
    scope_id: int | None = Field(description="number of the substation or feeder")
    first_day: dt.date = Field(description="of the period, in the utility's calendar")
    end_day: dt.date = Field(description="the day after the last")
    time_zone: str = Field(description="IANA name of the utility's clock")
    by: str = Field(description="what a row is of")
    customers_served: int = Field(description="active service points of today")
    sustained_outages: int = Field(description="that began in the period")
    parts: dict[str, IndicesBody] = Field(
        description="all_in, without_major_event_days, planned, loss_of_supply, and what is left of the utility's own, "
        "own_unplanned_without_major_event_days; the two without major event days only where T_MED is known"
    )
    over_customers: CustomerIndicesBody | None = Field(description="null where too little is known")
    needs: dict[str, str] = Field(description="what would be needed for what is not told, by name")
    thresholds: list[ThresholdBody] = Field(description="of the years of the period")
    major_event_days: list[MajorEventDayBody] = Field(description="of the period")
    source: str = Field(description="where the interruptions come from")
    is_simulated: bool = Field(description="whether any of it is made up by a demo")
    as_of: dt.datetime = Field(description="up to when interruptions that last count, UTC")
    age_s: float = Field(description="seconds since then")
