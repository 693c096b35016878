"""Cause codes of outages, after the interruption causes of IEEE Std 1782 in the words that the demo uses."""

from __future__ import annotations

from typing import Literal

CauseCode = Literal[
    "vegetation", "equipment", "animal", "lightning", "weather", "wind", "ice", "flood", "fire", "vehicle", "dig-in",
    "overload", "planned", "switching", "loss_of_supply", "public", "other", "unknown",
]  # fmt: skip
