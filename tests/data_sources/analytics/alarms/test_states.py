"""The state machine against ANSI/ISA-18.2-2016, figure 3, and what must hold of it whatever happens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.alarms.states import (
    HELD,
    IMPOSSIBLE,
    TRANSITIONS,
    UNSEEN,
    AlarmEvent,
    AlarmState,
    after,
    code_of,
    name_of,
    releases,
)

S, E = AlarmState, AlarmEvent
# The arrows of the figure by the standard's letters: from, what happens, to.
LETTERS = dict(zip("ABCDEFGHI", AlarmState, strict=True))
ARROWS = [
    ("A", E.RAISE, "B"), ("B", E.ACKNOWLEDGE, "C"), ("B", E.CLEAR, "D"), ("B", E.CLEAR_LATCHING, "E"),
    ("C", E.CLEAR, "A"), ("C", E.CLEAR_LATCHING, "F"), ("C", E.RAISE, "B"), ("D", E.ACKNOWLEDGE, "A"),
    ("D", E.RAISE, "B"), ("E", E.ACKNOWLEDGE, "F"), ("E", E.RAISE, "B"), ("F", E.RESET, "A"), ("F", E.RAISE, "B"),
    *((letter, E.SHELVE, "G") for letter in "ABCDEF"), *((letter, E.SUPPRESS, "H") for letter in "ABCDEF"),
    *((letter, E.TAKE_OUT, "I") for letter in "ABCDEF"),
    *((letter, E.RELEASE_IN_ALARM, "B") for letter in "GHI"), *((letter, E.RELEASE_NORMAL, "A") for letter in "GHI"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "event", "then"), ARROWS)
def test_isa_18_2_figure_3(before: str, event: AlarmEvent, then: str) -> None:
    assert TRANSITIONS[LETTERS[before], event] == LETTERS[then]


def test_what_the_figure_does_not_draw_cannot_happen_to_a_person() -> None:
    """Nobody acknowledges what is normal, seen or held, resets what is not latched, or shelves what is held."""
    acknowledged = {s for s in S if TRANSITIONS[s, E.ACKNOWLEDGE] != IMPOSSIBLE}
    assert acknowledged == set(UNSEEN)
    assert {s for s in S if TRANSITIONS[s, E.RESET] != IMPOSSIBLE} == {S.LATCHED_ACKNOWLEDGED}
    assert {s for s in S if TRANSITIONS[s, E.SHELVE] == IMPOSSIBLE} == set(HELD)


def test_many_at_once_and_by_name() -> None:
    states = np.array([S.NORMAL, S.UNACKNOWLEDGED, S.SHELVED, S.NORMAL], np.int8)
    events = np.array([E.RAISE, E.CLEAR, E.RAISE, E.ACKNOWLEDGE], np.int8)
    assert after(states, events).tolist() == [S.UNACKNOWLEDGED, S.RETURNED, S.SHELVED, S.NORMAL]
    assert [code_of(name_of(state)) for state in S] == list(S)


# What happens to one alarm: its condition comes and goes, people and design act.
ACTS = st.lists(
    st.sampled_from(["raise", "clear", "acknowledge", "shelve", "suppress", "take_out", "release"]), max_size=40
)


@given(acts=ACTS, is_latching=st.booleans())
def test_no_alarm_is_lost(acts: list[str], is_latching: bool) -> None:
    """Every raised alarm stands, is held, or was acknowledged: it is never normal unseen."""
    state, in_alarm, is_seen = S.NORMAL, False, True
    for act in acts:
        event = E.CLEAR_LATCHING if act == "clear" and is_latching else E.__members__.get(act.upper())
        if act in ("raise", "clear"):
            if in_alarm == (act == "raise"):
                continue
            in_alarm = not in_alarm
            is_seen = is_seen and not in_alarm
        if act == "release":
            if state not in HELD:
                continue
            event = E(int(releases(np.array([in_alarm]), np.array([is_seen]))[0]))
        assert event is not None
        is_done = TRANSITIONS[state, event] != IMPOSSIBLE
        state = S(int(after(np.array([state], np.int8), np.array([event], np.int8))[0]))
        is_seen = is_seen or (act == "acknowledge" and is_done)
        assert state != S.NORMAL or (is_seen and not in_alarm)
        assert state in HELD or (state in (S.UNACKNOWLEDGED, S.ACKNOWLEDGED)) == in_alarm
