"""AmiAnalyticsTab: the controls all views share, and one view at a time below them."""

from __future__ import annotations

import importlib
from typing import Any

import panel as pn

from app import theme
from app.assistant.pages import TabPage
from app.scope_bar.bar import ScopeBar
from app.scope_bar.known import ReadingsKnown
from app.tab import Tab
from app.tabs.ami_analytics.filling import Filling
from app.tabs.ami_analytics.state import PICKS, AmiState
from app.tabs.ami_analytics.tools import AMI_TOOLS
from app.tabs.ami_analytics.view import AmiView
from app.view import STAGE, ViewStage

# In the order of the bar; loaded when first shown.
VIEWS = {
    "load": "load.view:LoadView",
    "years": "years.view:YearsView",
    "meter": "meter.view:MeterView",
    "map": "readings_map.view:ReadingsMapView",
    "voltage": "voltage.view:VoltageView",
    "losses": "losses.view:LossesView",
    "completeness": "completeness.view:CompletenessView",
    "forecast": "forecast.view:ForecastView",
    "outages": "outages.view:OutagesView",
}


TITLES = {
    "load": "Load", "years": "Year over year", "meter": "Meter", "map": "Map", "voltage": "Voltage", "losses": "Losses",
    "completeness": "Completeness", "forecast": "Forecast", "outages": "Outages",
}  # fmt: skip
PAGES = tuple(
    TabPage(title, words, view, takes_place=True)
    for title, words, view in (
        ("Load", ("load view", "load", "ami", "readings"), "load"),
        ("Year over year", ("year over year", "years"), "years"),
        ("Readings map", ("readings map", "map of readings"), "map"),
        ("Voltage", ("voltage view", "voltage", "voltages"), "voltage"),
        ("Losses", ("loss view", "losses", "loss", "theft"), "losses"),
        ("Completeness", ("completeness view", "completeness", "data quality"), "completeness"),
        ("Load forecast", ("forecast view", "forecast", "load forecast"), "forecast"),
    )
)
WITHOUT_DAYS = ("outages",)  # twelve months and every year on record, whichever days are looked at


class AmiAnalyticsTab(Tab):
    """What the meters say."""

    title = "AMI Analytics"
    State = AmiState
    picks = PICKS
    steps = ("view",)
    tools = AMI_TOOLS
    pages = PAGES

    def build(self) -> Any:
        """The controls and the view in front."""
        self.known = ReadingsKnown(self)
        stage = ViewStage(self, self._load)
        self.watch(lambda: stage.bring(self.own.view), self.own, "view")
        self.watch(lambda: self.own.param.update(at=None), self.state, "utility_id")
        # A person who chooses other days looks at all of them.
        self.watch(lambda: self.own.param.update(from_at=None, to_at=None), self.selection, ["first_day", "end_day"])
        stage.bring(self.own.view)
        return pn.Column(
            ScopeBar(self, self.known, TITLES, WITHOUT_DAYS), Filling(self, self.known), stage,
            css_classes=["staged"], stylesheets=[theme.stylesheet(STAGE), theme.stylesheet("ami")],
            sizing_mode="stretch_both", margin=0,
        )  # fmt: skip

    def _load(self, slug: str) -> AmiView:
        module, _, name = VIEWS[slug].partition(":")
        made: AmiView = getattr(importlib.import_module(f"app.tabs.ami_analytics.{module}"), name)(self, self.known)
        return made
