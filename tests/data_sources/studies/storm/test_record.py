"""The record of a storm by hand: two outages, one of them restored in steps."""

from __future__ import annotations

import datetime as dt

import hypothesis.strategies as st
import pyarrow as pa
import pytest
from hypothesis import given, settings

from data_sources.statements import statement
from data_sources.studies.storm.record import at_of, ms_of, storm_record

T = dt.datetime(2026, 7, 8, 6, 0, tzinfo=dt.UTC)


def at(minutes: float) -> dt.datetime:
    return T + dt.timedelta(minutes=minutes)


def made(*groups: tuple[int, float, float | None, int]) -> pa.Table:
    rows = [
        {
            "outage_id": one,
            "out_ms": ms_of(at(out)),
            "restored_ms": -1 if back is None else ms_of(at(back)),
            "customers": count,
            "first_time": count,
        }
        for one, out, back, count in groups
    ]
    return pa.Table.from_pylist(rows, statement("storm_interruptions").result)


# 100 out before it began; 300 from minute 10, of whom 200 come back at 40 and 100 at 100; 50 at 20, who are still out.
ROWS = made((1, -30, 15, 100), (2, 10, 40, 200), (2, 10, 100, 100), (3, 20, None, 50))


def test_who_was_out_how_many_at_once_and_for_how_long() -> None:
    found = storm_record(ROWS, T, at(120))
    assert (found.outages, found.interrupted, found.out_now, found.restored) == (3, 450, 50, 400)
    assert (at_of(found.curve.peak[0]), found.curve.peak[1]) == (at(10), 400)
    assert found.curve.customer_minutes == 100 * 15 + 200 * 30 + 100 * 90 + 50 * 100
    assert found.restored_pct == pytest.approx(100 * 400 / 450)
    assert (found.bins.last[-1], len(found.bins.last)) == (50, 240)


def test_a_share_is_reached_when_it_stays_so() -> None:
    """Of 450: three quarters back is at most 112.5 out, which is so from minute 100 on; 90 % (45) is never so."""
    found = storm_record(ROWS, T, at(120))
    assert found.reached_at(0.5) == at(40)  # 225 or fewer: 150 from then on
    assert found.reached_at(0.75) == at(100)
    assert found.reached_at(0.9) is None


def test_what_is_yet_to_come_is_not_counted() -> None:
    found = storm_record(ROWS, T, at(12))
    assert (found.affected, found.out_now) == (400, 400)


@pytest.mark.parametrize(
    ("minutes", "affected", "interrupted", "restored_pct"),
    [
        (3, 100, 0, 0.0),  # 100 out from the beginning, nobody of them longer than five minutes
        (5, 100, 0, 0.0),  # five minutes are momentary still
        (6, 100, 100, 0.0),
        (25, 100, 100, 100.0),
        (62, 160, 100, 10.0),  # 90 of them lost it again, and 60 others for the first time: 10 have it
        (66, 160, 160, 6.25),  # 10 of 160
    ],
)
def test_who_is_out_is_interrupted_only_after_five_minutes(
    minutes: float, affected: int, interrupted: int, restored_pct: float
) -> None:
    rows = made((1, 0, 20, 100), (2, 60, None, 90), (3, 60, None, 60))
    rows = rows.set_column(4, "first_time", pa.array([100, 0, 60], pa.int32()))
    found = storm_record(rows, T, at(minutes))
    assert (found.affected, found.interrupted, found.restored_pct) == (affected, interrupted, restored_pct)


@settings(max_examples=100, deadline=None)
@given(
    groups=st.lists(
        st.tuples(st.integers(-30, 90), st.none() | st.integers(6, 60), st.integers(1, 500), st.floats(0, 1)),
        max_size=8,
    ),
    minutes=st.integers(1, 120),
)
def test_a_share_of_customers_is_one(groups: list[tuple[int, int | None, int, float]], minutes: int) -> None:
    """Whatever was lost, came back and was lost again: no share below 0 or above 100, nobody counted below nobody."""
    rows = made(*((n, out, None if on is None else out + on, count) for n, (out, on, count, _) in enumerate(groups)))
    new = [round(share * count) for _, _, count, share in groups]
    found = storm_record(rows.set_column(4, "first_time", pa.array(new, pa.int32())), T, at(minutes))
    assert 0 <= found.restored <= found.interrupted <= found.affected
    assert 0.0 <= found.restored_pct <= 100.0


def test_nobody_out_is_no_error() -> None:
    found = storm_record(made(), T, at(10))
    assert (found.outages, found.interrupted, found.out_now, found.restored_pct) == (0, 0, 0, 100.0)
    assert found.reached_at(0.5) is None
    assert ms_of(T) == found.curve.at_ms[0]


def test_who_loses_supply_twice_is_one_customer() -> None:
    """200 out from 10 to 40, and 150 of them again from 60 to 90: 200 lost it; all of them are back."""
    rows = made((1, 10, 40, 200), (2, 60, 90, 150)).set_column(4, "first_time", pa.array([200, 0], pa.int32()))
    found = storm_record(rows, T, at(120))
    assert (found.interrupted, found.restored, found.restored_pct) == (200, 200, 100.0)
    assert storm_record(rows, T, at(70)).restored_pct == 25.0
