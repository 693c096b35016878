"""The readings of one feeder laid out as matrices, meter by interval: what every search for losses works on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Instants = NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class FeederReadings:
    """One feeder over a period. NaN where there is no reading; m meters, t intervals, k transformers with own meter.

    Attributes:
        feeder_id: whose readings.
        start_at: starts of the intervals, UTC, every one of the period, shape (t,).
        interval_minutes: their length.
        meter_id: ascending, shape (m,).
        transformer_id: as recorded, shape (m,).
        delivered_kwh: to the customer, shape (m, t).
        received_kwh: from the customer, shape (m, t).
        voltage_pct: % of nominal, shape (m, t).
        is_estimated: the read is an estimate, shape (m, t).
        measured_id: transformers that have a meter of their own, ascending, shape (k,).
        measured_kwh: net energy through them, shape (k, t).
        head_kwh: net energy into the feeder, shape (t,).
        group: class of each customer as a number; meters are judged among their like, shape (m,).
        utc_offset_s: seconds to add to UTC for the local clock, at the period's start.
    """

    feeder_id: int
    start_at: Instants
    interval_minutes: int
    meter_id: Ints
    transformer_id: Ints
    delivered_kwh: Singles
    received_kwh: Singles
    voltage_pct: Singles
    is_estimated: Bools
    measured_id: Ints
    measured_kwh: Floats
    head_kwh: Floats
    group: Ints
    utc_offset_s: int = 0

    @cached_property
    def net_kwh(self) -> Singles:
        """Delivered less received, shape (m, t)."""
        net: Singles = self.delivered_kwh - np.nan_to_num(self.received_kwh)
        return net

    @cached_property
    def day_steps(self) -> int:
        """Intervals a day."""
        return 1440 // self.interval_minutes

    @cached_property
    def transformers(self) -> Ints:
        """Every recorded transformer, ascending, shape (j,)."""
        return np.unique(self.transformer_id)

    @cached_property
    def transformer_row(self) -> Ints:
        """Row of each meter's transformer in `transformers`, shape (m,)."""
        return np.searchsorted(self.transformers, self.transformer_id).astype(np.int64)

    @cached_property
    def is_metered(self) -> Bools:
        """The meter's recorded transformer has a meter of its own, shape (m,)."""
        return np.isin(self.transformer_id, self.measured_id)

    @cached_property
    def local_day(self) -> NDArray[np.datetime64]:
        """Local day of each interval, shape (t,)."""
        return (self.start_at + np.timedelta64(self.utc_offset_s, "s")).astype("datetime64[D]")

    def kw(self, energy_kwh: NDArray[np.floating]) -> NDArray[np.floating]:
        """Mean power of interval energies."""
        return np.asarray(energy_kwh * (60.0 / self.interval_minutes))
