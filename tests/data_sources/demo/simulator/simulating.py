"""What tests of the simulator have in common: a fast pace, and what must hang together after every step."""

from __future__ import annotations

import datetime as dt
from typing import Any

import networkx as nx
import numpy as np

from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.simulator import Simulator
from data_sources.errors import CommandError
from data_sources.network.graph import Network, load_network
from data_sources.postgres.source import PostgresSource
from tests.data_sources.towns import AT

FAST = SimulatorSettings(
    fault_interval_s=4.0,
    dispatch_s=20,
    assigned_s=5,
    travel_kmh=400,
    repair_minutes=1.5,
    switching_s=20,
    reclose_s=6,
    max_active_share=1.0,
)
CALM = SimulatorSettings(
    fault_interval_s=1e9,
    false_interval_s=1e9,
    first_hidden=0,
    repair_minutes=1.5,
    travel_kmh=400,
    max_active_share=1.0,
)
MARIA = Principal("maria", "operator")


def rows(source: PostgresSource, sql: str) -> list[tuple[Any, ...]]:
    with source.connection() as connection:
        return connection.execute(sql.encode()).fetchall()


def dark_by_networkx(network: Network, open_ids: set[int]) -> set[int]:
    """Transformer ids without supply, found without our own topology."""
    shut = {int(network.device_segment[network.devices.index(device_id)]) for device_id in open_ids}
    segments = network.segments
    graph = nx.Graph()
    graph.add_nodes_from(range(len(network.rows.nodes)))
    graph.add_edges_from(
        (int(a), int(b))
        for k, (a, b) in enumerate(zip(segments["from_node"], segments["to_node"], strict=True))
        if k not in shut
    )
    fed = set().union(*(nx.node_connected_component(graph, int(root)) for root in network.roots))
    node = network.transformers["node"]
    return {int(i) for i, n in zip(network.transformers.ids, node, strict=True) if int(n) not in fed}


def check_invariants(source: PostgresSource, network: Network) -> None:
    """What the database says at the end of a step hangs together."""
    opened = {device_id for (device_id,) in rows(source, "SELECT device_id FROM flux.devices WHERE is_open")}
    assert not len(network.topology(opened).loop_edges)
    dark = dark_by_networkx(network, opened)
    active = rows(source, "SELECT outage_id, transformer_id, customers_out FROM flux.outages WHERE is_active")
    dark |= {transformer_id for _, transformer_id, _ in active if transformer_id is not None}
    said = rows(source, "SELECT transformer_id, load_kw FROM flux.transformer_status WHERE NOT is_energized")
    assert {transformer_id for transformer_id, _ in said} == dark
    assert all(load == 0 for _, load in said)
    at = network.transformers.indexes(np.array(sorted(dark), dtype=np.int64))
    assert sum(out for *_, out in active) == network.transformer_customers[at].sum()
    named = rows(source, "SELECT unnest(transformer_ids) FROM flux.interruptions WHERE restored_at IS NULL")
    assert sorted(transformer_id for (transformer_id,) in named) == sorted(dark)
    crews = rows(source, "SELECT outage_id, status FROM flux.crews WHERE outage_id IS NOT NULL")
    assert len({outage for outage, _ in crews}) == len(crews)
    assert {outage for outage, _ in crews} <= {outage for outage, *_ in active}
    assert all(status in ("assigned", "en_route", "working") for _, status in crews)
    busy = (
        "SELECT count(*) FROM flux.crews WHERE status IN ('assigned', 'en_route', 'working') AND work_order_id IS NULL"
    )
    assert rows(source, busy) == [(len(crews),)]
    check_counts(source)


def check_counts(source: PostgresSource) -> None:
    """Every outage counts what its interruptions add up to."""
    assert not rows(
        source,
        "SELECT o.outage_id FROM flux.outages AS o LEFT JOIN flux.interruptions AS i USING (outage_id) "
        "WHERE o.has_interruptions GROUP BY o.outage_id HAVING "
        "o.customers_interrupted <> coalesce(sum(i.customers), 0) "
        "OR o.customers_out <> coalesce(sum(i.customers) FILTER (WHERE i.restored_at IS NULL), 0) "
        "OR abs(o.customer_minutes - coalesce(sum(i.customers * extract(epoch FROM "
        "coalesce(i.restored_at, o.stepped_at) - i.out_at) / 60), 0)) > 1e-6",
    )


def check_reliability(source: PostgresSource) -> None:
    """The sums kept by triggers equal a new summing up of every customer's own interruption."""
    kept = rows(
        source,
        "SELECT feeder_id, customer_interruptions, round(customer_minutes::numeric, 4) "
        "FROM flux.feeder_reliability WHERE sustained_outages > 0 ORDER BY 1",
    )
    anew = rows(
        source,
        "SELECT feeder_id, sum(customers), round(sum(customers * extract(epoch FROM i.restored_at - out_at) / 60), 4) "
        "FROM flux.interruptions AS i JOIN flux.outages AS o USING (outage_id) "
        "WHERE o.restored_at IS NOT NULL AND i.restored_at - i.out_at > interval '5 minutes' GROUP BY 1 ORDER BY 1",
    )
    assert kept == anew
    counted = (
        "SELECT coalesce(sum(sustained_outages), 0), coalesce(sum(momentary_outages), 0) FROM flux.feeder_reliability"
    )
    ended = (
        "SELECT count(*) FILTER (WHERE longest > interval '5 minutes'), count(*) FILTER (WHERE longest <= interval '5 minutes') "
        "FROM (SELECT max(i.restored_at - out_at) FILTER (WHERE i.customers > 0) AS longest FROM flux.outages AS o "
        "JOIN flux.interruptions AS i USING (outage_id) WHERE o.restored_at IS NOT NULL GROUP BY o.outage_id) AS x"
    )
    assert rows(source, counted) == rows(source, ended)


def run_steps(simulator: Simulator, now: dt.datetime, steps: int) -> dt.datetime:
    for _ in range(steps):
        now += dt.timedelta(seconds=4)
        simulator.step(now)
    return now


class Story:
    """A town whose simulator steps while people give commands."""

    def __init__(self, source: PostgresSource, settings: SimulatorSettings = CALM) -> None:
        self.source, self.now = source, AT
        self.simulator = Simulator(source, 1, 3, settings=settings)
        self.network = load_network(source, 1)

    def give(self, command: Command) -> int:
        (outcome,) = Commands(self.source).run_all([Order(command)], by=MARIA, now=self.now)
        assert not isinstance(outcome, CommandError), outcome
        return outcome.target.id

    def steps(self, count: int) -> None:
        self.now = run_steps(self.simulator, self.now, count)
        check_counts(self.source)

    def outage(self, columns: str) -> tuple[Any, ...]:
        return rows(self.source, f"SELECT {columns} FROM flux.outages ORDER BY outage_id")[0]
