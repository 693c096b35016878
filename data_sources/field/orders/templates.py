"""The permits and the checklist that an order of a kind begins with; whoever makes it may give others.

After 29 CFR 1910.269 (OSHA, electric power generation, transmission and distribution): the job briefing of (c),
climbing and structure checks of (a)(3) and (g), clearance and tags of (m), grounding of (n), clearance of trees of (r).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

Steps = list[dict[str, Any]]
Lines = tuple[tuple[str, bool], ...]
Templates = Mapping[str, Lines]

_BRIEFING: Final = ("Job briefing held", True)
_CLEARANCE: Final = ("Clearance from the control room, tags placed", True)
_TRAFFIC: Final = ("Traffic control permit", False)
_OF_CREW: Final = frozenset({_TRAFFIC[0]})  # a road authority's, in the crew's hands; all others are the control room's

PERMITS: Final[Templates] = {
    "inspection": (),
    "repair": (_CLEARANCE, _TRAFFIC),
    "replacement": (_CLEARANCE, _TRAFFIC),
    "vegetation": (("Line clearance notice to the control room", True), _TRAFFIC),
    "outage": (),
    "switching": (("Switching order approved", True),),
    "other": (),
}
"""Permits by kind of work: text, and whether work may not begin before it is granted."""

CHECKLISTS: Final[Templates] = {
    "inspection": (_BRIEFING, ("Asset and surroundings looked at", True), ("Photographs taken", False)),
    "repair": (
        _BRIEFING, ("Structure checked before climbing", True), ("De-energized, tested and grounded", True),
        ("Grounds removed, tags lifted", True),
    ),
    "replacement": (
        _BRIEFING, ("Structure checked before climbing", True), ("De-energized, tested and grounded", True),
        ("Nameplate of the new asset recorded", True), ("Grounds removed, tags lifted", True),
    ),
    "vegetation": (_BRIEFING, ("Clearance to the line measured", True), ("Cuttings removed", False)),
    "outage": (_BRIEFING, ("Grounds removed, tags lifted", False)),
    "switching": (_BRIEFING, ("Steps done and called in one by one", True)),
    "other": (_BRIEFING,),
}  # fmt: skip
"""Steps by kind of work: text, and whether the order may not be completed before it is done."""


def undone(steps: Sequence[Mapping[str, Any]]) -> Steps:
    """The same steps, none of them done: what was granted to one crew, or for work that is over, holds no longer."""
    return [{**one, "done_at": None, "done_by": None, "reference": None} for one in steps]


def permits_of(lines: Lines) -> Steps:
    """Permits as an order keeps them, none of them granted; each says who grants it: control_room or crew."""
    granters = ["crew" if text in _OF_CREW else "control_room" for text, _ in lines]
    return [{**one, "granted_by": by} for one, by in zip(steps_of(lines), granters, strict=True)]


def permits_for(work_type: str) -> Steps:
    """The permits that an order of a kind begins with."""
    return permits_of(PERMITS.get(work_type, ()))


def checklist_for(work_type: str) -> Steps:
    """The steps that an order of a kind begins with."""
    return steps_of(CHECKLISTS.get(work_type, ()))


def steps_of(lines: Lines) -> Steps:
    """Steps as an order keeps them, none of them done."""
    return [
        {"text": text, "is_required": is_required, "done_at": None, "done_by": None, "reference": None}
        for text, is_required in lines
    ]
