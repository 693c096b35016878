"""What outages of the demo are put down to: the one list for its history and for its simulator.

A cause has one name whoever writes it, so that tables, filters and trends count it once. The categories are those of
IEEE Std 1782 in short, with overloads and dig-ins apart.
"""

from __future__ import annotations

from typing import Literal

Cause = Literal[
    "vegetation", "equipment", "animal", "lightning", "vehicle", "planned", "weather", "overload", "dig-in", "unknown",
]  # fmt: skip
