"""Giving: what is assigned on the board, as commands; and the proposal for all of it, until it is applied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import param

from app import formats
from app.desk.command_desk import UNKNOWN, CommandDesk, Done
from app.desk.live_view import LiveView
from app.tabs.field_operations.board.book import BoardBook
from data_sources.commands.command import Command
from data_sources.commands.run import Order
from data_sources.errors import Conflict
from data_sources.field.orders import AssignWorkOrder, UnassignWorkOrder
from data_sources.studies.dispatch.ground import work_minutes
from data_sources.studies.dispatch.proposal import BoardProposal, propose
from data_sources.studies.dispatch.suggestions import begins_last

GONE: Final = "That order is not on the board any more."
LONGEST_LIST: Final = 5

Row = dict[str, Any]


class Giving(param.Parameterized):
    """Gives orders to crews over the versions that the board shows.

    Args:
        view: its workers run them.
        book: the board.
    """

    proposal = param.ClassSelector(class_=BoardProposal, default=None, allow_None=True, doc="For the whole board.")
    said: Any = param.Tuple(default=("", ""), length=2, doc="What came of the last one: tone (done, error) and words.")
    is_busy = param.Boolean(default=False, doc="Whether a proposal or its commands are under way.")

    def __init__(self, view: LiveView, book: BoardBook) -> None:
        """Has given nothing yet."""
        super().__init__()
        self._view, self._book = view, book
        self._desk = CommandDesk(view)
        view.watch(self.discard, view.state, "utility_id")

    @property
    def can_change(self) -> bool:
        """Whether anything can be changed from this page."""
        return self._desk.can_change

    # One order -----------------------------------------------------------------------------------------------------

    def drop(self, work_order_id: int, crew_id: int, at: dt.datetime, key: str) -> None:
        """An order was dropped on a crew's lane at a time; what lies behind the present begins as soon as can be."""
        now = dt.datetime.now(dt.UTC)
        self.assign(work_order_id, crew_id, None if at <= now else at, key)

    def assign(self, work_order_id: int, crew_id: int, at: dt.datetime | None, key: str) -> None:
        """Give an order to a crew.

        Args:
            work_order_id: the order.
            crew_id: the crew.
            at: when work is to begin, aware; None: when the crew can be there, by the timetable of what it has.
            key: of the request; the same key again is the same request.
        """
        row, crew = self._book.row(work_order_id), self._book.crew(crew_id)
        if row is None or crew is None:
            self.said = "error", GONE
            return
        times: dict[str, Any] = {}
        if row["outage_id"] is None:
            begins = at or self._soonest(work_order_id, crew_id)
            times = {"planned_start_at": begins, "planned_end_at": begins + dt.timedelta(minutes=work_minutes(row))}
        when = f", {formats.day_and_clock(at, self._view.state.time_zone)}" if at and times else ""
        command = AssignWorkOrder(work_order_id=work_order_id, crew_id=crew_id, **times)
        self._give(command, row, key, f"Order {row['number']} to {crew['crew_name']}{when}.")

    def _soonest(self, work_order_id: int, crew_id: int) -> dt.datetime:
        """When the crew comes to the order after all that it has; when it is free, where nobody says the place."""
        ground, now = self._book.ground, dt.datetime.now(dt.UTC)
        begins = None if ground is None else begins_last(ground, work_order_id, crew_id)
        free = [one.free_at for one in self._book.lanes if one.crew["crew_id"] == crew_id and one.free_at is not None]
        return max([now, *([begins] if begins is not None else free)]).replace(second=0, microsecond=0)

    def unassign(self, work_order_id: int, key: str) -> None:
        """Take an order out of its crew's queue."""
        row = self._book.row(work_order_id)
        if row is None:
            self.said = "error", GONE
        elif row["crew_id"] is not None:
            words = f"Order {row['number']} waits for a crew again."
            self._give(UnassignWorkOrder(work_order_id=work_order_id), row, key, words)

    def _give(self, command: Command, row: Row, key: str, words: str) -> None:
        if not self.can_change:
            return
        self.said = "waiting", f"Order {row['number']} …"
        self._desk.give([Order(command, row["version"], key)], partial(self._take, words))

    def _take(self, words: str, done: Done) -> None:
        if done.receipts:
            self.said = "done", words
        else:
            self.said = "error", _sentence(done.errors[0]) if done.errors else UNKNOWN

    # The whole board -----------------------------------------------------------------------------------------------

    def propose(self) -> None:
        """Ask for a proposal; it changes nothing."""
        ground = self._book.ground
        if ground is None or self.is_busy:
            return
        self.is_busy = True
        self._view.own.board_order = None  # the proposal stands where an order would
        self._view.work(lambda: propose(ground), self._show, key="propose")

    def discard(self) -> None:
        """Let go of the proposal."""
        self.proposal, self.is_busy = None, False

    def apply(self, key: str) -> None:
        """Give all that is proposed, in one transaction, each done or lost by itself."""
        proposal = self.proposal
        if proposal is None or self.is_busy or not self.can_change:
            return
        self.is_busy = True
        orders = [Order(one.command(), one.version, f"{key}-{one.work_order_id}") for one in proposal.orders]
        self._desk.give(orders, partial(self._applied, [one.number for one in proposal.orders]))

    def _show(self, proposal: BoardProposal) -> None:
        self.is_busy, self.said = False, ("", "")
        self.proposal = proposal

    def _applied(self, numbers: Sequence[str], done: Done) -> None:
        self.is_busy = False
        if not done.outcomes:
            self.said = "error", UNKNOWN
            return
        lost = [(number, one) for number, one in zip(numbers, done.outcomes, strict=True) if isinstance(one, Exception)]
        words = f"{formats.count_of(len(done.receipts), 'order')} given to crews."
        if lost:
            told = " ".join(_sentence(error) for _, error in lost[:LONGEST_LIST])
            more = f" And {len(lost) - LONGEST_LIST} more." if len(lost) > LONGEST_LIST else ""
            words += f" {len(lost)} could not be: {told}{more} Suggest again for what is left."
        self.proposal, self.said = None, ("error" if lost else "done", words)


def _sentence(error: Exception) -> str:
    return f"{error} Nothing was done with it." if isinstance(error, Conflict) else str(error)
