"""One rule at one look: which points raise, clear, lose their say for want of supply, and get it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from data_sources.analytics.alarms.limits import judge
from data_sources.analytics.alarms.states import HELD, AlarmEvent, code_of
from data_sources.field.alarms.points import AlarmPoints, Bools, Floats, Ints
from data_sources.field.alarms.rule_rows import AlarmRule


class AlarmMove(NamedTuple):
    """What happened to an alarm that is open.

    Attributes:
        alarm_id: which.
        event: what; a release is decided where it is written, by the row as it then is.
        is_in_alarm: whether its condition is met now.
        value: the present one, NaN where it is not known.
    """

    alarm_id: int
    event: AlarmEvent
    is_in_alarm: bool
    value: float


class RuleLook(NamedTuple):
    """What one look found of a rule.

    Attributes:
        raised_ids: assets that have no open alarm of it and are in alarm now.
        raised_values: their values.
        moves: of its open alarms.
        points: that it watches.
        unknown: of these, whose value is not known.
        suppressed: of these, without supply.
    """

    raised_ids: Ints
    raised_values: Floats
    moves: list[AlarmMove]
    points: int
    unknown: int
    suppressed: int


@dataclass(slots=True)
class RuleWatch:
    """A rule, and the delays of it that run.

    Attributes:
        rule: the rule.
        since_ms: since when a change of each point is under way; 0 where none is; shape (points,).
    """

    rule: AlarmRule
    since_ms: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def is_waiting(self) -> bool:
        """Whether time alone may change what it says."""
        return bool(self.since_ms.any())

    def look(self, points: AlarmPoints, open_alarms: list[Mapping[str, Any]], now: dt.datetime) -> RuleLook:
        """Judge every point.

        Args:
            points: of the rule's kind of asset.
            open_alarms: of the rule, rows of open_alarm_points.sql.
            now: the present.
        """
        if len(self.since_ms) != len(points.ids):
            self.since_ms = np.zeros(len(points.ids), np.int64)
        quantity, watched = self.rule.quantity, self.rule.watches(points)
        is_dark = watched & ~points.has_supply if quantity.is_of_supply else np.zeros(len(watched), np.bool_)
        values = np.where(watched & ~is_dark, points.values(quantity, now), np.nan)
        at = points.rows_of(np.array([one["asset_id"] for one in open_alarms], np.int64))
        before = np.zeros(len(watched), np.bool_)
        before[at[at >= 0]] = [one["is_in_alarm"] for one, row in zip(open_alarms, at, strict=True) if row >= 0]
        judged = judge(self.rule.limit, values, before, self.since_ms, int(now.timestamp() * 1000))
        self.since_ms = judged.since_ms
        is_new = judged.is_in_alarm & ~before
        is_new[at[at >= 0]] = False
        moves = [
            move for one, row in zip(open_alarms, at.tolist(), strict=True)
            if row >= 0 and (move := self._move(one, judged.is_in_alarm[row], values[row], is_dark[row]))
        ]  # fmt: skip
        is_unknown = watched & ~is_dark & ~judged.is_known
        return RuleLook(
            points.ids[is_new], values[is_new], moves, int(watched.sum()), int(is_unknown.sum()), int(is_dark.sum())
        )

    def _move(self, one: Mapping[str, Any], is_in: Bools, value: float, is_dark: Bools) -> AlarmMove | None:
        """What happens to an open alarm, if anything."""
        state, was_in = code_of(one["state"]), one["is_in_alarm"]
        if is_dark:
            event = None if state in HELD else AlarmEvent.SUPPRESS
        elif one["state"] == "suppressed":
            if not np.isfinite(value):
                return None  # supply is back, and nobody knows more yet
            limit = self.rule.limit._replace(on_delay_ms=0, off_delay_ms=0)
            now_in = judge(limit, np.array([value]), np.array([was_in]), np.zeros(1, np.int64), 1).is_in_alarm[0]
            return AlarmMove(one["alarm_id"], AlarmEvent.RELEASE_NORMAL, bool(now_in), float(value))
        elif bool(is_in) != was_in:
            event = AlarmEvent.RAISE if is_in else self._cleared
        else:
            event = None
        return None if event is None else AlarmMove(one["alarm_id"], event, bool(is_in), float(value))

    @property
    def _cleared(self) -> AlarmEvent:
        return AlarmEvent.CLEAR_LATCHING if self.rule.is_latching else AlarmEvent.CLEAR
