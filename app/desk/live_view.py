"""LiveView: what the views have in common that show what is so now, and change it."""

from __future__ import annotations

from typing import Any, ClassVar

import pyarrow as pa

from app.live import SourceKind
from app.tab import Tab
from app.view import View
from data_sources.query import Query

PARTS = "desk_parts"  # the look of what views share


class LiveView(View):
    """One view of a tab; what it keeps in the address is in `own`.

    Views choose scope and period themselves where they want them: put a `ScopeBar(self.tab, known)` without views at
    the head of such a view.

    Args:
        tab: gives state, sources, live bindings and workers.
    """

    source: ClassVar[SourceKind] = "live"

    def __init__(self, tab: Tab) -> None:
        """Builds nothing yet."""
        super().__init__(tab)
        self.own: Any = tab.own
        self._demo_ids: frozenset[int] = frozenset()
        self.live(lambda: Query.of("utilities"), self._take_utilities)

    @property
    def is_simulated(self) -> bool:
        """Whether the utility shown is the demo's."""
        return self.state.utility_id in self._demo_ids

    def _take_utilities(self, rows: pa.Table) -> None:
        self._demo_ids = frozenset(row["utility_id"] for row in rows.to_pylist() if row["is_demo"])
