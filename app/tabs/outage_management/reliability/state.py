"""What the reliability view keeps in the address; the scope is the selection that all tabs share."""

from __future__ import annotations

import datetime as dt
from typing import Any

import param

YEAR_TO_DATE, LAST_12_MONTHS = "year_to_date", "last_12_months"
DAYS = dt.date(1900, 1, 2), dt.date(2200, 1, 1)
# One storm's month would press all others to the axis.
TRENDS = {"without_major": "Without MED", "all_in": "All in"}


class ReliabilityState(param.Parameterized):
    """Its own choices."""

    reliability_period = param.String(
        default=YEAR_TO_DATE, regex=rf"^({YEAR_TO_DATE}|{LAST_12_MONTHS}|(19|20)\d\d)$",
        doc="The present year, a year that ends today, or a year in figures. Writer: the bar.",
    )  # fmt: skip
    reliability_first_day = param.CalendarDate(
        default=None, allow_None=True, bounds=DAYS, doc="First local day of a period of one's own; else None."
    )
    reliability_end_day = param.CalendarDate(
        default=None, allow_None=True, bounds=DAYS, doc="Local day after its last one. Writer of both: the bar."
    )
    reliability_trend: Any = param.Selector(
        default="without_major", objects=list(TRENDS), doc="What the months show. Writer: the choice over them."
    )
