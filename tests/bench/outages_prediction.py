"""Grouping of last gasps and scores of predictions, for the bench of outages.

A storm is drawn: whole feeders and single devices open one after the other within half an hour until enough meters are
dark that 50,000 last gasps come; a fifth more is lost, others are late, some false (demo/messages.py). `group_50k_ms` is
taking 50,000 of them in and one look at all predictions, with reasons and alternatives. Then every message comes in its
own time and all is looked at twice a minute: the scores against the truth are `devices_found_pct` (of the outages of at
least two transformers that were heard of at all), `minutes_to_find_p50` and `_p90`.
"""

from __future__ import annotations

import time

import numpy as np

from data_sources.analytics.prediction.predicted import PredictionKey
from data_sources.analytics.prediction.predictor import GASP, Predictor
from data_sources.analytics.prediction.rates import MessageRates, OpeningRates, evidence
from data_sources.analytics.prediction.scores import score
from data_sources.analytics.prediction.tree import DEVICE, ProtectionTree
from data_sources.demo.messages import MessageStream, lossy_messages
from data_sources.network.graph import Network, load_network
from data_sources.network.protection import chances, tree_of
from data_sources.postgres.source import PostgresSource
from tests.bench.report import Report, percentile

MESSAGES, ROUNDS, ONE_BY_ONE = 50_000, 5, 500
START, MINUTE = 1_784_116_800_000, 60_000
RATES, OPENINGS = MessageRates(), OpeningRates(storm_factor=50)


def measure_prediction(source: PostgresSource, utility_id: int, report: Report) -> None:
    """Speed of grouping, then scores of a storm."""
    network = load_network(source, utility_id)
    began = time.perf_counter()
    tree = tree_of(network)
    report.put("tree_ms", (time.perf_counter() - began) * 1000)
    out_at, truth = storm(tree)
    sent = lossy_messages(
        out_at, network.rows.meters["is_active"], (START, START + 60 * MINUTE), RATES, np.random.default_rng(2)
    )
    report.note(f"storm: {len(truth)} devices, {int((out_at > 0).sum()):,} meters dark, {len(sent.meter):,} messages")
    _speed(network, tree, sent, report)
    _scores(network, tree, sent, truth, report)


def storm(tree: ProtectionTree) -> tuple[np.ndarray, dict[PredictionKey, int]]:
    """When each meter loses supply (0: it does not), and what opened when."""
    rng = np.random.default_rng(1)
    out_at = np.zeros(len(tree.node_of_meter), np.int64)
    truth: dict[PredictionKey, int] = {}
    devices = np.flatnonzero(tree.kind == DEVICE)
    for node in np.concatenate([rng.permutation(tree.roots)[:25], rng.permutation(devices)]).tolist():
        meters = tree.meters_below(node)
        is_dark_enough = (out_at > 0).sum() * (1 - RATES.gasp_loss) > 1.05 * MESSAGES
        if (
            is_dark_enough
            or tree.kind[node] != DEVICE
            or len(tree.transformers_below(node)) < 2
            or out_at[meters].any()
        ):
            continue
        out_at[meters] = START + int(rng.integers(0, 30 * MINUTE))
        truth[("device", int(tree.row[node]))] = int(out_at[meters[0]])
    return out_at, truth


def _predictor(network: Network, tree: ProtectionTree) -> Predictor:
    return Predictor(tree, chances(network, tree, OPENINGS), evidence(RATES, OPENINGS.chance("service")))


def _speed(network: Network, tree: ProtectionTree, sent: MessageStream, report: Report) -> None:
    gasps = np.flatnonzero(sent.kind == GASP)[:MESSAGES]
    if len(gasps) < MESSAGES:
        report.note(f"only {len(gasps):,} last gasps: the utility is too small for group_50k_ms")
        return
    took = []
    for _ in range(ROUNDS + 1):
        predictor = _predictor(network, tree)
        began = time.perf_counter()
        predictor.add(sent.meter[gasps], GASP, sent.sent_at[gasps])
        found = predictor.look(START + 60 * MINUTE)
        took.append((time.perf_counter() - began) * 1000)
    report.put("group_50k_ms", percentile(took[1:], 50))
    report.note(f"50,000 last gasps: {len(found):,} predictions")
    one = []
    for meter in sent.meter[gasps[:ONE_BY_ONE]].tolist():
        began = time.perf_counter()
        predictor.add(meter, GASP, START + 61 * MINUTE)
        predictor.look(START + 62 * MINUTE, [predictor.root_of(meter)])
        one.append((time.perf_counter() - began) * 1000)
    report.put("message_p50_ms", percentile(one, 50))


def _scores(
    network: Network, tree: ProtectionTree, sent: MessageStream, truth: dict[PredictionKey, int], report: Report
) -> None:
    predictor = _predictor(network, tree)
    looks, taken = [], 0
    for at in range(START, START + 75 * MINUTE, MINUTE // 2):
        new = slice(taken, len(sent.until(at).meter))
        predictor.add(sent.meter[new], sent.kind[new], sent.sent_at[new])
        taken = new.stop
        looks.append((at, predictor.look(at)))
    is_heard = np.isin(np.arange(len(tree.node_of_meter)), sent.meter)
    heard = {
        key: began
        for key, began in truth.items()
        if is_heard[tree.meters_below(int(tree.node_of_device[key[1]]))].any()
    }
    result = score(heard, looks)
    report.put("devices_found_pct", 100 * result.found_share)
    report.put("minutes_to_find_p50", percentile(result.minutes_to_find, 50))
    report.put("minutes_to_find_p90", percentile(result.minutes_to_find, 90))
    report.note(f"{result.found} of {result.outages} devices found, {result.false_predictions} false predictions")
