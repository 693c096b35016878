"""What takes the last step of an outage back: another command, a row of its own in the audit; nothing is deleted.

| done | taken back by |
|---|---|
| cause, priority, hazards set | the same, as it was |
| estimate by hand | the rule's, or the estimate by hand that it took the place of |
| estimate by rule | the estimate by hand before it, with its reason |
| crew assigned | the crew let go, or the one before it assigned again |
| crew released | the same crew assigned again |
| devices switched for it | the same devices switched back |
| closed, cancelled | reopened (a supervisor's) |
| reopened | closed, or cancelled again |

Not what happened outside: who lost supply, who has it again, a crew that left or arrived, a note that was read, outages
that were merged or split. There another command says what is so now.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from data_sources.errors import InvalidCommand
from data_sources.outages.life import (
    AssignCrew,
    CancelOutage,
    CloseOutage,
    EstimateByRule,
    OutageCommand,
    ReleaseCrew,
    ReopenOutage,
    SetCause,
    SetEstimate,
    SetHazards,
    SetPriority,
    SwitchForOutage,
)

Row = Mapping[str, Any]
Values = Mapping[str, Any]
Inverse = Callable[[Row, Values, Values], OutageCommand | None]
WHY: Final = "A step taken back."


def _estimate(outage: Row, before: Values, _after: Values) -> OutageCommand | None:
    """As it was by hand, or by rule again (in a storm: as the area is told); what an area was told is undone there."""
    number, was = outage["outage_id"], {**outage, **before}
    if was["estimated_by"] == "rule" or (was["is_area_estimate"] and not outage["is_area_estimate"]):
        return EstimateByRule.of(outage_id=number)
    at = was["estimated_restoration_at"]
    if was["is_area_estimate"] or at is None:
        return None
    return SetEstimate.of(outage_id=number, estimated_restoration_at=at, reason=was["estimate_reason"] or WHY)


def _crew(outage: Row, before: Values, _after: Values) -> OutageCommand:
    number = outage["outage_id"]
    crew_id = before.get("crew_id")
    return ReleaseCrew.of(outage_id=number) if crew_id is None else AssignCrew.of(outage_id=number, crew_id=crew_id)


def _switch(outage: Row, _before: Values, after: Values) -> OutageCommand:
    """The devices that moved, the other way; what was asked for and stood there already is somebody else's."""
    moved = after.get("moved_devices") or {}
    back = {"open_device_ids": moved.get("closed"), "close_device_ids": moved.get("opened")}
    return SwitchForOutage.of(outage_id=outage["outage_id"], **{name: ids for name, ids in back.items() if ids})


def _end_again(outage: Row, before: Values, _after: Values) -> OutageCommand:
    number = outage["outage_id"]
    if before.get("state") == "cancelled":
        return CancelOutage.of(outage_id=number, reason=WHY)
    return CloseOutage.of(outage_id=number)


def _reopen(outage: Row, _before: Values, _after: Values) -> OutageCommand:
    return ReopenOutage.of(outage_id=outage["outage_id"], reason=WHY)


INVERSES: Final[Mapping[str, Inverse]] = {
    "set_cause": lambda outage, before, _after: SetCause.of(outage_id=outage["outage_id"], cause=before.get("cause")),
    "set_priority": lambda outage, before, _after: SetPriority.of(
        outage_id=outage["outage_id"], priority=before.get("priority")
    ),
    "set_hazards": lambda outage, before, _after: SetHazards.of(
        outage_id=outage["outage_id"], hazards=before.get("hazards")
    ),
    "set_estimate": _estimate, "estimate_by_rule": _estimate, "assign_crew": _crew, "release_crew": _crew,
    "switch_for_outage": _switch, "close_outage": _reopen, "cancel_outage": _reopen, "reopen_outage": _end_again,
}  # fmt: skip


def undo_of(audit: Sequence[Row], outage: Row, name: str) -> OutageCommand | None:
    """The command that takes the last step of somebody's own back; None where nothing does.

    Only the very last one, about the outage itself and theirs: whatever came after was done knowing of it.

    Args:
        audit: rows of outage_audit.sql, newest first.
        outage: row of outage_facts.sql.
        name: of who would take it back.
    """
    last = next((row for row in audit if row["outcome"] == "done"), None)
    if last is None or last["actor"] != name or not last["is_about_it"] or last["version"] != outage["version"]:
        return None
    inverse = INVERSES.get(last["action"])
    if inverse is None or not (before := json.loads(last["from_values"] or "{}")):
        return None
    try:
        command = inverse(outage, before, json.loads(last["to_values"] or "{}"))
    except InvalidCommand:  # nothing was there before that could be said again
        return None
    return command if command is not None and outage["state"] in command.states else None
