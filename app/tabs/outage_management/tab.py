"""OutageManagementTab: the bar of its views, and one of them at a time below it."""

from __future__ import annotations

from typing import Any

from app.scope_bar.views import staged
from app.tab import Tab
from app.tabs.outage_management.state import OutageManagementState
from app.tabs.outage_management.tools import OUTAGE_TOOLS
from app.tabs.outage_management.tools.kinds import OUTAGE_KINDS
from app.tabs.outage_management.views import PAGES, VIEWS


class OutageManagementTab(Tab):
    """The life of outages, and studies of them."""

    title = "Outage Management"
    State = OutageManagementState
    tools, kinds = OUTAGE_TOOLS, OUTAGE_KINDS
    pages = PAGES
    steps = (
        "view", "outage", "call", "cascade_start", "reliability_period", "reliability_first_day", "reliability_end_day",
        "replay_period", "replay_from", "replay_to",
    )  # fmt: skip

    def build(self) -> Any:
        """The bar and the view in front."""
        self._take_outage()
        self.watch(self._take_outage, self.selection, "asset")
        return staged(self, VIEWS, __package__)

    def _take_outage(self) -> None:
        """An outage that is selected elsewhere, or named by a link, is opened here."""
        asset = self.selection.asset
        if asset is not None and asset.kind == "outage":
            self.own.param.update(view="active", outage=asset.asset_id)
            self.selection.change(asset=None)
