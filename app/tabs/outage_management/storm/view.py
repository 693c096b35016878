"""StormView: a storm at a glance and at hand: the switch, figures, curve and map, beside them one part at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from app import formats
from app.desk.command_desk import CommandDesk
from app.tabs.outage_management.storm import rows
from app.tabs.outage_management.storm.answer import StormDesk
from app.tabs.outage_management.storm.areas_part import AreasPart
from app.tabs.outage_management.storm.chart import StormCurve
from app.tabs.outage_management.storm.damage_part import DamagePart
from app.tabs.outage_management.storm.head_part import SHEET, StormHead
from app.tabs.outage_management.storm.map_part import StormMap
from app.tabs.outage_management.storm.past_part import MethodPart, PastPart
from app.tabs.outage_management.storm.priorities_part import PrioritiesPart
from app.tabs.outage_management.storm.public_part import PublicPart
from app.tabs.outage_management.storm.state import STORM_PARTS
from app.tabs.outage_management.view import OutageView
from app.view import AWAY
from app.widgets.board import Board, BoardHtml, box, pane, segments
from app.widgets.figures import Figures
from data_sources.analytics.clock import utc64
from data_sources.studies.storm.picture import SHARES

FIGURES = 7


class StormView(OutageView):
    """What is out, who goes where next, when it will be over."""

    slug = "storm"
    title = "Storm"

    def build(self) -> Any:
        """The view, made once."""
        self.desk, self.storm = CommandDesk(self), StormDesk(self)
        self.head = StormHead(self, self.desk, self.storm)
        self.figures = Figures(FIGURES, css_classes=["storm-figures"])
        self.times = Figures(len(SHARES), css_classes=["storm-times"])
        self.curve = StormCurve(self.tokens())
        self.curve_board = Board(
            pane(self.curve.figure), "storm-curve",
            self.tools(self._curve_rows, "storm_curve", lambda: self.storm.queries, self.curve.figure),
        )  # fmt: skip
        self.map = StormMap(self, self.storm)
        self.choice = BoardHtml(css_classes=["storm-parts"])
        self.choice.dress(SHEET)
        self.parts: dict[str, Any] = {}  # those that were wanted so far, by slug
        self._places: dict[str, Any] = {}
        self.beside = box("storm-beside", sheets=(SHEET,))
        self._bind()
        return box(
            "view storm", self.head.panel, self.figures, self.curve_board, self.times,
            self.map.stage.view, self.choice, self.beside, sheets=(SHEET,),
        )  # fmt: skip

    def _bind(self) -> None:
        self.choice.on("part", lambda slug: self.own.param.update(storm_part=slug))
        self.curve_board.veil.on("retry", lambda _value: self.storm.retry())
        self.watch(self._bring, self.own, "storm_part")
        self.watch(self._draw, self.storm, ["picture", "status"])
        self.watch(self._draw, self.state, "time_zone")
        self.watch(self._recolour, self.state, ["theme", "palette"])
        self._bring()
        self._draw()

    def _make(self, slug: str) -> Any:
        makers: dict[str, Callable[[], Any]] = {
            "priorities": lambda: PrioritiesPart(self, self.desk, self.storm),
            "areas": lambda: AreasPart(self, self.desk, self.storm),
            "damage": lambda: DamagePart(self, self.desk, self.storm),
            "public": lambda: PublicPart(self, self.desk, self.storm),
            "past": lambda: PastPart(self, self.storm),
            "method": MethodPart,
        }
        return makers[slug]()

    def _bring(self) -> None:
        """Show one part; it is made when it is first wanted."""
        slug = self.own.storm_part
        self.choice.write(segments("part", "Part", list(STORM_PARTS.items()), slug))
        if slug not in self.parts:
            self.parts[slug] = self._make(slug)
            self._places[slug] = box("storm-place", self.parts[slug].board, sheets=(SHEET,))
            self.beside.append(self._places[slug])
        for name, place in self._places.items():
            place.css_classes = ["storm-place"] if name == slug else ["storm-place", AWAY]

    def _draw(self) -> None:
        picture, zone = self.storm.picture, self.state.time_zone
        self.curve_board.tell(self.storm.status)
        if picture is None:
            self.curve_board.heading.show("Customers out")
            self.figures.tell(self.storm.status)
            self.times.tell(self.storm.status)
            return
        since = formats.day_and_clock(picture.from_at, zone)
        ahead = "no forecast: nobody is out" if not picture.record.out_now else "no forecast: no crew is on shift"
        line = f"since {since}; ahead: median and P10 to P90 of 400 runs of the queue"
        self.curve_board.heading.show("Customers out", line if picture.forecast else f"since {since}; {ahead}")
        self.figures.show(rows.figures(picture, zone))
        self.times.show(rows.times(picture, zone))
        bins = picture.record.bins
        at = bins.from_ms.astype("datetime64[ms]")
        out = np.append(bins.most, picture.record.out_now)
        self.curve.show(np.append(at, utc64(picture.at)), out, utc64(picture.at), picture.forecast, zone)

    def _curve_rows(self) -> pa.Table | None:
        return None if self.storm.picture is None else rows.curve_table(self.storm.picture)

    def _recolour(self) -> None:
        self.curve.recolour(self.tokens())
