"""AssetView: what the views of Asset Health have in common."""

from __future__ import annotations

from app.desk.live_view import LiveView

SHEET = "asset_health"  # the look of what views share


class AssetView(LiveView):
    """One view of the tab; what it keeps in the address is in `own`."""
