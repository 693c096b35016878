"""A day of the simulator with people at the desk: lists, sums and steps agree at every hour, and no alarm is lost."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.analytics.alarms.states import HELD, UNSEEN, name_of
from data_sources.commands.run import Commands, Order
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.simulator import Simulator
from data_sources.field.alarms.changes import AcknowledgeAlarms
from data_sources.field.alarms.figures import alarm_figures
from data_sources.field.alarms.rules import CreateAlarmRule
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.services.alarms import Alarms
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.field.alarms.alarming import MARIA, SARA
from tests.data_sources.towns import AT, load_town

MINUTE = dt.timedelta(minutes=1)
DAY = SimulatorSettings(fault_interval_s=900, dispatch_s=120, repair_minutes=25, max_active_share=1.0)
RULES = (
    {"quantity": "transformer_load_pct", "operator": "above", "threshold": 45, "deadband": 3, "on_delay_s": 120},
    {"quantity": "transformer_voltage_v", "operator": "below", "threshold": 119, "deadband": 0.5},
    {"quantity": "feeder_customers_out", "operator": "above", "threshold": 0, "deadband": 0, "priority": "high"},
    {"quantity": "system_active_outages", "operator": "above", "threshold": 1, "deadband": 0, "is_latching": True},
)


@pytest.mark.timeout(600)
def test_a_simulated_day_hangs_together(empty_source: PostgresSource) -> None:
    load_town(empty_source, 3)
    commands, service = Commands(empty_source), Alarms(empty_source)
    for rule in RULES:
        commands.run(CreateAlarmRule.of(utility_id=1, **{"priority": "low", "text": "look", **rule}), by=SARA)
    simulator, now, rng = Simulator(empty_source, 1, 5, settings=DAY), AT, np.random.default_rng(5)
    for minute in range(24 * 60):
        now += MINUTE
        simulator.step(now)
        service.run(now)
        if minute % 20 == 19:
            _acknowledge_some(empty_source, commands, rng, now)
        if minute % 120 == 119:
            check_alarms(empty_source, now)
    told = dict(rows(empty_source, "SELECT event, count(*) FROM flux.alarm_steps GROUP BY event"))
    assert told["raise"] > 20
    assert told["clear"] > 10
    assert told["suppress"] > 0
    assert told["acknowledge"] > 10
    assert rows(empty_source, "SELECT bool_and(is_simulated) FROM flux.alarms") == [(True,)]
    assert rows(empty_source, "SELECT count(*) > 0 FROM flux.alarms WHERE cause_kind = 'outage'") == [(True,)]


def check_alarms(source: PostgresSource, now: dt.datetime) -> None:
    """What must hold at any moment, and count alike everywhere."""
    held, unseen = ([name_of(one) for one in some] for some in (HELD, UNSEEN))
    # One open episode a point of a rule.
    assert not rows(
        source, "SELECT 1 FROM flux.alarms WHERE closed_at IS NULL GROUP BY rule_id, asset_id HAVING count(*) > 1"
    )
    # The steps of an alarm are a chain from normal to its present state, and its annunciations are those it counts.
    chain = (
        "SELECT alarm_id, from_state, to_state, lag(to_state, 1, 'normal') OVER (PARTITION BY alarm_id ORDER BY step_id) AS was "
        "FROM flux.alarm_steps"
    )
    assert not rows(source, f"SELECT * FROM ({chain}) AS s WHERE from_state <> was")
    last = "SELECT DISTINCT ON (alarm_id) alarm_id, to_state FROM flux.alarm_steps ORDER BY alarm_id, step_id DESC"
    assert not rows(
        source,
        f"SELECT 1 FROM flux.alarms AS a LEFT JOIN ({last}) AS s USING (alarm_id) WHERE s.to_state IS DISTINCT FROM a.state",
    )
    called = "SELECT alarm_id, count(*) AS times FROM flux.alarm_steps WHERE is_annunciated GROUP BY alarm_id"
    assert not rows(
        source,
        f"SELECT 1 FROM flux.alarms AS a LEFT JOIN ({called}) AS c USING (alarm_id) WHERE c.times IS DISTINCT FROM a.annunciations",
    )
    # None is lost: what is over was acknowledged, what stands in alarm is open.
    assert not rows(source, "SELECT 1 FROM flux.alarms WHERE closed_at IS NOT NULL AND acknowledged_at IS NULL")
    assert not rows(source, "SELECT 1 FROM flux.alarms WHERE is_in_alarm AND closed_at IS NOT NULL")
    # The list, the counts and the figures are one number.
    listed = source.fetch(Query.of("alarm_list", utility_id=1)).to_pylist()
    figures = alarm_figures(source, 1, AT, now + MINUTE)
    assert sum(figures.open_alarms.values()) == len(listed)
    assert sum(figures.unseen.values()) == sum(one["state"] in unseen for one in listed)
    assert figures.held == sum(one["state"] in held for one in listed)
    assert sum(figures.annunciated.values()) == rows(source, "SELECT sum(annunciations) FROM flux.alarms")[0][0]
    # Without supply nothing that needs it stands before the operator.
    dark = "SELECT transformer_id FROM flux.transformer_status WHERE NOT is_energized"
    assert not rows(
        source,
        f"SELECT state FROM flux.alarms WHERE closed_at IS NULL AND asset_kind = 'transformer' AND state <> 'suppressed' AND asset_id IN ({dark})",
    )
    # What is in alarm by its row is so by its value, or was until its off-delay; and is watched by a rule that is there.
    out = dict(rows(source, "SELECT feeder_id, sum(customers_out) FROM flux.outages WHERE is_active GROUP BY 1"))
    alarmed = rows(source, "SELECT asset_id FROM flux.alarms WHERE quantity = 'feeder_customers_out' AND is_in_alarm")
    assert sorted(one for (one,) in alarmed) == sorted(feeder for feeder, count in out.items() if count > 0)


def _acknowledge_some(source: PostgresSource, commands: Commands, rng: np.random.Generator, now: dt.datetime) -> None:
    listed = source.fetch(Query.of("alarm_list", utility_id=1)).to_pylist()
    ids = [one["alarm_id"] for one in listed if rng.random() < 0.6]
    if ids:
        (outcome,) = commands.run_all([_order(ids)], by=MARIA, now=now)
        assert not isinstance(outcome, Exception), outcome


def _order(ids: list[int]) -> Order:
    return Order(AcknowledgeAlarms(utility_id=1, alarm_ids=tuple(ids)))
