"""What the assistant answers of the network and its present state."""

from __future__ import annotations

from typing import Any, Final

from app.assistant.tools import Tool
from app.tabs.operations.tools.asset_facts import POLE_FACTS, TRANSFORMER_FACTS
from app.tabs.operations.tools.service_facts import DEVICE_FACTS, METER_FACTS, SEGMENT_FACTS
from app.tabs.operations.tools.supply_facts import FEEDER_FACTS, SUBSTATION_FACTS

OPERATIONS_TOOLS: Final[tuple[Tool[Any], ...]] = (
    FEEDER_FACTS, SUBSTATION_FACTS, TRANSFORMER_FACTS, POLE_FACTS, METER_FACTS, DEVICE_FACTS, SEGMENT_FACTS,
)  # fmt: skip
