"""From rows of the live database to the queue's input: outages that need a crew, crews on shift, times of work.

Rules
    Work on site: the utility's own median (flux.utilities.repair_minutes) by the kind of outage (`work_factor`); where
    somebody looked at the damage and said how many hours a crew needs, those hours instead; an hour more where the way
    there is blocked. From being sent to driving off: a third of the time that it takes to call a crew out.
    What comes first: critical customers, what endangers people, and what a person gave high priority; of the others
    the most customers an hour of crew.
    A crew at work is free again after what is left of a lognormal time of work of which some has passed (median of what
    is left, given that it was not done by now); one that drives, after its drive and work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from data_sources.analytics.plane import plane_km
from data_sources.analytics.remaining import left_minutes
from data_sources.analytics.storm.work import CrewsOnShift, OpenOutages, WorkTimes
from data_sources.network.graph import Network
from data_sources.network.rows import Ints
from data_sources.outages.crews import work_factor

Row = Mapping[str, Any]

QUEUED: Final = ("predicted", "confirmed", "crew_assigned", "en_route", "on_site")
BUSY: Final = ("assigned", "en_route", "working")
ON_SHIFT: Final = ("available", *BUSY)
ENDANGERS: Final = frozenset({"wire_down", "arcing", "fire", "gas_leak", "public_at_risk"})
ACCESS_MINUTES: Final = 60.0
MOBILISE_SHARE: Final = 1 / 3


@dataclass(frozen=True, slots=True, eq=False)
class StormRows:
    """What the live database says.

    Attributes:
        outages: of unclosed_outages.sql.
        critical: of critical_transformers.sql.
        crews: of crews_and_outages.sql.
        damage: of standing_damage.sql.
        rules: of dispatch_rules.sql, one row.
    """

    outages: Sequence[Row]
    critical: Sequence[Row]
    crews: Sequence[Row]
    damage: Sequence[Row]
    rules: Row


@dataclass(frozen=True, slots=True, eq=False)
class StormGround:
    """The queue's input, with the rows it was made of.

    Attributes:
        rows: outages that need a crew, in the order of the arrays.
        outages: the same as arrays; `critical` counts whatever makes an outage come first.
        counted: customers that are out now; of one that is only predicted none, shape (outages,).
        critical: critical customers out, shape (outages,).
        life_support: of these, on life support, shape (outages,).
        crew_hours: what was said that the damage takes, NaN where nobody said so, shape (outages,).
        crew_rows: crews on shift, in the order of the arrays.
        crews: the same as arrays.
        times: of travel and repair.
    """

    rows: Sequence[Row]
    outages: OpenOutages
    counted: Ints
    critical: Ints
    life_support: Ints
    crew_hours: np.ndarray
    crew_rows: Sequence[Row]
    crews: CrewsOnShift
    times: WorkTimes


def storm_ground(found: StormRows, network: Network, now: dt.datetime) -> StormGround:
    """What the queue works on.

    Args:
        found: rows of one utility.
        network: of the same utility.
        now: what counts as the present, aware.
    """
    rows = [row for row in found.outages if row["state"] in QUEUED and row["kind"] != "planned" and _has_place(row)]
    rules = found.rules
    times = WorkTimes(rules["crew_kmh"], mobilise_minutes=rules["call_out_minutes"] * MOBILISE_SHARE)
    critical, life = _critical(rows, found.critical)
    hours, repair = _work(rows, found.damage, network, rules["repair_minutes"])
    counted = _ints(row["customers_out"] for row in rows)
    expected = [0 if row["confirmed_at"] is not None else row["customers_predicted"] or 0 for row in rows]
    crew_rows = [row for row in found.crews if row["status"] in ON_SHIFT]
    places = [(row["lon"], row["lat"]) for row in (*rows, *crew_rows)]
    lon, lat = np.array(places, np.float64).reshape(-1, 2).T
    east, north = plane_km(lon, lat)
    outages = OpenOutages(
        counted + _ints(expected), critical + _ints(endangers_or_is_high(row) for row in rows), east[: len(rows)],
        north[: len(rows)], repair, _areas(rows, network),
    )  # fmt: skip
    crews = _crews(crew_rows, rows, outages, (east[len(rows) :], north[len(rows) :]), times, now)
    return StormGround(rows, outages, counted, critical, life, hours, crew_rows, crews, times)


def endangers_or_is_high(row: Row) -> bool:
    """Whether an outage comes first for another reason than critical customers."""
    return bool(dangers(row)) or (row["is_priority_manual"] and row["priority"] == "high")


def dangers(row: Row) -> list[str]:
    """What endangers people there."""
    return [one for one in str(row["hazards"] or "").split(",") if one in ENDANGERS]


def _has_place(row: Row) -> bool:
    return row["lon"] is not None and row["lat"] is not None


def _ints(values: Any) -> Ints:
    return np.fromiter(values, np.int64)


def _critical(rows: Sequence[Row], critical: Sequence[Row]) -> tuple[Ints, Ints]:
    by_unit = {row["transformer_id"]: (row["customers"], row["life_support"]) for row in critical}
    found = [
        [by_unit[int(unit)] for unit in str(row["dark_transformers"] or "").split(",") if unit and int(unit) in by_unit]
        for row in rows
    ]
    return _ints(sum(all_ for all_, _ in one) for one in found), _ints(sum(life for _, life in one) for one in found)


def _work(
    rows: Sequence[Row], damage: Sequence[Row], network: Network, repair_minutes: float
) -> tuple[np.ndarray, np.ndarray]:
    """(crew hours that were said, NaN where nobody did; median minutes on site) of each outage."""
    hours, blocked = dict.fromkeys((row["outage_id"] for row in damage), 0.0), set()
    for row in damage:
        hours[row["outage_id"]] += row["crew_hours"] or 0.0
        if row["is_access_blocked"]:
            blocked.add(row["outage_id"])
    said = np.array([hours.get(row["outage_id"]) or np.nan for row in rows], np.float64)
    usual = np.array([repair_minutes * _factor(row, network) for row in rows], np.float64)
    more = np.array([ACCESS_MINUTES * (row["outage_id"] in blocked) for row in rows], np.float64)
    return said, np.where(np.isnan(said), usual, 60.0 * said) + more


def _factor(row: Row, network: Network) -> float:
    unit, units = row["transformer_id"], network.transformers
    is_underground = unit is not None and bool(units["is_underground"][units.index(unit)])
    return work_factor(is_underground, unit is not None, row["device_kind"])


def _areas(rows: Sequence[Row], network: Network) -> Ints:
    feeders = network.rows.feeders
    found = feeders.indexes(np.array([row["feeder_id"] for row in rows], np.int64))
    return np.asarray(feeders["substation_id"][found], np.int64)


def _crews(
    crew_rows: Sequence[Row], rows: Sequence[Row], outages: OpenOutages, places: tuple[np.ndarray, np.ndarray],
    times: WorkTimes, now: dt.datetime,
) -> CrewsOnShift:  # fmt: skip
    place_of = {row["outage_id"]: place for place, row in enumerate(rows)}
    busy, free, taken = np.full(len(crew_rows), -1, np.int64), np.zeros(len(crew_rows)), set()
    for number, crew in enumerate(crew_rows):
        place = place_of.get(crew["outage_id"], -1) if crew["status"] in BUSY else -1
        if place < 0:
            continue
        drive = np.hypot(outages.east_km[place] - places[0][number], outages.north_km[place] - places[1][number])
        free[number] = _left(crew, float(outages.repair_minutes[place]), float(drive), times, now)
        if place not in taken:  # a second crew at the same outage helps; the queue knows one an outage
            busy[number] = place
            taken.add(place)
    return CrewsOnShift(places[0], places[1], free, busy)


def _left(crew: Row, repair: float, drive_km: float, times: WorkTimes, now: dt.datetime) -> float:
    if crew["status"] == "working":
        return left_minutes(repair, times.repair_sigma, (now - crew["updated_at"]).total_seconds() / 60)
    mobilise = times.mobilise_minutes if crew["status"] == "assigned" else 0.0
    return mobilise + drive_km * 60 / times.travel_kmh + repair
