"""Alarms moved to their next states, one way for all: rows are locked, the table decides, each move leaves a step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np

from data_sources.analytics.alarms.states import (
    IMPOSSIBLE,
    TRANSITIONS,
    AlarmEvent,
    AlarmState,
    code_of,
    name_of,
    releases,
)
from data_sources.field.alarms.judging import AlarmMove
from data_sources.postgres.source import Connection, execute

RELEASES: Final = (AlarmEvent.RELEASE_IN_ALARM, AlarmEvent.RELEASE_NORMAL, AlarmEvent.RELEASE_UNSEEN)


def write_moves(
    connection: Connection, moves: Sequence[AlarmMove], now: dt.datetime, by: str, *, note: str | None = None,
    held_until: dt.datetime | None = None,
) -> list[int]:  # fmt: skip
    """Move alarms, as far as the table lets them; answers the numbers of those that were moved.

    Args:
        connection: of the transaction.
        moves: at most one an alarm.
        now: when.
        by: who.
        note: what was said with it.
        held_until: the end of a shelf.
    """
    wanted = {move.alarm_id: move for move in moves}
    rows = execute(connection, "states_of_alarms", alarm_ids=sorted(wanted)).fetchall()
    steps = [step for row in rows if (step := _step(wanted[row[0]], *row[1:])) is not None]
    if not steps:
        return []
    ids, events, states, in_alarm, values, measured, annunciated = (list(column) for column in zip(*steps, strict=True))
    moved = execute(
        connection, "step_alarms", alarm_ids=ids, events=events, to_states=states, in_alarm=in_alarm,
        step_values=values, measured_s=measured, annunciated=annunciated, now=now, stepped_by=by, note=note,
        held_until=held_until,
    ).fetchall()  # fmt: skip
    return [number for (number,) in moved]


def _step(
    move: AlarmMove, state_name: str, was_in_alarm: bool, is_acknowledged: bool
) -> tuple[int, str, str, bool, float, float, bool] | None:
    """The columns of a step; None where it cannot happen as the row now is."""
    event, before = move.event, code_of(state_name)
    if event in RELEASES:
        event = AlarmEvent(int(releases(np.array([move.is_in_alarm]), np.array([is_acknowledged]))[0]))
    code = int(TRANSITIONS[before, event])
    if code == IMPOSSIBLE or (code == before and was_in_alarm == move.is_in_alarm):
        return None
    is_annunciated = code == AlarmState.UNACKNOWLEDGED and before != AlarmState.UNACKNOWLEDGED
    return (
        move.alarm_id, event.name.lower(), name_of(code), move.is_in_alarm, move.value, move.measured_s, is_annunciated,
    )  # fmt: skip
