"""What the studies run is compiled once an installation, before anybody waits for it: 14 to 18 s for a cascade alone.

numba keeps what it compiled beside the sources, or, where these may not be written, in a folder of the user's (see
`app.settings`). A mark in the home folder tells that it was done for these sources by this interpreter, so that a
later start does nothing at all. What is compiled depends on the types of the arrays: so the studies themselves are run,
on the utility that is there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.metadata
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from data_sources.analytics.cascade.conditions import SCENARIOS
from data_sources.analytics.cascade.investments import InvestmentParameters
from data_sources.analytics.cascade.patient_zero import RankWeights
from data_sources.analytics.dispatch.board import assign_board
from data_sources.analytics.dispatch.places import CrewShifts, OrdersToPlace, Travel, empty_queues
from data_sources.analytics.dispatch.timetable import timetable
from data_sources.analytics.prediction.predictor import CALL, GASP, Predictor
from data_sources.analytics.prediction.rates import MessageRates, OpeningRates, evidence
from data_sources.analytics.replay.curve import binned, restoration_curve
from data_sources.analytics.replay.history import MINUTE_MS, InterruptedRows, OutageReplay
from data_sources.analytics.storm.forecast import StormRuns
from data_sources.analytics.storm.work import CrewsOnShift, OpenOutages, WorkTimes
from data_sources.analytics.thermal.constants import IEC_DISTRIBUTION, POLE_TOP
from data_sources.analytics.thermal.fleet import ThermalFleet, ThermalLoads, thermal_totals, thermal_trace
from data_sources.jobs.frames import JobStep
from data_sources.network.downstream import downstream
from data_sources.network.graph import Network, load_network
from data_sources.network.isolation import isolation_study
from data_sources.network.protection import chances, tree_of
from data_sources.network.rows import NetworkError
from data_sources.network.trace import trace
from data_sources.query import Query
from data_sources.source import Source
from data_sources.studies.cascade.study import CascadeStudy, WorkHours

TASK: Final = "data_sources.studies.compiling:compile_studies"
PACKAGE: Final = Path(__file__).parents[1]
MARK: Final = "compiled.txt"
FAULTS: Final = 20  # segments on which an isolation study is tried: with the first ties that can help all is compiled


def is_compiled(home: Path) -> bool:
    """Whether it was done for these sources by this interpreter."""
    with suppress(OSError):
        return (home / MARK).read_text() == _mark()
    return False


def compile_studies(source: Source, home: Path) -> Iterator[JobStep]:
    """The task of a job: run each study once on the first utility that has anything to study.

    Args:
        source: the live database.
        home: folder of all data; takes the mark.

    Raises:
        SourceUnavailable: the database cannot be reached.
    """
    mark, network = _mark(), _first(source)
    if network is None:
        return
    studies: tuple[Callable[[Source, Network], object], ...] = (
        _cascades, _traces, _isolations, _predictions, _storms, _temperatures, _boards,
    )  # fmt: skip
    for number, study in enumerate(studies, 1):
        with suppress(NetworkError):  # a utility of which nothing has supply: there is nothing to study
            study(source, network)
        yield JobStep(number, len(studies))
    (home / MARK).write_text(mark)


def _mark() -> str:
    """Interpreter, numba, and the sources by size and time, as numba tells whether what it kept still holds."""
    files = sorted(PACKAGE.rglob("*.py"))
    stands = [(str(file), stat.st_size, stat.st_mtime_ns) for file in files for stat in (file.stat(),)]
    told = (sys.version, importlib.metadata.version("numba"), stands)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _first(source: Source) -> Network | None:
    for row in source.fetch(Query.of("utilities")).to_pylist():
        network = load_network(source, row["utility_id"])
        if len(network.segments):
            return network
    return None


def _cascades(source: Source, network: Network) -> None:
    study = CascadeStudy.of(source, network.utility_id, SCENARIOS["winter_storm"], "mean")
    nodes = study.nodes(())
    study.ranking(RankWeights())
    spread = study.cascade.fail(nodes)
    study.restoration(spread, WorkHours(), crews=2)
    study.actions(nodes, spread)
    study.investments(1, InvestmentParameters(), 1)
    study.breakdown(nodes)


def _traces(_source: Source, network: Network) -> None:
    for device_id in network.devices.ids[:1].tolist():
        for direction in ("upstream", "downstream"):
            trace(network, "device", device_id, direction, network.normally_open)
        downstream(network, "device", device_id, network.normally_open)


def _isolations(_source: Source, network: Network) -> None:
    child = network.topology().child[: len(network.segments)]
    fed = np.flatnonzero(child >= 0)
    device = network.protecting_device()[child[fed]]
    load_kw = network.transformers["peak_load_kw"].astype(np.float64) / 2
    for segment_id in network.segments.ids[fed[device >= 0][:FAULTS]].tolist():
        with suppress(ValueError):  # it lies in a loop
            isolation_study(network, segment_id, network.normally_open, load_kw)


def _predictions(_source: Source, network: Network) -> None:
    tree, openings = tree_of(network), OpeningRates()
    evidence_of = evidence(MessageRates(), openings.chance("service"))
    predictor = Predictor(tree, chances(network, tree, openings), evidence_of)
    now = int(dt.datetime.now(dt.UTC).timestamp() * 1000)
    meters = np.flatnonzero(tree.node_of_meter >= 0)[:20]
    predictor.add(meters, np.full(len(meters), GASP), np.full(len(meters), now))
    predictor.look(now + MINUTE_MS)
    predictor.add(meters[:1], CALL, now + MINUTE_MS)
    predictor.look(now + 2 * MINUTE_MS, [predictor.root_of(int(meter)) for meter in meters[:1]])


def _storms(_source: Source, _network: Network) -> None:
    """Replay and forecast, on two outages that everybody has."""
    two, now = np.arange(2), np.full(2, 1_700_000_000_000)
    rows = InterruptedRows(two, now, now + 60 * MINUTE_MS, two + 1, np.ones(2), two, two)
    replay, (begin, end) = OutageReplay(rows), (int(now[0]) - MINUTE_MS, int(now[0]) + 90 * MINUTE_MS)
    replay.instant(end - MINUTE_MS, begin)
    binned(restoration_curve(replay, begin, end), 10)
    work = OpenOutages(two + 1, two * 0, np.ones(2), np.ones(2), np.full(2, 60.0), two)
    runs = StormRuns(work, CrewsOnShift(np.ones(1), np.ones(1), np.zeros(1), np.full(1, -1)), WorkTimes(), seed=1)
    runs.curve(np.linspace(0, 90, 4)), runs.estimates(), runs.areas()


def _temperatures(_source: Source, _network: Network) -> None:
    """Of one transformer of each way in which an oil is stepped."""
    fleet = ThermalFleet([POLE_TOP, IEC_DISTRIBUTION], np.arange(2))
    loads = ThermalLoads(np.ones((2, 24), np.float32), np.full(24, 30, np.float32), 60)
    thermal_trace(fleet, loads, thermal_totals(fleet, loads).state)


def _boards(_source: Source, _network: Network) -> None:
    """A board of two crews and two orders."""
    two, ones = np.arange(2), np.ones(2)
    orders = OrdersToPlace(ones, ones, ones, two, two, ones * 0, ones * 90, two, two > 2, two > 2)
    crews = CrewShifts(ones, ones, ones, ones * 90, two + 1, two + 1, ones)
    timetable(orders, crews, assign_board(orders, crews, empty_queues(2), two, Travel()).queues, Travel())
