"""What may be changed by POST: commands, and nothing else. One line a command; its body is the command's own values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from data_sources.commands.command import Command
from data_sources.outages.calls import CALL_TRANSITIONS, TakeCall
from data_sources.outages.life import TRANSITIONS, OperateDevice, PlanOutage, ReportOutage
from data_sources.outages.simulated_storm import StartSimulatedStorm
from data_sources.outages.storms import ASSESSMENT_CHANGES, STORM_CHANGES, DeclareStorm, EnterAssessment


@dataclass(frozen=True, slots=True)
class ChangeRoute:
    """One path that takes POST.

    Attributes:
        path: with `{outage_id}`, `{device_id}` … where the number stands.
        command: what is run.
        id_field: the command's value that stands in the path; empty where none does.
    """

    path: str
    command: type[Command]
    id_field: Literal["", "outage_id", "call_id", "device_id", "storm_id", "assessment_id"] = ""

    @property
    def pattern(self) -> str:
        """As tornado matches it."""
        return self.path.replace("{" + self.id_field + "}", r"(\d{1,18})") if self.id_field else self.path


CHANGES: Final[tuple[ChangeRoute, ...]] = (
    ChangeRoute("/api/outages", ReportOutage),
    ChangeRoute("/api/outages/planned", PlanOutage),
    *(ChangeRoute(f"/api/outages/{{outage_id}}/{one.slug}", one, "outage_id") for one in TRANSITIONS),
    ChangeRoute("/api/devices/{device_id}/operate", OperateDevice, "device_id"),
    ChangeRoute("/api/calls", TakeCall),
    *(ChangeRoute(f"/api/calls/{{call_id}}/{one.slug}", one, "call_id") for one in CALL_TRANSITIONS),
    ChangeRoute("/api/demo/storm", StartSimulatedStorm),
    ChangeRoute("/api/storms/declare", DeclareStorm),
    *(ChangeRoute(f"/api/storms/{{storm_id}}/{one.slug}", one, "storm_id") for one in STORM_CHANGES),
    ChangeRoute("/api/assessments", EnterAssessment),
    *(
        ChangeRoute(f"/api/assessments/{{assessment_id}}/{one.slug}", one, "assessment_id")
        for one in ASSESSMENT_CHANGES
    ),
)
