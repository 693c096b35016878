"""The views of the tab in one visible list: a new one is a folder of its own and one line here.

What a view keeps in the address are params of a class in its folder's `state.py`, which `state.py` above it inherits.
"""

from __future__ import annotations

from app.assistant.pages import TabPage
from app.view import ViewEntry

FIRST = "orders"  # in front where the address names none

# By slug, in the order of the bar.
VIEWS: dict[str, ViewEntry] = {
    "orders": ViewEntry("Orders", "orders.view:OrdersView"),
    "board": ViewEntry("Board", "board.view:BoardView"),
    "crew": ViewEntry("Crew", "crew.view:CrewView"),
    "alarms": ViewEntry("Alarms", "alarms.view:AlarmsView"),
    "log": ViewEntry("Shift log", "log.view:LogView"),
}
PAGES = (
    TabPage("Orders", ("order list", "orders", "work orders", "jobs", "work order list"), "orders"),
    TabPage(
        "Board",
        ("crew board", "board", "dispatch board", "planning board", "crews"),
        "board",
    ),
    TabPage("Crew", ("crew view", "crew"), "crew"),
    TabPage("Alarms", ("alarm list", "alarms", "alarm"), "alarms"),
    TabPage("Shift log", ("shift log", "operator log", "log", "logbook", "handover"), "log"),
)
