"""The views of the tab in one visible list: a new one is a folder of its own and one line here.

What a view keeps in the address are params of a class in its folder's `state.py`, which `state.py` above it inherits.
"""

from __future__ import annotations

from app.assistant.pages import TabPage
from app.view import ViewEntry

FIRST = "fleet"  # in front where the address names none

# By slug, in the order of the bar.
VIEWS: dict[str, ViewEntry] = {
    "fleet": ViewEntry("Fleet", "fleet.view:FleetView"),
    "asset": ViewEntry("Asset", "asset.view:PageView"),
    "plan": ViewEntry("Plan", "plan.view:PlanView"),
    "what_if": ViewEntry("What-if", "what_if.view:WhatIfView"),
    "vegetation": ViewEntry("Vegetation", "vegetation.view:VegetationView"),
    "back_test": ViewEntry("Back-test", "back_test.view:BackTestView"),
}
PAGES = (
    TabPage("Fleet", ("asset fleet", "fleet", "fleet health", "health of the fleet"), "fleet"),
    TabPage("Renewal plan", ("renewal plan", "plan", "replacement plan", "asset plan", "renewal"), "plan"),
    TabPage("What-if", ("what-if", "what if", "what if study"), "what_if"),
    TabPage("Vegetation", ("vegetation view", "vegetation", "trees", "vegetation management"), "vegetation"),
    TabPage("Back-test", ("back-test", "backtest", "back test"), "back_test"),
)
