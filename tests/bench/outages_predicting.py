"""Predicted outages as a service, in a process of its own over the live database, for the bench of outages.

`predict_idle_ms`: a look where nothing is new (there is one each second). `predict_first_s`: the first look after a start,
which reads the network. `predict_burst_50k_ms`: one look after 50,000 last gasps were written: they are read, grouped, and
the hundred largest outages are reported by commands (`predict_burst_outages` of them). `predict_next_ms`: the look after
that, which reports more and asks meters. `predict_service_mb`: the most memory that the process ever held. What the part wrote is taken back.
"""

from __future__ import annotations

import datetime as dt
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pyarrow as pa

from data_sources.commands.run import Commands, Order
from data_sources.demo.messages import lossy_messages
from data_sources.network.graph import load_network
from data_sources.network.protection import tree_of
from data_sources.outages.life import CancelOutage
from data_sources.postgres.bulk import copy_in
from data_sources.postgres.source import PostgresSource
from data_sources.prediction.rules import PREDICTION, PredictionRules
from data_sources.query import Query
from data_sources.services.predictions import Predictions
from tests.bench.outages_prediction import MESSAGES, RATES, START, storm
from tests.bench.report import Report, percentile

IDLE = 50
GASP = 0


def measure_predicting(source: PostgresSource, utility_id: int, report: Report) -> None:
    """Everything in one child process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        figures, notes = process.submit(_measured, source, utility_id).result()
    for key, value in figures.items():
        report.put(key, value)
    for note in notes:
        report.note(note)


def _measured(source: PostgresSource, utility_id: int) -> tuple[dict[str, float], list[str]]:
    now, figures = dt.datetime.now(dt.UTC), {}
    service = Predictions(source, PredictionRules())
    first = int(source.fetch(Query.of("network_meters", utility_id=utility_id))["meter_id"][0].as_py())
    _say(source, utility_id, [first], now, "power_up")
    figures["predict_first_s"] = _timed(service, now)[0] / 1000
    idle = [_timed(service, now + dt.timedelta(seconds=100 + k))[0] for k in range(IDLE)]
    figures["predict_idle_ms"] = percentile(idle, 50)
    with source.connection() as connection:  # nobody hears of the breakers that open either
        connection.execute("UPDATE flux.devices SET has_telemetry = false WHERE kind IN ('breaker', 'recloser')")
    gasping, at = _burst(source, utility_id), now + dt.timedelta(seconds=300)
    _say(source, utility_id, gasping, at, "last_gasp")
    figures["predict_burst_50k_ms"], said = _timed(service, at + dt.timedelta(seconds=40))
    presumed = _presumed(source, utility_id)
    figures["predict_burst_outages"] = len(presumed)
    figures["predict_next_ms"], later = _timed(service, at + dt.timedelta(seconds=42))
    figures["predict_service_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _take_back(source, utility_id)
    return figures, [f"{len(gasping):,} last gasps: {said}; then {later}"]


def _timed(service: Predictions, now: dt.datetime) -> tuple[float, str]:
    began = time.perf_counter()
    said = service.run(now)
    return (time.perf_counter() - began) * 1000, said


def _burst(source: PostgresSource, utility_id: int) -> list[int]:
    network = load_network(source, utility_id)
    out_at, _ = storm(tree_of(network))
    window = (START, START + 3_600_000)
    sent = lossy_messages(out_at, network.rows.meters["is_active"], window, RATES, np.random.default_rng(2))
    ids: list[int] = network.rows.meters.ids[sent.meter[sent.kind == GASP][:MESSAGES]].tolist()
    return ids


def _say(source: PostgresSource, utility_id: int, meters: list[int], at: dt.datetime, kind: str) -> None:
    number = len(meters)
    columns = {
        "utility_id": [utility_id] * number, "meter_id": meters, "kind": [kind] * number, "sent_at": [at] * number,
        "received_at": [at] * number, "is_simulated": [True] * number,
    }  # fmt: skip
    with source.connection() as connection:
        copy_in(connection, "meter_messages", pa.table(columns))


def _presumed(source: PostgresSource, utility_id: int) -> list[int]:
    rows = source.fetch(Query.of("unconfirmed_outages", utility_id=utility_id, rule=PREDICTION.name))
    found: list[int] = rows["outage_id"].to_pylist()
    return found


def _take_back(source: PostgresSource, utility_id: int) -> None:
    orders = [Order(CancelOutage(outage_id=one, reason="a bench")) for one in _presumed(source, utility_id)]
    Commands(source).run_all(orders, by=PREDICTION)
    with source.connection() as connection:
        connection.execute("TRUNCATE flux.meter_messages, flux.meter_pings")
        connection.execute("UPDATE flux.devices SET has_telemetry = NULL WHERE kind IN ('breaker', 'recloser')")
