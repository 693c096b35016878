"""Studies, which operate nothing: what spreads when something fails, how a fault is isolated, a storm as it stands."""

from __future__ import annotations

from typing import Any, Final

from app.assistant.tools import Tool
from app.tabs.outage_management.tools.studies.cascade import CASCADE_TOOLS
from app.tabs.outage_management.tools.studies.isolation import ISOLATION_TOOLS
from app.tabs.outage_management.tools.studies.risk import RISK_TOOLS
from app.tabs.outage_management.tools.studies.storm import STORM_TOOLS

STUDY_TOOLS: Final[tuple[Tool[Any], ...]] = (*CASCADE_TOOLS, *RISK_TOOLS, *ISOLATION_TOOLS, *STORM_TOOLS)
