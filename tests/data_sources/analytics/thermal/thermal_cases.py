"""Transformers and loads that several tests of the thermal engine take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data_sources.analytics.thermal.constants import (
    IEC_DISTRIBUTION,
    PAD_MOUNT,
    POLE_TOP,
    ThermalConstants,
    ieee_constants,
)
from data_sources.analytics.thermal.fleet import Singles, ThermalFleet, ThermalLoads, ThermalTrace, thermal_trace

IEC_250_MVA = ThermalConstants(
    "IEC 60076-7, annex with the example of a 250 MVA ONAF transformer", oil_rise_k=38.3, gradient_k=1.4 * 14.5,
    loss_ratio=1000, oil_exponent=0.8, winding_exponent=1.3, oil_minutes=150, winding_minutes=7, k11=0.5, k21=2, k22=2,
    is_upgraded=False,
)  # fmt: skip
ODAF = ieee_constants(
    "test", "ODAF", oil_rise_k=50, hot_spot_rise_k=80, loss_ratio=4, oil_minutes=90, winding_minutes=7
)
EXACT = {"distribution": IEC_DISTRIBUTION, "250 MVA": IEC_250_MVA, "ODAF": ODAF}
"""Types whose step has no error while the load is the same."""
CORRECTED = {"pole-top": POLE_TOP, "pad-mount": PAD_MOUNT}
"""Types whose oil has a time constant by step."""


def fleet(*types: ThermalConstants) -> ThermalFleet:
    """One transformer of each type."""
    return ThermalFleet(types, np.arange(len(types)))


def trace(
    constants: ThermalConstants, load_pu: Sequence[float], ambient_c: Sequence[float] | float, step_minutes: float,
    start: Singles | None = None,
) -> ThermalTrace:  # fmt: skip
    """The trace of one transformer."""
    load = np.array([load_pu], np.float32)
    ambient = np.full(load.shape[1], ambient_c, np.float32)
    return thermal_trace(fleet(constants), ThermalLoads(load, ambient, step_minutes), start)
