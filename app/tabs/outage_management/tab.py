"""OutageManagementTab: the bar of its views, and one of them at a time below it."""

from __future__ import annotations

from typing import Any

import panel as pn

from app import theme
from app.scope_bar.views import ViewBar
from app.tab import Tab
from app.tabs.outage_management.state import OutageManagementState
from app.tabs.outage_management.views import VIEWS
from app.view import STAGE, ViewStage


class OutageManagementTab(Tab):
    """The life of outages, and studies of them."""

    title = "Outage Management"
    State = OutageManagementState
    steps = (
        "view", "outage", "call", "cascade_start", "reliability_period", "reliability_first_day", "reliability_end_day",
        "replay_period", "replay_from", "replay_to",
    )  # fmt: skip

    def build(self) -> Any:
        """The bar and the view in front."""
        stage = ViewStage(self, lambda slug: VIEWS[slug].load(__package__, self))
        self._take_outage()
        self.watch(self._take_outage, self.selection, "asset")
        self.watch(lambda: stage.bring(self.own.view), self.own, "view")
        stage.bring(self.own.view)
        return pn.Column(
            ViewBar(self, {slug: entry.title for slug, entry in VIEWS.items()}), stage, css_classes=["staged"],
            stylesheets=[theme.stylesheet(STAGE)], sizing_mode="stretch_both", margin=0,
        )  # fmt: skip

    def _take_outage(self) -> None:
        """An outage that is selected elsewhere, or named by a link, is opened here."""
        asset = self.selection.asset
        if asset is not None and asset.kind == "outage":
            self.own.param.update(view="active", outage=asset.asset_id)
            self.selection.change(asset=None)
