"""What the assistant answers of the network and its present state."""

from __future__ import annotations

from typing import Any, Final

from app.assistant.tools import Tool
from app.tabs.operations.tools.facts import FEEDER_FACTS

OPERATIONS_TOOLS: Final[tuple[Tool[Any], ...]] = (FEEDER_FACTS,)
