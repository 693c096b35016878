"""How fast the simulated utility lives. Everything is faster than life, so that a visitor sees something happen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_sources.demo.pace import CALL_OUT_S, CREW_KMH, REPAIR_MINUTES
from data_sources.outages.crews import DispatchRules

FULL_FEEDERS = 420


@dataclass(frozen=True, slots=True)
class SimulatorSettings:
    """The knobs, with units in their names.

    Attributes:
        step_s: time between steps.
        fault_interval_s: mean time between faults of a system of 420 feeders in calm weather; a smaller system has
            fewer, but more a feeder (`fault_interval`), so that it is never dull.
        rotation_s: in which every transformer's load is worked out once.
        dispatch_s: mean time until a crew can be sent.
        assigned_s: mean time until it drives.
        travel_kmh: its speed as the crow flies (faster than life).
        repair_minutes: median time of work on an overhead line with a crew on site (faster than life).
        switching_s: mean time until remote switching is tried after a fault on the trunk.
        reclose_s: mean dead time of a recloser on a temporary fault.
        max_active_share: outages at once, as a share of the feeders (and never fewer than four).
        call_out_s: an outage that waits this long without a free crew gets one called in from off shift.
    """

    step_s: float = 4.0
    fault_interval_s: float = 90.0
    rotation_s: float = 60.0
    dispatch_s: float = 75.0
    assigned_s: float = 40.0
    travel_kmh: float = CREW_KMH
    repair_minutes: float = REPAIR_MINUTES
    switching_s: float = 120.0
    reclose_s: float = 12.0
    max_active_share: float = 0.06
    call_out_s: float = CALL_OUT_S

    @property
    def dispatch_rules(self) -> DispatchRules:
        """What crews are sent by."""
        return DispatchRules(self.travel_kmh, self.repair_minutes, self.call_out_s)

    def fault_interval(self, feeders: int) -> float:
        """Mean seconds between faults of a system of that many feeders in calm weather."""
        return float(self.fault_interval_s * max(1.0, FULL_FEEDERS / max(feeders, 1)) ** 0.15)

    def max_active(self, feeders: int) -> int:
        """Outages at once."""
        return max(4, int(np.ceil(self.max_active_share * feeders)))
