"""What the view of vegetation keeps in the address; substation and feeder are the scope that all tabs share."""

from __future__ import annotations

from typing import Any, Final

import param

TRIM_LEVELS: Final = {
    "all": "Any level", "critical": "Critical", "high": "High", "moderate": "Moderate", "low": "Low",
    "unknown": "Not known",
}  # fmt: skip
WITHIN: Final = {"all": "Whenever", "0": "Due now", "1": "Within 1 year", "3": "Within 3 years", "5": "Within 5 years"}


class VegetationState(param.Parameterized):
    """Its own choices; each has one writer, the control that shows it."""

    trim_level: Any = param.Selector(default="all", objects=list(TRIM_LEVELS), doc="Level of the spans shown.")
    trim_within: Any = param.Selector(default="1", objects=list(WITHIN), doc="When they are to be trimmed, years.")
