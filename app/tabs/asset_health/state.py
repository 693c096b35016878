"""What Asset Health keeps in the address besides the selection that all tabs share."""

from __future__ import annotations

from typing import Any

import param

from app.tabs.asset_health.back_test.state import BackTestState
from app.tabs.asset_health.fleet.state import FleetState
from app.tabs.asset_health.plan.state import PlanState
from app.tabs.asset_health.vegetation.state import VegetationState
from app.tabs.asset_health.views import FIRST, VIEWS
from app.tabs.asset_health.what_if.state import WhatIfState


class AssetHealthState(BackTestState, FleetState, PlanState, VegetationState, WhatIfState):
    """The view in front, and what each view keeps; each param has one writer, the control that shows it."""

    view: Any = param.Selector(default=FIRST, objects=list(VIEWS), doc="View in front. Writer: the bar.")
