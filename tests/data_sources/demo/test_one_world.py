"""What the dashboard shows and what the meters register is one world: the same load, the same outages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from data_sources.commands.run import Commands
from data_sources.demo.ami.calendar import calendar_of
from data_sources.demo.ami.day import make_day
from data_sources.demo.ami.faults import NONE, faults_on
from data_sources.demo.ami.intervals import feeder_intervals
from data_sources.demo.ami.outages import Supply, supply_of
from data_sources.demo.ami.prepare import prepare_history
from data_sources.demo.ami.quarters import Demand
from data_sources.demo.ami.utility import DemoUtility, load_demo_utility
from data_sources.demo.simulator import store
from data_sources.demo.simulator.faults import fault_at, strike
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.simulator import SIMULATOR, Simulator
from data_sources.demo.simulator.world import Intent, World
from data_sources.demo.utility.load import load_demo
from data_sources.network.graph import Network, load_network
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import TRUNK_KINDS
from data_sources.outages.store import load_state
from data_sources.postgres.source import Connection, PostgresSource
from data_sources.query import Query
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.conftest import CopyOf

DAY = dt.date(2026, 7, 15)
HOUR = dt.datetime(2026, 7, 15, 21, 0, tzinfo=dt.UTC)
STRUCK = HOUR - dt.timedelta(minutes=20)
MINUTE = dt.timedelta(minutes=1)
SLOW = SimulatorSettings(
    first_hidden=0, false_interval_s=1e9, step_s=60, rotation_s=60, fault_interval_s=1e9, repair_minutes=1e5
)
HEADS = (
    "SELECT feeder_id, SUM(energy_delivered_kwh) AS kwh FROM feeder_head_readings "
    "WHERE interval_start_at >= '2026-07-15 21:00' AND interval_start_at < '2026-07-15 22:00' GROUP BY 1 ORDER BY 1"
)
METERS = (
    "SELECT meter_id, energy_delivered_kwh - energy_received_kwh AS kwh, voltage_v, quality FROM ami_interval_readings "
    "WHERE interval_start_at = '2026-07-15 21:30' ORDER BY 1"
)


@dataclass(frozen=True)
class Both:
    """An hour of both: the live rows, minute by minute, and the readings of the day.

    Attributes:
        feeder_kw: mean of the live rows over the hour, shape (feeders,).
        transformers: live rows at the middle of the quarter hour from half past.
    """

    source: PostgresSource
    history: DuckSource
    utility: DemoUtility
    feeder_kw: np.ndarray
    transformers: pa.Table


def ask(source: PostgresSource, sql: str) -> list[tuple]:
    with source.connection() as connection:
        return connection.execute(sql.encode()).fetchall()


def strike_trunk(source: PostgresSource) -> None:
    """A permanent fault far out on a trunk, of which switching can feed a part."""
    state = load_state(source, 1)
    network = state.network
    trunk = set(np.flatnonzero(np.isin(network.devices["kind"], TRUNK_KINDS)).tolist())
    ways = sorted(range(len(network.segments)), key=lambda k: -len(state.normal.downstream_edges(k)))
    for segment in ways:
        fault = fault_at(state, segment, STRUCK, "vehicle")
        if fault and fault.device in trunk and is_restored_in_part(state, segment):
            fault.switch_at = STRUCK
            told = strike(World(state, [], []), fault, STRUCK, SLOW)
            beside = partial(keep, told, network)
            Commands(source).run_all([told.order], by=SIMULATOR, now=STRUCK, beside=beside)
            return
    raise AssertionError("no trunk fault of the small demo can be switched around")


def keep(told: Intent, network: Network, connection: Connection, outcomes: list[Any]) -> None:
    told.done(outcomes[0])
    store.write_faults(connection, network, [told.fault])


def is_restored_in_part(state: OperatingState, segment: int) -> bool:
    """Whether a switch stands before the fault, so that the device closes again."""
    network = state.network
    own = int(network.protecting_device(state.open_devices)[state.topology.child[segment]])
    above = set(state.normal.upstream(int(state.normal.child[segment])).tolist()[1:])
    switches = network.device_segment[np.isin(network.devices["kind"], ("switch", "sectionaliser"))]
    behind = set(state.normal.downstream_edges(int(network.device_segment[own])).tolist())
    return bool(above & behind & set(switches.tolist()))


@pytest.fixture(scope="module")
def both(copy_of: CopyOf, empty_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with copy_of(empty_template) as source:
        load_demo(source, "small", as_of=DAY)
        strike_trunk(source)
        simulator, feeders, now = Simulator(source, 1, settings=SLOW), [], HOUR - 15 * MINUTE
        while now < HOUR + 60 * MINUTE:
            simulator.step(now + MINUTE / 2)
            if now >= HOUR:
                feeders.append(ask(source, "SELECT load_kw FROM flux.feeder_status ORDER BY feeder_id"))
            if now + MINUTE / 2 == HOUR + dt.timedelta(minutes=37, seconds=30):
                transformers = source.fetch(Query.of("sim_transformer_status", utility_id=1))
            now += MINUTE
        warehouse = Warehouse(tmp_path_factory.mktemp("world") / "warehouse")
        prepare_history(source, warehouse, 1)
        make_day(source, warehouse, 1, DAY)
        utility = load_demo_utility(source, 1)
        kw = np.array(feeders)[:, :, 0].mean(axis=0)
        yield Both(source, DuckSource(warehouse), utility, kw, transformers)


def test_the_systems_load_is_what_enters_the_feeders(both: Both) -> None:
    heads = both.history.run(HEADS, {})["kwh"].to_numpy()
    assert both.feeder_kw.sum() == pytest.approx(heads.sum(), rel=0.01)


def test_each_feeder_carries_what_its_head_measures(both: Both) -> None:
    heads = both.history.run(HEADS, {})["kwh"].to_numpy()
    np.testing.assert_allclose(both.feeder_kw, heads, rtol=0.02)


def test_a_transformer_carries_what_its_meters_register(both: Both) -> None:
    meters, utility = both.history.run(METERS, {}), both.utility
    kw = 4 * np.nan_to_num(meters["kwh"].to_numpy())
    registered = np.bincount(utility.true, kw + utility.traits.service_loss * kw**2, len(utility.transformers))
    is_whole = np.ones(len(utility.transformers), bool)
    is_whole[utility.true[np.array(meters["quality"]) != "actual"]] = False
    is_whole[utility.true[faults_on(utility.meter_ids, utility.can_steal, DAY, utility.seed) != NONE]] = False
    live = both.transformers["load_kw"].to_numpy().astype(float)
    slack = 0.01 * np.abs(registered) + 0.008 * utility.feeders.rated_kva + 0.1  # changes too small to write
    assert is_whole.mean() > 0.7
    assert (np.abs(live - registered) <= slack)[is_whole].all()
    assert live[is_whole].sum() == pytest.approx(registered[is_whole].sum(), rel=0.01)


def test_an_outages_transformers_are_dark_in_both(both: Both) -> None:
    dark = ~both.transformers["is_energized"].to_numpy(zero_copy_only=False)
    assert dark.sum() > 3
    meters = both.history.run(METERS, {})
    is_behind = dark[both.utility.true] & (np.array(meters["quality"]) == "actual")
    is_honest = faults_on(both.utility.meter_ids, both.utility.can_steal, DAY, both.utility.seed) == NONE
    volts = np.isnan(meters["voltage_v"].to_numpy(zero_copy_only=False).astype(float))
    assert (meters["kwh"].to_numpy()[is_behind & is_honest] == 0).all()
    assert volts[is_behind & is_honest].all()
    assert not volts[~dark[both.utility.true] & (np.array(meters["quality"]) == "actual")].any()


def test_what_switching_fed_again_is_not_dark_in_the_readings(both: Both) -> None:
    steps = ask(
        both.source,
        "SELECT unnest(transformer_ids), restored_at FROM flux.interruptions "
        "WHERE restored_at IS NOT NULL AND out_at >= '2026-07-15T06:00Z'",  # the demo's record ends before
    )
    assert len(steps) > 3
    utility = both.utility
    starts = calendar_of(DAY, utility.time_zone, utility.seed).starts
    supply = supply_of(both.source, utility.network, starts)
    back = utility.network.transformers.indexes(np.array([transformer_id for transformer_id, _ in steps]))
    quarter = int(np.searchsorted(starts, np.datetime64("2026-07-15T21:30")))
    assert (supply.dark[back, quarter] == 0).all()
    assert 0 < supply.pickup[back[0], quarter - 2] < 0.2  # comes back with more than it went with
    minutes = 15 * supply.dark[back[0]].sum()
    assert minutes == pytest.approx((steps[0][1] - STRUCK).total_seconds() / 60, abs=0.1)


def test_a_load_is_exactly_the_sum_of_what_the_meters_take(both: Both) -> None:
    utility = both.utility
    calendar = calendar_of(DAY, utility.time_zone, utility.seed)
    found = list(feeder_intervals(utility, calendar, Supply.whole(len(utility.transformers), 96), 62, 63))
    net = np.concatenate([one.demand.net_kw for one in found])[:, 0].astype(float)
    drops = utility.traits.service_loss * net**2
    middle = calendar.starts[62].astype(dt.datetime).replace(tzinfo=dt.UTC) + dt.timedelta(minutes=7.5)
    now = Demand(utility.power).at(middle)
    np.testing.assert_allclose(now.kw, np.bincount(utility.true, net + drops, len(now.kw)), rtol=1e-4, atol=1e-3)
    inside = np.searchsorted(utility.feeders.transformer_first, np.arange(len(now.kw)), side="right") - 1
    np.testing.assert_allclose(now.head_kw, np.bincount(inside, now.kw) + now.losses_kw, rtol=1e-6)


def test_the_first_rows_are_those_of_the_simulators_first_step(empty_source: PostgresSource) -> None:
    load_demo(empty_source, "small", as_of=DAY)
    network = load_network(empty_source, 1)
    status = "SELECT transformer_id, load_kw, load_pct, voltage_v FROM flux.transformer_status ORDER BY 1"
    before, ((at,),) = ask(empty_source, status), ask(empty_source, "SELECT max(updated_at) FROM flux.feeder_status")
    ((last,),) = ask(empty_source, "SELECT load_kw FROM flux.system_history ORDER BY sampled_at DESC LIMIT 1")
    ((loaded,),) = ask(empty_source, "SELECT sum(load_kw) FROM flux.feeder_status")
    assert last == pytest.approx(loaded, rel=1e-3)
    Simulator(empty_source, 1, settings=SLOW).step(at)
    assert ask(empty_source, status) == before
    assert len(before) == len(network.transformers)
