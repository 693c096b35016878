"""What Outage Management keeps in the address besides the selection that all tabs share."""

from __future__ import annotations

from typing import Any

import param

from app.tabs.outage_management.active.state import ActiveState
from app.tabs.outage_management.calls.state import CallsState
from app.tabs.outage_management.cascade.state import CascadeState
from app.tabs.outage_management.reliability.state import ReliabilityState
from app.tabs.outage_management.replay.state import ReplayState
from app.tabs.outage_management.storm.state import StormState
from app.tabs.outage_management.views import FIRST, VIEWS


class OutageManagementState(ActiveState, CallsState, StormState, ReliabilityState, ReplayState, CascadeState):
    """The view in front, and what each view keeps; each param has one writer, the control that shows it."""

    view: Any = param.Selector(default=FIRST, objects=list(VIEWS), doc="View in front. Writer: the bar.")
