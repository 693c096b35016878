"""An outage in steps: who comes back when and by whom, and what is handed to the outage above."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.network.graph import Network, load_network
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Outage
from data_sources.outages.steps import apply, begin, give_back, restore_all
from data_sources.outages.store import change_outage, insert_outage, load_state, write_groups
from data_sources.postgres.source import PostgresSource
from tests.data_sources.towns import AT, load_town

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def town(empty_source: PostgresSource) -> Network:
    load_town(empty_source, 2)
    return load_network(empty_source, 1)


def at_device(network: Network, device_id: int) -> Outage:
    """An outage in which a device opens; three customers a transformer."""
    return Outage(0, network.devices.index(device_id), -1, AT, "vehicle", -95.4, 29.7)


def told(outage: Outage) -> list[tuple[int, float | None, int]]:
    """(customers, minutes from the start until they were back, row of the feeder that feeds them) by group."""
    return [
        (one.customers, (one.restored_at - one.out_at) / MINUTE if one.restored_at else None, one.fed_by)
        for one in outage.groups
    ]


def test_a_step_says_who_came_back_and_who_feeds_them(town: Network) -> None:
    """Breaker 1 opens, recloser 2 opens, tie 500 closes: the eight transformers behind the recloser hang on feeder 2."""
    state, outage = OperatingState(town, town.normally_open, []), at_device(town, 1)
    begin(state, outage, AT)
    assert (outage.customers_out, told(outage)) == (42, [(42, None, -1)])
    assert not len(apply(state, {2: True, 500: False}, AT + 5 * MINUTE))
    assert sorted(told(outage), key=str) == [(18, None, -1), (24, 5.0, 1)]
    outage.switched = {2: True, 500: False}
    assert restore_all(state, outage, AT + 15 * MINUTE) == {2: False, 500: True, 1: False}
    assert sorted(told(outage)) == [(18, 15.0, 0), (24, 5.0, 1)]
    assert state.open_devices == set(town.normally_open)
    assert state.is_energized.all()
    assert not state.outages


def test_who_stays_dark_goes_on_in_the_outage_above(town: Network) -> None:
    """A lateral is mended while the feeder above is out: its customers' interruption goes on, and is one."""
    state = OperatingState(town, town.normally_open, [])
    lateral, above = at_device(town, 122), at_device(town, 1)
    begin(state, lateral, AT)
    begin(state, above, AT + MINUTE)
    assert (lateral.customers_out, above.customers_out) == (6, 36)
    restore_all(state, lateral, AT + 3 * MINUTE)
    assert (lateral.customers_interrupted, above.customers_out) == (0, 42)
    restore_all(state, above, AT + 10 * MINUTE)
    assert sorted(told(above)) == [(6, 10.0, 0), (36, 9.0, 0)]


def test_who_is_fed_apart_has_supply_though_the_network_is_open(town: Network) -> None:
    state, outage = OperatingState(town, town.normally_open, []), at_device(town, 122)
    begin(state, outage, AT)
    one = outage.owned[:1]
    give_back(state, outage, one, AT + 7 * MINUTE)
    state.refresh()
    assert state.is_energized[one].all()
    assert sorted(told(outage), key=str) == [(3, 7.0, -1), (3, None, -1)]
    restore_all(state, outage, AT + 9 * MINUTE)
    assert sorted(told(outage)) == [(3, 7.0, -1), (3, 9.0, 0)]


def test_a_clock_set_back_takes_no_minutes_away(town: Network) -> None:
    state, outage = OperatingState(town, town.normally_open, []), at_device(town, 122)
    begin(state, outage, AT)
    restore_all(state, outage, AT - MINUTE)
    assert told(outage) == [(6, 0.0, 0)]


def test_rows_hold_an_outage_whoever_drives_it(empty_source: PostgresSource, town: Network) -> None:
    state, outage = OperatingState(town, town.normally_open, []), at_device(town, 1)
    begin(state, outage, AT)
    with empty_source.transaction("test", "begin") as connection:
        insert_outage(connection, town, outage, is_simulated=False, more={})
        connection.execute(b"UPDATE flux.devices SET is_open = true WHERE device_id IN (1, 2)")
        connection.execute(b"UPDATE flux.devices SET is_open = false WHERE device_id = 500")
    apply(state, {2: True, 500: False}, AT + 5 * MINUTE)
    with empty_source.transaction("test", "step") as connection:
        write_groups(connection, town, outage)
        change_outage(connection, outage.outage_id, opened_devices=[2], closed_devices=[500])
    again = load_state(empty_source, 1)
    (read,) = again.outages
    assert (read.outage_id, read.device, read.customers_out, read.version) == (outage.outage_id, outage.device, 18, 2)
    assert read.switched == {2: True, 500: False}
    assert told(read) == told(outage)
    assert np.array_equal(np.sort(read.owned), np.sort(outage.owned))
    assert np.array_equal(again.is_energized, state.is_energized)
    with empty_source.connection() as connection:
        said = connection.execute(
            b"SELECT customers_interrupted, customers_out, customer_minutes, stepped_at FROM flux.outages"
        ).fetchall()
    assert said == [(42, 18, 210.0, AT + 5 * MINUTE)]
