"""Replay and the storm's forecast, for the bench of outages.

`replay_frame_p50_ms` is one frame: rows of every transformer that was out at an instant and the figures of the instant,
over 1.2 million rows of five years, a sixth of them in one day (a hurricane); half of the instants fall into its week.
`replay_build_s` is made once. `replay_picture_p50_ms` is the same frame up to the picture on the map and `replay_picture_kb` what of
it is sent, every eighth frame of the hurricane's ten days. `storm_forecast_500_ms`: 400 runs of the queue for 500 outages and 60 crews, the curve,
every outage's and every area's estimate.
"""

from __future__ import annotations

import time

import numpy as np

from data_sources.analytics.replay.curve import binned, restoration_curve
from data_sources.analytics.replay.frames import frame_times
from data_sources.analytics.replay.history import InterruptedRows, OutageReplay
from data_sources.analytics.storm.forecast import StormRuns
from data_sources.analytics.storm.work import CrewsOnShift, OpenOutages, WorkTimes
from data_sources.network.graph import load_network
from data_sources.postgres.source import PostgresSource
from layers.map_frames import MapFrames
from layers.replay import OutFilm, ReplayRenderer
from layers.style import MapFilters, MapStyle
from layers.viewport import around
from tests.bench.report import Report, percentile

ROWS, FRAMES, ROUNDS = 1_200_000, 1000, 5
START, DAY = 1_625_097_600_000, 86_400_000  # 2021-07-01
YEARS = 5 * 365 * DAY
SIZE, EVERY = (700, 430), 8  # pixels of the view's map at 1366 x 768; frames
LANDFALL = START + 3 * 365 * DAY


def measure_replay(source: PostgresSource, utility_id: int, report: Report) -> None:
    """Frames and curves of five years, and the forecast of a storm."""
    network = load_network(source, utility_id)
    rows = _rows(network.transformer_customers, network.transformers["rated_kva"].astype(np.float64))
    began = time.perf_counter()
    replay = OutageReplay(rows)
    report.put("replay_build_s", time.perf_counter() - began)
    rng = np.random.default_rng(9)
    instants = np.concatenate(
        [START + rng.integers(0, YEARS, FRAMES // 2), LANDFALL + rng.integers(0, 7 * DAY, FRAMES // 2)]
    )
    took, out = [], []
    for at in instants.tolist():
        began = time.perf_counter()
        out.append(len(replay.out(at)))
        replay.instant(at, LANDFALL)
        took.append((time.perf_counter() - began) * 1000)
    report.put_times("replay_frame", took)
    report.note(f"frames: {int(np.median(out)):,} transformers out in the middle, {max(out):,} at most")
    binned(restoration_curve(replay, START, START + DAY), 1000)  # compiles
    began = time.perf_counter()
    binned(restoration_curve(replay, LANDFALL - DAY, LANDFALL + 14 * DAY), 1000)
    report.put("restoration_curve_ms", (time.perf_counter() - began) * 1000)
    _pictures(source, utility_id, replay, report)
    _storm(report)


def _pictures(source: PostgresSource, utility_id: int, replay: OutageReplay, report: Report) -> None:
    """Frames of the hurricane's ten days up to the picture, and what is sent of it; the first one is not counted."""
    frames = MapFrames(source, Unchanging(), utility_id)
    frames.refresh()
    film = OutFilm(replay, frame_times(LANDFALL - DAY, LANDFALL + 9 * DAY))
    renderer = ReplayRenderer(frames, film)
    view = around(renderer.frames.current.extent, SIZE)
    shown, took, kilobytes = renderer.mosaic(view, MapStyle(), MapFilters()), list[float](), list[float]()
    for frame in range(0, len(film.at_ms), EVERY):
        began = time.perf_counter()
        found = renderer.mosaic(view, MapStyle(step=film.step(frame)), MapFilters(), shown.sheet)
        replay.instant(int(film.at_ms[frame]), LANDFALL - DAY)
        took.append((time.perf_counter() - began) * 1000)
        new = [one for key, one in found.pieces.items() if one.file != shown.pieces[key].file]
        kilobytes.append(sum(len(one.file) for one in new) / 1024)
        shown = found
    report.put_times("replay_picture", took)
    report.put("replay_picture_kb", percentile(kilobytes, 50))


class Unchanging:
    """Rows that nobody changes."""

    def version(self, *topics: str) -> tuple[int, ...]:
        return tuple(0 for _ in topics)


def _rows(customers: np.ndarray, kva: np.ndarray) -> InterruptedRows:
    rng = np.random.default_rng(7)
    storm = ROWS // 6
    out_at = START + rng.integers(0, YEARS, ROWS)
    out_at[:storm] = LANDFALL + rng.integers(0, DAY, storm)
    minutes = rng.lognormal(np.log(80), 0.9, ROWS)
    minutes[:storm] *= 30
    unit = rng.integers(0, len(customers), ROWS)
    outage = np.arange(ROWS) // 20
    return InterruptedRows(
        unit, out_at, out_at + (minutes * 60_000).astype(np.int64), customers[unit], kva[unit], outage, outage % 420
    )


def _storm(report: Report) -> None:
    rng = np.random.default_rng(8)
    outages, crews = 500, 60
    work = OpenOutages(
        rng.integers(1, 800, outages), (rng.random(outages) < 0.03).astype(np.int64), rng.uniform(0, 80, outages),
        rng.uniform(0, 80, outages), rng.choice([60.0, 90.0, 180.0], outages), rng.integers(0, 12, outages),
    )  # fmt: skip
    shift = CrewsOnShift(rng.uniform(0, 80, crews), rng.uniform(0, 80, crews), np.zeros(crews), np.full(crews, -1))
    took = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        runs = StormRuns(work, shift, WorkTimes(), seed=1)
        runs.curve(np.linspace(0, 5000, 200)), runs.estimates(), runs.areas()
        took.append((time.perf_counter() - began) * 1000)
    report.put("storm_forecast_500_ms", percentile(took[1:], 50))
