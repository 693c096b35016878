"""View: a part of a tab that can be put in front; ViewStage: where one of a tab's views stands at a time.

A view is built when it is first brought to the front, and asks nothing while it is not seen. One that cannot be built
says so in its own place; the other views of its tab go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import panel as pn
import param
import pyarrow as pa
from panel.viewable import Viewer

from app import theme
from app.live import MakeQuery, Show, SourceKind
from app.tab import Tab
from app.threads import Kind
from app.widgets.board import Veil
from app.widgets.export import Export, GetTable
from app.widgets.sql_note import Answered, SqlNote
from data_sources.cache import Versions
from data_sources.query import Query
from data_sources.source import Health, Sources

log = logging.getLogger(__name__)

AWAY = "is-away"  # not `visible`, which the views' own `display` would undo
NOT_BUILT = "This view could not be made; the server's log says why."


class View(Viewer):
    """Base of the views of a tab.

    Args:
        tab: gives the state, sources, live bindings and workers; all of them end with it.
    """

    slug: ClassVar[str] = ""
    title: ClassVar[str] = ""
    source: ClassVar[SourceKind] = "history"  # where its boards' rows come from

    is_shown = param.Boolean(default=False, doc="Whether it can be seen now. Writer: the stage.")

    def __init__(self, tab: Tab, **params: Any) -> None:
        """Builds nothing yet."""
        super().__init__(**params)
        self.tab = tab
        self.state = tab.state
        self.selection = tab.selection
        self._view: Any = None

    def build(self) -> Any:
        """The view, made once. Subclasses answer anything Panel can show."""
        raise NotImplementedError(f"{type(self).__name__} has no build method.")

    def __panel__(self) -> Any:
        """The view, built at the first call."""
        if self._view is None:
            self._view = self.build()
        return self._view

    # What it asks ------------------------------------------------------------------------------------------------

    @property
    def sources(self) -> Sources:
        """What may be asked."""
        return self.tab.sources

    @property
    def feed(self) -> Versions:
        """Numbers the changes."""
        return self.tab.feed

    def live(self, make_query: MakeQuery, show: Show, *, source: SourceKind = "live") -> None:
        """Call `show(rows)` whenever the rows of a query change, while the view is seen."""
        self.tab.live(lambda: make_query() if self.is_shown else None, show, source=source)

    def history(self, make_query: MakeQuery, show: Show) -> None:
        """The same for the history; nothing is asked where none is set up."""
        if self.sources.history is not None:
            self.live(make_query, show, source="history")

    def each_look(self, callback: Callable[[], None]) -> None:
        """Call back at every look while the view is seen; the callback must be quick and ask nobody."""

        def look() -> None:
            callback()

        self.tab.live(lambda: look() if self.is_shown else None, lambda _rows: None)

    def work(self, task: Callable[[], Any], then: Callable[[Any], None], *, kind: Kind | None = None) -> None:
        """Run something slow in a thread of that kind (of its source's), then `then(result)` in the document."""
        self.tab.work(task, then, kind=kind or self.source)

    def watch(self, callback: Callable[[], None], target: param.Parameterized, names: str | Sequence[str]) -> None:
        """Call back whenever one of some params changes, until the tab ends."""
        target.param.watch(lambda *_events: callback(), names if isinstance(names, str) else list(names))

    # What it looks like and says ---------------------------------------------------------------------------------

    def tokens(self) -> theme.Tokens:
        """The colours of the session's theme."""
        return theme.tokens(self.state.theme, self.state.palette)

    def why_idle(self) -> tuple[str, str] | None:
        """Title and hint for boards that nothing is wanted of; None where there is nothing to say."""
        return None

    def health(self) -> Health | None:
        """What the source of its boards says of itself."""
        source = getattr(self.sources, self.source)
        return None if source is None else source.health()

    @property
    def is_simulated(self) -> bool:
        """Whether what it shows is made up."""
        return False

    def tools(
        self, get_table: GetTable, name: str,
        get_queries: Callable[[], Sequence[Query | Answered]] | None = None, figure: Any = None, *,
        rows: Callable[[], int | None] | None = None,
    ) -> tuple[Any, ...]:  # fmt: skip
        """Export and "Show the SQL" of one board.

        Args:
            get_table: the rows now shown, or what makes them away from the event loop.
            name: of the exported file.
            get_queries: the statements behind them; None for no "Show the SQL".
            figure: offered as PNG; several stand one above the other.
            rows: how many of them there are, where that is known without making the table.
        """

        def count() -> int | None:
            table = get_table()
            return table.num_rows if isinstance(table, pa.Table) else None

        export = Export(get_table, name, figure)
        if get_queries is None:
            return (export,)
        return export, SqlNote(get_queries, self.health, is_simulated=lambda: self.is_simulated, rows=rows or count)


class ViewStage(Viewer):
    """Where one view stands at a time; those left behind stay where they are, unseen, and ask nothing.

    Args:
        tab: whose views they are.
        load: makes the view of a slug.
        name: class by which the tab's stylesheet places the stage.
        sheet: the tab's stylesheet in assets/css.
    """

    def __init__(self, tab: Tab, load: Callable[[str], View], name: str, sheet: str) -> None:
        """Empty."""
        super().__init__()  # type: ignore[no-untyped-call]  # Panel's is bare
        self._tab, self._load = tab, load
        self._slug = ""
        self._views: dict[str, View] = {}
        self._shown: dict[str, Any] = {}
        self._place = pn.Column(
            css_classes=[name], stylesheets=[theme.stylesheet(sheet)], sizing_mode="stretch_both", margin=0
        )
        tab.param.watch(lambda _event: self._tell(), "is_shown")

    def __panel__(self) -> Any:
        """What Panel puts into the page."""
        return self._place

    def bring(self, slug: str) -> None:
        """Bring the view of that slug to the front."""
        self._slug = slug
        if slug not in self._shown:
            self._add(slug)
        for name, shown in self._shown.items():
            kept = [css for css in shown.css_classes or [] if css != AWAY]
            shown.css_classes = kept if name == slug else [*kept, AWAY]
        self._tell()

    def _add(self, slug: str) -> None:
        try:
            view = self._load(slug)
            self._views[slug], self._shown[slug] = view, view.__panel__()
        except Exception:  # a view's own code: its place says so, the others go on
            log.exception("The view %r of %s could not be made.", slug, type(self._tab).__name__)
            self._shown[slug] = self._broken(slug)
        self._place.append(self._shown[slug])

    def _broken(self, slug: str) -> Any:
        """What stands in the place of a view that could not be made, with a way to try again."""
        veil = Veil(css_classes=["is-broken"])
        veil.failed(NOT_BUILT)
        veil.on("retry", lambda _value: self._again(slug))
        return veil.model

    def _again(self, slug: str) -> None:
        self._place.remove(self._shown.pop(slug))
        self.bring(slug)

    def _tell(self) -> None:
        for name, view in self._views.items():
            view.is_shown = self._tab.is_shown and name == self._slug
