"""The demo utility at one instant: transformer and feeder status, crews, and the last two days of system load."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.demo import load_model as model
from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import rows
from data_sources.demo.weather.hours import Instants, temperature_at

LOSSES: Final = 0.03  # of feeder load, in lines and transformers
CREW_KINDS: Final = ("line", "trouble", "underground", "vegetation")
CREW_SHARE: Final = (0.48, 0.27, 0.13, 0.12)
CREW_MEMBERS: Final = (4, 2, 3, 3)


@dataclass(frozen=True, slots=True)
class Loads:
    """What carries load: transformers in id order and their feeders."""

    feeder: Ints
    peak_kw: Floats
    share: Floats
    rated_kva: Floats
    distance_share: Floats
    feeder_kva: Floats
    feeder_kv: Floats


def distance_shares(feeder: Ints, place: Floats, head: Floats) -> Floats:
    """Straight distance of places from their feeder's head over the largest in that feeder, 0 to 1."""
    far = np.hypot(*(place - head[feeder]).T)
    largest = np.zeros(len(head))
    np.maximum.at(largest, feeder, far)
    share: Floats = far / np.maximum(largest[feeder], 1.0)
    return share


def status_tables(loads: Loads, at: dt.datetime, as_of: dt.date, seed: int) -> tuple[pa.Table, pa.Table]:
    """transformer_status and feeder_status at a UTC instant, everything energised."""
    instant = np.datetime64(at.astimezone(dt.UTC).replace(tzinfo=None), "s")
    celsius = float(temperature_at(np.array([instant]), as_of, seed)[0])
    number = np.arange(1, len(loads.peak_kw) + 1)
    load = model.transformer_load_kw(loads.peak_kw, loads.share, instant, celsius, number)
    pct = 100.0 * load / model.POWER_FACTOR / loads.rated_kva
    feeder_load = np.bincount(loads.feeder, load, minlength=len(loads.feeder_kva)) * (1.0 + LOSSES)
    feeder_pct = 100.0 * feeder_load / model.POWER_FACTOR / loads.feeder_kva
    volts = model.voltage_v(loads.distance_share, feeder_pct[loads.feeder], pct)
    one = np.ones(len(load), np.int64)
    transformers = rows.table(
        transformer_id=("int", number),
        utility_id=("int", one),
        feeder_id=("int", loads.feeder + 1),
        load_kw=("real", load.round(2)),
        load_pct=("real", pct.round(2)),
        voltage_v=("real", volts.round(2)),
        is_energized=("bool", one.astype(bool)),
        updated_at=("time", np.full(len(load), instant)),
    )
    count = len(feeder_load)
    amps = feeder_load / model.POWER_FACTOR / np.sqrt(3.0) / loads.feeder_kv
    feeders = rows.table(
        feeder_id=("int", np.arange(1, count + 1)),
        utility_id=("int", one[:count]),
        load_kw=("real", feeder_load.round(2)),
        load_pct=("real", feeder_pct.round(2)),
        current_a=("real", amps.round(2)),
        voltage_kv=("real", (loads.feeder_kv * (1.035 - 0.0002 * feeder_pct)).round(3)),
        power_factor=("real", np.full(count, model.POWER_FACTOR)),
        is_energized=("bool", one[:count].astype(bool)),
        updated_at=("time", np.full(count, instant)),
    )
    return transformers, feeders


def system_history(loads: Loads, at: dt.datetime, as_of: dt.date, seed: int) -> pa.Table:
    """System load every five minutes of the 48 hours before a UTC instant, nobody out."""
    end = np.datetime64(at.astimezone(dt.UTC).replace(tzinfo=None), "s")
    end -= end.astype(np.int64) % 300
    sampled: Instants = end - np.arange(48 * 12, -1, -1) * np.timedelta64(300, "s")
    peaks = (loads.peak_kw[:, None] * loads.share).sum(axis=0) * (1.0 + LOSSES)
    load = model.system_load_kw(peaks, sampled, temperature_at(sampled, as_of, seed))
    none = np.zeros(len(sampled), np.int64)
    return rows.table(
        utility_id=("int", none + 1),
        sampled_at=("time", sampled),
        load_kw=("double", load.round(1)),
        customers_out=("int", none),
        active_outages=("int", none),
        crews_assigned=("int", none),
        is_simulated=("bool", none == 0),
    )


def crew_count(feeders: int) -> int:
    """How many crews a utility of that many feeders keeps: about one in seven, at least five."""
    return max(5, round(feeders / 7.0))


def crew_table(yard: Floats, feeders: int, at: dt.datetime, seed: int) -> pa.Table:
    """Crews at their yards, on or off shift by the local hour."""
    rng = np.random.default_rng((seed, 121))
    count = crew_count(feeders)
    kind = np.sort(np.searchsorted(np.cumsum(CREW_SHARE), (np.arange(count) + 0.5) / count))
    base = yard[rng.permutation(len(yard))[np.arange(count) % len(yard)]]
    lon, lat = rows.where(base + rng.normal(0.0, 60.0, (count, 2)))
    instant = np.datetime64(at.astimezone(dt.UTC).replace(tzinfo=None), "s")
    hour = float(model.local_clock(instant)[0][0])
    at_work = np.array([0.85, 0.95, 0.8, 0.8] if 7.0 <= hour < 17.0 else [0.3, 0.6, 0.25, 0.0])
    on_shift = (rng.permutation(count) + 0.5) / count < at_work[kind]
    return rows.table(
        crew_id=("int", np.arange(1, count + 1)),
        utility_id=("int", np.ones(count, np.int64)),
        crew_name=rows.named("Crew", rows.padded(np.arange(1, count + 1), 3)),
        kind=rows.picked(CREW_KINDS, kind),
        status=rows.picked(("off_shift", "available"), on_shift.astype(np.int64)),
        members=("small", np.array(CREW_MEMBERS)[kind]),
        outage_id=pa.nulls(count, pa.int64()),
        lon=("double", lon),
        lat=("double", lat),
        updated_at=("time", np.full(count, instant)),
    )
