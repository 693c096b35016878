"""Readings kept aside: all come back, by ranges of time, whatever their order and however many they are."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import numpy as np

from data_sources.importers.readings.options import FileReport
from data_sources.importers.readings.parsed import DELIVERED, MEASURES, RECEIVED, ParsedReadings, Rejects, same_meter
from data_sources.importers.readings.same_time import one_a_start
from data_sources.importers.readings.staging import HOUR, Stage
from data_sources.warehouse.duckdb import empty_database

DAY = 24 * HOUR


def piece(meter: str, at: np.ndarray, name: str, value: float, channel: int, line: int = 0) -> ParsedReadings:  # type: ignore[type-arg]
    measures = {one: np.full(len(at), value if one == name else np.nan) for one in MEASURES}
    ints = np.zeros(len(at), np.int64)
    return ParsedReadings(same_meter(meter, len(at)), at, ints + 15, measures, ints, ints + line, ints + channel)


def test_channels_far_apart_meet(tmp_path: Path) -> None:
    """All of one channel first, then all of the other, as large exports have them; ranges on disk, then nothing."""
    at = np.arange(0, 40 * DAY, HOUR // 4)
    with Stage(tmp_path, range_rows=10_000) as stage:
        for channel, (name, value) in enumerate(((DELIVERED, 0.5), (RECEIVED, 0.25))):
            for meter in range(10):
                stage.add(piece(f"M{meter}", np.random.default_rng(meter).permutation(at), name, value, channel))
        assert list(tmp_path.iterdir())
        rejects = Rejects(FileReport(Path("f")))
        found = [one_a_start(one, rejects, "refuse") for one in stage.take()]
    assert not list(tmp_path.iterdir())
    assert len(found) == 8 or max(map(len, found)) <= 10_000
    assert all(before.at.max() < after.at.min() for before, after in pairwise(found))
    assert sum(map(len, found)) == 10 * len(at)
    assert {(one.measures[DELIVERED].min(), one.measures[RECEIVED].max()) for one in found} == {(0.5, 0.25)}
    assert {one.meter[row].as_py() for one in found for row in range(0, len(one), 997)} <= {f"M{n}" for n in range(10)}


def test_an_hour_with_more_than_a_range_stays_together(tmp_path: Path) -> None:
    at = np.zeros(3000, np.int64) + 7 * HOUR
    with Stage(tmp_path, range_rows=100) as stage:
        for line in range(3):
            stage.add(piece("A", at[:1000], DELIVERED, 1.0, 0, line))
        (found,) = stage.take()
        assert len(found) == 3000
        assert list(stage.take()) == []


def test_what_is_left_behind_by_a_fault_is_removed(tmp_path: Path) -> None:
    """A disk that is full, or Ctrl-C: the rows that waited on disk go with it."""
    stage = Stage(tmp_path, range_rows=100)
    with suppress(OSError), stage:
        stage.add(piece("A", np.arange(0, 9 * DAY, HOUR), DELIVERED, 1.0, 0))
        assert list(tmp_path.iterdir())
        raise OSError("full")
    assert not list(tmp_path.iterdir())


def test_what_a_killed_process_left_behind_is_removed_by_the_next(tmp_path: Path) -> None:
    """It stood in the system's folder of temporary files, where nobody looked for it."""
    with Stage(tmp_path, range_rows=100) as stage:
        stage.add(piece("A", np.arange(0, 9 * DAY, HOUR), DELIVERED, 1.0, 0))
        (mine,) = tmp_path.iterdir()
        killed = tmp_path / mine.name.replace(str(os.getpid()), "999999999")
        killed.mkdir()
        empty_database(1, 64, tmp_path).close()
        assert list(tmp_path.iterdir()) == [mine]
