"""CallBook: the open calls of the utility shown, kept fresh, with what all parts of the view tell of them."""

from __future__ import annotations

from typing import Any

import param
import pyarrow as pa

from app.tabs.outage_management.calls import rows
from app.tabs.outage_management.view import OutageView
from data_sources.outages.calls.accounts import sees_people
from data_sources.query import Query
from data_sources.statements import statement

NAME = "open_calls"


class CallBook(param.Parameterized):
    """What the database says of all calls that are open.

    Args:
        view: keeps it fresh while it can be seen, and knows who looks.
    """

    calls = param.List(default=None, allow_None=True, doc="Open ones, with their words; None before the first answer.")
    closed = param.List(default=[], doc="Closed ones of the outage that is chosen, likewise.")
    is_stale = param.Boolean(default=False, doc="The database is away: the rows are older than they should be.")

    def __init__(self, view: OutageView) -> None:
        """Binds the query."""
        super().__init__()
        self._view = view
        view.live(self._query, self._take)
        view.each_look(self._look)
        view.watch(self._forget, view.state, "utility_id")

    @property
    def schema(self) -> pa.Schema:
        """Of the rows as the database gives them."""
        found = statement(NAME).result
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
        return any(row["is_simulated"] for row in self.calls or ())

    def row(self, call_id: int | None) -> dict[str, Any] | None:
        """One of them; None where it is not among them."""
        return next((row for row in self.calls or () if row["call_id"] == call_id), None)

    def _query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        if utility_id is None:
            return None
        return Query.of(
            NAME, utility_id=utility_id, closed_of=self._view.own.call_outage or 0,
            sees_people=sees_people(self._view.tab.principal),
        )  # fmt: skip

    def _take(self, found: pa.Table) -> None:
        told = rows.with_words(found.to_pylist(), sees_people=sees_people(self._view.tab.principal))
        self.param.update(
            calls=[row for row in told if row["closed_at"] is None],
            closed=[row for row in told if row["closed_at"] is not None],
        )

    def _forget(self) -> None:
        self.calls = None

    def _look(self) -> None:
        is_stale = self._view.is_stale or not self._view.sources.live.health().is_up
        if is_stale != self.is_stale:
            self.is_stale = is_stale
