"""Reads expected, received, estimated and late, by feeder and day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.analytics.completeness import Matrix, Totals, matrix
from data_sources.history.scope import Scope, floats
from data_sources.query import Query
from data_sources.source import Source


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """Counts and shares by feeder and day, with the feeders' names in the order of the rows."""

    feeder_names: tuple[str, ...]
    counts: Matrix

    @property
    def feeder_ids(self) -> np.ndarray:
        """Feeders of the rows."""
        return self.counts.feeder_ids

    @property
    def days(self) -> np.ndarray:
        """Days of the columns, datetime64[D]."""
        return self.counts.days

    @property
    def received_pct(self) -> np.ndarray:
        """Received of expected, %, shape (feeders, days); NaN where nothing is known."""
        return self.counts.received_pct

    @property
    def estimated_pct(self) -> np.ndarray:
        """Estimated of received, %."""
        return self.counts.estimated_pct

    @property
    def late_pct(self) -> np.ndarray:
        """Late of received, %."""
        return self.counts.late_pct


def days_query(scope: Scope, first_day: dt.date, end_day: dt.date) -> Query:
    """One row a feeder and day."""
    return Query.of("ami_completeness", first_day=first_day, end_day=end_day, **scope.binds)


def heat_map(source: Source, scope: Scope, first_day: dt.date, end_day: dt.date) -> HeatMap:
    """The rows as a matrix over every day of the period."""
    return heat_map_of(source.fetch(days_query(scope, first_day, end_day)), first_day, end_day)


def heat_map_of(rows: pa.Table, first_day: dt.date, end_day: dt.date) -> HeatMap:
    """The same from rows that are there already."""
    counts = matrix(
        rows["feeder_id"].to_numpy(),
        np.asarray(rows["reading_day"].to_numpy(), "datetime64[D]"),
        {name: floats(rows[f"intervals_{name}"]) for name in ("expected", "received", "estimated", "late")},
        np.datetime64(first_day, "D"),
        np.datetime64(end_day, "D"),
    )
    names = dict(zip(rows["feeder_id"].to_pylist(), rows["feeder_name"].to_pylist(), strict=True))
    return HeatMap(tuple(names[int(feeder)] for feeder in counts.feeder_ids), counts)


def totals(rows: pa.Table) -> Totals:
    """Sums over the rows of `days_query`."""
    return Totals(
        **{
            name: int(pc.sum(rows[f"intervals_{name}"]).as_py() or 0)
            for name in ("expected", "received", "estimated", "missing", "late")
        }
    )
