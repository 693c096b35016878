"""What the view of orders keeps in the address."""

from __future__ import annotations

from typing import Any, Final, get_args

import param

from data_sources.field.orders.states import STATES, WorkType

SHOWN: Final = {"open": "Open", "over": "Over", "all": "All orders"}
TYPES: Final = ("", *get_args(WorkType))
PARTS: Final = ("overview", "steps", "timeline")


class OrdersState(param.Parameterized):
    """Its own choices; each has one writer, the control that shows it."""

    order = param.Integer(
        default=None, allow_None=True, bounds=(1, None), doc="Order in detail. Writers: table and map."
    )
    order_part: Any = param.Selector(default=PARTS[0], objects=list(PARTS), doc="Part of the detail in front.")
    orders_shown: Any = param.Selector(default="open", objects=list(SHOWN), doc="Orders listed. Writer: the choice.")
    orders_type: Any = param.Selector(default="", objects=list(TYPES), doc="Kind of work listed. Writer: the choice.")
    orders_status: Any = param.Selector(default="", objects=["", *STATES], doc="State listed. Writer: the choice.")
    orders_sort = param.String(default="due_on", doc="Column sorted by. Writer: the table's headings.")
    orders_falling = param.Boolean(default=False, doc="Largest first. Writer: the table's headings.")
    orders_filter = param.String(default="", doc="Words that a row must hold. Writer: the table's field.")
