"""Outages in words and codes for the public.

The codes are those of the CIM (IEC 61968-3, classes Outage and UnplannedOutage; IEC 61968-11, CrewStatusKind), as the
profile `PubOutages` of the Outage Data Initiative Nationwide uses them (odin.ornl.gov/downloadables/CIM).
`lightingStrike` is spelt as the standard spells it.
"""

from __future__ import annotations

from typing import Final, Literal

OutageStatusKind = Literal["confirmed", "partiallyRestored"]
CrewStatusKind = Literal["awaitingCrewAssignment", "assigned", "enroute", "arrived"]

CAUSES: Final[dict[str, str]] = {
    "vegetation": "Tree or branch on a line", "equipment": "Failed equipment", "animal": "Animal",
    "lightning": "Lightning", "weather": "Weather", "wind": "Wind", "ice": "Ice", "flood": "Flood", "fire": "Fire",
    "vehicle": "Vehicle", "dig-in": "Digging", "overload": "High demand", "planned": "Planned work",
    "switching": "Work on the network", "loss_of_supply": "Supply from the transmission network",
    "public": "Damage by others", "storm": "Storm", "hurricane": "Storm",
}  # fmt: skip
UNKNOWN: Final = "Under investigation"
SEVERAL: Final = "Several small outages"

CREWS: Final[dict[CrewStatusKind, str]] = {
    "awaitingCrewAssignment": "Crew not assigned yet", "assigned": "Crew assigned", "enroute": "Crew on its way",
    "arrived": "Crew at work",
}  # fmt: skip

_CAUSE_KINDS: Final[dict[str, str]] = {"animal": "animal", "lightning": "lightingStrike", "vegetation": "treeDown"}
_CREW_KINDS: Final[dict[str | None, CrewStatusKind]] = {
    "assigned": "assigned", "en_route": "enroute", "working": "arrived",
}  # fmt: skip


def public_cause(cause: str, kind: str) -> str:
    """A cause as it is told; a utility's own codes, which may say more than is meant, count as not known."""
    return CAUSES["planned"] if kind == "planned" else CAUSES.get(cause.lower(), UNKNOWN)


def cause_kind(cause: str, kind: str) -> str:
    """The code of a cause: planned, unplanned, or the more precise ones that the CIM has."""
    return "planned" if kind == "planned" else _CAUSE_KINDS.get(cause, "unplanned")


def crew_kind(status: str | None) -> CrewStatusKind:
    """The code of what the crew of an outage does."""
    return _CREW_KINDS.get(status, "awaitingCrewAssignment")
