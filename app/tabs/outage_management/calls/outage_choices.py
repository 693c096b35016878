"""Outages that a call may be put to, the nearest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa

from app import formats
from app.tabs.outage_management.view import OutageView
from app.widgets.column import words
from data_sources.analytics.ground import distance_m
from data_sources.query import Query

SHOWN: Final = 40


class OutageChoices:
    """Kept fresh while somebody chooses.

    Args:
        view: gives the utility and live rows.
        is_wanted: whether a form asks for one now.
        redraw: called when there are others.
    """

    def __init__(self, view: OutageView, is_wanted: Callable[[], bool], redraw: Callable[[], None]) -> None:
        """Asks nothing before it is wanted."""
        self._view, self._is_wanted, self._redraw = view, is_wanted, redraw
        self._rows: list[Mapping[str, Any]] = []
        view.live(self._query, self._take)

    def near(self, lon: float, lat: float) -> list[tuple[str, ...]]:
        """Number and words of each, the nearest first."""
        if not self._rows:
            return []
        places = [np.array([row[axis] for row in self._rows], dtype=np.float64) for axis in ("lon", "lat")]
        metres = distance_m(places[0], places[1], np.float64(lon), np.float64(lat))
        order = np.argsort(metres, kind="stable")[:SHOWN]
        return [(str(self._rows[k]["outage_id"]), _told(self._rows[k], float(metres[k]))) for k in order]

    def _query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        if utility_id is None or not self._is_wanted():
            return None
        return Query.of("attachable_outages", utility_id=utility_id)

    def _take(self, found: pa.Table) -> None:
        self._rows = found.to_pylist()
        self._redraw()


def _told(row: Mapping[str, Any], metres: float) -> str:
    parts = [
        f"Outage {row['outage_id']}", row["place"], f"{metres / 1000:,.1f} km", words(row["state"]).lower(),
        formats.count_of(row["customers"], "customer"),
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)
