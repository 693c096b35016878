"""AmiAnalyticsTab: the controls all views share, and one view at a time below them."""

from __future__ import annotations

import importlib
from typing import Any

import panel as pn

from app import theme
from app.tab import Tab
from app.tabs.ami_analytics.controls import Controls
from app.tabs.ami_analytics.filling import Filling
from app.tabs.ami_analytics.state import PICKS, AmiState
from app.tabs.ami_analytics.view import AmiView
from app.view import ViewStage
from data_sources.query import Query
from data_sources.source import Health

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
}


class AmiAnalyticsTab(Tab):
    """What the meters say."""

    title = "AMI Analytics"
    State = AmiState
    picks = PICKS

    def build(self) -> Any:
        """The controls and the view in front."""
        self._demo_ids: set[int] = set()
        self.live(lambda: Query.of("utilities"), self._take_utilities)
        self.controls = Controls(self)
        filling = Filling(self)
        stage = ViewStage(self, self._load, "ami-stage", "ami")
        self.watch(lambda: stage.bring(self.own.view), self.own, "view")
        stage.bring(self.own.view)
        return pn.Column(
            self.controls, filling, stage,
            css_classes=["ami"], stylesheets=[theme.stylesheet("ami")], sizing_mode="stretch_both", margin=0,
        )  # fmt: skip

    @property
    def is_simulated(self) -> bool:
        """Whether the readings of the utility shown are made up."""
        return self.state.utility_id in self._demo_ids

    def history_health(self) -> Health:
        """What the history says of itself."""
        history = self.sources.history
        return history.health() if history is not None else Health("No history", False, None, "No history is set up.")

    def nothing_yet(self) -> tuple[str, str]:
        """What stands where a view would be while there are no readings: a title and how to get some."""
        if self.sources.history is None:
            return "No history is connected", "Meter readings come from Snowflake or DuckDB."
        if self.controls.days is None:
            return "Looking for readings", "The history is asked which days it holds."
        if self.is_simulated:
            return (
                "Readings are being made",
                "The demo's readings are simulated in the background; days appear as they are done.",
            )
        return (
            "No readings yet",
            "`fluxops load-ami FILE` brings readings in; `fluxops stream` takes them as they come.",
        )

    def _take_utilities(self, rows: Any) -> None:
        self._demo_ids = {row["utility_id"] for row in rows.to_pylist() if row["is_demo"]}

    def _load(self, slug: str) -> AmiView:
        module, _, name = VIEWS[slug].partition(":")
        made: AmiView = getattr(importlib.import_module(f"app.tabs.ami_analytics.{module}"), name)(self)
        return made
