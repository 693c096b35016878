"""One local day of a utility's transformers: their readings and the weather in, rows of the history out.

A transformer goes on from where the day before left it. One of which no hour of a day is known begins anew on the
next: in the steady state of its first load known, so that what a day depends on ends with the day before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.thermal.constants import HOT_C, WARM_C
from data_sources.analytics.thermal.fleet import Singles, ThermalLoads, ThermalTrace, fresh_state, thermal_trace
from data_sources.analytics.thermal.loads import SteppedLoads
from data_sources.network.metered_fleet import MeteredFleet
from data_sources.network.rows import Bools, Floats
from data_sources.warehouse.schema import arrow_schema

STRESS: Final = "thermal_stress"
DAYS: Final = "transformer_thermal_day"
STATE: Final = "transformer_thermal_state"
STATE_COLUMNS: Final = (
    "top_oil_c", "gradient_k", "counter_gradient_k", "assumed_share", "last_load_pu", "last_ambient_c",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class DayOfHeat:
    """What a day came to.

    Attributes:
        tables: rows of THERMAL_STRESS, TRANSFORMER_THERMAL_DAY and TRANSFORMER_THERMAL_STATE.
        hours: of the day, UTC, shape (hours,).
        state: at the end, in the order of the fleet, float32, shape (transformers, 6).
        is_known: whether any hour of any transformer is.
    """

    tables: dict[str, pa.Table]
    hours: NDArray[np.datetime64]
    state: Singles
    is_known: bool

    @property
    def state_digest(self) -> str:
        """Tells the state from any other."""
        return hashlib.blake2s(self.state.tobytes(), digest_size=8).hexdigest()


def heat_of_day(
    fleet: MeteredFleet, day: dt.date, loads: SteppedLoads, air_c: Singles, start: Singles | None
) -> DayOfHeat:
    """Temperatures and ageing of one day.

    Args:
        fleet: the transformers.
        day: local.
        loads: of its hours.
        air_c: ambient temperature of its hours, shape (hours,).
        start: state at the end of the day before; None where that day is not known.
    """
    trace = thermal_trace(fleet.thermal, ThermalLoads(loads.load_pu, air_c, 60.0), start)
    known = trace.totals.known_hours > 0
    state = np.where(known[:, None], trace.totals.state, fresh_state(len(known)))
    tables = {
        STRESS: _stress(fleet, loads, trace),
        DAYS: _day_rows(fleet, day, loads, trace),
        STATE: _state_rows(fleet, day, state, known),
    }
    return DayOfHeat(tables, loads.starts, state, bool(known.any()))


def state_of_rows(fleet: MeteredFleet, rows: pa.Table) -> Singles:
    """The state of a fleet out of rows of TRANSFORMER_THERMAL_STATE; who has none there begins anew."""
    state = fresh_state(len(fleet.ids))
    ids = rows["transformer_id"].to_numpy().astype(np.int64)
    at = np.searchsorted(fleet.ids, ids)
    is_there = at < len(fleet.ids)
    is_there[is_there] = fleet.ids[at[is_there]] == ids[is_there]
    values = np.stack([np.asarray(rows[name].cast(pa.float64()).to_numpy()) for name in STATE_COLUMNS], axis=1)
    state[at[is_there]] = values[is_there].astype(np.float32)
    return state


def _stress(fleet: MeteredFleet, loads: SteppedLoads, trace: ThermalTrace) -> pa.Table:
    """One row a known hour, transformer by transformer."""
    known = np.isfinite(trace.hot_spot_c)
    count = known.sum(axis=1)
    hours = np.broadcast_to(loads.starts.astype("datetime64[us]"), known.shape)
    return _table(
        STRESS, transformer_id=np.repeat(fleet.ids, count), hour_start_at=hours[known],
        hot_spot_c=np.round(trace.hot_spot_c[known].astype(np.float64), 1),
        aging_factor=significant(trace.aged_hours[known]),
    )  # fmt: skip


def _day_rows(fleet: MeteredFleet, day: dt.date, loads: SteppedLoads, trace: ThermalTrace) -> pa.Table:
    """One row a transformer."""
    totals, known = trace.totals, np.isfinite(trace.hot_spot_c)
    count = len(fleet.ids)
    return _table(
        DAYS, transformer_id=fleet.ids, utility_id=np.full(count, fleet.utility_id), feeder_id=fleet.feeder_ids,
        reading_day=np.full(count, np.datetime64(day, "D")), aged_hours=significant(totals.aged_hours, 5),
        hot_spot_max_c=np.round(totals.hot_spot_max_c, 1), top_oil_max_c=np.round(totals.top_oil_max_c, 1),
        peak_load_pct=np.round(100 * _highest(loads.load_pu, known), 2), known_hours=totals.known_hours,
        unknown_hours=totals.unknown_hours, hours_without_weather=_count(~known & np.isfinite(loads.load_pu)),
        partial_hours=_count(known & loads.is_partial), settling_hours=totals.settling_hours,
        implausible_hours=_count(loads.is_implausible),
        hours_above_110_c=_count(trace.hot_spot_c > WARM_C), hours_above_140_c=_count(trace.hot_spot_c > HOT_C),
    )  # fmt: skip


def _state_rows(fleet: MeteredFleet, day: dt.date, state: Singles, known: Bools) -> pa.Table:
    """Where the day left those of which something is known."""
    count = int(known.sum())
    values = {name: state[known, column].astype(np.float64) for column, name in enumerate(STATE_COLUMNS)}
    return _table(
        STATE, transformer_id=fleet.ids[known], utility_id=np.full(count, fleet.utility_id),
        reading_day=np.full(count, np.datetime64(day, "D")), **values,
    )  # fmt: skip


def _highest(values: Singles, known: Bools) -> Floats:
    """The highest known value of each row; NaN where there is none."""
    highest = np.where(known, values, -np.inf).max(axis=1, initial=-np.inf).astype(np.float64)
    return np.where(np.isfinite(highest), highest, np.nan)


def _count(chosen: Bools) -> NDArray[np.int64]:
    return np.asarray(np.count_nonzero(chosen, axis=1), np.int64)


def significant(values: NDArray[np.floating], digits: int = 3) -> Floats:
    """Values rounded to so many significant digits: what is kept of them packs, and stands on no more than it says."""
    plain = np.asarray(values, np.float64)
    size = np.floor(np.log10(np.maximum(np.abs(plain), 1e-12)))
    scale = 10.0 ** (digits - 1 - size)
    return np.where(plain == 0, 0.0, np.round(plain * scale) / scale)


def _table(name: str, **columns: NDArray[np.generic]) -> pa.Table:
    """Rows of a table of the history; NaN becomes NULL."""
    schema = arrow_schema(name)
    arrays = [pa.array(columns[field.name], from_pandas=True).cast(field.type) for field in schema]
    return pa.table(arrays, schema=schema)
