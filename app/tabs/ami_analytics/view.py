"""AmiView: what the views of AMI Analytics have in common. A view is built when it is first brought to the front."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from data_sources.query import Query

if TYPE_CHECKING:
    from app.tabs.ami_analytics.tab import AmiAnalyticsTab


class AmiView:
    """One view of the tab.

    Args:
        tab: gives state, sources, live bindings and workers.
    """

    slug: ClassVar[str] = ""
    title: ClassVar[str] = ""

    def __init__(self, tab: AmiAnalyticsTab) -> None:
        """Builds nothing yet."""
        self.tab = tab
        self.state = tab.state
        self.ami = tab.state.ami

    @property
    def is_shown(self) -> bool:
        """Whether the view is in front; a hidden one asks nothing."""
        return self.tab.is_shown and self.ami.view == self.slug

    def build(self) -> Any:
        """The view, made once."""
        raise NotImplementedError(f"{type(self).__name__} has no build method.")

    def history(self, make_query: Callable[[], Query | None], show: Callable[[Any], None]) -> None:
        """Call `show(rows)` whenever the rows of a history query change, while the view is in front."""
        has_history = self.tab.sources.history is not None
        self.tab.live(lambda: make_query() if has_history and self.is_shown else None, show, source="history")

    def work(self, task: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Ask the history in a worker thread, then `then(result)` in the session's document."""
        self.tab.work(task, then, kind="history")
