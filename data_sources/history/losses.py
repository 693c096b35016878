"""Losses of feeders and transformers, and suspects: the statements run, the readings laid out, the searches called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data_sources.analytics.clock import seconds_of, utc_offsets
from data_sources.analytics.suspects.feeder_readings import FeederReadings
from data_sources.analytics.suspects.found import KINDS, PrecisionRecall, SearchSettings, Suspect, precision_recall
from data_sources.analytics.suspects.search import find_suspects as search
from data_sources.history.scope import Scope, floats, instants
from data_sources.query import Query
from data_sources.source import Source

YEAR_DAYS = 364
QUARTER_MINUTES = 15
Fetched = tuple[FeederReadings, NDArray[np.float64] | None]
GROUPS = {True: "transformer has its own meter", False: "feeder head only"}


@dataclass(frozen=True, slots=True)
class SearchScore:
    """How one kind's suspects met the demo's truth within one group of meters."""

    kind: str
    group: str
    found: PrecisionRecall


def feeder_losses_query(scope: Scope, first_day: dt.date, end_day: dt.date) -> Query:
    """One row a feeder: head, meters, losses; worst first."""
    return Query.of("ami_feeder_losses", first_day=first_day, end_day=end_day, **scope.binds)


def feeder_losses_hourly_query(feeder_id: int, first_day: dt.date, end_day: dt.date) -> Query:
    """One row an hour of a feeder."""
    return Query.of("ami_feeder_losses_hourly", feeder_id=feeder_id, first_day=first_day, end_day=end_day)


def transformer_balances_query(
    scope: Scope, first_day: dt.date, end_day: dt.date, *, allowance_pct: float = SearchSettings().allowance_pct
) -> Query:
    """One row a transformer with its own meter, largest imbalance first."""
    return Query.of(
        "ami_transformer_balances", first_day=first_day, end_day=end_day, allowance_pct=allowance_pct,
        transformer_id=scope.transformer_id, **scope.binds,
    )  # fmt: skip


def transformer_balance_hourly_query(
    transformer_id: int, first_day: dt.date, end_day: dt.date, *, allowance_pct: float = SearchSettings().allowance_pct
) -> Query:
    """One row an hour of a transformer with its own meter."""
    return Query.of(
        "ami_transformer_balance_hourly", transformer_id=transformer_id, first_day=first_day, end_day=end_day,
        allowance_pct=allowance_pct,
    )  # fmt: skip


def ground_truth_query(scope: Scope, first_day: dt.date, end_day: dt.date) -> Query:
    """What is wrong with the demo's meters in a period."""
    return Query.of("ami_ground_truth", first_day=first_day, end_day=end_day, **scope.binds)


def suspects_queries(feeder_id: int, first_day: dt.date, end_day: dt.date) -> tuple[Query, ...]:
    """The statements behind `find_suspects`, without the readings' own, which needs the meters' range."""
    period = {"feeder_id": feeder_id, "first_day": first_day, "end_day": end_day}
    return (
        Query.of("ami_loss_meters", feeder_id=feeder_id),
        Query.of("ami_loss_transformer_readings", **period),
        Query.of("ami_loss_head_readings", **period),
        _year_before(feeder_id, first_day, end_day),
    )


def feeder_ids(source: Source, scope: Scope) -> list[int]:
    """The feeders of a scope, in order."""
    ids: list[int] = source.fetch(Query.of("ami_feeders", **scope.binds))["feeder_id"].to_pylist()
    return ids


def feeder_readings(source: Source, feeder_id: int, first_day: dt.date, end_day: dt.date) -> FeederReadings:
    """All readings of a feeder over a period, as matrices.

    Where lengths differ, intervals are as long as the longest: nothing is spread, so that no register seems to stand
    still. Those of a few minutes are summed to quarters of an hour.

    Raises:
        SourceError: the history cannot answer.
    """
    meters = source.fetch(Query.of("ami_loss_meters", feeder_id=feeder_id))
    active = meters.filter(meters["is_active"])
    ids = active["meter_id"].to_numpy().astype(np.int64)
    rows = source.fetch(_readings_query(feeder_id, ids, first_day, end_day))
    measured = source.fetch(_period("ami_loss_transformer_readings", feeder_id, first_day, end_day))
    head = source.fetch(_period("ami_loss_head_readings", feeder_id, first_day, end_day))
    start, minutes = _axis(rows, measured, head)
    laid = _laid_out(rows, ids, start, minutes)
    measured_id, measured_kwh = _measured(measured, active, start, minutes)
    nominal = floats(active["nominal_voltage_v"]).astype(np.float32)
    zone = active["time_zone"][0].as_py() if active.num_rows else "UTC"
    return FeederReadings(
        feeder_id=feeder_id,
        start_at=start,
        interval_minutes=minutes,
        meter_id=ids,
        transformer_id=active["transformer_id"].to_numpy().astype(np.int64),
        delivered_kwh=laid.sums(rows["energy_delivered_kwh"]),
        received_kwh=laid.sums(rows["energy_received_kwh"]),
        voltage_pct=laid.means(rows["voltage_v"]) * (100.0 / nominal)[:, None],
        is_estimated=laid.means(rows["is_estimated"].cast(pa.int8())) > 0,
        measured_id=measured_id,
        measured_kwh=measured_kwh,
        head_kwh=_on_axis(head, start, minutes),
        group=np.unique(active["customer_class"].to_pylist(), return_inverse=True)[1].astype(np.int64),
        utc_offset_s=int(utc_offsets(seconds_of(start[len(start) // 2 :][:1]), zone).sum()),
    )


def find_suspects(
    source: Source, feeder_id: int, first_day: dt.date, end_day: dt.date, *, settings: SearchSettings | None = None
) -> list[Suspect]:
    """Suspects of one feeder over a period, flagged first, then by score.

    The same weeks a year before are looked at too, where the history holds them.
    """
    readings, before = _fetched(source, feeder_id, first_day, end_day)
    return search(readings, settings, year_before_kwh=before)


def scan(
    source: Source,
    feeders: Iterable[int],
    first_day: dt.date,
    end_day: dt.date,
    *,
    settings: SearchSettings | None = None,
) -> Iterator[tuple[int, list[Suspect]]]:
    """Suspects feeder by feeder; stop by taking no more. Nothing is written.

    The next feeder is read while one is searched: each takes about half of the time.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="flux-readings") as pool:
        wanted = iter(feeders)

        def read(feeder_id: int | None) -> tuple[int, Future[Fetched]] | None:
            if feeder_id is None:
                return None
            return feeder_id, pool.submit(_fetched, source, feeder_id, first_day, end_day)

        coming = read(next(wanted, None))
        while coming is not None:
            feeder_id, pending = coming
            readings, before = pending.result()
            coming = read(next(wanted, None))
            yield feeder_id, search(readings, settings, year_before_kwh=before)


def feeders_by_loss(source: Source, scope: Scope, first_day: dt.date, end_day: dt.date) -> list[int]:
    """The feeders of a scope, the largest share lost first; those without a balance last."""
    worst: list[int] = source.fetch(feeder_losses_query(scope, first_day, end_day))["feeder_id"].to_pylist()
    return list(dict.fromkeys([*worst, *feeder_ids(source, scope)]))


def suspects_table(suspects: Sequence[Suspect]) -> pa.Table:
    """Suspects as a table, in their order."""
    columns = {
        "kind": pa.string(), "score": pa.float64(), "is_flagged": pa.bool_(), "meter_id": pa.int32(),
        "transformer_id": pa.int32(), "feeder_id": pa.int32(), "is_metered": pa.bool_(),
        "suggested_transformer_id": pa.int32(), "since_day": pa.date32(), "kwh_per_day": pa.float64(),
        "why": pa.string(),
    }  # fmt: skip
    return pa.table({name: pa.array([getattr(s, name) for s in suspects], kind) for name, kind in columns.items()})


def scores(suspects: Sequence[Suspect], truth: pa.Table) -> list[SearchScore]:
    """Precision and recall of every kind, apart for meters whose recorded transformer has its own meter and others.

    Args:
        suspects: of the feeders that the truth covers.
        truth: rows of `ground_truth_query`.
    """
    answer = []
    for kind in KINDS:
        for is_metered, group in GROUPS.items():
            own = pc.and_(pc.equal(truth["kind"], kind), pc.equal(truth["is_metered"], is_metered))
            planted = truth.filter(own)["meter_id"].to_pylist()
            mine = [s for s in suspects if s.kind == kind and s.is_metered == is_metered]
            answer.append(SearchScore(kind, group, precision_recall(mine, planted)))
    return answer


def _fetched(source: Source, feeder_id: int, first_day: dt.date, end_day: dt.date) -> Fetched:
    """The readings of a feeder, and the energy by meter and day of the same weeks a year before."""
    readings = feeder_readings(source, feeder_id, first_day, end_day)
    before = _days_before(
        source.fetch(_year_before(feeder_id, first_day, end_day)), readings.meter_id,
        first_day - dt.timedelta(days=YEAR_DAYS), (end_day - first_day).days,
    )  # fmt: skip
    return readings, before


def _period(name: str, feeder_id: int, first_day: dt.date, end_day: dt.date) -> Query:
    return Query.of(name, feeder_id=feeder_id, first_day=first_day, end_day=end_day)


def _readings_query(feeder_id: int, ids: NDArray[np.int64], first_day: dt.date, end_day: dt.date) -> Query:
    low, high = (int(ids[0]), int(ids[-1])) if len(ids) else (0, -1)
    return Query.of(
        "ami_loss_readings", feeder_id=feeder_id, first_day=first_day, end_day=end_day, first_meter_id=low,
        last_meter_id=high,
    )  # fmt: skip


def _year_before(feeder_id: int, first_day: dt.date, end_day: dt.date) -> Query:
    back = dt.timedelta(days=YEAR_DAYS)
    return _period("ami_loss_days", feeder_id, first_day - back, end_day - back)


def _axis(*tables: pa.Table) -> tuple[NDArray[np.datetime64], int]:
    """Every interval of the period, as long as the longest of the readings and at least a quarter of an hour.

    They begin where the longest do: a meter whose first quarter is 00:15 begins within the hour of 00:00.
    """
    lengths = [pc.max(rows["interval_minutes"]).as_py() for rows in tables if rows.num_rows]
    minutes = max([QUARTER_MINUTES, *lengths])
    if not tables[0].num_rows:
        return np.zeros(0, "datetime64[s]"), minutes
    found = pc.min_max(tables[0]["interval_start_at"].cast(pa.timestamp("us"))).as_py()
    low, high = (np.datetime64(found[side], "s") for side in ("min", "max"))
    step = np.timedelta64(minutes, "m")
    first = int(low.astype(np.int64))
    begin = np.datetime64(first - (first - int(_whole_step(tables, minutes).astype(np.int64))) % (60 * minutes), "s")
    return np.arange(begin, high + np.timedelta64(1, "s"), step).astype("datetime64[s]"), minutes


def _whole_step(tables: Sequence[pa.Table], minutes: int) -> np.datetime64:
    """The start of an interval of a length; where only shorter ones are summed, of any quarter of an hour."""
    for rows in tables:
        own = rows["interval_start_at"].filter(pc.equal(rows["interval_minutes"], minutes))
        if len(own):
            return np.datetime64(own[0].cast(pa.timestamp("us")).as_py(), "s")
    return np.datetime64(0, "s")


@dataclass(frozen=True, slots=True, eq=False)
class _Layout:
    """Where readings stand in a matrix of meters by intervals.

    Attributes:
        cells: place of each reading in the matrix laid flat, those that have one, shape (n,).
        chosen: which rows these are, shape (n,).
        minutes: their lengths; None where each fills its cell alone.
        step: length of a cell.
        shape: of the matrix.
    """

    cells: NDArray[np.int64]
    chosen: NDArray[np.int64]
    minutes: NDArray[np.float64] | None
    step: int
    shape: tuple[int, int]

    def sums(self, column: pa.ChunkedArray) -> NDArray[np.float32]:
        """Energies by cell; NaN where not the whole of it was read."""
        if self.minutes is None:
            return self._placed(column)
        total, read = self._added(column, np.ones(len(self.minutes)))
        return np.where(read == self.step, total, np.nan).astype(np.float32).reshape(self.shape)

    def means(self, column: pa.ChunkedArray) -> NDArray[np.float32]:
        """Means by cell of what was read of it; NaN where nothing was."""
        if self.minutes is None:
            return self._placed(column)
        total, read = self._added(column, self.minutes)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(total / read, np.float32).reshape(self.shape)

    def _placed(self, column: pa.ChunkedArray) -> NDArray[np.float32]:
        flat = np.full(self.shape[0] * self.shape[1], np.nan, np.float32)
        flat[self.cells] = column.cast(pa.float32()).to_numpy()[self.chosen]
        return flat.reshape(self.shape)

    def _added(
        self, column: pa.ChunkedArray, weights: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Weighted sums and minutes read of each cell."""
        assert self.minutes is not None
        values = column.cast(pa.float64()).to_numpy()[self.chosen]
        known, size = np.isfinite(values), self.shape[0] * self.shape[1]
        at = self.cells[known]
        added = [np.bincount(at, each[known], size) for each in (values * weights, self.minutes)]
        return np.asarray(added[0], np.float64), np.asarray(added[1], np.float64)


def _laid_out(rows: pa.Table, ids: NDArray[np.int64], start: NDArray[np.datetime64], step: int) -> _Layout:
    """Places of readings; those of meters that are not asked for, or off the axis where lengths are one, have none."""
    shape = (len(ids), len(start))
    if not len(ids) or not len(start):
        return _Layout(np.zeros(0, np.int64), np.zeros(0, np.int64), None, step, shape)
    meter = rows["meter_id"].to_numpy()
    row = np.minimum(np.searchsorted(ids, meter), len(ids) - 1)
    seconds = rows["interval_start_at"].cast(pa.timestamp("us")).cast(pa.int64()).to_numpy() // 1_000_000
    column, off = np.divmod(seconds - start[0].astype(np.int64), 60 * step)
    minutes = rows["interval_minutes"].to_numpy()
    is_one = bool((minutes == step).all())
    chosen = np.flatnonzero((ids[row] == meter) & ((off == 0) | (not is_one)))
    cells = row[chosen] * len(start) + column[chosen]
    return _Layout(cells, chosen, None if is_one else minutes[chosen].astype(np.float64), step, shape)


def _measured(
    rows: pa.Table, meters: pa.Table, start: NDArray[np.datetime64], minutes: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Transformers with readings of their own, and these, shape (k, t)."""
    listed = np.unique(meters.filter(meters["is_metered"])["transformer_id"].to_numpy())
    ids = np.intersect1d(listed, rows["transformer_id"].to_numpy()).astype(np.int64)
    of = rows["transformer_id"].to_numpy()
    if not len(ids):
        return ids, np.zeros((0, len(start)))
    return ids, np.stack([_on_axis(rows.filter(pa.array(of == one)), start, minutes) for one in ids])


def _on_axis(rows: pa.Table, start: NDArray[np.datetime64], step: int) -> NDArray[np.float64]:
    """Energies by interval of the axis; NaN where not the whole of it was read."""
    if not len(start) or not rows.num_rows:
        return np.full(len(start), np.nan)
    place = (instants(rows["interval_start_at"]) - start[0]).astype(np.int64) // (60 * step)
    energy, minutes = floats(rows["energy_delivered_kwh"]), floats(rows["interval_minutes"])
    on = (place >= 0) & (place < len(start)) & np.isfinite(energy)
    total = np.bincount(place[on], energy[on], len(start))
    return np.where(np.bincount(place[on], minutes[on], len(start)) == step, total, np.nan)


def _days_before(rows: pa.Table, ids: NDArray[np.int64], first_day: dt.date, days: int) -> NDArray[np.float64] | None:
    """Energy by meter and day, filled up for gaps, shape (m, days); None where there is none."""
    if not rows.num_rows or not len(ids):
        return None
    meter = rows["meter_id"].to_numpy()
    row = np.minimum(np.searchsorted(ids, meter), len(ids) - 1)
    column = (rows["reading_day"].to_numpy().astype("datetime64[D]") - np.datetime64(first_day, "D")).astype(np.int64)
    share = floats(rows["share_read"])
    chosen = (ids[row] == meter) & (share >= 0.5) & (column >= 0) & (column < days)
    energy = np.full((len(ids), days), np.nan)
    energy[row[chosen], column[chosen]] = (floats(rows["energy_delivered_kwh"]) / share)[chosen]
    return energy
