"""The faults of one step: struck, and told of where something reports them."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np

from data_sources.demo.simulator.faults import Exposure, draw_fault, feeder_of, strike
from data_sources.demo.simulator.hidden import unfound
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.world import Intent, TrueFault, World
from data_sources.network.rows import Bools

TRIES: Final = 30  # to draw a fault that nothing reports


class Strokes:
    """The faults of one step.

    Args:
        world: the present; faults that nothing reports are added to it.
        rng: where chance comes from.
        settings: the pace.
        reports: which devices have telemetry, shape (devices,).
        now: when they strike.

    Attributes:
        told: what is reported of them.
    """

    def __init__(
        self, world: World, rng: np.random.Generator, settings: SimulatorSettings, reports: Bools, now: dt.datetime
    ) -> None:
        """None has struck yet."""
        self._world, self._rng, self._settings, self._reports, self._now = world, rng, settings, reports, now
        self._struck: set[int] = set()
        self.told: list[Intent] = []

    @property
    def going(self) -> int:
        """Outages that last, known or not."""
        return len(self._world.state.outages) + len(unfound(self._world)) + len(self.told)

    def strike(self, chances: Exposure, wind_mps: float, count: int) -> int:
        """Let some strike, one a feeder; answers how many did."""
        drawn = [self._draw(chances, wind_mps) for _ in range(count)]
        for fault in drawn:
            if fault is not None:
                self._begin(fault)
        return sum(fault is not None for fault in drawn)

    def strike_hidden(self, chances: Exposure, wind_mps: float, count: int) -> None:
        """Let as many strike that nothing reports, unless there are some."""
        for _ in range(TRIES):
            if sum(fault.is_hidden for fault in self._world.faults) >= count:
                return
            fault = self._draw(chances, wind_mps)
            if fault is not None and not self._is_reported(fault):
                self._begin(fault)

    def _draw(self, chances: Exposure, wind_mps: float) -> TrueFault | None:
        fault = draw_fault(self._world, chances, self._now, wind_mps, self._rng, self._settings, self._struck)
        if fault is not None:
            self._struck.add(feeder_of(self._world.state.network, fault))
        return fault

    def _begin(self, fault: TrueFault) -> None:
        if self._is_reported(fault):
            self.told.append(strike(self._world, fault, self._now, self._settings))
            return
        fault.is_hidden, fault.dispatch_at, fault.switch_at = True, None, None
        self._world.faults.append(fault)

    def _is_reported(self, fault: TrueFault) -> bool:
        """Devices with telemetry tell that they opened; what clears by itself is seen where it recloses."""
        return fault.is_temporary or (fault.device >= 0 and bool(self._reports[fault.device]))
