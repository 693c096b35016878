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
        presumed_dispatch_s: mean time until a crew can be sent to what is only presumed.
        find_s: time that a crew looks for what opened before it says so.
        more_calls_s: a fault that nobody presumes for so long is told of by more calls.
        field_report_s: without a service of predictions it is reported from the field after so long.
        patrol_s: with one, a patrol finds it at last.
        ping_s: time until a meter has answered a ping, or is given up.
        callback_s: time after which customers who wanted it are called back.
        false_interval_s: mean time between false messages of a system of 420 feeders; see `fault_interval_s`.
        first_hidden: faults that nothing reports at the first step of a utility without one.
        field_look_s: how often crews look at their work orders and the clock of their shift.
        field_interval_s: mean time until a free crew goes to the next order of its queue.
        field_drive_s: time that it drives there (faster than life).
        field_work_s: time that it works there (faster than life).
        max_field_share: crews at work orders at once, as a share of all; the others are free for outages.
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
    presumed_dispatch_s: float = 150.0
    find_s: float = 30.0
    more_calls_s: float = 240.0
    field_report_s: float = 150.0
    patrol_s: float = 720.0
    ping_s: float = 30.0
    callback_s: float = 60.0
    false_interval_s: float = 600.0
    first_hidden: int = 1
    field_look_s: float = 20.0
    field_interval_s: float = 300.0
    field_drive_s: float = 90.0
    field_work_s: float = 420.0
    max_field_share: float = 0.25

    @property
    def dispatch_rules(self) -> DispatchRules:
        """What crews are sent by."""
        return DispatchRules(self.travel_kmh, self.repair_minutes, self.call_out_s)

    def fault_interval(self, feeders: int) -> float:
        """Mean seconds between faults of a system of that many feeders in calm weather."""
        return self.fault_interval_s * _slowness(feeders)

    def false_interval(self, feeders: int) -> float:
        """Mean seconds between false messages of a system of that many feeders."""
        return self.false_interval_s * _slowness(feeders)

    def max_active(self, feeders: int) -> int:
        """Outages at once."""
        return max(4, int(np.ceil(self.max_active_share * feeders)))


def _slowness(feeders: int) -> float:
    """How many times longer a smaller system waits; far less than in proportion."""
    return float(max(1.0, FULL_FEEDERS / max(feeders, 1)) ** 0.15)
