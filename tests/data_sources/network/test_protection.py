"""The tree of protective devices of a hand-made town, and a storm of the demo predicted from lossy messages."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.prediction.predicted import OutagePrediction, PredictionKey
from data_sources.analytics.prediction.predictor import Predictor
from data_sources.analytics.prediction.rates import MessageRates, OpeningRates, evidence
from data_sources.analytics.prediction.scores import score
from data_sources.analytics.prediction.tree import DEVICE, ProtectionTree
from data_sources.demo.messages import lossy_messages
from data_sources.network.downstream import downstream
from data_sources.network.graph import NetworkError, load_network
from data_sources.network.protection import chances, tree_of
from data_sources.postgres.source import PostgresSource
from tests.data_sources.towns import load_town

NOON, MINUTE = 1_784_116_800_000, 60_000


def test_devices_of_the_town_and_who_hangs_below(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    network = load_network(empty_source, 1)
    tree = tree_of(network)
    for device_id in (1, 2, 123, 1002):
        node = int(tree.node_of_device[network.devices.index(device_id)])
        lost = downstream(network, "device", device_id)
        assert tree.customers_below(node) == lost.customers
        assert np.array_equal(np.sort(network.transformers.ids[tree.transformers_below(node)]), lost.transformer_ids)
    assert tree.node_of_device[network.devices.index(3)] == -1  # a switch does not trip
    assert tree_of(network, known_device_ids=[3]).node_of_device[network.devices.index(3)] >= 0
    recloser = int(tree.node_of_device[network.devices.index(2)])
    assert network.devices.ids[tree.row[tree.parent[recloser]]] == 1


def test_chances_follow_the_kind(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    network = load_network(empty_source, 1)
    tree, rates = tree_of(network), OpeningRates()
    found = chances(network, tree, rates)
    fuse = int(tree.node_of_device[network.devices.index(123)])
    unit = int(tree.node_of_transformer[network.transformers.index(23)])
    assert (found[fuse], found[unit]) == (rates.chance("fuse"), rates.chance("transformer"))


def test_an_unknown_device_is_refused(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    with pytest.raises(NetworkError, match="no device 999"):
        tree_of(load_network(empty_source, 1), known_device_ids=[999])


def _storm(tree: ProtectionTree, count: int, rng: np.random.Generator) -> tuple[np.ndarray, dict[PredictionKey, int]]:
    """(when each meter loses supply, the truth): devices with at least two transformers, none inside another."""
    out_at = np.zeros(len(tree.node_of_meter), np.int64)
    truth: dict[PredictionKey, int] = {}
    for node in rng.permutation(np.flatnonzero(tree.kind == DEVICE)).tolist():
        meters = tree.meters_below(node)
        if len(truth) < count and len(tree.transformers_below(node)) > 1 and not out_at[meters].any():
            out_at[meters] = NOON + int(rng.integers(0, 20 * MINUTE))
            truth[("device", int(tree.row[node]))] = int(out_at[meters[0]])
    return out_at, truth


def test_a_storm_on_the_demo_is_found_from_lossy_messages(demo: PostgresSource) -> None:
    """A fifth of the gasps lost, false ones among them: nine of ten devices found, half of them within two minutes."""
    network = load_network(demo, 1)
    tree, rates = tree_of(network), MessageRates(gasp_false=1e-4)
    openings = OpeningRates(storm_factor=50)
    out_at, truth = _storm(tree, 20, np.random.default_rng(11))
    sent = lossy_messages(
        out_at, network.rows.meters["is_active"], (NOON, NOON + 30 * MINUTE), rates, np.random.default_rng(12)
    )
    predictor = Predictor(tree, chances(network, tree, openings), evidence(rates, openings.chance("service")))
    looks: list[tuple[int, list[OutagePrediction]]] = []
    taken = 0
    for at in range(NOON, NOON + 40 * MINUTE, MINUTE // 2):
        new = slice(taken, len(sent.until(at).meter))
        predictor.add(sent.meter[new], sent.kind[new], sent.sent_at[new])
        taken = new.stop
        looks.append((at, predictor.look(at)))
    result = score(truth, looks)
    assert result.found_share >= 0.9
    assert np.median(result.minutes_to_find) <= 2.0
    assert result.false_predictions <= 5
