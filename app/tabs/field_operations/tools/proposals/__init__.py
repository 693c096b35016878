"""Changes of field work as filled forms: alarms, work orders, shifts of crews, notes; and what has no form."""

from __future__ import annotations

from typing import Any, Final

from app.assistant.tools import Tool
from app.tabs.field_operations.tools.proposals.alarms import ALARM_PROPOSALS
from app.tabs.field_operations.tools.proposals.orders import ORDER_PROPOSALS
from app.tabs.field_operations.tools.proposals.others import OTHER_PROPOSALS

FIELD_PROPOSALS: Final[tuple[Tool[Any], ...]] = (*ALARM_PROPOSALS, *ORDER_PROPOSALS, *OTHER_PROPOSALS)
