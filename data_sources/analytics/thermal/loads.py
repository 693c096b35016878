"""Readings of transformers as loads per unit of their ratings, step by step; what is not known stays unknown.

A step (an hour, or an interval) counts where at least nine tenths of the minutes that the meters of that day should
have registered were read (`pipeline.thermal.expected`). Its load is what was read, as everywhere else in the product:
nothing is scaled up, so that of such a `partial` step up to a tenth may be missing. Apparent power follows from net
energy and reactive energy; where no meter registers reactive energy, from a power factor of 0.95, as live loads of
imported networks do.

A load above three times the rating is not believed: IEEE C57.91 limits a distribution transformer to 300 % for half an
hour, and its fuse would have opened. It is a meter that jumped, or one that hangs elsewhere: unknown, and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.thermal.fleet import Ints, Singles

POWER_FACTOR: Final = 0.95  # where no reactive energy is registered
LEAST_READ: Final = 0.9  # of the minutes expected of an hour
MOST_PU: Final = 3.0  # IEEE C57.91, limits of short-time loading of distribution transformers
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class SteppedLoads:
    """Loads in steps of one length, shapes (transformers, steps).

    Attributes:
        starts: of the steps, UTC, shape (steps,).
        load_pu: apparent power over rated kVA; NaN where it is not known.
        power_pu: net active power over rated kVA, negative where it flows back; NaN likewise.
        is_partial: known, and not all of it was read.
        is_implausible: read, and not believed.
    """

    starts: NDArray[np.datetime64]
    load_pu: Singles
    power_pu: Singles
    is_partial: Bools
    is_implausible: Bools


def stepped_loads(
    rows: pa.Table, starts: NDArray[np.datetime64], ids: Ints, rated_kva: Floats, meters: Ints, minutes: int = 60
) -> SteppedLoads:
    """Loads out of rows of thermal_hours.sql; rows of other transformers and times are passed over.

    Args:
        rows: in any order; those of one transformer and step are added.
        starts: consecutive starts of steps, UTC.
        ids: of the transformers, ascending.
        rated_kva: of each.
        meters: expected to be read, shape (transformers, steps), or (transformers, 1) where they stay.
        minutes: length of a step.
    """
    at, shape = _place(rows, starts, ids, 60 * minutes), (len(ids), len(starts))
    energy, reactive, received = (_column(rows, name) for name in ("energy_kwh", "reactive_kvarh", "minutes_received"))

    def summed(values: Floats) -> Floats:
        found = np.bincount(at[at >= 0], values[at >= 0], shape[0] * shape[1])
        return np.asarray(found, np.float64).reshape(shape)

    net, kvarh, read = summed(np.nan_to_num(energy)), summed(np.nan_to_num(reactive)), summed(np.nan_to_num(received))
    has_kvarh = True if np.isfinite(reactive).all() else summed(np.isfinite(reactive).astype(np.float64)) > 0
    apparent = np.where(has_kvarh, np.hypot(net, kvarh), np.abs(net) / POWER_FACTOR)
    expected = float(minutes) * meters
    is_read = (read > 0) & (read >= LEAST_READ * expected) & (rated_kva[:, None] > 0)
    rated = rated_kva[:, None] * minutes / 60
    is_implausible = is_read & (apparent > MOST_PU * rated)
    is_known = is_read & ~is_implausible
    load, power = (_divided(values, rated, is_known) for values in (apparent, net))
    return SteppedLoads(starts, load, power, is_known & (read < expected), is_implausible)


def _divided(values: Floats, by: Floats, chosen: Bools) -> Singles:
    found = np.full(values.shape, np.nan, np.float32)
    np.divide(values, by, out=found, where=chosen, casting="unsafe")
    return found


def _place(rows: pa.Table, steps: NDArray[np.datetime64], ids: Ints, seconds: int) -> Ints:
    """Where each row belongs in a flat (transformers, steps); -1 for nowhere."""
    if not len(ids) or not len(steps):
        return np.full(len(rows), -1)
    found = rows["transformer_id"].to_numpy()
    changes = np.flatnonzero(np.diff(found, prepend=found[:1] - 1))  # rows of a transformer mostly stand together
    wanted = found[changes].astype(np.int64)
    at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    at = np.repeat(np.where(ids[at] == wanted, at, -1), np.diff(changes, append=len(found)))
    starts = rows["hour_start_at"].cast(pa.timestamp("s", "UTC")).cast(pa.int64()).to_numpy()
    step = (starts - steps[0].astype("datetime64[s]").astype(np.int64)) // seconds
    is_there = (at >= 0) & (step >= 0) & (step < len(steps))
    return np.where(is_there, at * len(steps) + step, -1)


def _column(rows: pa.Table, name: str) -> Floats:
    """A column as float64, NULL as NaN."""
    return np.asarray(rows[name].cast(pa.float64()).to_numpy(), np.float64)


def hourly_air(rows: pa.Table, hours: NDArray[np.datetime64]) -> Singles:
    """Ambient temperatures of hours out of rows of ami_weather.sql, shape (hours,); NaN where none was observed.

    Args:
        rows: ascending; several of one hour are averaged.
        hours: consecutive starts of hours, UTC.
    """
    observed = rows["observed_at"].cast(pa.timestamp("s", "UTC")).cast(pa.int64()).to_numpy()
    at = (observed - hours[0].astype("datetime64[s]").astype(np.int64)) // 3600
    degrees = _column(rows, "temperature_c")
    is_there = (at >= 0) & (at < len(hours)) & np.isfinite(degrees)
    total = np.bincount(at[is_there], degrees[is_there], len(hours))
    count = np.bincount(at[is_there], minlength=len(hours))
    air = np.full(len(hours), np.nan, np.float32)
    np.divide(total, count, out=air, where=count > 0, casting="unsafe")
    return air
