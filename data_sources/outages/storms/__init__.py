"""The commands of a storm: declared, areas given times, damage seen, the public told, over."""

from __future__ import annotations

from typing import Final

from data_sources.outages.storms.areas import EstimateArea, UndoAreaEstimate
from data_sources.outages.storms.base import StormCommand
from data_sources.outages.storms.damage import (
    AssessmentCommand,
    CorrectAssessment,
    EnterAssessment,
    Severity,
    WithdrawAssessment,
)
from data_sources.outages.storms.switch import ApprovePublicText, DeclareStorm, EndStorm

__all__ = [
    "ASSESSMENT_CHANGES", "STORM_CHANGES", "ApprovePublicText", "AssessmentCommand", "CorrectAssessment",
    "DeclareStorm", "EndStorm", "EnterAssessment", "EstimateArea", "Severity", "StormCommand", "UndoAreaEstimate",
    "WithdrawAssessment",
]  # fmt: skip

# What can be done with a storm, and with a damage assessment, that is there.
STORM_CHANGES: Final[tuple[type[StormCommand], ...]] = (EstimateArea, UndoAreaEstimate, ApprovePublicText, EndStorm)
ASSESSMENT_CHANGES: Final[tuple[type[AssessmentCommand], ...]] = (CorrectAssessment, WithdrawAssessment)
