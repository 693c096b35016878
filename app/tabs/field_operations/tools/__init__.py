"""What the assistant answers of field work: crews, work orders, alarms, the shift log."""

from __future__ import annotations

from typing import Any, Final

from app.assistant.tools import Tool, followed_by
from app.tabs.field_operations.tools.alarms import OPEN_ALARMS
from app.tabs.field_operations.tools.alarms_raised import ALARMS_RAISED, RAISED_GROUPED
from app.tabs.field_operations.tools.by_group import FIELD_GROUPED
from app.tabs.field_operations.tools.crews import CREW_FACTS, CREW_PEOPLE, CREWS, CREWS_NEAR
from app.tabs.field_operations.tools.log import DESK_SHIFTS, LATEST_NOTES, NOTES_GROUPED, SHIFT_HANDOVER, SHIFT_NOTES
from app.tabs.field_operations.tools.orders import OPEN_ORDER_SUMS, OPEN_ORDERS
from app.tabs.field_operations.tools.orders_completed import COMPLETED_ORDERS, COMPLETED_SUMS
from app.tabs.field_operations.tools.orders_in_time import CREATED_ORDERS, DUE_ORDERS
from app.tabs.field_operations.tools.orders_of_one import ORDER_FACTS, ORDERS_OF_ASSET, ORDERS_OF_CREW
from app.tabs.field_operations.tools.proposals import FIELD_PROPOSALS

FIELD_TOOLS: Final[tuple[Tool[Any], ...]] = (
    *followed_by(
        ("available crews", "how many open work orders", "how many people are on all crews together"),
        CREWS, CREW_PEOPLE, CREW_FACTS, CREWS_NEAR,
    ),
    *followed_by(
        ("which work orders are overdue", "available crews", "how many hours of work are open"),
        OPEN_ORDERS, DUE_ORDERS, CREATED_ORDERS, OPEN_ORDER_SUMS, COMPLETED_ORDERS, COMPLETED_SUMS,
        ORDERS_OF_CREW, ORDERS_OF_ASSET, ORDER_FACTS,
    ),
    ALARMS_RAISED, RAISED_GROUPED,
    *followed_by(("list unacknowledged alarms", "list active outages"), OPEN_ALARMS),
    SHIFT_NOTES, LATEST_NOTES, NOTES_GROUPED, SHIFT_HANDOVER, DESK_SHIFTS, *FIELD_GROUPED, *FIELD_PROPOSALS,
)  # fmt: skip
