"""Who loses supply phase by phase, in a hand-made town and in the demo."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.network.downstream import downstream
from data_sources.network.graph import NetworkError, load_network
from data_sources.network.trace import trace
from data_sources.postgres.source import PostgresSource
from tests.data_sources.towns import load_town


@pytest.fixture
def phased(empty_source: PostgresSource) -> PostgresSource:
    """Transformers of laterals 23 and 43: 23 on B, 43 on three phases, its meters on A; fuse 123 switches B alone."""
    load_town(empty_source)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.transformers SET phases = 'B' WHERE transformer_id = 23")
        connection.execute("UPDATE flux.meters SET phases = 'B' WHERE transformer_id = 23")
        connection.execute("UPDATE flux.transformers SET phases = 'ABC' WHERE transformer_id = 43")
        connection.execute("UPDATE flux.devices SET phases = 'B' WHERE device_id = 123")
        connection.execute("UPDATE flux.meters SET phases = 'ABC' WHERE meter_id = 431")
    return empty_source


def test_a_device_opens_its_own_phases_alone(phased: PostgresSource) -> None:
    network = load_network(phased, 1)
    lost = downstream(network, "device", 123)
    assert lost.transformer_ids.tolist() == [23, 43]
    assert (lost.customers, lost.customers_in_part, lost.meters) == (3 + 1, 1, 4 + 1)
    assert lost.rated_kva == 100.0
    assert {share.phase: (share.customers, share.transformers) for share in lost.by_phase} == {
        "A": (0, 0), "B": (4, 2), "C": (0, 0), "unknown": (0, 0),
    }  # fmt: skip
    assert lost.by_phase[1].rated_kva == pytest.approx(50 + 50 / 3)
    assert lost.critical_customers == (("A230", "hospital"),)


def test_a_segment_opens_all_phases(phased: PostgresSource) -> None:
    lost = downstream(load_network(phased, 1), "segment", 23)
    assert (lost.customers, lost.customers_in_part, lost.meters) == (6, 0, 8)
    assert [share.customers for share in lost.by_phase] == [3, 4, 1, 0]
    assert lost.critical_customers == (("A230", "hospital"), ("A430", "hospital"))


def test_one_phase_that_is_open_already_is_not_lost_again(phased: PostgresSource) -> None:
    network = load_network(phased, 1)
    lost = downstream(network, "device", 1, {123, 500})
    assert lost.is_energized
    assert lost.customers == 42 - 3  # those of transformer 23 are out on B, their only phase
    assert lost.by_phase[1].customers == 0


def test_feeder_substation_tie_and_switched_state(phased: PostgresSource) -> None:
    network = load_network(phased, 1)
    assert downstream(network, "feeder", 2).customers == 42
    assert downstream(network, "substation", 1).customers == 84
    assert downstream(network, "device", 500).customers == 0  # an open tie feeds nothing
    assert downstream(network, "feeder", 2, {3}).customers == 42 + 12
    dark = downstream(network, "device", 125, {2, 500})
    assert not dark.is_energized
    assert dark.customers == 6


def test_a_loop_has_nothing_downstream(phased: PostgresSource) -> None:
    lost = downstream(load_network(phased, 1), "segment", 5, set())  # the tie is closed too
    assert lost.is_in_loop
    assert lost.customers == 0


def test_what_cannot_open_is_refused(phased: PostgresSource) -> None:
    network = load_network(phased, 1)
    with pytest.raises(NetworkError, match="A meter cannot open"):
        downstream(network, "meter", 230)
    with pytest.raises(NetworkError, match="no device 999"):
        downstream(network, "device", 999)


def test_the_demo_tells_of_every_device_what_the_trace_without_phases_tells(demo: PostgresSource) -> None:
    network = load_network(demo, 1)
    closed = network.devices.ids[~network.devices["is_normally_open"]]
    for device_id in closed[::7].tolist():
        lost, found = downstream(network, "device", device_id), trace(network, "device", device_id, "downstream")
        assert (lost.customers, lost.meters) == (found.customers, found.meter_count)
        assert np.array_equal(lost.transformer_ids, found.transformer_ids)
        assert lost.critical_customers == found.critical_customers
        assert lost.by_phase[3].customers == 0  # every phase of the demo is known
        assert lost.customers_in_part == 0  # its devices switch all phases of their segment
