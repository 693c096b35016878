"""An outage in steps: what it accrues, who comes back and by whom, and what is handed to the outage above."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.network.graph import Network, load_network
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Changes, Crew, Outage
from data_sources.outages.steps import apply, begin, finish
from data_sources.outages.store import fetch_crews, fetch_outages, write_changes
from data_sources.postgres.source import PostgresSource
from tests.data_sources.towns import AT, load_town

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def town(empty_source: PostgresSource) -> Network:
    load_town(empty_source, 2)
    return load_network(empty_source, 1)


def at_device(state: OperatingState[Outage], device_id: int, segment_id: int = 3) -> Outage:
    """An outage in which a device opens; three customers a transformer."""
    network = state.network
    device = network.devices.index(device_id)
    outage = Outage(
        feeder=0, device=device, transformer=-1, fault_segment=network.segments.index(segment_id), started_at=AT,
        stepped_at=AT, estimated_at=None, cause="vehicle", lon=-95.4, lat=29.7, owned=np.zeros(0, np.int64),
        customers_interrupted=0, customers_out=0,
    )  # fmt: skip
    outage.owned = state.behind(outage)
    outage.customers_interrupted = outage.customers_out = state.customers(outage.owned)
    return outage


def test_customer_minutes_accrue_step_by_step() -> None:
    """60 out for 10 minutes, 20 for 30 more: 60 x 10 + 20 x 30 = 1200."""
    outage = Outage(0, -1, 0, -1, AT, AT, None, "x", 0, 0, np.zeros(0, np.int64), 60, 60)
    outage.step(20, AT + 10 * MINUTE)
    outage.step(0, AT + 40 * MINUTE)
    assert outage.customer_minutes == 1200
    assert outage.restored_at == AT + 40 * MINUTE


def test_a_clock_set_back_takes_no_minutes_away() -> None:
    outage = Outage(0, -1, 0, -1, AT, AT, None, "x", 0, 0, np.zeros(0, np.int64), 60, 60)
    outage.step(20, AT + 10 * MINUTE)
    outage.step(10, AT + 5 * MINUTE)
    assert (outage.customer_minutes, outage.stepped_at) == (600, AT + 10 * MINUTE)


def test_a_step_says_who_came_back_and_who_feeds_them(town: Network) -> None:
    """Breaker 1 opens, recloser 2 opens, tie 500 closes: the eight transformers behind the recloser hang on feeder 2."""
    state: OperatingState[Outage] = OperatingState(town, town.normally_open, [], [])
    outage, changes = at_device(state, 1), Changes()
    begin(state, outage, AT, changes)
    assert outage.customers_out == 42
    assert changes.devices == {1: True}
    apply(state, {2: True, 500: False}, AT + 5 * MINUTE, changes)
    (step,) = changes.steps
    assert step.seconds_dark == 300
    assert set(step.fed_by.tolist()) == {1}
    assert len(step.transformers) == 8
    assert (outage.customers_out, outage.customer_minutes) == (18, 5 * 42)
    outage.switched = {2: True, 500: False}
    finish(state, outage, AT + 15 * MINUTE, changes)
    assert outage.customer_minutes == 5 * 42 + 10 * 18
    assert outage.restored_at == AT + 15 * MINUTE
    assert state.open_devices == set(town.normally_open)
    assert state.is_energized.all()
    assert not state.outages


def test_who_stays_dark_belongs_to_the_outage_above(town: Network) -> None:
    state: OperatingState[Outage] = OperatingState(town, town.normally_open, [], [])
    lateral, changes = at_device(state, 122, segment_id=22), Changes()
    begin(state, lateral, AT, changes)
    above = at_device(state, 1)
    above.owned = np.setdiff1d(above.owned, lateral.owned)
    above.customers_interrupted = above.customers_out = state.customers(above.owned)
    begin(state, above, AT, changes)
    finish(state, lateral, AT + 3 * MINUTE, changes)
    assert lateral.customers_out == 0
    assert above.customers_out == above.customers_interrupted == 42
    assert above.customer_minutes == 3 * 36


def test_rows_hold_an_outage_whoever_drives_it(empty_source: PostgresSource, town: Network) -> None:
    state: OperatingState[Outage] = OperatingState(town, town.normally_open, [], [])
    outage, changes = at_device(state, 1), Changes()
    crew = Crew(1, "Crew 1", "line", "assigned", -95.4, 29.7, outage=outage)
    outage.crew = crew
    begin(state, outage, AT, changes)
    changes.touch_crew(crew)
    apply(state, {2: True, 500: False}, AT + 5 * MINUTE, changes)
    with empty_source.transaction("test", "step") as connection:
        write_changes(connection, town, changes, AT, is_simulated=False)
    (again,) = fetch_outages(empty_source, town, Outage)
    assert (again.outage_id, again.device, again.customers_out) == (outage.outage_id, outage.device, 18)
    assert (again.customer_minutes, again.stepped_at) == (210, AT + 5 * MINUTE)
    assert {one.crew_id: outage_id for one, outage_id in fetch_crews(empty_source, 1)}[1] == outage.outage_id
    resumed = OperatingState(town, {1, 2}, [again], [])
    resumed.own_dark()
    assert np.array_equal(again.owned, outage.owned)
    with empty_source.connection() as connection:
        said = connection.execute(b"SELECT is_simulated FROM flux.outages").fetchall()
        steps = connection.execute(b"SELECT count(*), min(feeder_id), max(feeder_id) FROM flux.outage_steps").fetchall()
    assert said == [(False,)]
    assert steps == [(8, 2, 2)]
