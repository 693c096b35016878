"""The meter chosen on the map of readings: its mark on the map and its card over it, kept in step with day and time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from app.tabs.ami_analytics.readings_map.card import MeterDay, meter_card
from app.widgets.html_view import HtmlView
from data_sources.assets import AssetRef
from data_sources.query import Query

if TYPE_CHECKING:
    from app.tabs.ami_analytics.readings_map.view import ReadingsMapView


class ChosenMeter:
    """The meter that the shared selection names.

    Args:
        view: gives the map, the day and the instant.
    """

    def __init__(self, view: ReadingsMapView) -> None:
        """Asks for what the selection names."""
        self._view, self._state, self._selection = view, view.state, view.selection
        self._row: dict[str, Any] | None = None
        self._day: MeterDay | None = None
        self.card = HtmlView(css_classes=["readings-meter"], room="readings")
        self.card.on("clear", lambda _value: self.choose(None))
        self.card.on("open", lambda _value: view.ami.param.update(view="meter"))
        self._selection.param.watch(lambda *_events: self._on_scope(), ["scope", "scope_id"])
        view.tab.live(self._details_query, self._take_details)
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
        if self._view.map is not None:
            self._view.map.select(None if self.meter_id is None else AssetRef("meter", self.meter_id))

    def draw(self) -> None:
        """Show its card at the instant of the map."""
        if self.meter_id is None:
            self.card.write()
            return
        day = self._day if self._view.day is not None else None
        self.card.write(meter_card(self.meter_id, self._row, day, self._view.instant(), self._state.time_zone))

    def _on_scope(self) -> None:
        self._row, self._day = None, None
        self.mark()
        self.draw()

    def _details_query(self) -> Query | None:
        utility_id = self._state.utility_id
        if not self._view.is_shown or utility_id is None or self.meter_id is None:
            return None
        return Query.of("details_meter", utility_id=utility_id, asset_id=self.meter_id)

    def _take_details(self, rows: pa.Table) -> None:
        found = rows.to_pylist()
        self._row = found[0] if found else {}
        self.draw()

    def _day_query(self) -> Query | None:
        meter_id, day = self.meter_id, self._view.day
        if meter_id is None or day is None:
            return None
        return Query.of("ami_day_of_meters", day=day, first_meter_id=meter_id, end_meter_id=meter_id + 1)

    def _take_day(self, rows: pa.Table) -> None:
        self._day = MeterDay.of(rows)
        self.draw()
