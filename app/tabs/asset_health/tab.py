"""AssetHealthTab: the bar of its views, and one of them at a time below it."""

from __future__ import annotations

from typing import Any

from app.scope_bar.views import staged
from app.tab import Tab
from app.tabs.asset_health.state import AssetHealthState
from app.tabs.asset_health.tools import ASSET_HEALTH_TOOLS
from app.tabs.asset_health.views import PAGES, VIEWS


class AssetHealthTab(Tab):
    """Health, risk and renewal of transformers and poles."""

    title = "Asset Health"
    State = AssetHealthState
    steps = ("view",)
    tools = ASSET_HEALTH_TOOLS
    pages = PAGES

    def build(self) -> Any:
        """The bar and the view in front."""
        return staged(self, VIEWS, __package__)
