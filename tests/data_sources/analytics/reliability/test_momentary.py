"""Which reclosing operations are one momentary interruption event."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.reliability.momentary import momentary_events
from tests.data_sources.analytics.reliability.rows import interruptions


def events(*operations: tuple[float, int, float, float]) -> list[float]:
    """(seconds, device, minutes, customers) to the customers of each event."""
    rows = interruptions(
        [(minutes, customers) for _, _, minutes, customers in operations],
        seconds=[one[0] for one in operations], device=[one[1] for one in operations],
    )  # fmt: skip
    return momentary_events(rows).customers.tolist()


def test_operations_within_five_minutes_of_the_first_are_one_event() -> None:
    assert events((0, 1, 0.1, 750), (20, 1, 0.2, 750), (300, 1, 0.1, 750)) == [750]


def test_the_five_minutes_are_those_of_the_first_operation() -> None:
    """0, 200, 400, 600: the third lies beyond the first's five minutes and begins an event with the fourth."""
    assert events((0, 1, 0.1, 10), (200, 1, 0.1, 10), (400, 1, 0.1, 10), (600, 1, 0.1, 10)) == [10, 10]


def test_devices_have_their_own_events() -> None:
    assert sorted(events((0, 1, 0.1, 10), (10, 2, 0.1, 20))) == [10, 20]


def test_what_ends_in_a_lockout_is_no_momentary_event() -> None:
    assert events((0, 1, 0.1, 100), (30, 1, 0.1, 100), (60, 1, 90, 100)) == []


def test_whom_the_lockout_spares_had_a_momentary_event() -> None:
    """Two shots at 100 customers, then lockout: 60 are switched over within 3 minutes, 40 wait two hours."""
    assert events((0, 1, 0.1, 100), (20, 1, 0.1, 100), (40, 1, 3, 60), (40, 1, 120, 40)) == [60]


def test_a_lockout_of_another_device_or_later_takes_nothing() -> None:
    assert events((0, 1, 0.1, 100), (60, 2, 90, 100)) == [100]
    assert events((0, 1, 0.1, 100), (301, 1, 90, 100)) == [100]
    assert events((0, 1, 0.1, 100), (300, 1, 90, 100)) == []


def test_numbers_of_devices_may_be_as_large_as_they_are() -> None:
    huge = np.iinfo(np.int64).max
    assert events((0, huge, 0.1, 5), (10, huge, 0.1, 5), (10, -3, 0.1, 7)) == [7, 5]


def test_without_devices_there_are_no_events() -> None:
    with pytest.raises(ValueError, match="device"):
        momentary_events(interruptions([(1, 1)]))


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 2), st.integers(1, 9)), max_size=25))
def test_events_are_those_of_a_walk_by_hand(operations: list[tuple[int, int, int]]) -> None:
    expected, since = [], {}
    for device, second in sorted({(device, second) for second, device, _ in operations}):
        customers = sum(c for s, d, c in operations if (s, d) == (second, device))
        if device not in since or second > since[device][0] + 300:
            since[device] = [second, len(expected)]
            expected.append(customers)
        else:
            place = since[device][1]
            expected[place] = max(expected[place], customers)
    assert sorted(events(*((s, d, 1.0, c) for s, d, c in operations))) == sorted(expected)
