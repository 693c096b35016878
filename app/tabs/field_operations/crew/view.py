"""CrewView: the orders of one crew in their order, on its phone or tablet, with what it reports of them."""

from __future__ import annotations

from typing import Any

import panel as pn
import pyarrow as pa

from app import theme, ways
from app.desk.command_desk import CommandDesk
from app.desk.live_view import LiveView
from app.tabs.field_operations.crew import crew_html
from app.widgets.kept_forms import KeptForms
from data_sources.assets import AssetRef
from data_sources.query import Query

SHEETS = ("widgets", "desk_parts", "field_crew")
ON_MAP = ("pole", "transformer", "device", "segment")


class CrewView(LiveView):
    """What a crew has before it; it writes `own.crew`."""

    slug = "field_crew"
    title = "Crew"

    def build(self) -> Any:
        """The view, made once."""
        self._utility_id = self.state.utility_id
        self._crews: list[dict[str, Any]] = []
        self._orders: list[dict[str, Any]] | None = None
        self._asked: int | None = None
        self._can_change = CommandDesk(self).can_change
        self.body = KeptForms(css_classes=["crew-view"], room="widgets")
        self.body.model.stylesheets = [theme.stylesheet(name) for name in ("base", *SHEETS)]
        self.body.on("crew", lambda number: self.own.param.update(crew=int(number) if number else None))
        self.body.on("map", self._open_map)
        self.live(self._crews_query, self._take_crews)
        self.live(self._orders_query, self._take_orders)
        self.watch(self._draw, self.own, "crew")
        self.watch(self._on_utility, self.state, "utility_id")
        self._draw()
        return pn.Column(
            self.body, css_classes=["field_crew"], stylesheets=[theme.stylesheet("field_crew")],
            sizing_mode="stretch_both", margin=0,
        )  # fmt: skip

    def _crews_query(self) -> Query | None:
        utility_id = self.state.utility_id
        return None if utility_id is None else Query.of("crews_on_board", utility_id=utility_id)

    def _orders_query(self) -> Query | None:
        utility_id, crew_id = self.state.utility_id, self.own.crew
        if utility_id is None or crew_id is None:
            return None
        return Query.of("crew_day", utility_id=utility_id, crew_id=crew_id)

    def _take_crews(self, found: pa.Table) -> None:
        self._crews = found.to_pylist()
        self._draw()

    def _take_orders(self, found: pa.Table) -> None:
        self._orders, self._asked = found.to_pylist(), self.own.crew
        self._draw()

    def _on_utility(self) -> None:
        """A crew of one utility is none of another's."""
        if self._utility_id is not None:
            self.own.param.update(crew=None)
        self._utility_id = self.state.utility_id

    def _draw(self) -> None:
        crew = next((one for one in self._crews if one["crew_id"] == self.own.crew), None)
        orders = self._orders if self._asked == self.own.crew else None
        self.body.write(
            crew_html.page(
                self._crews, crew, orders, self.state.time_zone, can_change=self._can_change,
                is_simulated=self.is_simulated,
            )
        )  # fmt: skip

    def _open_map(self, number: Any) -> None:
        row = next((one for one in self._orders or () if str(one["work_order_id"]) == str(number)), None)
        if row is not None and row["lon"] is not None:
            asset = AssetRef(row["asset_kind"], row["asset_id"]) if row["asset_kind"] in ON_MAP else None
            ways.open_map(self.state, row["lon"], row["lat"], asset)
