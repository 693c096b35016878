"""CommandDesk: what the view's forms do, as commands in a worker, and what came of it in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.tabs.outage_management.view import OutageView
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Order
from data_sources.errors import CommandError, SourceUnavailable

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

    def __init__(self, view: OutageView) -> None:
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
