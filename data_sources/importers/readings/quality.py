"""Qualities of readings as numbers, from best to worst: what is put together is as good as the worst of its parts."""

from __future__ import annotations

QUALITIES = ("actual", "edited", "estimated", "missing")
ACTUAL, EDITED, ESTIMATED, MISSING = range(4)
