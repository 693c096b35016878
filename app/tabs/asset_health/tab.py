"""AssetHealthTab: the bar of its views, and one of them at a time below it."""

from __future__ import annotations

from typing import Any

import panel as pn

from app import theme
from app.scope_bar.views import ViewBar
from app.tab import Tab
from app.tabs.asset_health.state import AssetHealthState
from app.tabs.asset_health.views import VIEWS
from app.view import STAGE, ViewStage


class AssetHealthTab(Tab):
    """Health, risk and renewal of transformers and poles."""

    title = "Asset Health"
    State = AssetHealthState
    steps = ("view",)

    def build(self) -> Any:
        """The bar and the view in front."""
        stage = ViewStage(self, lambda slug: VIEWS[slug].load(__package__, self))
        self.watch(lambda: stage.bring(self.own.view), self.own, "view")
        stage.bring(self.own.view)
        return pn.Column(
            ViewBar(self, {slug: entry.title for slug, entry in VIEWS.items()}), stage, css_classes=["staged"],
            stylesheets=[theme.stylesheet(STAGE)], sizing_mode="stretch_both", margin=0,
        )  # fmt: skip
