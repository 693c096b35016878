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
        measured_s: when it was measured, seconds since 1970; NaN where it is not known.
    """

    alarm_id: int
    event: AlarmEvent
    is_in_alarm: bool
    value: float = float("nan")
    measured_s: float = float("nan")


class AlarmValue(NamedTuple):
    """The present value of an open alarm.

    Attributes:
        alarm_id: which.
        value: in the quantity's unit, finite.
        measured_s: when it was measured, seconds since 1970.
    """

    alarm_id: int
    value: float
    measured_s: float


class RuleLook(NamedTuple):
    """What one look found of a rule.

    Attributes:
        raised_ids: assets that have no open alarm of it and are in alarm now.
        raised_values: their values.
        raised_s: when these were measured, seconds since 1970.
        moves: of its open alarms.
        values: present ones of its open alarms, as far as they are known.
        points: that it watches.
        unknown: of these, whose value is not known.
        suppressed: of these, without supply.
    """

    raised_ids: Ints
    raised_values: Floats
    raised_s: Floats
    moves: list[AlarmMove]
    values: list[AlarmValue]
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
        measured = points.measured(quantity, now)
        present = [
            (one, row, AlarmValue(one["alarm_id"], float(values[row]), float(measured[row])))
            for one, row in zip(open_alarms, at.tolist(), strict=True)
            if row >= 0
        ]
        moves = [
            move for one, row, value in present
            if (move := self._move(one, judged.is_in_alarm[row], value, is_dark[row]))
        ]  # fmt: skip
        known = [value for *_, value in present if np.isfinite(value.value)]
        is_unknown = watched & ~is_dark & ~judged.is_known
        return RuleLook(
            points.ids[is_new], values[is_new], measured[is_new], moves, known, int(watched.sum()),
            int(is_unknown.sum()), int(is_dark.sum()),
        )  # fmt: skip

    def _move(self, one: Mapping[str, Any], is_in: Bools, present: AlarmValue, is_dark: Bools) -> AlarmMove | None:
        """What happens to an open alarm, if anything."""
        state, was_in = code_of(one["state"]), one["is_in_alarm"]
        if is_dark:
            event = None if state in HELD else AlarmEvent.SUPPRESS
        elif one["state"] == "suppressed":
            if not np.isfinite(present.value):
                return None  # supply is back, and nobody knows more yet
            limit = self.rule.limit._replace(on_delay_ms=0, off_delay_ms=0)
            now_in = judge(limit, np.array([present.value]), np.array([was_in]), np.zeros(1, np.int64), 1).is_in_alarm
            return _moved(present, AlarmEvent.RELEASE_NORMAL, bool(now_in[0]))
        elif bool(is_in) != was_in:
            event = AlarmEvent.RAISE if is_in else self._cleared
        else:
            event = None
        return None if event is None else _moved(present, event, bool(is_in))

    @property
    def _cleared(self) -> AlarmEvent:
        return AlarmEvent.CLEAR_LATCHING if self.rule.is_latching else AlarmEvent.CLEAR


def _moved(present: AlarmValue, event: AlarmEvent, is_in_alarm: bool) -> AlarmMove:
    return AlarmMove(present.alarm_id, event, is_in_alarm, present.value, present.measured_s)
