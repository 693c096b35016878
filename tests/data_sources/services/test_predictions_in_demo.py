"""Predicted outages against the simulator's truth: what nothing reports is found by its messages, what is none is not."""

from __future__ import annotations

import datetime as dt

from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.simulator import Simulator
from data_sources.postgres.source import PostgresSource
from data_sources.prediction.rules import PredictionRules
from data_sources.services.predictions import Predictions
from tests.data_sources.demo.simulator.simulating import check_counts, rows

HIDDEN = SimulatorSettings(fault_interval_s=1e9, false_interval_s=1e9, first_hidden=12)
FOUND = (
    "SELECT count(*), count(o.outage_id) FILTER (WHERE f.presumed_at - f.struck_at <= interval '1 minute') FROM flux.sim_faults AS f LEFT JOIN flux.outages "
    "AS o ON (o.device_id = f.device_id OR o.transformer_id = f.transformer_id) AND o.reported_at >= f.struck_at AND "
    "o.state NOT IN ('cancelled', 'merged') WHERE f.is_hidden"
)


def test_hidden_faults_are_found_where_they_are_within_a_minute(demo_source: PostgresSource) -> None:
    """Faults behind devices without telemetry: late and lossy last gasps, some calls, pings that are answered.

    Of a transformer with few meters nobody may hear in time, and where the faults strike goes by the weather of the
    hour: of the faults of six seeds 22 of 24 are found so soon, so one may be late.
    """
    simulator = Simulator(demo_source, 1, seed=3, settings=HIDDEN)
    service, now = Predictions(demo_source, PredictionRules()), dt.datetime.now(dt.UTC)
    for _ in range(20):
        now += dt.timedelta(seconds=4)
        simulator.step(now)
        service.run(now)
    check_counts(demo_source)
    ((faults, found),) = rows(demo_source, FOUND)
    assert faults >= 4
    assert found >= faults - 1
    confirmed = rows(
        demo_source, "SELECT count(*) FROM flux.audit WHERE action = 'confirm_outage' AND actor = 'prediction'"
    )
    assert confirmed[0][0] >= 1, "by pings alone"
    assert rows(demo_source, "SELECT count(*) FROM flux.audit WHERE actor = 'prediction' AND outcome <> 'done'") == [
        (0,)
    ]
