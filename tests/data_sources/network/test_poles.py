"""Who is out when a device opens some phases only: a town of one lateral with transformers on B and on three phases.

Fuse 123 is on lateral 23 (transformers 23 and 43 behind it, three customers each), breaker 1 at the head of F0001.
"""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.network.graph import Network, load_network
from data_sources.network.poles import opens_in_part, phases_lost, supply, units_behind
from data_sources.outages.life import ReportOutage, RestoreOutage
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import check_counts, rows
from tests.data_sources.towns import load_town

MARIA = Principal("maria", "operator")


@pytest.fixture
def phased(empty_source: PostgresSource) -> PostgresSource:
    """All hang on A but transformer 23 (B) and 24 (three phases); fuse 123 switches B, breaker 1 one pole: B too."""
    load_town(empty_source)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.transformers SET phases = 'B' WHERE transformer_id = 23")
        connection.execute("UPDATE flux.transformers SET phases = 'ABC' WHERE transformer_id = 24")
        connection.execute("UPDATE flux.devices SET phases = 'B' WHERE device_id IN (1, 123)")
    return empty_source


def dark(network: Network, opened: set[int]) -> list[int]:
    _, has_supply = supply(network, opened)
    ids: list[int] = network.transformers.ids[~has_supply].tolist()
    return ids


def behind(network: Network, device_id: int) -> list[int]:
    ids: list[int] = network.transformers.ids[units_behind(network, network.devices.index(device_id))].tolist()
    return ids


def test_a_fuse_on_one_phase_drops_the_transformers_of_that_phase(phased: PostgresSource) -> None:
    network = load_network(phased, 1)
    assert opens_in_part(network)[network.devices.indexes(np.array([1, 2, 123]))].tolist() == [True, False, True]
    assert dark(network, {500}) == []
    assert dark(network, {500, 123}) == [23]
    assert behind(network, 123) == [23]


def test_one_pole_of_three_drops_that_phase_and_every_bank_with_it(phased: PostgresSource) -> None:
    network = load_network(phased, 1)
    assert dark(network, {500, 1}) == [23, 24]
    assert behind(network, 1) == [23, 24]
    assert dark(network, {500, 2}) == [25, 26, 27, 28, 45, 46, 47, 48]  # the recloser switches all three


def test_the_forest_keeps_what_still_conducts_a_phase(phased: PostgresSource) -> None:
    network = load_network(phased, 1)
    topology, _ = supply(network, {500, 1})
    assert topology.is_reached[network.transformers["node"]].all()


def test_poles_that_open_together_open_the_segment(phased: PostgresSource) -> None:
    """Fuses of A, B and C on one segment: each drops its own, all three drop the lateral."""
    with phased.connection() as connection:
        for device_id, phase in ((9001, "A"), (9002, "C")):
            connection.execute(
                "INSERT INTO flux.devices (device_id, utility_id, feeder_id, segment_id, device_name, kind, phases, rated_a, "
                "is_normally_open, is_open, lon, lat) SELECT %s, utility_id, feeder_id, segment_id, device_name || %s, kind, %s, "
                "rated_a, false, false, lon, lat FROM flux.devices WHERE device_id = 123",
                (device_id, phase, phase),
            )
        connection.execute("UPDATE flux.utilities SET source_note = 'with three fuses'")
    network = load_network(phased, 1)
    assert dark(network, {500, 123}) == [23]
    assert dark(network, {500, 9001}) == [43]
    topology, has_supply = supply(network, {500, 123, 9001, 9002})
    assert network.transformers.ids[~has_supply].tolist() == [23, 43]
    assert not topology.is_reached[network.transformers["node"][network.transformers.index(23)]]


def test_the_outage_counts_them_and_says_which_phases_were_lost(phased: PostgresSource) -> None:
    """Three customers of 23 and three of 24 are out by the pole; 36 others keep supply."""
    number = Commands(phased).run(ReportOutage(utility_id=1, device_id=1), by=MARIA).target.id
    check_counts(phased)
    assert rows(phased, "SELECT customers_out FROM flux.outages") == [(6,)]
    assert rows(phased, "SELECT customers, phases, transformer_ids FROM flux.interruptions") == [(6, "B", [23, 24])]
    Commands(phased).run(RestoreOutage(outage_id=number), by=MARIA)
    check_counts(phased)
    assert rows(phased, "SELECT customers_out, state FROM flux.outages") == [(0, "restored")]
    assert rows(phased, "SELECT count(*) FROM flux.devices WHERE is_open") == [(1,)]  # the tie


def test_a_three_phase_device_loses_the_phases_that_hang_on_it(phased: PostgresSource) -> None:
    network = load_network(phased, 1)
    units = network.transformers.indexes(np.array([23, 43]))
    assert phases_lost(network, units, network.devices.index(2)) == "AB"
    assert phases_lost(network, units[:1], -1) == "B"
