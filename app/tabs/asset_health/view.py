"""AssetView: what the views of Asset Health have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from app.live import SourceKind
from app.tab import Tab
from app.view import View

SHEET = "asset_health"  # the look of what views share


class AssetView(View):
    """One view of the tab; what it keeps in the address is in `own`.

    Args:
        tab: gives state, sources, live bindings and workers.
    """

    source: ClassVar[SourceKind] = "live"

    def __init__(self, tab: Tab) -> None:
        """Builds nothing yet."""
        super().__init__(tab)
        self.own: Any = tab.own
