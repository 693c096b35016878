"""What the assistant answers of the network and its present state."""

from __future__ import annotations

from typing import Any, Final

from app.assistant.tools import Tool, followed_by
from app.tabs.operations.tools.asset_facts import POLE_FACTS, TRANSFORMER_FACTS
from app.tabs.operations.tools.behind import CUSTOMERS_BEHIND
from app.tabs.operations.tools.by_group import NETWORK_BY
from app.tabs.operations.tools.compare import COMPARE
from app.tabs.operations.tools.counts import COUNTS_TOOL
from app.tabs.operations.tools.distance import DISTANCE
from app.tabs.operations.tools.downstream import BEHIND_ASSET, DOWNSTREAM
from app.tabs.operations.tools.going_there import GO_TO, MAP_OF
from app.tabs.operations.tools.groups import GROUPS
from app.tabs.operations.tools.lists import LISTS
from app.tabs.operations.tools.medians import MEDIANS
from app.tabs.operations.tools.near import NEAR
from app.tabs.operations.tools.ranks import RANKS
from app.tabs.operations.tools.sections import SECTIONS
from app.tabs.operations.tools.service_facts import DEVICE_FACTS, METER_FACTS, SEGMENT_FACTS
from app.tabs.operations.tools.supply import SUPPLY_OF
from app.tabs.operations.tools.supply_facts import FEEDER_FACTS, SUBSTATION_FACTS
from app.tabs.operations.tools.system import SYSTEM_LOAD, SYSTEM_NOW, WEATHER_NOW
from app.tabs.operations.tools.ties import TIES_OF
from app.tabs.operations.tools.traits import METERS_WITH

_AFTER_SYSTEM: Final = (
    "top 3 feeders by loading", "load forecast for tomorrow", "how many transformers are overloaded",
)  # fmt: skip
OPERATIONS_TOOLS: Final[tuple[Tool[Any], ...]] = (
    *followed_by(_AFTER_SYSTEM, SYSTEM_NOW, SYSTEM_LOAD),
    *followed_by(("list active outages", "load forecast for tomorrow"), WEATHER_NOW),
    COUNTS_TOOL, MEDIANS, FEEDER_FACTS, SUBSTATION_FACTS, TRANSFORMER_FACTS, POLE_FACTS, METER_FACTS, DEVICE_FACTS,
    SEGMENT_FACTS, SUPPLY_OF, DOWNSTREAM, BEHIND_ASSET, TIES_OF, CUSTOMERS_BEHIND, *NETWORK_BY, *GROUPS, *LISTS,
            *SECTIONS,
    METERS_WITH, *RANKS, COMPARE, NEAR, DISTANCE, GO_TO, MAP_OF,
)  # fmt: skip
