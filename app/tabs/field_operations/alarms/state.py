"""What the view of alarms keeps in the address."""

from __future__ import annotations

from typing import Any, Final

import param

SHOWN: Final = {"unseen": "Not acknowledged", "standing": "In alarm", "held": "Held", "open": "All open"}
PRIORITY_CHOICES: Final = {
    "": "All priorities", "critical": "Critical", "high": "High", "medium": "Medium", "low": "Low"
}  # fmt: skip
PARTS: Final = {"rates": "Rates", "rules": "Rules"}


class AlarmsState(param.Parameterized):
    """Its own choices; each has one writer, the control that shows it."""

    alarm = param.Integer(
        default=None, allow_None=True, bounds=(1, None), doc="Alarm in detail. Writers: table and map."
    )
    alarms_shown: Any = param.Selector(default="open", objects=list(SHOWN), doc="Alarms listed. Writer: the choice.")
    alarms_priority: Any = param.Selector(
        default="", objects=list(PRIORITY_CHOICES), doc="Priority listed. Writer: the choice."
    )
    alarms_folded = param.Boolean(default=True, doc="Alarms of one cause stand in one row. Writer: the box.")
    alarms_part: Any = param.Selector(
        default="rates", objects=list(PARTS), doc="What stands in the panel while no alarm is picked. Writer: its head."
    )
