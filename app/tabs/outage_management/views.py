"""The views of the tab in one visible list: a new one is a folder of its own and one line here.

What a view keeps in the address are params of a class in its folder's `state.py`, which `state.py` above it inherits.
"""

from __future__ import annotations

from app.view import ViewEntry

FIRST = "active"  # in front where the address names none

# By slug, in the order of the bar.
VIEWS: dict[str, ViewEntry] = {
    "calls": ViewEntry("Trouble calls", "calls.view:CallsView"),
    "active": ViewEntry("Active outages", "active.view:ActiveView"),
    "storm": ViewEntry("Storm", "storm.view:StormView"),
    "reliability": ViewEntry("Reliability", "reliability.view:ReliabilityView"),
    "replay": ViewEntry("Replay", "replay.view:ReplayView"),
    "cascade": ViewEntry("Cascade", "cascade.view:CascadeView"),
}
