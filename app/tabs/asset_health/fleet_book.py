"""FleetBook: the assets of the utility shown, kept fresh; one fleet for all sessions that look at the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import param
import pyarrow as pa
from numpy.typing import NDArray

from app import formats
from app.shared import once
from app.tabs.asset_health.view import AssetView
from app.widgets.column import Row
from data_sources.fleet import FLEET_KINDS, Fleet
from data_sources.query import Query

STATEMENTS: Final = ("asset_health", "vegetation_spans")
fleet_of = once(Fleet.of)


class FleetBook(param.Parameterized):
    """What the last assessment said of all assets.

    Args:
        view: keeps it fresh while it can be seen.
    """

    fleet: Any = param.Parameter(default=None, doc="A Fleet; None before the first answer. Writer: itself.")
    assessed_at = param.Date(default=None, allow_None=True, doc="When its rows were assessed; None before it is known.")
    is_stale = param.Boolean(default=False, doc="The database is away: the rows are older than they should be.")

    def __init__(self, view: AssetView) -> None:
        """Binds the queries."""
        super().__init__()
        self._view = view
        self._tables: dict[str, pa.Table] = {}
        for name in STATEMENTS:
            view.live(partial(self._query, name), partial(self._take, name))
        view.live(partial(self._query, "asset_assessment"), self._take_assessment)
        view.each_look(self._look)
        view.watch(self._forget, view.state, "utility_id")

    @property
    def queries(self) -> list[Query]:
        """The statements behind the rows."""
        found = [self._query(name) for name in STATEMENTS]
        return [query for query in found if query is not None]

    def _query(self, name: str) -> Query | None:
        utility_id = self._view.state.utility_id
        return None if utility_id is None else Query.of(name, utility_id=utility_id)

    def _take(self, name: str, rows: pa.Table) -> None:
        self._tables[name] = rows
        if len(self._tables) == len(STATEMENTS):
            self.fleet = fleet_of(*(self._tables[one] for one in STATEMENTS))

    def _take_assessment(self, rows: pa.Table) -> None:
        self.assessed_at = rows["assessed_at"][0].as_py() if rows.num_rows else None

    @property
    def standing(self) -> str:
        """Of when the rows are and whose they are, as `assessed 29 Nov 2026 07:22 CST, PostgreSQL`; empty at first."""
        at = self.assessed_at
        return f"assessed {formats.date_and_clock(at, self._view.state.time_zone)}, PostgreSQL" if at else ""

    def _forget(self) -> None:
        self._tables = {}
        self.param.update(fleet=None, assessed_at=None)

    def _look(self) -> None:
        is_stale = self._view.is_stale or not self._view.sources.live.health().is_up
        if is_stale != self.is_stale:
            self.is_stale = is_stale


def rows_of(fleet: Fleet, rows: NDArray[np.int64]) -> list[Row]:
    """Some rows of a fleet by column, as tables and cards take them."""
    taken = pa.array(rows)
    columns: dict[str, Sequence[Any]] = {name: values[rows].tolist() for name, values in fleet.numbers.items()}
    columns |= {
        "row": rows.tolist(), "name": fleet.names.take(taken).to_pylist(),
        "asset_class": fleet.classes.take(taken).to_pylist(), "asset_id": fleet.asset_id[rows].tolist(),
        "kind": [FLEET_KINDS[kind] for kind in fleet.kind[rows].tolist()], "feeder_id": fleet.feeder_id[rows].tolist(),
    }  # fmt: skip
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
