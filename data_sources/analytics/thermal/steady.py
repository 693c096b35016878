"""Where temperatures settle under a load that does not change: IEC 60076-7, clause 8.2; IEEE C57.91-2011, clause 7."""

from __future__ import annotations

import numpy as np

from data_sources.analytics.thermal.ageing import Floats
from data_sources.analytics.thermal.constants import ThermalConstants


def steady_top_oil_c(load_pu: Floats | float, ambient_c: Floats | float, constants: ThermalConstants) -> Floats:
    """Top oil in °C, in the shape of load (per unit of rated kVA, its sign means nothing) and ambient together."""
    ratio, load = constants.loss_ratio, np.asarray(load_pu, np.float64)
    losses = (1 + ratio * load**2) / (1 + ratio)
    return np.asarray(ambient_c + constants.oil_rise_k * losses**constants.oil_exponent, np.float64)


def steady_hot_spot_c(load_pu: Floats | float, ambient_c: Floats | float, constants: ThermalConstants) -> Floats:
    """Hot spot in °C, likewise."""
    gradient = constants.gradient_k * np.abs(np.asarray(load_pu, np.float64)) ** constants.winding_exponent
    return np.asarray(steady_top_oil_c(load_pu, ambient_c, constants) + gradient, np.float64)
