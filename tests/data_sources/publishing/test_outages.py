"""What is told of outages: nothing below the smallest number, nothing exact, nothing that leads inside."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.publishing.counties import County
from data_sources.publishing.outages import PublishedOutage, published_outages
from tests.data_sources.publishing.telling import AT, FAR, NEAR, ground, outage, place, table

GROUND = ground()
HERE = (
    st.integers(0, 11).map(lambda k: NEAR[0] + 0.04 * k),
    st.integers(0, 11).map(lambda k: NEAR[1] + 0.04 * k),
)


def told(*rows: dict, places: tuple[dict, ...] = ()) -> tuple[PublishedOutage, ...]:
    return published_outages(GROUND, table("public_outages", rows), table("public_out_places", places))


def test_an_outage_is_told_rounded_in_count_time_and_place() -> None:
    (one,) = told(outage(77, 124, cause="vegetation", customers_interrupted=318, crew_status="en_route"))
    assert (one.customers_out, one.customers_interrupted, one.customers_restored) == (120, 320, 200)
    assert one.started_at == dt.datetime(2026, 7, 15, 20, 0, tzinfo=dt.UTC)
    assert one.estimated_at == dt.datetime(2026, 7, 15, 22, 15, tzinfo=dt.UTC)
    assert (one.status, one.crew) == ("partiallyRestored", "enroute")
    assert (one.cause, one.cause_kind) == ("Tree or branch on a line", "treeDown")
    ((west, south, east, north),) = one.areas
    assert west <= NEAR[0] < east
    assert south < NEAR[1] <= north
    assert one.customers_served >= 200


def test_a_time_at_the_end_of_the_calendar_is_told_as_not_known() -> None:
    """Another system may write any time; one estimate must not take all outages from the public."""
    far = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
    outages = told(outage(77, 124, estimated_restoration_at=far), outage(78, 60))
    assert [one.estimated_at for one in outages] == [None, dt.datetime(2026, 7, 15, 22, 15, tzinfo=dt.UTC)]


def test_the_same_outage_keeps_a_number_that_says_nothing_of_ours() -> None:
    (first,), (later,) = told(outage(77, 124)), told(outage(77, 60))
    (other,) = told(outage(78, 124))
    assert first.mrid == later.mrid != other.mrid
    assert "77" not in first.mrid.split("-")
    elsewhere = ground().__class__(GROUND.areas, GROUND.county, GROUND.customers, 10, "another secret")
    rows = table("public_outages", [outage(77, 124)]), table("public_out_places", [])
    assert published_outages(elsewhere, *rows)[0].mrid != first.mrid


def test_nine_customers_are_not_told_alone() -> None:
    assert told(outage(1, 9)) == ()
    assert len(told(outage(1, 10))) == 1


def test_small_neighbours_are_told_together_and_a_far_one_is_not() -> None:
    near = (NEAR[0] + 0.04, NEAR[1])
    (one,) = told(outage(1, 6), outage(2, 7, near), outage(3, 1, FAR))
    assert (one.is_several, one.customers_out, one.cause) == (True, 10, "Several small outages")
    assert all(east < FAR[0] for _, _, east, _ in one.areas)


def test_one_meter_more_among_small_outages_cannot_be_seen() -> None:
    """Differencing over time: how many small outages there are, since when, until when and whose crew is not told."""
    members = [outage(1, 8), outage(2, 9, estimated_restoration_at=AT + dt.timedelta(minutes=30))]
    long_ago, late = AT - dt.timedelta(days=1), AT + dt.timedelta(days=1)
    meter = outage(3, 1, started_at=long_ago, estimated_restoration_at=late, crew_status="working")
    before, during, after = told(*members), told(*members, meter), told(*members)
    assert before == during == after
    assert (before[0].started_at, before[0].estimated_at, before[0].crew) == (None, None, None)


def test_an_outage_is_placed_only_where_ten_of_its_own_are_out() -> None:
    near = (NEAR[0] + 0.04, NEAR[1])
    places = (place(1, NEAR, 40), place(1, near, 30), place(1, FAR, 3))
    (one,) = told(outage(1, 73), places=places)
    assert all(east < FAR[0] for _, _, east, _ in one.areas)
    assert len(one.areas) == 2
    assert one.customers_out == 70


def test_customers_too_spread_for_any_small_area_are_told_in_the_one_around_them() -> None:
    places = tuple(place(1, (NEAR[0] + 0.04 * k, NEAR[1]), 4) for k in range(3))
    (one,) = told(outage(1, 12), places=places)
    assert one.customers_out == 10
    assert sum(1 for _ in one.areas) > 1


def test_planned_work_and_unknown_codes_are_told_in_public_words() -> None:
    (planned,) = told(outage(1, 50, kind="planned", cause="equipment"))
    (own,) = told(outage(1, 50, cause="J. Smith hit pole 4711"))
    assert (planned.cause, planned.cause_kind) == ("Planned work", "planned")
    assert (own.cause, own.cause_kind) == ("Under investigation", "unplanned")


def test_areas_are_named_by_the_county_of_most_customers() -> None:
    def box(west: float, east: float) -> dict:
        ring = [[west, 29], [east, 29], [east, 31], [west, 31], [west, 29]]
        return {"type": "Polygon", "coordinates": [ring]}

    named = ground((County("West", box(-96, -95.39)), County("East", box(-95.39, -94))))
    rows = table("public_outages", [outage(1, 50), outage(2, 50, FAR)])
    found = {one.counties for one in published_outages(named, rows, table("public_out_places", []))}
    assert ("East",) in found
    assert found <= {("East",), ("West",), ("East", "West")}


small_world = st.lists(st.tuples(st.integers(1, 300), *HERE), max_size=25)


@given(small_world)
def test_nothing_below_the_smallest_is_told_and_counts_are_whole_multiples(
    world: list[tuple[int, float, float]],
) -> None:
    found = told(*(outage(number, out, (lon, lat)) for number, (out, lon, lat) in enumerate(world)))
    for one in found:
        assert one.customers_out >= 10
        assert one.customers_interrupted >= one.customers_out
        assert one.customers_out % 10 == one.customers_interrupted % 10 == 0
        assert not one.areas or one.customers_served >= 200
    true = sum(out for out, _, _ in world)
    assert sum(one.customers_out for one in found) <= true + 5 * len(found)
    assert len(found) <= len(world)


@given(small_world, st.integers(0, 24), st.integers(1, 9))
def test_a_change_of_fewer_than_ten_customers_is_never_told_exactly(
    world: list[tuple[int, float, float]], which: int, change: int
) -> None:
    """Whatever else is out, a difference of two answers is none or a multiple of ten: fewer than ten are never told."""
    if not world:
        return
    rows = [outage(number, out, (lon, lat)) for number, (out, lon, lat) in enumerate(world)]
    changed = [dict(row) for row in rows]
    changed[which % len(rows)]["customers_out"] += change
    changed[which % len(rows)]["customers_interrupted"] += change
    before, after = told(*rows), told(*changed)
    assert (sum(one.customers_out for one in after) - sum(one.customers_out for one in before)) % 10 == 0


@given(small_world)
def test_areas_of_two_answers_differ_by_whole_areas(world: list[tuple[int, float, float]]) -> None:
    every = set(GROUND.boxes)
    for one in told(*(outage(number, out, (lon, lat)) for number, (out, lon, lat) in enumerate(world))):
        assert set(one.areas) <= every


@pytest.mark.parametrize("minutes", [0, 1, 14, 15, 16])
def test_a_start_is_never_told_later_and_an_end_never_earlier_than_it_is(minutes: int) -> None:
    at = dt.datetime(2026, 7, 15, 20, minutes, tzinfo=dt.UTC)
    (one,) = told(outage(1, 50, started_at=at, estimated_restoration_at=at))
    assert one.started_at <= at
    assert one.estimated_at is not None
    assert at <= one.estimated_at
    assert {one.started_at.minute % 15, one.estimated_at.minute % 15} == {0}


def test_the_statements_ask_for_nothing_that_leads_inside() -> None:
    for name in ("public_outages", "public_out_places", "public_customers"):
        columns = set(table(name, []).column_names)
        assert not columns & {"hazards", "device_id", "device_name", "feeder_id", "feeder_name", "crew_name", "note"}
        assert isinstance(table(name, []), pa.Table)


def test_now_is_within_what_is_told() -> None:
    assert told(outage(1, 50))[0].started_at <= AT
