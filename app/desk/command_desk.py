"""CommandDesk: what a view's forms do, as commands in a worker, and what came of it in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from app.view import View
from data_sources.commands.command import Command
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Order
from data_sources.errors import CommandError, InvalidCommand, SourceUnavailable

UNKNOWN = "The database did not answer: whether it was done is not known. Send it again; nothing is done twice."

Outcome = Receipt | CommandError


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """What came of some orders.

    Attributes:
        outcomes: one an order; none where the database did not answer.
    """

    outcomes: Sequence[Outcome]

    @property
    def receipts(self) -> list[Receipt]:
        """Those that were done."""
        return [one for one in self.outcomes if isinstance(one, Receipt)]

    @property
    def errors(self) -> list[CommandError]:
        """Why the others were not."""
        return [one for one in self.outcomes if isinstance(one, CommandError)]


class CommandDesk:
    """Gives commands for whoever uses the page.

    Args:
        view: its tab knows who that is, and its workers run them.
    """

    def __init__(self, view: View) -> None:
        """Has given nothing yet."""
        self._view = view
        self.principal = view.tab.principal

    @property
    def can_change(self) -> bool:
        """Whether anything can be changed from this page."""
        return self._view.tab.own_changes is not None and self.principal.may("operator")

    def give(self, orders: Sequence[Order], then: Callable[[Done], None], *, is_exact: bool = False) -> None:
        """Run them in one transaction, each done or lost by itself.

        Args:
            orders: over the versions that the page shows; its own changes since are no conflict.
            then: hears what came of it.
            is_exact: they are, for what they take back is the very last step.
        """
        own = self._view.tab.own_changes
        assert own is not None

        def run() -> Done:
            try:
                return Done(own.run_all(orders, is_exact=is_exact))
            except SourceUnavailable:
                return Done(())

        self._view.work(run, then, kind="live")


class OneCommand:
    """What a form gives as one command at a time.

    Args:
        desk: runs it.
        redraw: called when something is wrong.

    Attributes:
        error: the field at fault (empty: the whole) and the sentence.
        is_busy: whether it is under way.
    """

    def __init__(self, desk: CommandDesk, redraw: Callable[[], None]) -> None:
        """Nothing is wrong."""
        self._desk, self._redraw = desk, redraw
        self.error: tuple[str, str] = ("", "")
        self.is_busy = False

    def give(self, make: Callable[[], Command], key: object, then: Callable[[Receipt], None]) -> None:
        """Run what `make` makes of what was typed; `then` hears that it was done.

        Args:
            make: may raise InvalidCommand.
            key: of the request; the same key again is the same request.
            then: takes the receipt.
        """
        try:
            command = make()
        except InvalidCommand as error:
            self._complain(error.field, str(error))
            return
        self.is_busy = True
        self._desk.give([Order(command, None, str(key))], partial(self._take, then))

    def _take(self, then: Callable[[Receipt], None], done: Done) -> None:
        self.is_busy = False
        if not done.receipts:
            self._complain("", str(done.errors[0]) if done.errors else UNKNOWN)
            return
        self.error = ("", "")
        then(done.receipts[0])

    def _complain(self, field: str, sentence: str) -> None:
        self.error = field, sentence
        self._redraw()
