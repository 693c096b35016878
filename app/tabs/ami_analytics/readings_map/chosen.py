"""The meter chosen on the map of readings: its mark on the map and its card over it, kept in step with day and time."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from app.tabs.ami_analytics.readings_map.card import MeterDay, meter_card
from app.tabs.ami_analytics.readings_map.film import Film
from app.tabs.ami_analytics.view import AmiView
from app.widgets.html_view import HtmlView
from data_sources.assets import AssetRef
from data_sources.query import Query


class ChosenMeter:
    """The meter that the shared selection names.

    Args:
        view: gives selections and questions.
        film: gives the map, the day and the instant.
    """

    def __init__(self, view: AmiView, film: Film) -> None:
        """Asks for what the selection names."""
        self._film, self._state, self._selection = film, view.state, view.selection
        self._row: dict[str, Any] | None = None
        self._day: MeterDay | None = None
        self.card = HtmlView(css_classes=["readings-meter"], room="readings")
        self.card.on("clear", lambda _value: self.choose(None))
        self.card.on("open", lambda _value: view.ami.param.update(view="meter"))
        view.watch(self._on_scope, view.selection, ["scope", "scope_id"])
        view.live(self._details_query, self._take_details)
        view.history(self._day_query, self._take_day)

    @property
    def meter_id(self) -> int | None:
        """Which meter; None where something else, or nothing, is selected."""
        return self._selection.scope_id if self._selection.scope == "meter" else None

    def choose(self, meter_id: int | None) -> None:
        """Select a meter for all views; None lets go of it."""
        if meter_id is not None:
            self._selection.change(scope="meter", scope_id=meter_id)
        elif self._selection.scope == "meter":
            self._selection.change(scope="utility")

    def mark(self) -> None:
        """Mark it on the map."""
        if self._film.grid is not None:
            self._film.grid.select(None if self.meter_id is None else AssetRef("meter", self.meter_id))

    def draw(self) -> None:
        """Show its card at the instant of the map."""
        if self.meter_id is None:
            self.card.write()
            return
        day = self._day if self._film.day is not None else None
        self.card.write(meter_card(self.meter_id, self._row, day, self._film.instant(), self._state.time_zone))

    def _on_scope(self) -> None:
        self._row, self._day = None, None
        self.mark()
        self.draw()

    def _details_query(self) -> Query | None:
        utility_id = self._state.utility_id
        if utility_id is None or self.meter_id is None:
            return None
        return Query.of("details_meter", utility_id=utility_id, asset_id=self.meter_id)

    def _take_details(self, rows: pa.Table) -> None:
        found = rows.to_pylist()
        self._row = found[0] if found else {}
        self.draw()

    def _day_query(self) -> Query | None:
        meter_id, day = self.meter_id, self._film.day
        if meter_id is None or day is None:
            return None
        return Query.of("ami_day_of_meters", day=day, first_meter_id=meter_id, end_meter_id=meter_id + 1)

    def _take_day(self, rows: pa.Table) -> None:
        self._day = MeterDay.of(rows)
        self.draw()
