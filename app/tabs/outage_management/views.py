"""The views of the tab in one visible list: a new one is a folder of its own and one line here.

What a view keeps in the address are params of a class in its folder's `state.py`, which `state.py` above it inherits.
"""

from __future__ import annotations

from app.assistant.pages import TabPage
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
PAGES = (
    TabPage("Active outages", ("outage list", "outages", "outage", "active outages", "oms"), "active"),
    TabPage("Trouble calls", ("call list", "trouble calls", "calls"), "calls"),
    TabPage("Storm", ("storm view", "storm", "storm mode"), "storm"),
    TabPage("Reliability", ("reliability view", "reliability", "reliability indices", "indices"), "reliability"),
    TabPage("Replay", ("replay", "outage replay"), "replay"),
    TabPage("Cascade", ("cascade view", "cascade", "cascade study"), "cascade"),
)
