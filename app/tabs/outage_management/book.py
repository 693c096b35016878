"""RowBook: the rows of a view, kept fresh, that all its parts tell of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import param
import pyarrow as pa

from app.tabs.outage_management.view import OutageView
from data_sources.query import Query
from data_sources.statements import statement


class RowBook(param.Parameterized):
    """What the database says of the things of one view.

    Args:
        view: keeps it fresh while it can be seen.

    Attributes:
        name_of_rows: the statement of the rows.
        key: column of a row's key.
    """

    name_of_rows: ClassVar[str]
    key: ClassVar[str]

    is_stale = param.Boolean(default=False, doc="The database is away: the rows are older than they should be.")

    def __init__(self, view: OutageView) -> None:
        """Binds the query."""
        super().__init__()
        self._view = view
        view.live(self._query, self._take)
        view.each_look(self._look)
        view.watch(self._forget, view.state, "utility_id")

    @property
    def rows(self) -> Sequence[dict[str, Any]]:
        """The rows with their words; none before the first answer."""
        raise NotImplementedError

    @property
    def schema(self) -> pa.Schema:
        """Of the rows as the database gives them."""
        found = statement(self.name_of_rows).result
        assert found is not None
        return found

    @property
    def queries(self) -> list[Query]:
        """The statement behind the rows."""
        query = self._query()
        return [] if query is None else [query]

    @property
    def is_simulated(self) -> bool:
        """Whether any row is a demo's."""
        return any(row["is_simulated"] for row in self.rows)

    def row(self, key: int | None) -> dict[str, Any] | None:
        """One of them; None where it is not among them."""
        return next((row for row in self.rows if row[self.key] == key), None)

    def ticked(self, keys: frozenset[str]) -> list[dict[str, Any]]:
        """Those whose keys are among some."""
        return [row for row in self.rows if str(row[self.key]) in keys]

    def _query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        return None if utility_id is None else Query.of(self.name_of_rows, utility_id=utility_id, **self._values())

    def _values(self) -> dict[str, Any]:
        """What the statement binds besides the utility."""
        return {}

    def _take(self, found: pa.Table) -> None:
        """Take the rows as the database gives them."""
        raise NotImplementedError

    def _forget(self) -> None:
        """Another utility: nothing is known."""
        raise NotImplementedError

    def _look(self) -> None:
        is_stale = self._view.is_stale or not self._view.sources.live.health().is_up
        if is_stale != self.is_stale:
            self.is_stale = is_stale
