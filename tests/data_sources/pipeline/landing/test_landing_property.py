"""Batches in any order, repeated at will, settled in between or not: always the rows of a computation from scratch."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import land
from data_sources.pipeline.rollups.rollups import rollup_tables
from data_sources.pipeline.rollups.settling import settle_day, upkeep
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.reading_values import QUALITY_RANKS
from tests.data_sources.pipeline.small import NOON, make_warehouse, missing, reading, table, tables_of

SPAN = dt.timedelta(hours=13)  # two local days

one_reading = st.builds(
    lambda meter, step, quality, wh: (
        missing(meter, NOON + step * SPAN / 2)
        if quality == "missing"
        else reading(meter, NOON + step * SPAN / 2, wh / 1000, quality=quality)
    ),
    st.sampled_from([1, 2, 9]), st.sampled_from([0, 2]), st.sampled_from(list(QUALITY_RANKS)), st.integers(0, 4000),
)  # fmt: skip
batches = st.lists(st.lists(one_reading, min_size=1, max_size=5), min_size=1, max_size=5)
Batches = list[list[dict[str, object]]]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batches, st.data())
def test_any_order_and_repetition_gives_the_same_rows(given_batches: Batches, data: st.DataObject) -> None:
    numbers = list(range(len(given_batches)))
    order = data.draw(st.permutations(numbers)) + data.draw(st.lists(st.sampled_from(numbers), max_size=2))
    settled_after = data.draw(st.sets(st.integers(0, len(order))))
    with tempfile.TemporaryDirectory() as folder:
        warehouse = make_warehouse(Path(folder) / "landed", 12)
        for step, number in enumerate(order):
            land(warehouse, KnownMeters.of(warehouse), table(*given_batches[number]), ingested_at=_arrival(number))
            if step in settled_after:
                settle_day(warehouse, NOON.date())
        upkeep(warehouse, NOON + dt.timedelta(hours=26))  # the second day is open: refreshed, not settled
        _assert_from_scratch(warehouse, _from_scratch(Path(folder) / "scratch", given_batches))


def _arrival(number: int) -> dt.datetime:
    return NOON + SPAN + dt.timedelta(minutes=20 + number)


def _from_scratch(root: Path, given_batches: Batches) -> Warehouse:
    """The rule written plainly, its rows landed one by one at their own time, and everything settled."""
    best: dict[tuple[object, object], tuple[tuple[int, int, int], dict[str, object], int]] = {}
    for number, batch in enumerate(given_batches):
        for place, row in enumerate(batch):
            key, rank = (
                (row["meter_id"], row["interval_start_at"]),
                (-QUALITY_RANKS[str(row["quality"])], number, place),
            )
            if key not in best or rank > best[key][0]:
                best[key] = (rank, row, number)
    warehouse = make_warehouse(root, 12)
    for number in range(len(given_batches)):
        if rows := [row for _, row, came in best.values() if came == number]:
            land(warehouse, KnownMeters.of(warehouse), table(*rows), ingested_at=_arrival(number))
    upkeep(warehouse, NOON + dt.timedelta(days=3))
    return warehouse


def _assert_from_scratch(warehouse: Warehouse, scratch: Warehouse) -> None:
    names = ("ami_interval_readings", *rollup_tables())
    assert tables_of(warehouse, *names) == tables_of(scratch, *names)
