"""The KPI row of the dashboard, kept fresh, and the dialog that says where a figure comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from app.shared import once
from app.tab import Tab
from app.tabs.operations.kpi_cards import KpiData, Row, kpi_cards
from app.tabs.operations.provenance import parts_query, provenance
from app.widgets.kpi import KpiCard, KpiRow
from app.widgets.source_dialog import SourceDialog
from data_sources.query import Query


@dataclass(frozen=True, slots=True, eq=False)
class KpiAnswers:
    """What has arrived; None has not.

    Attributes:
        now: rows of kpis.sql.
        trends: rows of kpi_trends.sql.
        day: rows of kpi_sparkline_day.sql.
        year: rows of kpi_sparkline_year.sql.
        source: what a person calls the source.
        is_stale: the source is away.
        is_simulated: live rows are the simulator's.
    """

    now: pa.Table | None = None
    trends: pa.Table | None = None
    day: pa.Table | None = None
    year: pa.Table | None = None
    source: str = "PostgreSQL"
    is_stale: bool = False
    is_simulated: bool = False

    def cards(self) -> tuple[KpiCard, ...]:
        """The same ones for every session that shows these answers."""
        said = self.source, self.is_stale, self.is_simulated
        return _cards(self.now, self.trends, self.day, self.year, *said)


@once
def _cards(
    now: pa.Table | None, trends: pa.Table | None, day: pa.Table | None, year: pa.Table | None,
    source: str, is_stale: bool, is_simulated: bool,
) -> tuple[KpiCard, ...]:  # fmt: skip
    return tuple(kpi_cards(KpiData(_only(now), _only(trends), _all(day), _all(year), source, is_stale, is_simulated)))


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
        self._answers = KpiAnswers()
        self._lacks = {"now", "trends", "day", "year"}
        self._is_due = False
        self.row.on("source", self._open)
        tab.live(lambda: self._query("kpis"), lambda rows: self._take(now=rows))
        tab.live(lambda: self._query("kpi_trends"), lambda rows: self._take(trends=rows))
        tab.live(lambda: self._query("kpi_sparkline_day"), lambda rows: self._take(day=rows))
        tab.live(lambda: self._query("kpi_sparkline_year"), lambda rows: self._take(year=rows))

    def look(self, name: str, *, is_stale: bool, is_simulated: bool) -> None:
        """Draw what came since the last look, with what the freshness dots say of the source."""
        known = self._answers
        if (name, is_stale, is_simulated) != (known.source, known.is_stale, known.is_simulated):
            self._take(source=name, is_stale=is_stale, is_simulated=is_simulated)
        if self._is_due:
            self._draw()

    def _query(self, name: str) -> Query | None:
        """As of now, by the database's clock; the statement says how soon its answer is too old."""
        utility_id = self._tab.state.utility_id
        return None if utility_id is None else Query.of(name, utility_id=utility_id, as_of=None)

    def _take(self, **changes: Any) -> None:
        """Draw at once; while the first answers still come, at the next look, all of them together."""
        self._answers, self._is_due = replace(self._answers, **changes), True
        self._lacks -= changes.keys()
        if not self._lacks:
            self._draw()

    def _draw(self) -> None:
        self._is_due = False
        self.row.cards = [*self._answers.cards()]

    def _open(self, key: Any) -> None:
        card = next((card for card in self.row.cards if card.key == key), None)
        utility_id = self._tab.state.utility_id
        now = _only(self._answers.now)
        if card is None or utility_id is None or now is None:
            return
        self.dialog.provenance = provenance(card, None)
        query = parts_query(card.key, utility_id, now["as_of"])
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


def _only(rows: pa.Table | None) -> Row | None:
    return next(iter(_all(rows)), None)


def _all(rows: pa.Table | None) -> list[Row]:
    return [] if rows is None else rows.to_pylist()
