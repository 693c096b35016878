"""Crews of outages: one is sent, or let go."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np

from app.assistant.context import ToolContext
from app.assistant.orders.holding import Holds
from app.assistant.proposing import ChangeAsked, by_hand, proposal_tool
from app.assistant.results import NamedAsset, ToolResult
from app.assistant.tools import Tool
from app.tabs.outage_management.tools.proposals.form import form_of
from app.tabs.outage_management.tools.proposals.meant import WHICH, Row, names_in, numbers_in, outage_meant, rows_at
from data_sources.analytics.ground import distance_m
from data_sources.outages.life import AssignCrew, ReleaseCrew


def _crew(context: ToolContext, args: ChangeAsked) -> NamedAsset | None:
    return next((one for one in names_in(context, args) if one.kind == "crew"), None)


def _nearest(context: ToolContext, row: Row, words: str) -> NamedAsset:
    """The crew on shift that is nearest to an outage as the crow flies; of the free ones where those are meant.

    Raises:
        NoAnswer: nobody knows where the outage is, or no such crew is on shift.
    """
    is_free = re.search(r"\b(?:free|available|idle)\b", words, re.I) is not None
    if re.search(r"\b(?:qualified|suitable|line|trouble|underground|vegetation|tree)\b", words, re.I):
        raise by_hand("Say which crew by its name: ask for the nearest one of that kind first.")
    table = context.live("field_crews", utility_id=context.utility_id)
    crews = [one for one in table.to_pylist() if one["lon"] is not None and one["status"] != "off_shift"]
    crews = [one for one in crews if one["status"] == "available"] if is_free else crews
    if row["lon"] is None or not crews:
        why = (
            f"No crew is {'free' if is_free else 'on shift'} now."
            if not crews
            else f"Nobody says where outage {row['outage_id']} is."
        )
        raise by_hand(f"{why} Say which crew by its name.")
    lon, lat = (np.array([one[name] for one in crews], np.float64) for name in ("lon", "lat"))
    one = crews[int(np.argmin(distance_m(lon, lat, row["lon"], row["lat"])))]
    return NamedAsset("crew", one["crew_id"], one["crew_name"], one["lon"], one["lat"])


def propose_crew(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Send a crew to an outage."""
    crew = _crew(context, args)
    row = outage_meant(context, AssignCrew, args)
    if crew is None and re.search(r"\b(?:nearest|closest)\b[\w\s-]*\bcrew\b", args.order, re.I):
        crew = _nearest(context, row, args.order)
    values = {"crew_id": crew.asset_id} if crew else {}
    name = crew.name if crew else "a crew"
    title = f"Assign {name} to outage {row['outage_id']}"
    return form_of(context, AssignCrew, row, title, values, {"Crew": crew.name} if crew else {})


def propose_release(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Let the crew of an outage go."""
    crew = _crew(context, args)
    if crew is not None and not numbers_in(args):
        rows = [row for row in rows_at(context, ReleaseCrew, []) if row["crew_id"] == crew.asset_id]
        if not rows:
            raise by_hand(f"{crew.name} is at no outage.")
        row = rows[0]
    else:
        row = outage_meant(context, ReleaseCrew, args)
        if crew is not None and row["crew_id"] != crew.asset_id:
            there = f"{row['crew_name']} is" if row["crew_name"] else "no crew is"
            raise by_hand(f"{crew.name} is not at outage {row['outage_id']}: {there}.")
    return form_of(context, ReleaseCrew, row, f"Release the crew of outage {row['outage_id']}", {},
                   {"Crew": row["crew_name"] or "none"})  # fmt: skip


_NEAREST: Final = r"\b(?:(?:free|available|idle)\s+)?(?:nearest|closest)\b(?:\s+(?:free|available|idle)\b)?"
CREW_PROPOSALS: Final[tuple[Tool[Any], ...]] = (
    proposal_tool(
        "propose_crew", "A form that sends a crew to an outage.", propose_crew, ("crew",),
        ("dispatch", "send", "get crew", "put crew", "put crew on outage",
            "assign crew", "dispatch crew", "send crew", "route crew", "reassign"),
        "dispatch Crew-003 to SUB-002",
        holds=Holds(
            has_crew=True,
            reads=((_NEAREST, "crew_id"), *WHICH),
            words="give crew job",
        ),
    ),
    proposal_tool(
        "propose_release", "A form that lets the crew of an outage go.", propose_release, ("crew",),
        ("release crew", "take crew off", "take crew off outage", "pull crew off outage",
            "unassign crew", "let crew go", "free crew", "pull crew", "recall crew", "release"),
        "release Crew-003", holds=Holds(has_crew=True, reads=WHICH, words="off from"),
    ),
)  # fmt: skip
