"""What a reading's quality and length may be, in one place for whoever reads, checks, stores or makes readings.

The DDL (`sql/snowflake/schema`) says the same in its comments and ranks, and `ami_day_of_meters` in its codes.
"""

from __future__ import annotations

from collections.abc import Mapping

# From best to worst; what is put together of several readings is as good as the worst of them.
QUALITIES = ("actual", "edited", "estimated", "missing")
ACTUAL, EDITED, ESTIMATED, MISSING = range(4)
# Of two versions of a reading the one of the lower rank counts: actual and edited are as good as each other.
QUALITY_RANKS: Mapping[str, int] = {"actual": 0, "edited": 0, "estimated": 1, "missing": 2}

INTERVALS_MINUTES = (1, 5, 10, 15, 30, 60)
