"""What the view of the shift log keeps in the address."""

from __future__ import annotations

from typing import Any, Final

import param

HOURS: Final = {"8": "8 hours", "12": "12 hours", "24": "24 hours", "72": "3 days", "168": "7 days", "720": "30 days"}


class LogState(param.Parameterized):
    """Its own choices; each has one writer, the control that shows it."""

    log_hours: Any = param.Selector(default="12", objects=list(HOURS), doc="How far back. Writer: the choice.")
