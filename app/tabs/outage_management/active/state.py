"""What the view of active outages keeps in the address."""

from __future__ import annotations

from typing import Any

import param

from app.tabs.outage_management.active.words import STATE_GROUPS

PARTS = ("overview", "customers", "timeline", "isolation")


class ActiveState(param.Parameterized):
    """Its own choices; each has one writer, the control that shows it."""

    outage = param.Integer(
        default=None, allow_None=True, bounds=(1, None), doc="Outage in detail. Writers: table and map."
    )
    outage_part: Any = param.Selector(default=PARTS[0], objects=list(PARTS), doc="Part of the detail in front.")
    outage_step: Any = param.Integer(
        default=0, bounds=(0, None), doc="Step of the isolation study on the map; 0: after the trip. Writer: its list."
    )
    outage_states: Any = param.Selector(
        default="all", objects=list(STATE_GROUPS), doc="States listed. Writer: the choice over the table."
    )
    outage_priority: Any = param.Selector(
        default="all", objects=["all", "high", "medium", "low"], doc="Priorities listed. Writer: as above."
    )
