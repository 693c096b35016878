"""The indices against IEEE Std 1366's example circuit, and by what must hold for any interruptions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.reliability.indices import ReliabilityIndices, Served, indices
from data_sources.analytics.reliability.interruptions import Interruptions
from tests.data_sources.analytics.reliability.rows import CUSTOMERS, EXAMPLE, KVA, interruptions

YEAR_HOURS = 8760.0
MEASURES = (
    "interruptions", "customer_minutes", "momentary_interruptions", "saifi", "saidi_minutes", "caidi_minutes", "asai",
    "maifi", "maifi_e", "asifi", "asidi_minutes",
)  # fmt: skip
ROWS = st.lists(
    st.tuples(
        st.floats(0, 5000), st.integers(0, 900), st.integers(0, 3000), st.integers(0, 2000), st.integers(0, 3),
        st.integers(0, 4),
    ),
    max_size=30,
)  # fmt: skip  # minutes, customers, kVA, seconds, device, group


def of(rows: list[tuple[float, int, int, int, int, int]]) -> tuple[Interruptions, np.ndarray]:
    one = interruptions(
        [row[:3] for row in rows], seconds=[row[3] for row in rows], device=[row[4] for row in rows]
    )  # fmt: skip
    return one, np.array([row[5] for row in rows], np.int64)


def index(rows: Interruptions, customers: float = CUSTOMERS, kva: float | None = KVA) -> ReliabilityIndices:
    return indices(rows, Served(customers, kva), YEAR_HOURS)


def assert_same(one: ReliabilityIndices, other: ReliabilityIndices) -> None:
    for name in MEASURES:
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-9, err_msg=name)


def test_ieee_1366_example_circuit() -> None:
    """NT 2000, LT 4000 kVA: SAIFI 1.6075, SAIDI 86.10975, CAIDI 53.567, ASAI 0.999836, ASIFI 2.11875, ASIDI 140.187."""
    found = index(interruptions(EXAMPLE))
    assert found.saifi[0] == pytest.approx(1.6075)
    assert found.saidi_minutes[0] == pytest.approx(86.10975)
    assert found.caidi_minutes[0] == pytest.approx(53.567, abs=5e-4)
    assert found.asai[0] == pytest.approx(0.999836, abs=5e-7)
    assert found.asifi[0] == pytest.approx(2.11875)
    assert found.asidi_minutes[0] == pytest.approx(140.187, abs=5e-4)


def test_five_minutes_are_momentary_and_a_moment_more_is_sustained() -> None:
    found = index(interruptions([(5.0, 400), (5.0001, 100)], device=[1, 1]))
    assert (found.maifi[0], found.saifi[0]) == (400 / 2000, 100 / 2000)


def test_step_restoration_judges_each_customer_by_their_own_interruption() -> None:
    """1,000 out; 400 back by switching in 3 minutes, 350 after 45, the rest after 120: one outage, three groups."""
    found = index(interruptions([(3, 400), (45, 350), (120, 250)], seconds=[0, 0, 0], device=[7, 7, 7]))
    assert found.interruptions[0] == 600
    assert found.saidi_minutes[0] == pytest.approx((350 * 45 + 250 * 120) / 2000)
    assert found.maifi[0] == found.maifi_e[0] == 400 / 2000


def test_what_is_missing_is_no_number_and_says_what_it_needs() -> None:
    found = index(interruptions([(60, 10)]), kva=None)
    assert np.isnan([found.maifi_e[0], found.asifi[0], found.asidi_minutes[0]]).all()
    assert found.needs == {
        "maifi_e": "the device or circuit of each momentary interruption",
        "asifi": "the kVA of each interruption and the kVA served",
        "asidi_minutes": "the kVA of each interruption and the kVA served",
    }
    assert index(interruptions(EXAMPLE, device=[1] * 7)).needs == {}


def test_one_unknown_kva_leaves_the_load_indices_untold() -> None:
    found = index(interruptions([(60, 10, 40), (60, 10, np.nan)]))
    assert np.isnan(found.asifi[0])
    assert "asifi" in found.needs


def test_nothing_interrupted_is_zero_and_has_no_duration() -> None:
    found = index(interruptions([]))
    assert (found.saifi[0], found.saidi_minutes[0], found.asai[0]) == (0, 0, 1)
    assert np.isnan(found.caidi_minutes[0])


def test_nobody_served_is_no_number() -> None:
    assert np.isnan(index(interruptions([(60, 10)]), customers=0).saifi[0])


def test_groups_have_their_own_customers() -> None:
    rows = interruptions([(60, 10), (30, 20), (90, 5), (60, 99)])
    found = indices(rows, Served([100, 50]), YEAR_HOURS, np.array([0, 1, 1, -1]), 2)
    assert found.saifi.tolist() == [0.1, 0.5]
    assert found.customer_minutes.tolist() == [600, 1050]
    assert found.worst("customer_minutes", 5).tolist() == [1, 0]


def test_the_worst_are_none_where_nothing_happened() -> None:
    found = indices(interruptions([(60, 10)]), Served(100), YEAR_HOURS, np.array([1]), 3)
    assert found.worst("caidi_minutes", 3).tolist() == [1]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -1.0])
def test_what_is_no_duration_or_count_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="minutes of interruptions"):
        interruptions([(bad, 1)])
    with pytest.raises(ValueError, match="customers of interruptions"):
        interruptions([(1, bad)])
    with pytest.raises(ValueError, match="one length"):
        interruptions([(1, 1)], device=[1, 2])


@given(ROWS)
def test_saidi_is_saifi_times_caidi(rows: list[tuple[float, int, int, int, int, int]]) -> None:
    found = index(of(rows)[0])
    if found.interruptions[0]:
        assert found.saidi_minutes[0] == pytest.approx(found.saifi[0] * found.caidi_minutes[0])


@given(ROWS, st.randoms())
def test_the_order_of_rows_changes_nothing(rows: list[tuple[float, int, int, int, int, int]], random: object) -> None:
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert_same(index(of(rows)[0]), index(of(mixed)[0]))


@given(ROWS, st.integers(0, 900))
def test_splitting_an_outage_into_groups_changes_nothing(
    rows: list[tuple[float, int, int, int, int, int]], part: int
) -> None:
    split = []
    for minutes, customers, kva, *rest in rows:
        own, share = min(part, customers), kva * min(part, customers) / max(customers, 1)
        split += [(minutes, own, share, *rest), (minutes, customers - own, kva - share, *rest)]
    assert_same(index(of(rows)[0]), index(of(split)[0]))


@given(ROWS)
def test_groups_add_up_to_the_whole(rows: list[tuple[float, int, int, int, int, int]]) -> None:
    one, group = of(rows)
    whole, parts = index(one), indices(one, Served(CUSTOMERS, KVA), YEAR_HOURS, group, 5)
    for name in ("saifi", "saidi_minutes", "maifi", "asifi", "asidi_minutes", "maifi_e"):
        assert getattr(parts, name).sum() == pytest.approx(getattr(whole, name)[0]), name


@given(ROWS)
def test_events_are_no_more_than_operations(rows: list[tuple[float, int, int, int, int, int]]) -> None:
    found = index(of(rows)[0])
    assert 0 <= found.maifi_e[0] <= found.maifi[0]
