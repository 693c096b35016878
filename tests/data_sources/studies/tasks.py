"""A task for the tests of what is compiled ahead: what a page asks of the studies, in a process that is new to them."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numba.core.registry import CPUDispatcher

from data_sources.analytics.cascade.conditions import SCENARIOS
from data_sources.analytics.cascade.investments import InvestmentParameters
from data_sources.jobs.frames import JobStep
from data_sources.network.downstream import downstream
from data_sources.network.graph import load_network, load_open_devices
from data_sources.network.isolation import isolation_study
from data_sources.network.trace import trace
from data_sources.outages.store import load_state
from data_sources.postgres.source import PostgresSource
from data_sources.studies.cascade.loads import LoadBasis
from data_sources.studies.cascade.now import present_risk
from data_sources.studies.cascade.study import CascadeStudy, WorkHours

BASES: tuple[LoadBasis, ...] = ("present", "mean", "peak")


def study_all(source: PostgresSource, utility_id: int) -> Iterator[JobStep]:
    """Answers which loops had to be compiled, and how many were found compiled."""
    for basis in BASES:
        study = CascadeStudy.of(source, utility_id, SCENARIOS["summer_peak"], basis)
        nodes = study.nodes(())
        spread = study.cascade.fail(nodes)
        study.restoration(spread, WorkHours(), 3)
        study.actions(nodes, spread)
        study.breakdown(nodes)
        study.investments(2, InvestmentParameters(), 2)
    present_risk(source, utility_id, "America/Chicago", dt.datetime.now(dt.UTC))
    _trace_and_isolate(source, utility_id)
    yield JobStep(1, 1, tables={"compiled": pa.table({"name": _compiled()}), "kept": pa.table({"count": [_kept()]})})


def _trace_and_isolate(source: PostgresSource, utility_id: int) -> None:
    network, opened = load_network(source, utility_id), load_open_devices(source, utility_id)
    load_state(source, utility_id)
    load_kw = network.transformers["peak_load_kw"].astype(np.float64)
    for feeder_id in network.rows.feeders.ids[:4].tolist():
        downstream(network, "feeder", feeder_id, opened)
        trace(network, "feeder", feeder_id, "downstream", opened)
        built = trace(network, "feeder", feeder_id, "downstream").segment_ids
        isolation_study(network, int(built[0]), network.normally_open, load_kw)


def _loops() -> list[tuple[str, CPUDispatcher]]:
    modules = [(name, module) for name, module in list(sys.modules.items()) if name.startswith("data_sources.")]
    found = {id(value): (f"{name}.{key}", value) for name, module in modules for key, value in vars(module).items()}
    return [one for one in found.values() if isinstance(one[1], CPUDispatcher)]


def _compiled() -> list[str]:
    return [name for name, loop in _loops() if loop.stats.cache_misses]


def _kept() -> int:
    return sum(len(loop.stats.cache_hits) for _, loop in _loops())
