"""The commands of an outage's life, one small class each: reported, confirmed, worked on, restored, closed, undone."""

from __future__ import annotations

from typing import Final

from data_sources.outages.life.base import OutageCommand
from data_sources.outages.life.crews import AssignCrew, CrewEnRoute, CrewOnSite, FreeCrew, ReleaseCrew
from data_sources.outages.life.details import (
    AddNote,
    EstimateByRule,
    SetCause,
    SetEstimate,
    SetHazards,
    SetPriority,
)
from data_sources.outages.life.ends import CancelOutage, CloseOutage, ReopenOutage
from data_sources.outages.life.kin import MergeOutage, SplitOutage
from data_sources.outages.life.predicted import MovePrediction, PingMeters
from data_sources.outages.life.report import ConfirmOutage, PlanOutage, ReportOutage
from data_sources.outages.life.restore import RestoreOutage, SwitchForOutage
from data_sources.outages.life.switching import OperateDevice

__all__ = [
    "TRANSITIONS", "AddNote", "AssignCrew", "CancelOutage", "CloseOutage", "ConfirmOutage", "CrewEnRoute", "CrewOnSite",
    "EstimateByRule", "FreeCrew", "MergeOutage", "MovePrediction", "OperateDevice", "OutageCommand", "PingMeters",
    "PlanOutage", "ReleaseCrew", "ReopenOutage", "ReportOutage", "RestoreOutage", "SetCause", "SetEstimate",
    "SetHazards", "SetPriority", "SplitOutage", "SwitchForOutage",
]  # fmt: skip

# What can be done with an outage that is there, in the order of its life.
TRANSITIONS: Final[tuple[type[OutageCommand], ...]] = (
    ConfirmOutage, MovePrediction, PingMeters, AssignCrew, CrewEnRoute, CrewOnSite, ReleaseCrew, SwitchForOutage,
    RestoreOutage, SetEstimate, EstimateByRule, SetCause, SetPriority, SetHazards, AddNote, MergeOutage, SplitOutage,
    CloseOutage, CancelOutage, ReopenOutage,
)  # fmt: skip
