"""OutageBook: the rows of the view, kept fresh, with what all its parts tell of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import param
import pyarrow as pa

from app.tabs.outage_management.active import rows
from app.tabs.outage_management.book import RowBook
from app.tabs.outage_management.view import OutageView
from data_sources.prediction.played import played_score
from data_sources.query import Query


class OutageBook(RowBook):
    """What the database says of all outages that are not closed, and of who is critical.

    Args:
        view: keeps it fresh while it can be seen.
    """

    name_of_rows, key = "unclosed_outages", "outage_id"

    outages = param.List(default=None, allow_None=True, doc="Rows with their words; None before the first answer.")
    score = param.Parameter(default=None, doc="How good predictions are, in a demo; None before the first answer.")

    def __init__(self, view: OutageView) -> None:
        """Binds the queries."""
        super().__init__(view)
        self._found: list[Mapping[str, Any]] | None = None
        self._critical: dict[int, tuple[int, int]] = {}
        view.live(lambda: self._of_utility("critical_transformers"), self._take_critical)
        view.live(lambda: self._of_utility("prediction_scores"), self._take_scores)

    @property
    def rows(self) -> Sequence[dict[str, Any]]:
        """Outages that are not closed."""
        return self.outages or ()

    def _of_utility(self, name: str) -> Query | None:
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
