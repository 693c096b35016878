"""The GeoJSON of published outages; names and codes of the CIM's Outage (IEC 61968-3) as ODIN's profile has them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field, PlainSerializer

from app.api.public.issue import instant
from data_sources.publishing.words import CrewStatusKind, OutageStatusKind

Instant = Annotated[dt.datetime, PlainSerializer(instant, return_type=str)]


class PublicOutage(BaseModel):
    """What is told of an outage, or of several small ones together; counts and times are rounded."""

    isSeveral: bool = Field(description="several small outages near each other, told together; of how many is not told")
    outageKind: OutageStatusKind = Field(description="confirmed, or partiallyRestored where customers are back")
    metersAffected: int = Field(description="customers without supply now")
    originalMetersAffected: int = Field(description="customers who lost supply in it")
    customersRestored: int = Field(description="customers who got it back")
    metersServed: int = Field(description="customers served in its areas")
    reportedStartTime: Instant | None = Field(
        description="since when, to the quarter hour before (UTC); null for several"
    )
    estimatedRestorationTime: Instant | None = Field(
        description="until when about, to the quarter hour after (UTC); null where nobody says, and for several"
    )
    cause: str = Field(description="in public words")
    causeKind: str = Field(description="OutageCauseKind: planned, unplanned, treeDown, lightingStrike, animal")
    statusKind: CrewStatusKind | None = Field(description="CrewStatusKind; null for several")
    communityDescriptor: str | None = Field(description="counties its areas lie in; null where none are known")


class PublicGeometry(BaseModel):
    """Areas as rectangles."""

    type: Literal["MultiPolygon"] = "MultiPolygon"
    coordinates: list[list[list[list[float]]]] = Field(description="longitude, latitude in degrees (WGS 84)")


class PublicFeature(BaseModel):
    """An outage and its areas."""

    type: Literal["Feature"] = "Feature"
    id: str = Field(description="mRID: the same while the outage lasts, of no other meaning")
    geometry: PublicGeometry | None = Field(description="null: somewhere in the service area")
    properties: PublicOutage


class PublicOutages(BaseModel):
    """All that is told of a utility's outages."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    utility: str = Field(description="its name")
    isSimulated: bool = Field(description="a demonstration: nothing of it is real")
    asOf: Instant = Field(description="the moment it is true for (UTC)")
    isCurrent: bool = Field(description="false: live data is away, and it may no longer be true")
    metersAffected: int = Field(description="sum over the features")
    metersServed: int = Field(description="customers the utility serves, rounded")
    outages: int = Field(description="number of features; several small outages are one")
    isStorm: bool = Field(description="a storm is declared: times are those given to areas, not to single outages")
    isChecking: bool = Field(description="more outages are presumed, which nobody confirmed: neither told nor counted")
    notice: str | None = Field(description="what the utility says to everybody; null: nothing")
    noticeAt: Instant | None = Field(description="when it was approved (UTC)")
    smallestCount: int = Field(description="smallest count told; every count is a multiple of it")
    features: list[PublicFeature]
