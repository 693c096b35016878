"""Outages as they are published: coarse in place, number and time (the rule stands in analytics/disclosure.py).

An outage with at least the smallest number of customers out is told by itself; its places are those areas in which that
many are out. Outages with fewer are told together with their neighbours where they come to that number, else not at
all; of these nothing is told but rounded counts: how many they are, since when, until when and who works there is each
one's own, and would change with a single customer's outage. Sums are sums of what is told, so that nothing can be had
by subtracting. Only what somebody confirmed is told: a presumed outage may be none. Its number (mRID) is an HMAC of
ours, the same while it lasts.

Times: the start to the quarter hour before, the estimate to the quarter hour after.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from data_sources.analytics.disclosure import (
    WHOLE,
    Box,
    PublicAreas,
    holds,
    larger,
    merged,
    public_areas,
    rounded,
)
from data_sources.publishing.counties import County, county_of_places
from data_sources.publishing.words import (
    SEVERAL,
    CrewStatusKind,
    OutageStatusKind,
    cause_kind,
    crew_kind,
    public_cause,
)

AREAS_SERVE = 20
"""Customers that an area serves at least, in smallest numbers shown: 200 where ten is the smallest."""
QUARTER = dt.timedelta(minutes=15)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PublishedOutage:
    """One outage, or several small ones told together.

    Attributes:
        mrid: its number, of no meaning.
        is_several: it tells of small outages together; of how many is not told.
        status: confirmed, or restored in part.
        customers_out: still without supply, rounded.
        customers_interrupted: who lost it, rounded.
        started_at: since when, UTC; None for several.
        estimated_at: until when about; None where nobody says, and for several.
        cause: in words.
        cause_kind: as a code of the CIM.
        crew: what its crew does; None for several.
        customers_served: in its areas, rounded.
        areas: west, south, east, north of each area, degrees; empty: somewhere in the service area.
        counties: names of the counties these lie in.
    """

    mrid: str
    is_several: bool
    status: OutageStatusKind
    customers_out: int
    customers_interrupted: int
    started_at: dt.datetime | None
    estimated_at: dt.datetime | None
    cause: str
    cause_kind: str
    crew: CrewStatusKind | None
    customers_served: int
    areas: tuple[Box, ...]
    counties: tuple[str, ...]

    @property
    def customers_restored(self) -> int:
        """Who got supply back in it."""
        return self.customers_interrupted - self.customers_out


@dataclass(frozen=True, slots=True, eq=False)
class PublicGround:
    """What does not change with outages: areas, who is served in them, counties.

    Attributes:
        areas: the areas.
        county: name of each area's county, shape (areas,); empty where no counties are known.
        customers: served by the whole utility.
        smallest: number of customers shown.
        secret: what numbers of outages are made with.
    """

    areas: PublicAreas
    county: tuple[str, ...]
    customers: int
    smallest: int
    secret: str = field(repr=False)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Tiles of all areas."""
        return tuple(box for area in self.areas.boxes for box in area)

    def mrid(self, kind: str, number: int) -> str:
        """The published number of an outage or of an area."""
        digest = hmac.digest(self.secret.encode(), f"{kind} {number}".encode(), hashlib.sha256)
        return str(uuid.UUID(bytes=digest[:16], version=4))


def public_ground(served: pa.Table, counties: Sequence[County], smallest: int, secret: str) -> PublicGround:
    """The ground of a utility.

    Args:
        served: rows of public_customers.sql.
        counties: to name areas by.
        smallest: number of customers that may be shown.
        secret: of this database.
    """
    lon, lat, customers = (served[name].to_numpy() for name in ("lon", "lat", "customers"))
    areas = public_areas(lon, lat, customers, AREAS_SERVE * smallest)
    county = county_of_places(counties, lon, lat, customers, areas.of_place, len(areas.keys))
    return PublicGround(areas, county, int(customers.sum()), smallest, secret)


def published_outages(ground: PublicGround, outages: pa.Table, places: pa.Table) -> tuple[PublishedOutage, ...]:
    """What is told, most customers first.

    Args:
        ground: of the utility.
        outages: rows of public_outages.sql.
        places: rows of public_out_places.sql.
    """
    counts = _counts_by_area(ground, outages, places)
    rows = [(row, counts[row["outage_id"]]) for row in outages.to_pylist()]
    alone = [_alone(ground, row, where) for row, where in rows if row["customers_out"] >= ground.smallest]
    together = _together(ground, [(row, where) for row, where in rows if row["customers_out"] < ground.smallest])
    return tuple(sorted([*alone, *together], key=lambda one: (-one.customers_out, one.started_at or _EPOCH, one.mrid)))


def _counts_by_area(ground: PublicGround, outages: pa.Table, places: pa.Table) -> dict[int, dict[int, float]]:
    """Customers out of each outage by area; those of whom no place is known are where the outage is."""
    found: dict[int, dict[int, float]] = {}
    keys = ground.areas.locate(places["lon"].to_numpy(), places["lat"].to_numpy())
    ids, customers = places["outage_id"].to_numpy(), places["customers"].to_numpy().astype(np.float64)
    for outage_id, key, count in zip(ids.tolist(), keys.tolist(), customers.tolist(), strict=True):
        where = found.setdefault(outage_id, {})
        where[key] = where.get(key, 0.0) + count
    own = ground.areas.locate(outages["lon"].to_numpy(), outages["lat"].to_numpy()).tolist()
    for row, key in zip(outages.to_pylist(), own, strict=True):
        known = found.get(row["outage_id"]) or {key: 1.0}
        share = row["customers_out"] / sum(known.values())
        found[row["outage_id"]] = {area: count * share for area, count in known.items()}
    return found


def _alone(ground: PublicGround, row: Row, where: dict[int, float]) -> PublishedOutage:
    out = rounded(row["customers_out"], ground.smallest)
    lost = max(rounded(row["customers_interrupted"], ground.smallest), out)
    keys = merged(where, ground.smallest)
    return PublishedOutage(
        ground.mrid("outage", row["outage_id"]), False, _status(out, lost), out, lost, _before(row["started_at"]),
        _after(row["estimated_restoration_at"]), public_cause(row["cause"], row["kind"]),
        cause_kind(row["cause"], row["kind"]), crew_kind(row["crew_status"]), *_area(ground, keys),
    )  # fmt: skip


def _together(ground: PublicGround, rows: Sequence[tuple[Row, dict[int, float]]]) -> list[PublishedOutage]:
    """Small outages by the area in which they come to the smallest number; a small one lies in its main area whole."""
    by_area: dict[int, list[Row]] = {}
    for row, where in rows:
        by_area.setdefault(max(where, key=lambda key: (where[key], key)), []).append(row)
    counts = {key: float(sum(row["customers_out"] for row in members)) for key, members in by_area.items()}
    kept = merged(counts, ground.smallest)
    return [_several(ground, key, members) for key, members in _members(by_area, kept).items()]


def _members(by_area: dict[int, list[Row]], kept: Mapping[int, float]) -> dict[int, list[Row]]:
    """The small outages of each area that is told: those of areas in it that are told by none smaller."""
    found: dict[int, list[Row]] = {}
    for key, rows in by_area.items():
        at = key
        while at not in kept and at != WHOLE:
            at = larger(at)
        if at in kept:
            found.setdefault(at, []).extend(rows)
    return found


def _several(ground: PublicGround, key: int, rows: Sequence[Row]) -> PublishedOutage:
    out = rounded(sum(row["customers_out"] for row in rows), ground.smallest)
    lost = max(rounded(sum(row["customers_interrupted"] for row in rows), ground.smallest), out)
    return PublishedOutage(
        ground.mrid("area", key), True, _status(out, lost), out, lost, None, None, SEVERAL, "unplanned", None,
        *_area(ground, [key]),
    )  # fmt: skip


def _status(out: int, lost: int) -> OutageStatusKind:
    return "partiallyRestored" if lost > out else "confirmed"


def _area(ground: PublicGround, keys: Iterable[int]) -> tuple[int, tuple[Box, ...], tuple[str, ...]]:
    """Customers served, boxes and counties of areas; one that holds another of them says less and is left out."""
    every = set(keys)
    told = sorted(key for key in every if not any(key != other and holds(key, other) for other in every))
    if WHOLE in told:
        return rounded(ground.customers, ground.smallest), (), ()
    rows = [ground.areas.within(key) for key in told]
    found = np.concatenate(rows)
    names = dict.fromkeys(ground.county[row] for row in found if ground.county and ground.county[row])
    served = rounded(float(ground.areas.customers[found].sum()), ground.smallest)
    return served, tuple(box for row in found for box in ground.areas.boxes[row]), tuple(sorted(names))


def _before(at: dt.datetime) -> dt.datetime:
    return at - (at - _EPOCH) % QUARTER


def _after(at: dt.datetime | None) -> dt.datetime | None:
    """Rounded up; where the calendar ends before that (another system may write any time), nobody knows."""
    try:
        return None if at is None else at + -(at - _EPOCH) % QUARTER
    except OverflowError:
        return None
