"""Changes of outages as filled forms: crews, estimates, causes, their beginning and end, merging, storms."""

from __future__ import annotations

from typing import Any, Final

from app.assistant.tools import Tool
from app.tabs.outage_management.tools.proposals.crews import CREW_PROPOSALS
from app.tabs.outage_management.tools.proposals.report import REPORT_PROPOSALS
from app.tabs.outage_management.tools.proposals.said import SAID_PROPOSALS
from app.tabs.outage_management.tools.proposals.states import STATE_PROPOSALS
from app.tabs.outage_management.tools.proposals.storm import STORM_PROPOSALS

OUTAGE_PROPOSALS: Final[tuple[Tool[Any], ...]] = (
    *CREW_PROPOSALS, *SAID_PROPOSALS, *STATE_PROPOSALS, *REPORT_PROPOSALS, *STORM_PROPOSALS,
)  # fmt: skip
