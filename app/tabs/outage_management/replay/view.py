"""ReplayView: any period of outages again: the map at every instant, figures, restoration curve, the outages of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app import formats
from app.charts.cursor import CursorLines
from app.follow import Follow, FollowStatus
from app.live import SourceKind
from app.tabs.outage_management.replay import rows
from app.tabs.outage_management.replay.asked import (
    BESIDES,
    NoPeriod,
    RecordTold,
    ReplayAnswer,
    ReplayWish,
    answer,
    told,
    wish_of,
    with_major_days,
)
from app.tabs.outage_management.replay.bar import SHEET, ReplayBar
from app.tabs.outage_management.replay.map_part import ReplayMap
from app.tabs.outage_management.view import OutageView
from app.widgets.board import Board, BoardHtml, box, pane
from app.widgets.data_table import PAGE_ROWS, DataTable
from app.widgets.figures import Figures
from data_sources.assets import AssetRef
from data_sources.query import Query
from data_sources.source import Source, Sources

NONE = ("No outage in this period", "Choose another period above, such as the largest day on record.")


class ReplayView(OutageView):
    """The outages of a period, played again."""

    slug = "replay"
    title = "Replay"

    def build(self) -> Any:
        """The view, made once."""
        self._answer: ReplayAnswer | None = None
        self._record: RecordTold | None = None
        self._state: str | None = None
        self._held: ReplayWish | None = None
        self._why: tuple[str, str] | None = None
        self.bar = ReplayBar(self)
        self.figures = Figures(rows.FIGURES, css_classes=["replay-figures"])
        self.card = BoardHtml(css_classes=["replay-picked"])
        self.card.dress(SHEET)
        self.map = ReplayMap(self, self.card, self._at_frame, lambda: self.bar.place.looked_at)
        self._make_boards()
        self._bind()
        left = box("replay-left", self.map.stage.view, self.map.film.player, sheets=(SHEET,))
        return box("view replay", self.bar, self.figures, left, self._curve_board, self._outage_board, sheets=(SHEET,))

    def _make_boards(self) -> None:
        self.curve = CursorLines(self.tokens())
        self.outages = DataTable(
            (), "outage_id", search=("number", "feeder_name", "substation_name", "cause"), part="outages",
            filter_words="Filter by number, feeder or cause", css_classes=["grow"], none=NONE,
        )  # fmt: skip
        self._curve_board = Board(
            pane(self.curve.figure), "replay-curve",
            self.tools(self._curve_rows, "restoration_curve", self._queries, self.curve.figure),
        )  # fmt: skip
        self._outage_board = Board(
            self.outages, "replay-outages", self.tools(self.outages.whole, "outages_of_period", self._queries)
        )

    def _bind(self) -> None:
        source: SourceKind = "live" if self.sources.history is None else "history"
        self.follow = Follow(self, self._wish, self._fetch, self._show, self._tell, source=source)
        self.context = Follow(self, self._wish, self._fetch_told, self._show_told, source=source)
        for board in (self._curve_board, self._outage_board):
            board.veil.on("retry", lambda _value: self.follow.retry())
        self.live(self._facts_query, self._take_facts)
        self.outages.on("row", lambda key: self._pick(int(key)))
        self.card.on("close", lambda _value: self.own.param.update(replay_outage=None))
        self.card.on("timeline", lambda _value: self._open_timeline())
        self.watch(self._go_tapped, self.curve, "tapped")
        self.watch(self._on_outage, self.own, "replay_outage")
        self.watch(self._recolour, self.state, ["theme", "palette"])
        self.watch(self.map.film.stop, self.own, ["replay_period", "replay_from", "replay_to"])
        self.watch(self.map.film.stop, self.selection, ["scope", "scope_id"])
        self._head()
        self._on_outage()

    # What is asked ------------------------------------------------------------------------------------------------

    def why_idle(self) -> tuple[str, str] | None:
        """Why there is no period."""
        return self._why

    def _wish(self) -> ReplayWish | None:
        """What is wanted; a live period does not grow under who plays it."""
        if self.map.film.player.is_playing and self._held is not None:
            return self._held
        own = self.own
        try:
            self._held = None if self.state.utility_id is None else wish_of(
                self.state.utility_id, formats.zone(self.state.time_zone).key, own.replay_period,
                (own.replay_from, own.replay_to), dt.datetime.now(dt.UTC), self.bar.place.looked_at,
            )  # fmt: skip
            self._why = None
        except NoPeriod as error:
            self._held, self._why = None, ("No such period", str(error))
        return self._held

    def _fetch(self, source: Source, wish: ReplayWish) -> ReplayAnswer:
        return answer(self.sources.live, self._both(source), wish, self.feed.version(*BESIDES))

    def _fetch_told(self, source: Source, wish: ReplayWish) -> RecordTold:
        return told(self.sources.live, self._both(source), wish)

    def _both(self, source: Source) -> Sources:
        """What is asked of the history can be let go of."""
        return Sources(source) if self.sources.history is None else Sources(self.sources.live, source)

    def _facts_query(self) -> Query | None:
        utility_id, outage_id = self.state.utility_id, self.own.replay_outage
        if utility_id is None or outage_id is None:
            return None
        return Query.of("outage_facts", outage_id=outage_id, utility_id=utility_id)

    # What is shown ------------------------------------------------------------------------------------------------

    def _show(self, _wish: ReplayWish, found: ReplayAnswer) -> None:
        self._answer = self.bar.answer = found
        self._show_curve()
        self._show_outages()
        self.map.show(found)
        self._head()
        self._draw_card()
        self._say_nothing()

    def _show_told(self, _wish: ReplayWish, found: RecordTold) -> None:
        self._record = found
        self._show_outages()
        self._say_nothing()

    def _show_curve(self) -> None:
        if self._answer is not None:
            at, lines = rows.lines(self._answer)
            self.curve.show(at, lines, self._answer.record.time_zone)

    def _show_outages(self) -> None:
        if self._answer is not None:
            self.outages.use(rows.columns(self._answer))
            self.outages.show(with_major_days(self._answer.record.outages, self._record))
            self._mark_row()

    def _say_nothing(self) -> None:
        found = self._answer
        words = rows.nothing_words(found, self._record) if found is not None else ""
        self.map.stage.say(words=words)
        self.outages.none = (words.rstrip("."), NONE[1]) if words else NONE

    def _at_frame(self, frame: int) -> None:
        """A frame is on the map: figures and the cursor of the curve follow."""
        if self._answer is not None:
            self._draw_figures()
            self.curve.move_to(int(self._answer.film.at_ms[frame]))

    def _draw_figures(self, status: FollowStatus | None = None) -> None:
        """Those of the frame on the map; dimmed while they are of an answer that is older than it should be."""
        if self._answer is not None:
            self.figures.show(rows.figures(self._answer, self.map.film.frame), status)

    def _head(self) -> None:
        found = self._answer
        line = rows.period_words(found) if found is not None else ""
        self._curve_board.heading.show("Restoration curve", "a click goes to that instant")
        self._outage_board.heading.show("Outages", line)

    def _tell(self, status: FollowStatus) -> None:
        self.bar.trouble = status.message if status.stage in ("idle", "failed") else ""
        for board in (self._curve_board, self._outage_board):
            board.tell(status)
        self.figures.tell(status)
        self._draw_figures(status)
        if status.stage in ("idle", "failed"):
            self._answer = self.bar.answer = None
            self.map.clear()

    def _recolour(self) -> None:
        self.curve.recolour(self.tokens())

    # What is picked -----------------------------------------------------------------------------------------------

    def _pick(self, outage_id: int) -> None:
        """Show an outage where and when it began."""
        self.own.replay_outage = outage_id
        row = self._row(outage_id)
        if row is not None:
            self.map.go_to(row["started_at"])

    def _go_tapped(self) -> None:
        if self.curve.tapped is not None:
            self.map.go_to(dt.datetime.fromtimestamp(self.curve.tapped / 1000, dt.UTC))

    def _on_outage(self) -> None:
        self._state = None
        self._mark_row()
        self._draw_card()

    def _mark_row(self) -> None:
        """Mark the row of what is picked, and turn to its page."""
        outage_id, shown = self.own.replay_outage, self.outages.shown
        self.outages.mark(outage_id)
        if outage_id is not None and shown is not None:
            place = pc.index(shown["outage_id"], outage_id).as_py()
            if place >= 0:
                self.outages.page = place // PAGE_ROWS

    def _take_facts(self, found: pa.Table) -> None:
        self._state = found["state"][0].as_py() if len(found) else None
        self._draw_card()

    def _draw_card(self) -> None:
        outage_id, found = self.own.replay_outage, self._answer
        if outage_id is None or found is None:
            self.card.write(None)
        else:
            self.card.write(rows.card(self._row(outage_id), outage_id, found.record.time_zone, self._state))

    def _row(self, outage_id: int) -> dict[str, Any] | None:
        if self._answer is None:
            return None
        outages = self._answer.record.outages
        found = outages.filter(pc.equal(outages["outage_id"], outage_id)).to_pylist()
        return found[0] if found else None

    def _open_timeline(self) -> None:
        if self.own.replay_outage is not None:
            self.selection.change(asset=AssetRef("outage", self.own.replay_outage))

    # Files --------------------------------------------------------------------------------------------------------

    def _queries(self) -> list[Query]:
        return [] if self._answer is None else list(self._answer.record.asked)

    def _curve_rows(self) -> pa.Table | None:
        found = self._answer
        if found is None:
            return None
        at_ms, out = found.curve.at_ms, found.curve.customers_out
        at_ms, out = np.append(at_ms, found.curve.end_ms), np.append(out, out[-1])
        at = pa.array(at_ms).cast(pa.timestamp("ms", "UTC"))
        return pa.table({"at": at, "customers_out": out, "saidi_minutes": found.record.saidi_minutes(at_ms)})
