"""An alarm rule as the engine goes by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_sources.analytics.alarms.limits import Limit
from data_sources.field.alarms.points import AlarmPoints, Bools
from data_sources.field.alarms.quantities import QUANTITIES, Watched


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """One rule.

    Attributes:
        rule_id: its number.
        version: of the rule; what was judged by another one is judged anew.
        quantity: what it watches.
        limit: when that is in alarm.
        scope_kind: of what part of the utility.
        scope_id: which; None for all of it.
        is_latching: it stays until it is reset.
        is_enabled: it is judged.
    """

    rule_id: int
    version: int
    quantity: Watched
    limit: Limit
    scope_kind: str
    scope_id: int | None
    is_latching: bool
    is_enabled: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> AlarmRule:
        """Out of a row of alarm_rules.sql."""
        limit = Limit(
            row["operator"] == "above", row["threshold"], row["deadband"], 1000 * row["on_delay_s"],
            1000 * row["off_delay_s"],
        )  # fmt: skip
        return cls(
            row["rule_id"], row["version"], QUANTITIES[row["quantity"]], limit, row["scope_kind"], row["scope_id"],
            row["is_latching"], row["is_enabled"],
        )  # fmt: skip

    def watches(self, points: AlarmPoints) -> Bools:
        """Which points it is about, shape (points,)."""
        if self.scope_kind == "utility":
            return np.ones(len(points.ids), np.bool_)
        places = {"substation": points.substations, "feeder": points.feeders, "transformer": points.ids}
        found: Bools = places[self.scope_kind] == self.scope_id
        return found
