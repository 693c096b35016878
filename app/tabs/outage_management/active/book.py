"""OutageBook: the rows of the view, kept fresh, with what all its parts tell of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import param
import pyarrow as pa

from app.tabs.outage_management.active import rows
from app.tabs.outage_management.view import OutageView
from data_sources.prediction.played import played_score
from data_sources.query import Query
from data_sources.statements import statement

NAME = "unclosed_outages"


class OutageBook(param.Parameterized):
    """What the database says of all outages that are not closed, and of who is critical.

    Args:
        view: keeps it fresh while it can be seen.
    """

    outages = param.List(default=None, allow_None=True, doc="Rows with their words; None before the first answer.")
    score = param.Parameter(default=None, doc="How good predictions are, in a demo; None before the first answer.")
    is_stale = param.Boolean(default=False, doc="The database is away: the rows are older than they should be.")

    def __init__(self, view: OutageView) -> None:
        """Binds the queries."""
        super().__init__()
        self._view = view
        self._found: list[Mapping[str, Any]] | None = None
        self._critical: dict[int, tuple[int, int]] = {}
        view.live(lambda: self._query(NAME), self._take)
        view.live(lambda: self._query("critical_transformers"), self._take_critical)
        view.live(lambda: self._query("prediction_scores"), self._take_scores)
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
        """The statements behind the rows."""
        query = self._query(NAME)
        return [] if query is None else [query]

    @property
    def is_simulated(self) -> bool:
        """Whether any row is a demo's."""
        return any(row["is_simulated"] for row in self.outages or ())

    def row(self, outage_id: int | None) -> dict[str, Any] | None:
        """One of them; None where it is not among them."""
        return next((row for row in self.outages or () if row["outage_id"] == outage_id), None)

    def _query(self, name: str) -> Query | None:
        utility_id = self._view.state.utility_id
        return None if utility_id is None else Query.of(name, utility_id=utility_id)

    def _take(self, found: pa.Table) -> None:
        self._found = found.to_pylist()
        self._tell()

    def _take_critical(self, found: pa.Table) -> None:
        self._critical = {
            row["transformer_id"]: (row["customers"], row["life_support"]) for row in found.to_pylist()
        }  # fmt: skip
        self._tell()

    def _take_scores(self, found: pa.Table) -> None:
        self.score = played_score(found)

    def _tell(self) -> None:
        if self._found is not None:
            self.outages = rows.with_words(self._found, self._critical)

    def _forget(self) -> None:
        self._found, self.outages, self.score = None, None, None

    def _look(self) -> None:
        is_stale = self._view.is_stale or not self._view.sources.live.health().is_up
        if is_stale != self.is_stale:
            self.is_stale = is_stale
