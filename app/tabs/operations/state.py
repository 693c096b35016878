"""What the Operations Dashboard shows besides the selection that all tabs share: the list of all outages on record."""

from __future__ import annotations

from typing import Any

import param

from data_sources.statements import statement

SORTS = statement("outages_page").sorts


class OperationsState(param.Parameterized):
    """Selections of the dashboard alone. Each has one writer: the control that shows it."""

    record = param.Boolean(default=False, doc="Whether the outages on record lie over the map.")
    record_sort: Any = param.Selector(
        default="started_at", objects=list(SORTS), doc="Column they are sorted by. Writer: the headings."
    )
    record_falling = param.Boolean(default=True, doc="Largest or latest first. Writer: the headings.")
    record_filter = param.String(default="", doc="Words that feeder and cause must hold. Writer: the field.")
