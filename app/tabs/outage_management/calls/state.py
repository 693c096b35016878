"""What the view of trouble calls keeps in the address: numbers and choices, nothing of a person."""

from __future__ import annotations

from typing import Any

import param

from app.tabs.outage_management.calls.words import CALL_GROUPS


class CallsState(param.Parameterized):
    """Its own choices; each has one writer, the control that shows it."""

    call = param.Integer(
        default=None, allow_None=True, bounds=(1, None), doc="Call in detail. Writers: table, map, and a call taken."
    )
    call_outage = param.Integer(
        default=None, allow_None=True, bounds=(1, None),
        doc="Outage whose calls alone are listed, closed ones too. Writers: the detail of an outage, the table's chip.",
    )  # fmt: skip
    call_group: Any = param.Selector(
        default="all", objects=list(CALL_GROUPS), doc="Calls listed. Writer: the choice over the table."
    )
