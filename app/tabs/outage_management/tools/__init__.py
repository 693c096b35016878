"""What the assistant answers of outages: now, in the past, their reliability, studies of them, calls."""

from __future__ import annotations

from typing import Any, Final

from app.assistant.tools import Tool, followed_by
from app.tabs.outage_management.tools.by_group import OUTAGES_BY
from app.tabs.outage_management.tools.calls import TROUBLE_CALLS
from app.tabs.outage_management.tools.cause_share import CAUSE_SHARE
from app.tabs.outage_management.tools.crews_there import CREWS_THERE
from app.tabs.outage_management.tools.foremost import FOREMOST_OUTAGE
from app.tabs.outage_management.tools.hit_most import TRANSFORMERS_HIT
from app.tabs.outage_management.tools.in_order import OUTAGE_IN_ORDER
from app.tabs.outage_management.tools.now import ACTIVE_OUTAGES, OUT_BY_FEEDER, OUTAGES_NOW
from app.tabs.outage_management.tools.of_asset import OUTAGE_OF
from app.tabs.outage_management.tools.often import CUSTOMER_SHARES, CUSTOMERS_BY_INTERRUPTIONS, FEEDERS_BY_SHARE
from app.tabs.outage_management.tools.one import COMING_OUTAGES, OUTAGE_FACTS
from app.tabs.outage_management.tools.out_and_back import OUT_AND_BACK, OUTAGES_RESTORED
from app.tabs.outage_management.tools.out_behind import OUT_BEHIND
from app.tabs.outage_management.tools.past import OUTAGE_SUMS, OUTAGES_BY_CAUSE, OUTAGES_BY_FEEDER, PAST_OUTAGES
from app.tabs.outage_management.tools.proposals import OUTAGE_PROPOSALS
from app.tabs.outage_management.tools.reliability import (
    CAUSES_BY_INDEX,
    FEEDERS_BY_INDEX,
    MAJOR_EVENT_DAYS,
    RELIABILITY_BY_MONTH,
    RELIABILITY_INDICES,
)
from app.tabs.outage_management.tools.studies import STUDY_TOOLS
from app.tabs.outage_management.tools.time_out import TIME_OUT
from app.tabs.outage_management.tools.who_is_out import WHO_IS_OUT

_AFTER_OUTAGES: Final = ("how many customers are out", "outages by cause this year", "available crews")
_AFTER_RELIABILITY: Final = (
    "SAIDI by month this year", "worst 5 feeders by SAIDI last year", "outages by cause this year",
)  # fmt: skip
OUTAGE_TOOLS: Final[tuple[Tool[Any], ...]] = (
    *followed_by(
        _AFTER_OUTAGES, OUTAGES_NOW, WHO_IS_OUT, ACTIVE_OUTAGES, OUT_BY_FEEDER, COMING_OUTAGES, OUTAGE_FACTS,
        FOREMOST_OUTAGE, OUTAGE_OF, OUT_BEHIND, PAST_OUTAGES, OUTAGE_IN_ORDER, OUTAGE_SUMS, TIME_OUT,
        OUTAGES_BY_CAUSE, CAUSE_SHARE, OUTAGES_BY_FEEDER, CREWS_THERE,
    ),
    *followed_by(
        _AFTER_RELIABILITY, RELIABILITY_INDICES, FEEDERS_BY_INDEX, CAUSES_BY_INDEX, RELIABILITY_BY_MONTH,
        MAJOR_EVENT_DAYS, TRANSFORMERS_HIT, CUSTOMERS_BY_INTERRUPTIONS, CUSTOMER_SHARES, FEEDERS_BY_SHARE,
    ),
    TROUBLE_CALLS, OUT_AND_BACK, OUTAGES_RESTORED, *OUTAGES_BY, *STUDY_TOOLS, *OUTAGE_PROPOSALS,
)  # fmt: skip
