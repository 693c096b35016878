"""What can be done with an outage now, and by whom: the commands of its life that its state and the role let. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.desk.action_buttons import looks_on
from data_sources.commands.principal import Principal
from data_sources.outages.life import (
    AddNote,
    AssignCrew,
    CancelOutage,
    CloseOutage,
    ConfirmOutage,
    CrewEnRoute,
    CrewOnSite,
    EstimateByRule,
    MergeOutage,
    MovePrediction,
    OutageCommand,
    PingMeters,
    ReleaseCrew,
    ReopenOutage,
    RestoreOutage,
    SetCause,
    SetEstimate,
    SetHazards,
    SetPriority,
    SplitOutage,
    SwitchForOutage,
)

Row = Mapping[str, Any]
Fits = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done.

    Attributes:
        title: on its button.
        command: that does it.
        is_step: a step of the outage's life, rather than something said of it.
        is_asked: a form asks for more; else the button alone does it.
        fits: what the command wants beside the state.
        is_undoing: it takes something away, so that the thing is named before it is done.
    """

    title: str
    command: type[OutageCommand]
    is_step: bool = False
    is_asked: bool = True
    fits: Fits = lambda _row: True
    is_undoing: bool = False


def _is_open(row: Row) -> bool:
    return row["confirmed_at"] is None


def _is_confirmed(row: Row) -> bool:
    return row["confirmed_at"] is not None


def _has_dark(row: Row) -> bool:
    return _is_confirmed(row) and bool(row["dark_transformers"])


# By slug of the command, in the order of an outage's life.
ACTIONS: Final[dict[str, Action]] = {
    action.command.slug: action
    for action in (
        Action("Confirm", ConfirmOutage, is_step=True, is_asked=False, fits=_is_open),
        Action("Ping meters", PingMeters, is_asked=False),
        Action("Assign crew", AssignCrew, is_step=True),
        Action("En route", CrewEnRoute, is_step=True, is_asked=False),
        Action("On site", CrewOnSite, is_step=True, is_asked=False),
        Action(
            "Restore", RestoreOutage, is_step=True,
            fits=lambda row: _is_confirmed(row) and (row["state"] != "restored" or row["customers_out"] > 0),
        ),
        Action("Close", CloseOutage, is_step=True,
               fits=lambda row: _is_confirmed(row) and not row["customers_out"], is_undoing=True),
        Action("Cancel", CancelOutage, is_step=True, fits=_is_open, is_undoing=True),
        Action("Reopen", ReopenOutage, is_step=True, fits=lambda row: row["state"] != "restored"),
        Action("Release crew", ReleaseCrew, is_asked=False, fits=lambda row: row["crew_id"] is not None),
        Action("Switch", SwitchForOutage, fits=_is_confirmed),
        Action("ETR", SetEstimate),
        Action("ETR by rule", EstimateByRule, is_asked=False, fits=lambda row: row["estimated_by"] == "manual"),
        Action("Cause", SetCause), Action("Priority", SetPriority), Action("Hazards", SetHazards),
        Action("Note", AddNote),
        Action("Move", MovePrediction, fits=_is_open),
        Action("Merge", MergeOutage, is_undoing=True),
        Action("Split", SplitOutage, fits=lambda row: _has_dark(row) and "," in row["dark_transformers"]),
    )
}  # fmt: skip


def allowed(row: Row, by: Principal) -> list[tuple[str, Action]]:
    """What that person may do with an outage as it is now.

    Args:
        row: of outage_facts.sql.
        by: who.
    """
    return [
        (slug, action) for slug, action in ACTIONS.items()
        if by.may(action.command.role) and row["state"] in action.command.states and action.fits(row)
    ]  # fmt: skip


def why_fewer(row: Row, by: Principal) -> str:
    """One sentence on what the role keeps back; empty where it keeps nothing back."""
    kept = sorted({
        action.command.role for action in ACTIONS.values()
        if not by.may(action.command.role) and row["state"] in action.command.states and action.fits(row)
    })  # fmt: skip
    if not kept:
        return ""
    if not by.may("operator"):
        return looks_on(by, "an outage")
    return f"{by.name} is {by.role}: to reopen an outage takes a supervisor."
