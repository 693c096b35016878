"""Published outages as GeoJSON (RFC 7946)."""

from __future__ import annotations

from app.api.public.issue import Issue
from app.api.public.models import PublicFeature, PublicGeometry, PublicOutage, PublicOutages
from data_sources.analytics.disclosure import Box
from data_sources.publishing.outages import PublishedOutage

DECIMALS = 5  # of a degree: a metre, for areas of kilometres


def geojson(issue: Issue) -> bytes:
    """A FeatureCollection; what is said of all outages stands beside `features`."""
    told = issue.publication
    notice, notice_at = told.notice or (None, None)
    document = PublicOutages(
        utility=told.utility,
        isSimulated=told.is_demo,
        asOf=told.as_of,
        isCurrent=issue.is_current,
        metersAffected=told.customers_out,
        metersServed=told.customers_served,
        outages=len(told.outages),
        isStorm=told.is_storm,
        isChecking=told.is_checking,
        notice=notice,
        noticeAt=notice_at,
        smallestCount=told.rules.smallest,
        features=[_feature(one) for one in told.outages],
    )
    return document.model_dump_json().encode()


def _feature(one: PublishedOutage) -> PublicFeature:
    polygons = [[_ring(box)] for box in one.areas]
    return PublicFeature(
        id=one.mrid, geometry=PublicGeometry(coordinates=polygons) if polygons else None, properties=_properties(one)
    )


def _properties(one: PublishedOutage) -> PublicOutage:
    return PublicOutage(
        isSeveral=one.is_several,
        outageKind=one.status,
        metersAffected=one.customers_out,
        originalMetersAffected=one.customers_interrupted,
        customersRestored=one.customers_restored,
        metersServed=one.customers_served,
        reportedStartTime=one.started_at,
        estimatedRestorationTime=one.estimated_at,
        cause=one.cause,
        causeKind=one.cause_kind,
        statusKind=one.crew,
        communityDescriptor=", ".join(one.counties) or None,
    )


def _ring(box: Box) -> list[list[float]]:
    """Anticlockwise and closed (RFC 7946, 3.1.6)."""
    west, south, east, north = (round(value, DECIMALS) for value in box)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]
