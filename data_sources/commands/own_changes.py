"""OwnChanges: who acts twice in a row from one page is never told of a conflict with themself."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from data_sources.commands.principal import Principal
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands, Order, OwnSteps
from data_sources.errors import CommandError


class OwnChanges:
    """Runs the commands of one page, one after the other, and knows which versions they led to.

    What a page shows is some seconds old. A command that expects the version shown there is late by the page's own
    commands of these seconds, too, which nobody needs to be told of. The version expected is followed along the page's
    own changes and no further: where anybody else changed the thing before, between or after them, it is a conflict.
    What a command changes beside its target (the other calls of a meter, the outage that another one is merged into) is
    followed alike, and so are the steps of several commands that are given at once.
    Thread-safe.

    Args:
        commands: the one way to change anything.
        by: who uses the page.
    """

    def __init__(self, commands: Commands, by: Principal) -> None:
        """Has changed nothing yet."""
        self._commands, self._by = commands, by
        self._turn = Lock()
        self._steps = OwnSteps()

    def run_all(self, orders: Sequence[Order], *, is_exact: bool = False) -> list[Receipt | CommandError]:
        """Run several in one transaction, each done or lost by itself.

        Args:
            orders: in the order in which they are run.
            is_exact: they are meant for the very versions that they expect, such as what takes the last step back.

        Raises:
            SourceUnavailable: the database cannot be reached.
        """
        with self._turn:
            followed = orders if is_exact else [self._steps.follow(order) for order in orders]
            outcomes = self._commands.run_all(followed, by=self._by, is_followed=not is_exact)
            for outcome in outcomes:
                if isinstance(outcome, Receipt):
                    self._steps.take(outcome.moved)
        return outcomes
