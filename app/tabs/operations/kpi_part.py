"""The KPI row of the dashboard, kept fresh, and the dialog that says where a figure comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa

from app.tab import Tab
from app.tabs.operations.kpi_cards import KpiData, kpi_cards
from app.tabs.operations.provenance import parts_query, provenance
from app.widgets.kpi import KpiCard, KpiRow
from app.widgets.source_dialog import SourceDialog
from data_sources.query import Query


class KpiPart:
    """The cards and their dialog.

    Args:
        tab: whose live views and workers are used.
    """

    def __init__(self, tab: Tab) -> None:
        """Binds the queries; the cards fill as the answers come."""
        self.row = KpiRow(css_classes=["ops-kpis"])
        self.dialog = SourceDialog(css_classes=["ops-dialog"])
        self._tab = tab
        self._data = KpiData()
        self._lacks = {"now", "trends", "day", "year"}
        self._is_due = False
        self.row.on("source", self._open)
        tab.live(lambda: self._query("kpis"), lambda rows: self._take(now=_only(rows)))
        tab.live(lambda: self._query("kpi_trends"), lambda rows: self._take(trends=_only(rows)))
        tab.live(lambda: self._query("kpi_sparkline_day"), lambda rows: self._take(day=rows.to_pylist()))
        tab.live(lambda: self._query("kpi_sparkline_year"), lambda rows: self._take(year=rows.to_pylist()))

    def look(self, name: str, *, is_stale: bool, is_simulated: bool) -> None:
        """Draw what came since the last look, with what the freshness dots say of the source."""
        if (name, is_stale, is_simulated) != (self._data.source, self._data.is_stale, self._data.is_simulated):
            self._take(source=name, is_stale=is_stale, is_simulated=is_simulated)
        if self._is_due:
            self._draw()

    def _query(self, name: str) -> Query | None:
        """As of now, by the database's clock; the statement says how soon its answer is too old."""
        utility_id = self._tab.state.utility_id
        return None if utility_id is None else Query.of(name, utility_id=utility_id, as_of=None)

    def _take(self, **changes: Any) -> None:
        """Draw at once; while the first answers still come, at the next look, all of them together."""
        self._data, self._is_due = replace(self._data, **changes), True
        self._lacks -= changes.keys()
        if not self._lacks:
            self._draw()

    def _draw(self) -> None:
        self._is_due = False
        self.row.cards = kpi_cards(self._data)

    def _open(self, key: Any) -> None:
        card = next((card for card in self.row.cards if card.key == key), None)
        utility_id = self._tab.state.utility_id
        if card is None or utility_id is None or self._data.now is None:
            return
        self.dialog.provenance = provenance(card, None)
        query = parts_query(card.key, utility_id, self._data.now["as_of"])
        self._tab.work(
            lambda: self._tab.sources.live.fetch(query).to_pylist(), lambda rows: self._fill(card, rows),
            key="parts", on_away=lambda error: self._wait(card, error),
        )  # fmt: skip

    def _wait(self, card: KpiCard, error: Exception) -> None:
        if self.dialog.provenance is not None and self.dialog.provenance.title == card.label:
            self.dialog.provenance = replace(self.dialog.provenance, note=str(error))

    def _fill(self, card: KpiCard, rows: list[dict[str, Any]]) -> None:
        if self.dialog.provenance is not None and self.dialog.provenance.title == card.label:
            self.dialog.provenance = provenance(card, rows)


def _only(rows: pa.Table) -> dict[str, Any] | None:
    found: list[dict[str, Any]] = rows.to_pylist()
    return found[0] if found else None
