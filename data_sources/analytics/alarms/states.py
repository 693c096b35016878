"""The states of an alarm and what moves it from one to another: ANSI/ISA-18.2-2016, figure 3, as one table.

The letters are the standard's. Where an alarm leaves shelf, suppression or service (G, H, I) its condition decides: in
alarm it is annunciated anew (B), else it is normal (A). One thing the standard leaves open, and a control room may not:
an alarm that nobody acknowledged and that went back to normal while it was held comes back as D, so that none is lost.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int8]
Bools = NDArray[np.bool_]


class AlarmState(IntEnum):
    """States A to I; the names in lower case are those of the database."""

    NORMAL = 0  # A
    UNACKNOWLEDGED = 1  # B
    ACKNOWLEDGED = 2  # C
    RETURNED = 3  # D: returned to normal, unacknowledged
    LATCHED_UNACKNOWLEDGED = 4  # E
    LATCHED_ACKNOWLEDGED = 5  # F
    SHELVED = 6  # G: by the operator, for a limited time
    SUPPRESSED = 7  # H: by design
    OUT_OF_SERVICE = 8  # I: for maintenance


class AlarmEvent(IntEnum):
    """What can happen to an alarm."""

    RAISE = 0  # its condition is met
    CLEAR = 1  # it is not any more
    CLEAR_LATCHING = 2  # the same, of an alarm that latches
    ACKNOWLEDGE = 3
    RESET = 4  # of a latched one, by the operator
    SHELVE = 5
    SUPPRESS = 6
    TAKE_OUT = 7
    RELEASE_IN_ALARM = 8  # from shelf, suppression or service
    RELEASE_NORMAL = 9
    RELEASE_UNSEEN = 10  # back to normal, and nobody has acknowledged it


IMPOSSIBLE: Final = -1
_S, _E = AlarmState, AlarmEvent
HELD: Final = (_S.SHELVED, _S.SUPPRESSED, _S.OUT_OF_SERVICE)
STANDING: Final = (_S.UNACKNOWLEDGED, _S.ACKNOWLEDGED)
UNSEEN: Final = (_S.UNACKNOWLEDGED, _S.RETURNED, _S.LATCHED_UNACKNOWLEDGED)
"""States that ask for an acknowledgement."""
_MOVES: Final[dict[AlarmEvent, dict[AlarmState, AlarmState]]] = {
    # A held one stays held whatever its condition does; a re-alarm is annunciated anew.
    _E.RAISE: {
        **{one: _S.UNACKNOWLEDGED for one in _S if one not in HELD}, **{one: one for one in HELD},
    },
    _E.CLEAR: {
        _S.UNACKNOWLEDGED: _S.RETURNED, _S.ACKNOWLEDGED: _S.NORMAL, **{one: one for one in HELD},
    },
    _E.CLEAR_LATCHING: {
        _S.UNACKNOWLEDGED: _S.LATCHED_UNACKNOWLEDGED, _S.ACKNOWLEDGED: _S.LATCHED_ACKNOWLEDGED,
        **{one: one for one in HELD},
    },
    _E.ACKNOWLEDGE: {
        _S.UNACKNOWLEDGED: _S.ACKNOWLEDGED, _S.RETURNED: _S.NORMAL,
        _S.LATCHED_UNACKNOWLEDGED: _S.LATCHED_ACKNOWLEDGED,
    },
    _E.RESET: {_S.LATCHED_ACKNOWLEDGED: _S.NORMAL},
    _E.SHELVE: {one: _S.SHELVED for one in _S if one not in HELD},
    # A shelf is a person's decision: design does not overrule it.
    _E.SUPPRESS: {one: _S.SUPPRESSED for one in _S if one not in HELD},
    _E.TAKE_OUT: {one: _S.OUT_OF_SERVICE for one in _S if one is not _S.OUT_OF_SERVICE},
    _E.RELEASE_IN_ALARM: dict.fromkeys(HELD, _S.UNACKNOWLEDGED),
    _E.RELEASE_NORMAL: dict.fromkeys(HELD, _S.NORMAL),
    _E.RELEASE_UNSEEN: dict.fromkeys(HELD, _S.RETURNED),
}  # fmt: skip


def _table() -> Codes:
    table = np.full((len(_S), len(_E)), IMPOSSIBLE, np.int8)
    for event, moves in _MOVES.items():
        for before, after in moves.items():
            table[before, event] = after
    return table


TRANSITIONS: Final = _table()
"""State after an event, shape (states, events); `IMPOSSIBLE` where the event cannot happen to that state."""


def after(states: Codes, events: Codes) -> Codes:
    """The states after events; one that cannot happen changes nothing.

    Args:
        states: codes of `AlarmState`, shape (alarms,).
        events: codes of `AlarmEvent`, shape (alarms,).
    """
    found: Codes = TRANSITIONS[states, events]
    return np.where(found == IMPOSSIBLE, states, found)


def releases(is_in_alarm: Bools, is_acknowledged: Bools) -> Codes:
    """The event by which each held alarm is released, shape (alarms,).

    Args:
        is_in_alarm: whether its condition is met now.
        is_acknowledged: whether somebody has acknowledged it since it was raised.
    """
    normal = np.where(is_acknowledged, AlarmEvent.RELEASE_NORMAL, AlarmEvent.RELEASE_UNSEEN)
    return np.where(is_in_alarm, AlarmEvent.RELEASE_IN_ALARM, normal).astype(np.int8)


def name_of(state: int) -> str:
    """As the database and REST say it."""
    return AlarmState(state).name.lower()


def code_of(name: str) -> AlarmState:
    """Of a name of the database.

    Raises:
        KeyError: there is no such state.
    """
    return AlarmState[name.upper()]
