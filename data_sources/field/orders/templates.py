"""The permits and the checklist that an order of a kind begins with; whoever makes it may give others.

After 29 CFR 1910.269 (OSHA, electric power generation, transmission and distribution): the job briefing of (c),
climbing and structure checks of (a)(3) and (g), clearance and tags of (m), grounding of (n), clearance of trees of (r).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

Steps = list[dict[str, Any]]
Templates = Mapping[str, tuple[tuple[str, bool], ...]]

_BRIEFING: Final = ("Job briefing held", True)
_CLEARANCE: Final = ("Clearance from the control room, tags placed", True)
_TRAFFIC: Final = ("Traffic control permit", False)

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


def steps_of(lines: tuple[tuple[str, bool], ...]) -> Steps:
    """Steps as an order keeps them, none of them done."""
    return [
        {"text": text, "is_required": is_required, "done_at": None, "done_by": None, "reference": None}
        for text, is_required in lines
    ]
