"""CallBook: the open calls of the utility shown, kept fresh, with what all parts of the view tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import param
import pyarrow as pa

from app.tabs.outage_management.book import RowBook
from app.tabs.outage_management.calls import rows
from data_sources.outages.calls.accounts import sees_people


class CallBook(RowBook):
    """What the database says of all calls that are open.

    Args:
        view: keeps it fresh while it can be seen, and knows who looks.
    """

    name_of_rows, key = "open_calls", "call_id"

    calls = param.List(default=None, allow_None=True, doc="Open ones, with their words; None before the first answer.")
    closed = param.List(default=[], doc="Closed ones of the outage that is chosen, likewise.")

    @property
    def rows(self) -> Sequence[dict[str, Any]]:
        """Open calls."""
        return self.calls or ()

    def _values(self) -> dict[str, Any]:
        return {"closed_of": self._view.own.call_outage or 0, "sees_people": sees_people(self._view.tab.principal)}

    def _take(self, found: pa.Table) -> None:
        told = rows.with_words(found.to_pylist(), sees_people=sees_people(self._view.tab.principal))
        self.param.update(
            calls=[row for row in told if row["closed_at"] is None],
            closed=[row for row in told if row["closed_at"] is not None],
        )

    def _forget(self) -> None:
        self.calls = None
