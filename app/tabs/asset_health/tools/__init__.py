"""What the assistant answers of the condition of assets: health, risk, what to do first, and what that rests on."""

from __future__ import annotations

from typing import Any, Final

from app.assistant.tools import Tool
from app.tabs.asset_health.tools.explaining import HEALTH_EXPLAINED
from app.tabs.asset_health.tools.failed import FAILED_AGES, FAILURES_GROUPED, LATEST_FAILURES
from app.tabs.asset_health.tools.filtering import ASSETS_BETWEEN, POLES_BETWEEN, TRANSFORMERS_BETWEEN
from app.tabs.asset_health.tools.fleet_figures import (
    CLASSES_BY_HEALTH,
    FEEDERS_BY_ASSETS,
    FLEET_HEALTH,
    SUBSTATIONS_BY_ASSETS,
)
from app.tabs.asset_health.tools.heat import HEALTH_HISTORY, HOT_SPOT_TRACE, LIFE_OF_PERIOD
from app.tabs.asset_health.tools.inspected import INSPECTION_TOOLS
from app.tabs.asset_health.tools.means import POLE_MEANS, TRANSFORMER_MEANS
from app.tabs.asset_health.tools.method import BACK_TEST, HAZARDS
from app.tabs.asset_health.tools.one_span import SPAN_VEGETATION
from app.tabs.asset_health.tools.planning import REPLACEMENT_LIST, REPLACEMENT_PLAN
from app.tabs.asset_health.tools.ranking import ASSETS_RANKED, POLES_RANKED, TRANSFORMERS_RANKED
from app.tabs.asset_health.tools.record import (
    FAILURE_MODES,
    FAILURES,
    FAILURES_OF_ASSET,
    INSPECTIONS,
    LAST_INSPECTION,
)
from app.tabs.asset_health.tools.vegetation import LENGTH_TO_TRIM, SPANS_BETWEEN, SPANS_RANKED
from app.tabs.asset_health.tools.what_if import HEAT_WHAT_IF

ASSET_HEALTH_TOOLS: Final[tuple[Tool[Any], ...]] = (
    TRANSFORMERS_RANKED, TRANSFORMERS_BETWEEN, POLES_RANKED, POLES_BETWEEN, ASSETS_RANKED, ASSETS_BETWEEN,
    FLEET_HEALTH, FEEDERS_BY_ASSETS, SUBSTATIONS_BY_ASSETS, CLASSES_BY_HEALTH, HEALTH_EXPLAINED, HEALTH_HISTORY,
    HOT_SPOT_TRACE, LIFE_OF_PERIOD, SPANS_RANKED, SPANS_BETWEEN, LENGTH_TO_TRIM, LAST_INSPECTION, INSPECTIONS, FAILURES,
    FAILURES_OF_ASSET, FAILURE_MODES, REPLACEMENT_PLAN, REPLACEMENT_LIST, HEAT_WHAT_IF, BACK_TEST, HAZARDS,
    *INSPECTION_TOOLS, SPAN_VEGETATION, TRANSFORMER_MEANS, POLE_MEANS, LATEST_FAILURES, FAILURES_GROUPED,
    FAILED_AGES,
)  # fmt: skip
