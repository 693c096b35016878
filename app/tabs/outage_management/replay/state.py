"""What the view of replays keeps in the address. Moments are UTC.

A link to any period names its beginning and its end, and an outage of it where it means one; what is named goes before
the period chosen by a button.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import param

LAST_24H, LAST_7D, THIS_YEAR, LARGEST = "last_24h", "last_7d", "this_year", "largest"
PERIODS = {LAST_24H: "Last 24 h", LAST_7D: "7 days", THIS_YEAR: "This year", LARGEST: "Largest day"}


TIMES = dt.datetime(1900, 1, 2), dt.datetime(2200, 1, 1)  # within which every zone's clock has a date


class ReplayState(param.Parameterized):
    """Its own choices."""

    replay_period: Any = param.Selector(default=LAST_24H, objects=list(PERIODS), doc="Period. Writer: the bar.")
    replay_from = param.Date(
        default=None, allow_None=True, bounds=TIMES, doc="Beginning of a period of one's own, UTC; else None."
    )
    replay_to = param.Date(default=None, allow_None=True, bounds=TIMES, doc="Its end, not in it. Writers: bar, links.")
    replay_at = param.Date(
        default=None, allow_None=True, bounds=TIMES,
        doc="Instant shown, UTC; None: now where the period reaches it, else when most were out. Writer: the time bar.",
    )  # fmt: skip
    replay_outage = param.Integer(
        default=None, allow_None=True, bounds=(0, None), doc="Outage picked. Writers: table, map, links."
    )
