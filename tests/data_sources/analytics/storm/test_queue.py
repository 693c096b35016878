"""The queue of outages by hand, for one crew and for two."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.plane import plane_km
from data_sources.analytics.storm.queue import expected_schedule
from data_sources.analytics.storm.work import CrewsOnShift, OpenOutages, WorkTimes

SLOW = WorkTimes(travel_kmh=60.0, mobilise_minutes=0.0)  # a kilometre a minute


def outages(
    customers: list[int], minutes: list[float], east_km: list[float] | None = None, critical: list[int] | None = None
) -> OpenOutages:
    count = len(customers)
    return OpenOutages(
        np.array(customers, np.int64), np.array(critical or [0] * count, np.int64),
        np.array(east_km or [0.0] * count, np.float64), np.zeros(count), np.array(minutes, np.float64),
        np.zeros(count, np.int64),
    )  # fmt: skip


def crews(east_km: list[float], free: list[float] | None = None, busy: list[int] | None = None) -> CrewsOnShift:
    count = len(east_km)
    return CrewsOnShift(
        np.array(east_km, np.float64), np.zeros(count), np.array(free or [0.0] * count, np.float64),
        np.array(busy if busy is not None else [-1] * count, np.int64),
    )  # fmt: skip


def test_one_crew_takes_most_customers_per_crew_hour_first() -> None:
    """100 in 120 minutes (50 an hour), 60 in 60 (60 an hour), 20 in 15 (80 an hour): third, second, first."""
    found = expected_schedule(outages([100, 60, 20], [120, 60, 15]), crews([0.0]), SLOW)
    assert found.order.tolist() == [2, 1, 0]
    assert found.restored_minutes.tolist() == [195.0, 75.0, 15.0]
    assert found.crew.tolist() == [0, 0, 0]


def test_critical_customers_come_first() -> None:
    work = outages([100, 60, 20], [120, 60, 15], critical=[1, 0, 0])
    assert expected_schedule(work, crews([0.0]), SLOW).order.tolist() == [0, 2, 1]
    assert expected_schedule(work, crews([0.0]), SLOW._replace(critical_first=False)).order.tolist() == [2, 1, 0]


def test_the_drive_counts_as_crew_time() -> None:
    """30 customers here, 40 at 30 km, each 30 minutes of work: 60 an hour here, 40 there. Then 30 km to the other."""
    found = expected_schedule(outages([30, 40], [30, 30], [0, 30]), crews([0.0]), SLOW)
    assert found.order.tolist() == [0, 1]
    assert found.arrives_minutes.tolist() == [0.0, 60.0]
    assert found.restored_minutes.tolist() == [30.0, 90.0]


def test_two_crews_share_the_work() -> None:
    """Crew 0 at 0 km, crew 1 at 10 km, free after 5 minutes; outages at 0, 10 and 12 km, 60 customers each, 60 minutes.

    Crew 0 takes the one at 0 (60 to go). Crew 1 sets out at 5 and takes the one at 10 km, until 65. Crew 0 is free at
    60 first and drives 12 km: 72 until 132.
    """
    found = expected_schedule(outages([60, 60, 60], [60, 60, 60], [0, 10, 12]), crews([0.0, 10.0], [0.0, 5.0]), SLOW)
    assert found.crew.tolist() == [0, 1, 0]
    assert found.restored_minutes.tolist() == [60.0, 65.0, 132.0]
    assert found.order.tolist() == [0, 1, 2]


def test_a_busy_crew_finishes_and_goes_on_from_there() -> None:
    """It has 20 minutes left at 10 km; the other outage is at 15 km, 10 minutes of work, 2 to get going."""
    work = outages([5, 50], [60, 10], [10, 15])
    found = expected_schedule(work, crews([0.0], [20.0], [0]), SLOW._replace(mobilise_minutes=2.0))
    assert found.restored_minutes.tolist() == [20.0, 20 + 2 + 5 + 10]
    assert found.order.tolist() == [-1, 0]


def test_without_crews_there_is_no_estimate() -> None:
    found = expected_schedule(outages([5], [60]), crews([]), SLOW)
    assert found.crew.tolist() == [-1]
    assert np.isnan(found.restored_minutes).all()


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 90)), min_size=1, max_size=6))
def test_for_one_crew_without_travel_no_order_is_better(work: list[tuple[int, int]]) -> None:
    """Smith 1956: customers per hour descending has the least sum of customer minutes, of all orders."""
    customers, minutes = [one[0] for one in work], [float(one[1]) for one in work]
    found = expected_schedule(outages(customers, minutes), crews([0.0]), SLOW)
    ours = float((found.restored_minutes * customers).sum())
    best = min(
        sum(customers[one] * ended for one, ended in zip(order, np.cumsum([minutes[k] for k in order]), strict=True))
        for order in itertools.permutations(range(len(work)))
    )
    assert ours == pytest.approx(best)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 90), st.integers(0, 40)), max_size=12),
    st.lists(st.integers(0, 40), min_size=1, max_size=4),
)
def test_no_crew_is_at_two_places_and_nobody_is_forgotten(work: list[tuple[int, int, int]], places: list[int]) -> None:
    made = outages([w[0] for w in work], [float(w[1]) for w in work], [float(w[2]) for w in work])
    found = expected_schedule(made, crews([float(place) for place in places]), SLOW)
    assert sorted(found.order.tolist()) == list(range(len(work)))
    for crew in range(len(places)):
        own = np.flatnonzero(found.crew == crew)
        own = own[np.argsort(found.restored_minutes[own])]
        at, east = 0.0, float(places[crew])
        for outage in own.tolist():
            at += abs(made.east_km[outage] - east)
            assert found.arrives_minutes[outage] == pytest.approx(at)
            at += made.repair_minutes[outage]
            assert found.restored_minutes[outage] == pytest.approx(at)
            east = float(made.east_km[outage])


@pytest.mark.parametrize(
    ("made", "on_shift", "why"),
    [(outages([-1], [60]), crews([0.0]), "customers"), (outages([1], [float("nan")]), crews([0.0]), "repair_minutes"),
     (outages([1], [60]), crews([0.0], [-1.0]), "free_minutes"), (outages([1], [60]), crews([0.0], busy=[1]), "another outage"),
     (outages([1], [60]), crews([0.0, 1.0], busy=[0, 0]), "another outage"),
     (outages([1], [60])._replace(area=np.zeros(2, np.int64)), crews([0.0]), "one length")],
)  # fmt: skip
def test_nonsense_is_refused(made: OpenOutages, on_shift: CrewsOnShift, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        expected_schedule(made, on_shift, SLOW)


def test_times_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="travel_kmh"):
        expected_schedule(outages([1], [60]), crews([0.0]), WorkTimes(travel_kmh=0.0))
    with pytest.raises(ValueError, match="repair_sigma"):
        expected_schedule(outages([1], [60]), crews([0.0]), WorkTimes(repair_sigma=-0.1))


def test_a_degree_of_latitude_is_111_km() -> None:
    east, north = plane_km(np.array([-95.0, -94.0]), np.array([60.0, 60.0]))
    assert np.diff(east)[0] == pytest.approx(111.32 / 2)
    assert plane_km(np.array([0.0, 0.0]), np.array([0.0, 1.0]))[1][1] == pytest.approx(111.32)
    assert north[0] == pytest.approx(60 * 111.32)
