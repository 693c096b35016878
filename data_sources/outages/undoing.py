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
Inverse = Callable[[int, Values, Values], OutageCommand]
WHY: Final = "A step taken back."


def _estimate(number: int, before: Values, _asked: Values) -> OutageCommand:
    """As it was by hand, or by rule again; the reason stands in what changed, unless both had the same."""
    if before.get("estimated_by") == "rule":
        return EstimateByRule.of(outage_id=number)
    at = before.get("estimated_restoration_at")
    return SetEstimate.of(outage_id=number, estimated_restoration_at=at, reason=before.get("estimate_reason") or WHY)


def _crew(number: int, before: Values, _asked: Values) -> OutageCommand:
    crew_id = before.get("crew_id")
    return ReleaseCrew.of(outage_id=number) if crew_id is None else AssignCrew.of(outage_id=number, crew_id=crew_id)


def _switch(number: int, _before: Values, asked: Values) -> OutageCommand:
    back = {"open_device_ids": asked.get("close_device_ids"), "close_device_ids": asked.get("open_device_ids")}
    return SwitchForOutage.of(outage_id=number, **{name: ids for name, ids in back.items() if ids})


def _end_again(number: int, before: Values, _asked: Values) -> OutageCommand:
    if before.get("state") == "cancelled":
        return CancelOutage.of(outage_id=number, reason=WHY)
    return CloseOutage.of(outage_id=number)


def _reopen(number: int, _before: Values, _asked: Values) -> OutageCommand:
    return ReopenOutage.of(outage_id=number, reason=WHY)


INVERSES: Final[Mapping[str, Inverse]] = {
    "set_cause": lambda number, before, _asked: SetCause.of(outage_id=number, cause=before.get("cause")),
    "set_priority": lambda number, before, _asked: SetPriority.of(outage_id=number, priority=before.get("priority")),
    "set_hazards": lambda number, before, _asked: SetHazards.of(outage_id=number, hazards=before.get("hazards")),
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
        command = inverse(outage["outage_id"], before, json.loads(last["detail"] or "{}"))
    except InvalidCommand:  # nothing was there before that could be said again
        return None
    return command if outage["state"] in command.states else None
