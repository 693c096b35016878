"""OutagesView: outages past and present of the feeder, transformer or meter looked at, each a way on."""

from __future__ import annotations

from typing import Any

from app import ways
from app.follow import FollowStatus
from app.tabs.ami_analytics.outages import rows
from app.tabs.ami_analytics.view import AmiView, arranged
from app.widgets.board import Board
from app.widgets.data_table import DataTable
from app.widgets.figures import Figures
from app.widgets.html import Markup, el
from app.widgets.place_outages.following import PlaceOutages
from data_sources.history.place_outages import OutagePlace, PlaceOutage, PlaceRecord
from data_sources.query import Query

NOT_A_PLACE = (
    "Choose a feeder, a transformer or a meter",
    "Its outages stand here. How reliable supply was in the whole utility stands in Outage Management, Reliability.",
)
NONE = ("No outage on record", "Nothing that lost supply here is on record of the last years.")


class OutagesView(AmiView):
    """Outages of one place."""

    slug, title = "outages", "Outages"

    def build(self) -> Any:
        """Figures, the outages, and the periods beside the means."""
        self._record: PlaceRecord | None = None
        self.figures = Figures(5, css_classes=["view-figures"])
        self.list = DataTable(
            rows.OUTAGE_COLUMNS, "outage_id", search=("cause", "kind"), part="outages",
            filter_words="Filter by cause or kind", css_classes=["grow"],
        )  # fmt: skip
        self.by_period = DataTable(rows.PERIOD_COLUMNS, "place", part="rows", css_classes=["grow"])
        self.board = Board(self.list, "view-table", self.tools(self.list.whole, "outages_of_place", self._queries))
        self.periods = Board(
            self.by_period, "view-lower", self.tools(self.by_period.whole, "outages_by_period", self._queries)
        )
        self._bind()
        return arranged("view view-outages", self.figures, self.board, self.periods)

    def _bind(self) -> None:
        self.follow = PlaceOutages(self, self._place, self._show, self._tell)
        self.list.on("row", self._pick)
        self.watch(self._show_picked, self.ami, "outage_id")
        self.board.heading.on("outage", lambda value: ways.open_outage(self.state, int(value)))
        self.board.heading.on("readings", self._open_readings)
        self.board.heading.on("replay", lambda _value: self._open_replay())
        for board in (self.board, self.periods):
            board.veil.on("retry", lambda _value: self.follow.retry())
        self.watch(self._say_which, self.selection, ["scope", "scope_id"])
        self._head()
        self._say_which()

    # What is wanted ----------------------------------------------------------------------------------------------

    def _place(self) -> OutagePlace | None:
        """A feeder; of a meter the transformer that it hangs on. None while it is not known."""
        utility_id, selection = self.state.utility_id, self.selection
        if utility_id is None or selection.scope_id is None:
            return None
        if selection.scope == "feeder":
            return OutagePlace(utility_id, selection.scope_id)
        named = self.known.named
        is_below = selection.scope in ("transformer", "meter") and bool(named)
        return OutagePlace(utility_id, named["feeder_id"], named["transformer_id"]) if is_below else None

    @property
    def _is_feeder(self) -> bool:
        return self.selection.scope == "feeder"

    def _queries(self) -> list[Query]:
        return [] if self._record is None else list(self._record.asked)

    # What is shown -----------------------------------------------------------------------------------------------

    def _show(self, place: OutagePlace, record: PlaceRecord) -> None:
        if place != self._place():
            return
        self._record = record
        zone = self.known.time_zone
        self.figures.show(rows.figures(record, zone, is_feeder=self._is_feeder))
        self.list.time_zone = zone
        self.list.show(rows.outage_rows(record))
        self.by_period.show(rows.period_rows(record, is_feeder=self._is_feeder))
        self._show_picked()

    def _tell(self, status: FollowStatus) -> None:
        if self._place() is None:
            self._say_which()
            return
        self.figures.tell(status)
        for board in (self.board, self.periods):
            board.tell(status)
        if status.stage == "ready" and self._record is not None and not self._record.outages:
            self.board.empty(*NONE)

    def _say_which(self) -> None:
        """Ask for a place where none is chosen; another one than shown is on its way."""
        self._record = None
        self.figures.write()
        self._head()
        for board in (self.board, self.periods):
            if self.selection.scope in ("utility", "substation"):
                board.empty(*(NOT_A_PLACE if board is self.board else ("", "")))
            else:
                board.veil.wait(is_first=True)

    def _head(self) -> None:
        of_whom = {"meter": "of the transformer that it hangs on", "transformer": "of this transformer"}
        line = of_whom.get(self.selection.scope, "of the whole feeder")
        self.board.heading.show(
            "Outages", f"{line}, five years; a click picks one", *self._ways(), is_simulated=self.is_simulated
        )
        self.periods.heading.show("By period", "means a customer served: SAIFI, SAIDI, MAIFI of IEEE 1366")

    # The outage picked -------------------------------------------------------------------------------------------

    @property
    def picked(self) -> PlaceOutage | None:
        """The outage picked in the table."""
        found = () if self._record is None else self._record.outages
        return next((one for one in found if one.outage_id == self.ami.outage_id), None)

    def _pick(self, key: Any) -> None:
        """Pick an outage; the same once more lets go of it."""
        self.ami.outage_id = None if self.ami.outage_id == int(key) else int(key)

    def _show_picked(self) -> None:
        self.list.mark(self.ami.outage_id)
        self._head()

    def _ways(self) -> list[Markup]:
        """Where the picked outage leads on to."""
        one = self.picked
        if one is None:
            return []
        title = f"Open outage {one.outage_id}"
        made = [("readings", "Readings around it", "Load and voltage, four hours before to four hours after")]
        if one.restored_at is not None:
            made.append(("replay", "Replay", "In Outage Management, at the moment it began"))
        if one.is_live:
            made.insert(0, ("outage", title, "In Outage Management"))
        return [
            el("button", text, type="button", cls="button", data_action=action, data_value=one.outage_id, title=tip)
            for action, text, tip in made
        ]  # fmt: skip

    def _open_readings(self, _value: Any) -> None:
        one, record = self.picked, self._record
        if one is not None and record is not None and self.selection.scope_id is not None:
            over = one.restored_at or record.as_of
            ways.open_readings(self.state, self.selection.scope, self.selection.scope_id, one.out_at, over)

    def _open_replay(self) -> None:
        one = self.picked
        if one is not None and one.restored_at is not None:
            ways.open_replay(self.state, one.outage_id, one.out_at, one.restored_at)
