"""What Field Operations keeps in the address besides the selection that all tabs share."""

from __future__ import annotations

from typing import Any

import param

from app.tabs.field_operations.alarms.state import AlarmsState
from app.tabs.field_operations.board.state import BoardState
from app.tabs.field_operations.crew.state import CrewState
from app.tabs.field_operations.log.state import LogState
from app.tabs.field_operations.orders.state import OrdersState
from app.tabs.field_operations.views import FIRST, VIEWS


class FieldOperationsState(OrdersState, BoardState, CrewState, AlarmsState, LogState):
    """The view in front, and what each view keeps; each param has one writer, the control that shows it."""

    view: Any = param.Selector(default=FIRST, objects=list(VIEWS), doc="View in front. Writer: the bar.")
