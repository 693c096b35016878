"""The record of a storm by hand: two outages, one of them restored in steps."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

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
    assert (found.interrupted, found.out_now) == (400, 400)


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
