"""What a crew is, and when it works: its shift begins and ends, its skills, hours and vehicle are said."""

from __future__ import annotations

from typing import Final

from data_sources.field.crews.shifts import CrewCommand, EditCrew, EndShift, StartShift

__all__ = ["CREW_TRANSITIONS", "CrewCommand", "EditCrew", "EndShift", "StartShift"]

CREW_TRANSITIONS: Final[tuple[type[CrewCommand], ...]] = (StartShift, EndShift, EditCrew)
