"""RankedTable: the assets that are shown and brushed, ranked: sorted and paged over the fleet's arrays.

154,000 rows are sorted once by each column that anybody sorts by, for all sessions; a brush only leaves rows out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.tabs.asset_health.fleet_book import rows_of
from app.widgets.column import Column, Row
from app.widgets.data_table import DataTable
from app.widgets.html import el
from app.widgets.table_html import Page
from data_sources.fleet import FLEET_KINDS, Fleet
from layers.colours.scales import HEALTH
from layers.fleet.quantities import QUANTITIES

TONES: Final = {"poor": "bad", "fair": "warning", "good": "good", "unknown": "normal"}
DEFAULT_SORT: Final = "risk_customer_minutes"
FULL: Final = "vegetation_risk"  # what a list of spans is ranked by


def _health(row: Row) -> object:
    """The score with its band, and between what it lies where parts are not known."""
    score = row["health_score"]
    if score is None or np.isnan(score):
        return el("span", "Not known", cls="badge is-normal")
    band = HEALTH.name(score)
    tip = f"{band.capitalize()}, 0 failed, 100 new"
    return el("span", HEALTH.told(score), cls=f"badge is-{TONES[band]}", title=tip)


def _between(row: Row) -> object:
    low, high = row["health_low"], row["health_high"]
    if np.isnan(low) or high - low < 0.5:
        return ""
    return f"{low:.0f} to {high:.0f}"


def _column(slug: str, title: str = "", **options: Any) -> Column:
    """The column of a quantity."""
    one = QUANTITIES[slug]
    options = {"unit": one.unit, "decimals": one.decimals, "factor": one.factor, "tip": one.note, **options}
    return Column(one.column, title or one.title, "number", file_name=one.column, **options)


ASSET_COLUMNS: Final = (
    Column("name", "Asset"),
    Column("health_score", "Health", "number", write=_health, tip="0 failed to 100 new"),
    Column("health_low", "Between", "text", write=_between, room="wide",
           tip="The score were all that is not known at its worst, and at its best"),
    _column("risk", unit="customer-min/yr", tip="Probability of a failure within a year, times its consequence"),
    _column("probability", "Failure", unit="%/yr"),
    _column("consequence", "Consequence", unit="customer-min", room="medium",
            tip="Customers that a failure interrupts, times the minutes until it is replaced"),
    _column("age", room="medium"),
    _column("load", unit="%", room="medium"),
    _column("hot_spot", room="wide"),
    _column("life", unit="%/yr", room="wide"),
    _column("cost", "Risk", unit="US$/yr", decimals=0, room="wide"),
    Column("kind", "Kind", "words", room="wide"),
    Column("asset_class", "Class", "words", room="wide"),
)  # fmt: skip
SPAN_COLUMNS: Final = (
    Column("name", "Span"),
    _column("vegetation", "Risk", unit="of 100"),
    Column("clearance_m", "Clearance", "number", 1, unit="m", tip="Between line and canopy, as it has grown since"),
    Column("required_clearance_m", "Required", "number", 1, unit="m"),
    Column("trim_in_years", "Trim in", "number", 1, unit="years", tip="Until the canopy is closer than required"),
    Column("customers", "Customers", "count", tip="That a fault of the span interrupts", room="medium"),
)  # fmt: skip


class RankedTable(DataTable):
    """The list; it is sorted by risk at first. Rows are told apart by their number in the fleet.

    Args:
        options: of a DataTable.
    """

    def __init__(self, **options: Any) -> None:
        """A skeleton before there is a fleet."""
        self._fleet: Fleet | None = None
        self._mask: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._total = 0
        super().__init__(
            ASSET_COLUMNS, "row", part="assets", filter_words="Filter by name", page_rows=25, **options
        )  # fmt: skip

    def rank(self, fleet: Fleet, mask: NDArray[np.bool_], total: int, *, spans: bool) -> None:
        """List some rows of a fleet.

        Args:
            fleet: the assets.
            mask: which of them, bool (n,).
            total: how many there were without brushes.
            spans: whether they are spans of line.
        """
        self._fleet, self._mask, self._total = fleet, mask, total
        columns = SPAN_COLUMNS if spans else ASSET_COLUMNS
        if columns is not self._columns:
            self._columns, self._part = columns, "spans" if spans else "assets"
            self.param.update(sort_by="", is_descending=True, page=0)
        self._draw()

    def whole(self) -> Callable[[], pa.Table] | None:
        """All that is listed, in its order, for a file."""
        fleet = self._fleet
        if fleet is None:
            return None
        rows, columns = self._rows_listed(fleet), self._columns
        return lambda: _file(fleet, rows, columns)

    @property
    def _has_filter(self) -> bool:
        return True

    def _in_front(self) -> tuple[list[Row], Page] | None:
        fleet = self._fleet
        if fleet is None:
            return None
        rows = self._rows_listed(fleet)
        first = min(self.page, max(len(rows) - 1, 0) // self._page_rows) * self._page_rows
        seen = rows[first : first + self._page_rows]
        return rows_of(fleet, seen), Page(first, len(rows), self._total, self._page_rows)

    def _rows_listed(self, fleet: Fleet) -> NDArray[np.int64]:
        mask = self._mask
        if self.needle:
            mask = mask & _holding(fleet, self.needle)
        default = FULL if self._columns is SPAN_COLUMNS else DEFAULT_SORT
        is_descending = self.is_descending if self.sort_by else True
        return fleet.ordered(_sorted_by(self.sort_by or default), mask, is_descending=is_descending)


def _sorted_by(key: str) -> str:
    return {"asset_class": "kind"}.get(key, key)


def _holding(fleet: Fleet, needle: str) -> NDArray[np.bool_]:
    """Which rows have all words in their name."""
    found = np.ones(len(fleet), np.bool_)
    for word in needle.split():
        found &= np.asarray(pc.match_substring(fleet.names, word, ignore_case=True).to_numpy(), np.bool_)
    return found


def _file(fleet: Fleet, rows: NDArray[np.int64], columns: Sequence[Column]) -> pa.Table:
    """In a worker: the columns of a list under their names in files, what is not known left empty."""
    taken = pa.array(rows)
    found: dict[str, Any] = {
        "kind": pa.array([FLEET_KINDS[kind] for kind in fleet.kind[rows].tolist()]),
        "asset_id": fleet.asset_id[rows], "name": fleet.names.take(taken), "class": fleet.classes.take(taken),
    }  # fmt: skip
    for column in columns:
        if column.key in fleet.numbers:
            values = fleet.numbers[column.key][rows] * np.float32(column.factor)
            found[column.file_name or column.key] = pa.array(values, mask=np.isnan(values))
    return pa.table(found)
