"""What the reliability view keeps in the address; the scope is the selection that all tabs share."""

from __future__ import annotations

import param

YEAR_TO_DATE, LAST_12_MONTHS = "year_to_date", "last_12_months"


class ReliabilityState(param.Parameterized):
    """Its own choice."""

    reliability_period = param.String(
        default=YEAR_TO_DATE, regex=rf"^({YEAR_TO_DATE}|{LAST_12_MONTHS}|(19|20)\d\d)$",
        doc="The present year, a year that ends today, or a year in figures. Writer: the bar.",
    )  # fmt: skip
