"""Replay by hand, and against counting row by row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.replay.curve import binned, restoration_curve
from data_sources.analytics.replay.history import NEVER_MS, InterruptedRows, OutageReplay

MINUTE = 60_000
NOON = 1_784_116_800_000


def rows(of: list[tuple[int, int, int | None, int, int]]) -> InterruptedRows:
    """Rows of (transformer, out at minute, restored at minute or None, customers, outage); kVA ten a customer."""
    transformer, begun, ended, customers, outage = (
        (list(column) for column in zip(*of, strict=True)) if of else ([],) * 5
    )
    people = np.array(customers, np.int64)
    return InterruptedRows(
        np.array(transformer, np.int64), NOON + MINUTE * np.array(begun, np.int64),
        np.array([NEVER_MS if end is None else NOON + MINUTE * end for end in ended], np.int64), people,
        10.0 * people, np.array(outage, np.int64), np.array(outage, np.int64) % 3,
    )  # fmt: skip


# Outage 1: ten customers for 10 minutes, five more of them for 30. Outage 2: 20 customers from 20 on, not over.
DAY = [(1, 0, 10, 10, 1), (2, 0, 30, 5, 1), (3, 20, None, 20, 2)]


@pytest.fixture
def replay() -> OutageReplay:
    return OutageReplay(rows(DAY))


@pytest.mark.parametrize(
    ("minute", "expected"),
    [(-1, (0, 0, 0, 0.0, 0.0)), (0, (15, 1, 2, 150.0, 0.0)), (5, (15, 1, 2, 150.0, 75.0)),
     (10, (5, 1, 1, 50.0, 150.0)), (25, (25, 2, 2, 250.0, 150 + 75 + 100.0)), (30, (20, 1, 1, 200.0, 450.0))],
)  # fmt: skip
def test_figures_of_an_instant_by_hand(replay: OutageReplay, minute: int, expected: tuple[float, ...]) -> None:
    assert tuple(replay.instant(NOON + minute * MINUTE, NOON - MINUTE)) == pytest.approx(expected)


def test_minutes_are_counted_from_the_beginning_of_the_period(replay: OutageReplay) -> None:
    assert replay.instant(NOON + 25 * MINUTE, NOON + 20 * MINUTE).customer_minutes == pytest.approx(125)
    assert replay.instant(NOON + 25 * MINUTE, NOON + 40 * MINUTE).customer_minutes == 0.0


def test_who_was_out(replay: OutageReplay) -> None:
    assert replay.rows.transformer[replay.out(NOON + 9 * MINUTE)].tolist() == [1, 2]
    assert replay.rows.transformer[replay.out(NOON + 10 * MINUTE)].tolist() == [2]
    assert replay.rows.transformer[replay.out(NOON + 10**9 * MINUTE)].tolist() == [3]
    assert replay.out(NOON - 1).tolist() == []


def test_the_exact_curve(replay: OutageReplay) -> None:
    curve = restoration_curve(replay, NOON - 5 * MINUTE, NOON + 40 * MINUTE)
    assert ((curve.at_ms - NOON) // MINUTE).tolist() == [-5, 0, 10, 20, 30]
    assert curve.customers_out.tolist() == [0, 15, 5, 25, 20]
    assert curve.customer_minutes == pytest.approx(150 + 50 + 250 + 200)
    assert curve.peak == (NOON + 20 * MINUTE, 25)


def test_the_curve_as_a_line_has_both_ends_of_every_level(replay: OutageReplay) -> None:
    at, out = restoration_curve(replay, NOON - 5 * MINUTE, NOON + 40 * MINUTE).corners
    assert ((at - NOON) / MINUTE).round(3).tolist() == [-5, 0, 0, 10, 10, 20, 20, 30, 30, 40]
    assert out.tolist() == [0, 0, 15, 15, 5, 5, 25, 25, 20, 20]
    assert (np.diff(at) > 0).all()  # no instant has two levels


def test_the_area_up_to_an_instant_by_hand(replay: OutageReplay) -> None:
    curve = restoration_curve(replay, NOON - 5 * MINUTE, NOON + 40 * MINUTE)
    minutes = np.array([-5, 0, 4, 10, 25, 40])
    assert curve.customer_minutes_until(NOON + minutes * MINUTE) == pytest.approx([0, 0, 60, 150, 325, 650])


def test_the_curve_in_bins(replay: OutageReplay) -> None:
    bins = binned(restoration_curve(replay, NOON - 5 * MINUTE, NOON + 40 * MINUTE), 3)
    assert ((bins.from_ms - NOON) // MINUTE).tolist() == [-5, 10, 25]
    assert bins.mean == pytest.approx([150 / 15, (50 + 125) / 15, (125 + 200) / 15])
    assert bins.most.tolist() == [15, 25, 25]
    assert bins.last.tolist() == [15, 25, 20]


def test_an_outage_without_anybody_out_in_between_is_not_under_way() -> None:
    made = OutageReplay(rows([(1, 0, 10, 1, 7), (2, 5, 12, 1, 7), (3, 20, 30, 1, 7)]))
    assert [made.instant(NOON + m * MINUTE, NOON).outages for m in (0, 7, 11, 12, 15, 20, 30)] == [1, 1, 1, 0, 0, 1, 0]


def test_rows_that_were_never_out_are_left_out_and_overlaps_are_told() -> None:
    made = OutageReplay(rows([(1, 0, 10, 1, 1), (1, 5, 12, 1, 2), (1, 12, 13, 1, 3), (2, 4, 4, 9, 4)]))
    assert len(made.rows.outage) == 3
    assert made.overlap_count == 1


def test_a_feeder_alone(replay: OutageReplay) -> None:
    one = replay.only(replay.rows.feeder == 2)
    assert one.instant(NOON + 25 * MINUTE, NOON).customers_out == 20


def test_nothing_ever_happened() -> None:
    made = OutageReplay(rows([]))
    assert made.instant(NOON, NOON - 1) == (0, 0, 0, 0.0, 0.0)
    assert made.out(NOON).tolist() == []
    assert made.first_at is None
    assert restoration_curve(made, NOON, NOON + 1).customers_out.tolist() == [0]


def test_nonsense_is_refused(replay: OutageReplay) -> None:
    good = rows(DAY)
    with pytest.raises(ValueError, match="one length"):
        OutageReplay(good._replace(outage=good.outage[:1]))
    with pytest.raises(ValueError, match="negative"):
        OutageReplay(good._replace(customers=good.customers - 100))
    with pytest.raises(ValueError, match="ends after"):
        restoration_curve(replay, NOON, NOON)
    with pytest.raises(ValueError, match="bins fit"):
        binned(restoration_curve(replay, NOON, NOON + 5), 6)


day = st.lists(
    st.tuples(st.integers(1, 5), st.integers(0, 60), st.one_of(st.none(), st.integers(0, 90)), st.integers(0, 9),
              st.integers(1, 4)),
    max_size=30,
)  # fmt: skip


@given(day, st.integers(-5, 100), st.integers(-5, 100))
def test_every_instant_agrees_with_counting(
    of: list[tuple[int, int, int | None, int, int]], at: int, since: int
) -> None:
    made = OutageReplay(rows(of))
    ends = [(begun, 10**6 if end is None else end) for _, begun, end, _, _ in of]
    out = [row for row, (begun, end) in zip(of, ends, strict=True) if begun <= at < end]
    found = made.instant(NOON + at * MINUTE, NOON + since * MINUTE)
    assert found.customers_out == sum(row[3] for row in out)
    assert found.outages == len({row[4] for row in out})
    assert found.transformers_out == len(out)
    assert found.kva_out == pytest.approx(10.0 * found.customers_out)
    minutes = sum(
        row[3] * max(0, min(at, end) - max(since, begun))
        for row, (begun, end) in zip(of, ends, strict=True)
        if end > begun
    )
    assert found.customer_minutes == pytest.approx(minutes)
    assert sorted(made.rows.transformer[made.out(NOON + at * MINUTE)].tolist()) == sorted(row[0] for row in out)


@given(day, st.integers(1, 40))
def test_the_area_under_every_curve_is_the_same(of: list[tuple[int, int, int | None, int, int]], bins: int) -> None:
    made = OutageReplay(rows(of))
    curve = restoration_curve(made, NOON, NOON + 80 * MINUTE)
    parts = binned(curve, bins)
    width = np.diff(parts.from_ms, append=curve.end_ms) / MINUTE
    assert curve.customer_minutes == pytest.approx(made.instant(curve.end_ms, NOON).customer_minutes)
    assert (parts.mean * width).sum() == pytest.approx(curve.customer_minutes)
    assert parts.most.max() == curve.peak[1]
    minutes = made.customer_minutes(parts.from_ms, np.append(parts.from_ms[1:], curve.end_ms))
    assert minutes == pytest.approx(parts.mean * width)
    until = curve.customer_minutes_until(np.append(parts.from_ms, curve.end_ms))
    assert np.diff(until) == pytest.approx(parts.mean * width)


def test_years_of_minutes_stay_exact() -> None:
    """A million rows of one customer and one minute each, over five years: exactly a million customer minutes."""
    count = 1_000_000
    out_at = NOON + np.arange(count) * 157_000
    one = np.ones(count, np.int64)
    made = OutageReplay(
        InterruptedRows(np.arange(count), out_at, out_at + MINUTE, one, one * 25.0, np.arange(count), one)
    )
    assert made.instant(int(out_at[-1]) + MINUTE, NOON).customer_minutes == count


def test_sums_beyond_63_bits_stay_exact() -> None:
    """Two hundred thousand outages of 5,000 customers, a minute each, over twenty years: 10^9 customers x 10^11 ms."""
    count = 200_000
    out_at = NOON + np.arange(count) * 3_153_600
    people = np.full(count, 5_000)
    made = OutageReplay(
        InterruptedRows(np.arange(count), out_at, out_at + MINUTE, people, people * 1.0, np.arange(count), people)
    )
    assert made.instant(int(out_at[-1]) + MINUTE, NOON).customer_minutes == count * 5_000


def test_who_was_restored_between_two_instants() -> None:
    ids = np.arange(3)
    made = InterruptedRows(
        ids, np.array([0, 0, 5]), np.array([10, 20, NEVER_MS]), np.array([7, 11, 13]), ids * 1.0, ids, ids
    )
    replay = OutageReplay(made)
    assert replay.customers_restored(0, 9) == 0
    assert replay.customers_restored(0, 10) == 7
    assert replay.customers_restored(10, 20) == 11  # who was restored at the first instant is not counted again
    assert replay.customers_restored(0, 10**9) == 18
    assert replay.customers_restored(20, 0) == 0


def test_of_nothing_nobody_is_out() -> None:
    nothing = OutageReplay.of_nothing()
    assert nothing.first_at is None
    assert nothing.instant(0, 0).customers_out == 0
