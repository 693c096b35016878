"""Orders of the demo agree with its inspections and failures; what is due now stands in queues that crews can do."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from data_sources.demo.city import geography as geo
from data_sources.demo.utility.build import SCALES
from data_sources.demo.utility.shifts import SHIFTS, SKILLS_OF, is_on_shift, next_shift
from tests.data_sources.demo.conftest import AS_OF, Demo

ZONE = ZoneInfo(geo.TIME_ZONE)


def orders(demo: Demo) -> list[dict[str, object]]:
    return demo.tables["work_orders"].to_pylist()  # type: ignore[no-any-return]


def test_there_are_as_many_as_asked_for_and_some_are_open(demo: Demo) -> None:
    count = demo.tables["work_orders"].num_rows
    assert count == SCALES[demo.scale].orders
    is_open = demo("work_orders", "status") != "completed"
    assert max(60, count / 700) <= is_open.sum() < max(200, count / 300)
    assert set(demo("work_orders", "work_type")) == {"inspection", "repair", "replacement", "vegetation"}
    created = demo("work_orders", "created_at")
    assert (np.diff(created) >= np.timedelta64(0)).all()  # numbered in the order in which they were written
    done = demo.tables["work_orders"].filter(~is_open)
    for earlier, later in (("created_at", "completed_at"), ("started_at", "completed_at")):
        assert (done[earlier].to_numpy() < done[later].to_numpy()).all()
    midnight = np.datetime64(dt.datetime.combine(AS_OF, dt.time(), ZONE).astimezone(dt.UTC).replace(tzinfo=None), "us")
    assert done["completed_at"].to_numpy().astype("datetime64[us]").max() <= midnight


def test_every_inspection_is_an_order_that_found_what_it_found(small: Demo) -> None:
    codes = {
        "good": ("no_defect",),
        "fair": ("wear",),
        "poor": ("decay", "corrosion"),
        "replace": ("decay", "corrosion"),
    }
    done = {
        (row["asset_kind"], row["asset_id"], row["completed_at"].date()): row["found_code"]  # type: ignore[attr-defined]
        for row in orders(small)
        if row["work_type"] == "inspection" and row["status"] == "completed"
    }
    for row in small.tables["inspections"].to_pylist():
        assert done[row["asset_kind"], row["asset_id"], row["inspected_on"]] in codes[row["result"]]


def test_every_failure_is_an_order_of_the_same_hour(small: Demo) -> None:
    made = Counter(
        (row["asset_kind"], row["asset_id"], row["created_at"])
        for row in orders(small)
        if row["work_type"] == "replacement" and row["origin"] == "person"
    )
    failed = [
        (row["asset_kind"], row["asset_id"], row["failed_at"].replace(microsecond=0))
        for row in small.tables["asset_failures"].to_pylist()
    ]
    assert sorted(map(str, made.elements())) == sorted(map(str, failed))


def test_no_asset_has_two_open_orders_of_a_kind(demo: Demo) -> None:
    table = demo.tables["work_orders"]
    table = table.filter(demo("work_orders", "status") != "completed")
    due = [one for one in table.to_pylist() if one["origin"] == "plan"]
    assert max(Counter((one["work_type"], one["asset_kind"], one["asset_id"]) for one in due).values()) == 1


def test_queues_are_within_shifts_and_of_crews_that_can_do_them(small: Demo) -> None:
    crews = {row["crew_id"]: row for row in small.tables["crews"].to_pylist()}
    queued = [row for row in orders(small) if row["status"] == "assigned"]
    assert len({row["crew_id"] for row in queued}) >= 3
    ends: dict[object, dt.datetime] = {}
    for row in sorted(queued, key=lambda one: str(one["planned_start_at"])):
        crew = crews[row["crew_id"]]
        start, end = row["planned_start_at"], row["planned_end_at"]
        assert isinstance(start, dt.datetime)
        assert isinstance(end, dt.datetime)
        assert row["skill"] in SKILLS_OF[crew["kind"]]
        for at in (start, end - dt.timedelta(seconds=1)):
            assert is_on_shift(crew["shift_start"], crew["shift_end"], at)
        assert start >= ends.get(row["crew_id"], start)
        ends[row["crew_id"]] = end


@pytest.mark.parametrize("shift", SHIFTS)
@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_the_next_shift_goes_on_or_begins_within_a_day(shift: tuple[str, str], hour: int) -> None:
    at = dt.datetime(2026, 11, 12, hour, 30, tzinfo=ZONE)
    begin, over = (dt.datetime.fromtimestamp(one, ZONE) for one in next_shift(*shift, at))
    assert f"{begin:%H:%M}" == shift[0]
    assert f"{over:%H:%M}" == shift[1]
    assert at < over
    assert is_on_shift(*shift, at) == (begin <= at)
    assert begin - at < dt.timedelta(days=1)


def test_crews_are_on_shift_by_their_hours(small: Demo) -> None:
    for crew in small.tables["crews"].to_pylist():
        on = is_on_shift(crew["shift_start"], crew["shift_end"], crew["updated_at"])
        assert crew["status"] == ("available" if on else "off_shift")
        assert crew["vehicle"]
