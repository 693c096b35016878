"""Order and times of restoration by hand, and against every order there is."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.analytics.cascade.restoring import RestorationJobs, best_order, jobs_of, plan


def jobs(*rows: tuple[int, float, float]) -> RestorationJobs:
    """Each as (depends on, hours, customers); a customer takes 2 kW."""
    depends, hours, customers = (np.array(column) for column in zip(*rows, strict=True))
    return RestorationJobs(depends, hours.astype(float), customers.astype(float), 2.0 * customers)


def test_most_customers_an_hour_first() -> None:
    """100 in 2 h, 90 in 1 h, 10 in 1 h: the second, the first, the third; 90 x 1 + 100 x 3 + 10 x 4 customer-hours."""
    found = plan(jobs((-1, 2, 100), (-1, 1, 90), (-1, 1, 10)), crews=1)
    assert found.order.tolist() == [1, 0, 2]
    assert found.supplied_h.tolist() == [3, 1, 4]
    assert (found.customer_hours, found.unserved_kwh) == (430, 860)
    assert found.milestones_h == (1, 3, 3, 3, 4)


def test_a_substation_without_customers_comes_first_where_it_opens_up_many() -> None:
    """The bank (7.5 h) brings nobody by itself, its feeder 600; together 600 / 10 h beat 50 / 1 h by a hair."""
    found = plan(jobs((-1, 7.5, 0), (0, 2.5, 600), (-1, 1, 50)), crews=1)
    assert found.order.tolist() == [0, 1, 2]


def test_two_crews_work_side_by_side_and_wait_for_what_is_above() -> None:
    """Crew 1 repairs below for 1 h, but its customers wait for the bank, which takes crew 0 three hours."""
    found = plan(jobs((-1, 3, 0), (0, 1, 10)), crews=2)
    assert found.done_h.tolist() == [3, 1]
    assert found.supplied_h.tolist() == [3, 3]
    assert sorted(found.crew.tolist()) == [0, 1]


def test_who_belongs_to_which_job() -> None:
    """1 feeds 2 feeds 3, and 4 beside: 1 and 3 are jobs; 2 comes back with 1, 4 was not lost."""
    made = jobs_of(
        parent=np.array([-1, 0, 1, 2, 0]),
        is_job=np.array([False, True, False, True, False]),
        hours=np.ones(5),
        is_lost=np.array([False, True, True, True, False]),
        customers=np.array([0, 1, 2, 4, 8]),
        load_kw=np.arange(5.0),
    )
    assert made.depends_on.tolist() == [-1, 0]
    assert made.customers.tolist() == [3, 4]
    assert made.load_kw.tolist() == [3, 3]


def test_nothing_lost_needs_nothing() -> None:
    nothing = plan(RestorationJobs(np.empty(0, int), np.empty(0), np.empty(0), np.empty(0)), crews=3)
    assert (len(nothing.order), nothing.milestones_h, nothing.customer_hours) == (0, (), 0)


def test_somebody_must_do_the_work() -> None:
    with pytest.raises(ValueError, match="at least one crew"):
        plan(jobs((-1, 1, 1)), crews=0)


@settings(max_examples=60)
@given(st.data())
def test_no_order_is_better_for_one_crew(data: st.DataObject) -> None:
    """Horn (1972): his order has the least customer-hours of all orders that respect what depends on what."""
    count = data.draw(st.integers(1, 5))
    rows = [
        (data.draw(st.integers(-1, k - 1)), data.draw(st.integers(1, 5)), data.draw(st.integers(0, 9)))
        for k in range(count)
    ]
    made = jobs(*rows)
    order = best_order(made)
    assert sorted(order) == list(range(count))
    place = np.argsort(order)
    assert all(above < 0 or place[above] < place[job] for job, (above, *_) in enumerate(rows))
    found = plan(made, 1).customer_hours
    assert found == pytest.approx(min(_hours(made, list(way)) for way in permutations(range(count))))


def _hours(made: RestorationJobs, way: list[int]) -> float:
    done = np.zeros(len(way))
    done[way] = np.cumsum(made.hours[way])
    supplied = done.copy()
    for job in range(len(way)):  # what is above has the smaller number
        above = made.depends_on[job]
        supplied[job] = max(done[job], supplied[above] if above >= 0 else 0)
    return float(made.customers @ supplied)
