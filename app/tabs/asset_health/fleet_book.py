"""FleetBook: the assets of the utility shown, kept fresh; one fleet for all sessions that look at the same rows."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import param
import pyarrow as pa

from app.shared import once
from app.tabs.asset_health.view import AssetView
from data_sources.fleet import Fleet
from data_sources.query import Query

STATEMENTS: Final = ("asset_health", "vegetation_spans")
fleet_of = once(Fleet.of)


class FleetBook(param.Parameterized):
    """What the last assessment said of all assets.

    Args:
        view: keeps it fresh while it can be seen.
    """

    fleet: Any = param.Parameter(default=None, doc="A Fleet; None before the first answer. Writer: itself.")
    is_stale = param.Boolean(default=False, doc="The database is away: the rows are older than they should be.")

    def __init__(self, view: AssetView) -> None:
        """Binds the queries."""
        super().__init__()
        self._view = view
        self._tables: dict[str, pa.Table] = {}
        for name in STATEMENTS:
            view.live(partial(self._query, name), partial(self._take, name))
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

    def _forget(self) -> None:
        self._tables = {}
        self.fleet = None

    def _look(self) -> None:
        is_stale = self._view.is_stale or not self._view.sources.live.health().is_up
        if is_stale != self.is_stale:
            self.is_stale = is_stale
