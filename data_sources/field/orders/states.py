"""The states of a work order, its kinds, and the words for both, in one place. Pure: no database, no clock.

| state | means | ends by |
|---|---|---|
| created | somebody wants it done | schedule, assign, cancel |
| scheduled | it has a time | assign, cancel |
| assigned | it is in a crew's queue | en route, start, hold, unassign, cancel |
| en_route | the crew is on its way, and nowhere else | start, hold, unassign |
| in_progress | the crew works on it, and on nothing else | hold, complete |
| on_hold | it waits for something; its crew may be elsewhere | release, en route, start, assign, unassign, cancel |
| completed | done; what was found is kept with it | reopen |
| cancelled | it is not done | reopen |

An outage's order is in the state that its outage says (flux.work_state_of).
"""

from __future__ import annotations

from typing import Final, Literal, get_args

WorkState = Literal[
    "created", "scheduled", "assigned", "en_route", "in_progress", "on_hold", "completed", "cancelled"
]  # fmt: skip
WorkType = Literal["inspection", "repair", "replacement", "vegetation", "outage", "switching", "other"]
Skill = Literal["line", "transformer", "underground", "vegetation", "inspection", "switching"]
AssetKind = Literal["pole", "transformer", "device", "segment"]
Origin = Literal["import", "outage", "plan", "inspection", "person", "alarm"]
FoundCode = Literal[
    "no_defect", "wear", "corrosion", "decay", "damage", "overload", "vegetation", "animal", "weather", "vandalism",
    "faulty_installation", "other",
]  # fmt: skip

STATES: Final[tuple[WorkState, ...]] = get_args(WorkState)
OVER: Final[tuple[WorkState, ...]] = ("completed", "cancelled")
OPEN: Final[tuple[WorkState, ...]] = tuple(one for one in STATES if one not in OVER)
UNDER_WAY: Final[tuple[WorkState, ...]] = ("en_route", "in_progress")
WAITING: Final[tuple[WorkState, ...]] = ("created", "scheduled", "assigned", "on_hold")

SKILL_OF: Final[dict[WorkType, Skill]] = {
    "inspection": "inspection", "repair": "line", "replacement": "line", "vegetation": "vegetation", "outage": "line",
    "switching": "switching", "other": "line",
}  # fmt: skip
"""What a crew must be able to do where an order does not say it itself."""

PRIORITIES: Final[dict[int, str]] = {1: "very high", 2: "high", 3: "medium", 4: "low"}
"""As SAP Plant Maintenance numbers them."""


def skill_for(work_type: WorkType, asset_kind: AssetKind | None, *, is_underground: bool = False) -> Skill:
    """The skill that work takes: underground and at transformers another one than on the line."""
    if work_type in ("inspection", "vegetation", "switching"):
        return SKILL_OF[work_type]
    if is_underground:
        return "underground"
    return "transformer" if asset_kind == "transformer" else SKILL_OF[work_type]
