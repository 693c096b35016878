"""Living: what tabs and views have in common. What one binds, watches and begins ends with it, and with nothing else.

A tab or view that failed is closed before the next one is made in its place: none of its callbacks runs any more, and
whatever of it is still under way is thrown away when it comes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

import panel as pn
import param
from panel.viewable import Viewer

from app.live import Binding, LiveLoop, Look, MakeQuery, PendingWork, Show, SourceKind
from app.threads import Kind

log = logging.getLogger(__name__)


class Living(Viewer):
    """Something on the page that follows data and selections while it can be seen.

    Args:
        loop: looks at what is bound, in the session.
    """

    title: ClassVar[str] = ""

    failure = param.ClassSelector(
        class_=BaseException, default=None, allow_None=True, doc="What went wrong; its place shows its error card."
    )
    is_shown = param.Boolean(default=False, doc="Whether it can be seen now. Writer: its place.")

    def __init__(self, loop: LiveLoop, **params: Any) -> None:
        """Nothing is built before the view is asked for."""
        super().__init__(**params)
        self._loop = loop
        self._view: Any = None
        self._bindings: list[Binding] = []
        self._works: dict[object, PendingWork] = {}
        self._stale_checks: list[Callable[[], bool]] = []
        self._endings: list[Callable[[], object]] = []
        self._is_closed = False

    def build(self) -> Any:
        """What is seen; made once. Subclasses answer anything Panel can show."""
        raise NotImplementedError(f"{type(self).__name__} has no build method.")

    def __panel__(self) -> Any:
        """What is seen, built at the first call."""
        if self._view is None:
            self._view = self.build()
        return self._view

    # What it follows ---------------------------------------------------------------------------------------------

    def live(self, make_query: MakeQuery, show: Show, *, source: SourceKind | None = None) -> Binding:
        """Call `show(rows)` now and whenever the rows of `make_query()` change, while it can be seen.

        Args:
            make_query: the query wanted now; None for nothing. Called often: it must be quick and ask nobody.
            show: takes a `pyarrow.Table`; runs in the session's document, its changes go out together.
            source: "live" or "history"; by default the one whose dialect the statement is in.
        """
        binding = Binding(make_query, partial(_together, show), lambda: self.is_shown, self._fail, source)
        self._bindings.append(binding)
        self.on_close(lambda: self._loop.unbind(binding))
        return self._loop.bind(binding)

    def each_look(self, callback: Callable[[], None]) -> None:
        """Call back at each look of the session (four a second) while it can be seen; quick, and asking nobody."""
        look = Look(callback, lambda: self.is_shown, self._fail)
        self._loop.add_look(look)
        self.on_close(lambda: self._loop.remove_look(look))

    def watch(
        self, callback: Callable[[], None], target: param.Parameterized, names: str | Sequence[str], *,
        onlychanged: bool = True,
    ) -> None:  # fmt: skip
        """Call back whenever one of some params changes.

        Args:
            callback: takes nothing; what it raises is shown in this one's place, whoever changed the param.
            target: whose params, e.g. `self.own`, `self.selection`, `self.state`.
            names: of the params.
            onlychanged: False to be called although the same value was set again.
        """

        def call(*_events: Any) -> None:
            if self._is_closed:
                return  # param goes through a list made before it was let go of
            try:
                callback()
            except Exception as error:  # its own code: its place shows it, and who changed the param goes on
                self._fail(error)

        watcher = target.param.watch(call, [names] if isinstance(names, str) else list(names), onlychanged=onlychanged)
        self.on_close(lambda: target.param.unwatch(watcher))

    def work(
        self, task: Callable[[], Any], then: Callable[[Any], None], *, kind: Kind = "live", key: str = "",
        on_away: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        """Run something slow in a worker thread, then `then(result)` in the session's document.

        A source that is away fails nothing: the task is run again until the source answers.

        Args:
            task: runs in a thread.
            then: takes what it answers.
            kind: whose threads: "history" for what asks the history, so that it never stops what asks PostgreSQL.
            key: a later task with the same key takes this one's place; its result is thrown away.
            on_away: told each time a source is away.
        """
        self._works = {known: work for known, work in self._works.items() if not work.is_done}
        if key in self._works:
            self._works[key].let_go()
        self._works[key or object()] = self._loop.work(
            task, partial(_together, then), self._fail, kind, is_wanted=lambda: self.is_shown, on_away=on_away
        )

    def why_idle(self) -> tuple[str, str] | None:
        """Title and hint for boards that nothing is wanted of; None where there is nothing to say."""
        return None

    @property
    def is_stale(self) -> bool:
        """Whether a source is away, so that something shown is older than it should be."""
        bound = any(binding.is_stale for binding in self._bindings)
        worked = any(work.is_stale for work in self._works.values())
        return bound or worked or any(is_stale() for is_stale in self._stale_checks)

    def stale_if(self, is_stale: Callable[[], bool]) -> None:
        """Count it as stale whenever this says so too; called often, so it asks nobody."""
        self._stale_checks.append(is_stale)

    def on_hide(self, callback: Callable[[], object]) -> None:
        """Call back whenever it can be seen no longer."""

        def call() -> None:
            if not self.is_shown:
                callback()

        self.watch(call, self, "is_shown")

    # How it ends -------------------------------------------------------------------------------------------------

    def on_close(self, callback: Callable[[], object]) -> None:
        """Call back once, when it ends."""
        self._endings.append(callback)

    def close(self) -> None:
        """End it: the session ended, or it failed. Safe to call again."""
        self._is_closed = True
        endings, self._endings = self._endings, []
        for ending in [*endings, *(work.let_go for work in self._works.values())]:
            end(ending)
        self._bindings, self._works, self._stale_checks = [], {}, []

    def _fail(self, error: BaseException) -> None:
        if not self._is_closed:
            self.failure = error


def end(ending: Callable[[], object]) -> None:
    """Run an ending, a tab's own code perhaps: what it raises is logged, and the other endings go on."""
    try:
        ending()
    except Exception:
        log.exception("An ending failed; the others go on.")


def _together(show: Callable[[Any], None], rows: Any) -> None:
    """Show rows with all changes going out at once."""
    with pn.io.hold():
        show(rows)
