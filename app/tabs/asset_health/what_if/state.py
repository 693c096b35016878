"""What the view of the what-if keeps in the address; substation and feeder are the scope that all tabs share."""

from __future__ import annotations

from typing import Any, Final

import param

SHOWN: Final = {"new": "New", "after": "After", "before": "Before"}
SPREADS: Final = {"hot_spot": "Hot spot", "load": "Peak load"}


class WhatIfState(param.Parameterized):
    """Its own choices; each has one writer, the control that shows it."""

    what_if_growth = param.Number(default=20.0, bounds=(-90, 300), doc="More load than was measured, %.")
    what_if_vehicles = param.Number(default=1, bounds=(0, 100), doc="Electric vehicles at each transformer.")
    what_if_warmer = param.Number(default=2.0, bounds=(-20, 20), doc="Added to the temperature of the air, K.")
    what_if_map: Any = param.Selector(default="new", objects=list(SHOWN), doc="What the map shows.")
    what_if_spread: Any = param.Selector(default="hot_spot", objects=list(SPREADS), doc="Of the histogram.")
