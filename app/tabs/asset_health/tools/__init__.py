"""What the assistant answers of the condition of assets: health, risk, what to do first, and what that rests on."""

from __future__ import annotations

from typing import Any, Final

from app.assistant.tools import Tool
from app.tabs.asset_health.tools.filtering import ASSETS_BETWEEN, POLES_BETWEEN, TRANSFORMERS_BETWEEN
from app.tabs.asset_health.tools.ranking import ASSETS_RANKED, POLES_RANKED, TRANSFORMERS_RANKED
from app.tabs.asset_health.tools.record import (
    FAILURE_MODES,
    FAILURES,
    FAILURES_OF_ASSET,
    INSPECTIONS,
    LAST_INSPECTION,
)
from app.tabs.asset_health.tools.vegetation import SPANS_BETWEEN, SPANS_RANKED

ASSET_HEALTH_TOOLS: Final[tuple[Tool[Any], ...]] = (
    TRANSFORMERS_RANKED, TRANSFORMERS_BETWEEN, POLES_RANKED, POLES_BETWEEN, ASSETS_RANKED, ASSETS_BETWEEN,
    SPANS_RANKED, SPANS_BETWEEN, LAST_INSPECTION, INSPECTIONS, FAILURES, FAILURES_OF_ASSET, FAILURE_MODES,
)  # fmt: skip
