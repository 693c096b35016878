"""Deadband and delays: worked by hand, and what holds of any values."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.alarms.limits import Limit, judge

T0 = 1_800_000_000_000
SECOND = 1000


def looked(limit: Limit, values: list[float], every_s: float = 10) -> list[bool]:
    """Whether one point is in alarm after each look, looks `every_s` apart."""
    is_in, since, found = np.array([False]), np.array([0], np.int64), []
    for number, value in enumerate(values):
        now = T0 + int(number * every_s * SECOND)
        is_in, since, _ = judge(limit, np.array([value]), is_in, since, now)
        found.append(bool(is_in[0]))
    return found


def test_deadband_by_hand() -> None:
    """High limit 100 with a deadband of 5: raised above 100, cleared at 95 and not before."""
    assert looked(Limit(True, 100, 5), [100, 100.1, 97, 95.1, 95, 99, 101]) == [
        False, True, True, True, False, False, True,
    ]  # fmt: skip


def test_low_limit_by_hand() -> None:
    """Low limit 114 V with 1 V: raised below 114, cleared at 115."""
    assert looked(Limit(False, 114, 1), [114, 113.9, 114.5, 114.9, 115]) == [False, True, True, True, False]


def test_delays_of_a_pressure_by_eemua_191() -> None:
    """EEMUA 191 and ISA-18.2 suggest 15 s for a pressure: what is over within 15 s raises nothing."""
    limit = Limit(True, 10, 0.2, 15 * SECOND, 15 * SECOND)
    assert looked(limit, [11, 11, 9, 9], every_s=5) == [False] * 4
    assert looked(limit, [11, 11, 11, 11, 9, 9, 9, 9], every_s=5) == [
        False, False, False, True, True, True, True, False,
    ]  # fmt: skip


def test_what_is_not_known_neither_raises_nor_clears_and_a_delay_begins_anew() -> None:
    nan = float("nan")
    limit = Limit(True, 100, 5, 20 * SECOND, 0)
    assert looked(limit, [110, nan, nan, nan]) == [False] * 4
    assert looked(limit, [110, 110, nan, 110, 110, 110]) == [False, False, False, False, False, True]
    assert looked(Limit(True, 100, 5), [110, nan, nan, float("inf")]) == [True] * 4
    known = judge(limit, np.array([1.0, nan, np.inf]), np.zeros(3, bool), np.zeros(3, np.int64), T0).is_known
    assert known.tolist() == [True, False, False]


VALUES = st.lists(st.floats(95.001, 100, allow_nan=False), min_size=1, max_size=30)


@given(values=VALUES, first=st.booleans(), is_above=st.booleans())
def test_nothing_chatters_inside_the_deadband(values: list[float], first: bool, is_above: bool) -> None:
    limit = Limit(is_above, 100, 5) if is_above else Limit(False, 95.001, 5)
    start = (101.0 if is_above else 90.0) if first else 97.5
    assert set(looked(limit, [start, *values])) == {first}


@given(
    st.lists(st.floats(0, 200) | st.just(float("nan")), min_size=2, max_size=40), st.integers(0, 60), st.integers(0, 60)
)
def test_it_changes_only_after_its_delay(values: list[float], on_s: int, off_s: int) -> None:
    """Each change follows known values on the other side for the whole delay, and a constant is judged alike alone."""
    limit = Limit(True, 100, 5, on_s * SECOND, off_s * SECOND)
    states = [False, *looked(limit, values)]
    for look in range(len(values)):
        if states[look + 1] == states[look]:
            continue
        looks = (off_s if states[look] else on_s) // -10 * -1
        window = values[look - looks : look + 1]
        assert look >= looks
        assert all((value <= 95) if states[look] else (value > 100) for value in window)


def test_each_point_by_itself() -> None:
    limit = Limit(True, 100, 5, 10 * SECOND, 0)
    values, start = np.array([90.0, 110, 110, 90]), np.array([False, False, True, True])
    first = judge(limit, values, start, np.zeros(4, np.int64), T0)
    assert first.is_in_alarm.tolist() == [False, False, True, False]
    second = judge(limit, values, first.is_in_alarm, first.since_ms, T0 + 10 * SECOND)
    assert second.is_in_alarm.tolist() == [False, True, True, False]
    assert not second.since_ms.any()
