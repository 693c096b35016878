"""WhatIfAsking: keeps an answer in step with what a session assumes; nothing waits in the session itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import param

from app.follow import FollowStatus
from app.tabs.asset_health.view import AssetView
from app.what_ifs import WhatIfFound, WhatIfRun, WhatIfWish, begun
from data_sources.errors import FluxError, SourceUnavailable

NO_HISTORY: Final = ("No history is set up", "A what-if is computed from the readings of meters in the history.")


class WhatIfAsking(param.Parameterized):
    """The answer and where it stands.

    Args:
        view: whose sources, looks and workers are used.
        make_wish: what is assumed now; None for nothing. Quick; asks nobody.
    """

    found: Any = param.Parameter(default=None, doc="The newest WhatIfFound with rows; None before. Writer: itself.")
    status: Any = param.Parameter(default=FollowStatus(), doc="A FollowStatus. Writer: itself.")

    def __init__(self, view: AssetView, make_wish: Callable[[], WhatIfWish | None]) -> None:
        """Looks from now on."""
        super().__init__()
        self._view, self._make_wish = view, make_wish
        self._wish: WhatIfWish | None = None
        self._run: WhatIfRun | None = None
        view.each_look(self._look)

    def retry(self) -> None:
        """Ask again."""
        self._wish = None

    def _look(self) -> None:
        wish = self._make_wish()
        if self._view.sources.history is None:
            self._say(FollowStatus("idle", False, *NO_HISTORY))
        elif wish is None:
            self._say(FollowStatus())
        elif wish != self._wish:
            self._begin(wish)
        elif self._run is not None:
            self._hear(self._run.seen())

    def _begin(self, wish: WhatIfWish) -> None:
        self._wish, self._run = wish, None
        self._say(FollowStatus("waiting", self.found is not None))
        live, history = self._view.sources.live, self._view.sources.history
        assert history is not None
        self._view.work(
            lambda: _attempt(lambda: begun(live, history, wish)), lambda run: self._take(wish, run), kind="history",
            key="what-if", on_away=self._on_away,
        )  # fmt: skip

    def _take(self, wish: WhatIfWish, run: WhatIfRun | FluxError) -> None:
        if wish != self._wish:
            return
        if isinstance(run, FluxError):
            self._say(FollowStatus("failed", self.found is not None, "", str(run)))
            return
        self._run = run
        self._hear(run.seen())

    def _hear(self, found: WhatIfFound) -> None:
        has_answer = self.found is not None
        if found.rows is not None:
            if found is not self.found:
                self.found = found
            self._say(FollowStatus("ready", True))
        elif found.message:
            self._say(FollowStatus("failed", has_answer, "", found.message))
        else:
            self._say(FollowStatus("waiting", has_answer))

    def _on_away(self, error: Exception) -> None:
        self._say(FollowStatus("stale", self.found is not None, "", str(error)))

    def _say(self, status: FollowStatus) -> None:
        if status != self.status:
            self.status = status


def _attempt(task: Callable[[], WhatIfRun]) -> WhatIfRun | FluxError:
    """The run, or why there is none; a source that is away is asked again."""
    try:
        return task()
    except SourceUnavailable:
        raise
    except FluxError as error:
        return error
