"""Asset Health: in which state the assets are, what a failure would mean, and what to do about it first."""

from app.tabs.asset_health.tab import AssetHealthTab

__all__ = ["AssetHealthTab"]
