"""What the reliability view keeps in the address; the scope is the selection that all tabs share."""

from __future__ import annotations

from typing import Any

import param

YEAR_TO_DATE, LAST_12_MONTHS = "year_to_date", "last_12_months"
# One storm's month would press all others to the axis.
TRENDS = {"without_major": "Without MED", "all_in": "All in"}


class ReliabilityState(param.Parameterized):
    """Its own choices."""

    reliability_period = param.String(
        default=YEAR_TO_DATE, regex=rf"^({YEAR_TO_DATE}|{LAST_12_MONTHS}|(19|20)\d\d)$",
        doc="The present year, a year that ends today, or a year in figures. Writer: the bar.",
    )  # fmt: skip
    reliability_trend: Any = param.Selector(
        default="without_major", objects=list(TRENDS), doc="What the months show. Writer: the choice over them."
    )
