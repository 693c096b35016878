"""View: a part of a tab that can be put in front; ViewStage: where one of a tab's views stands at a time.

A view is built when it is first brought to the front, and asks nothing while it is not seen. One that fails says so in
its own place and is tried again; the other views of its tab go on.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

import panel as pn
import pyarrow as pa
from panel.viewable import Viewer

from app import theme
from app.live import MakeQuery, Show, SourceKind
from app.living import Living, end
from app.slot import Slot
from app.tab import Tab
from app.threads import Kind
from app.widgets.export import Export, GetTable
from app.widgets.sql_note import Answered, SqlNote
from data_sources.cache import Versions
from data_sources.query import Query
from data_sources.source import Health, Sources

AWAY = "is-away"  # not `visible`, which the views' own `display` would undo


class View(Living):
    """Base of the views of a tab; what `Living` gives it ends with it, and with the tab at the latest.

    Args:
        tab: gives the state, the sources and the loop.
    """

    slug: ClassVar[str] = ""
    source: ClassVar[SourceKind] = "history"  # where its boards' rows come from

    def __init__(self, tab: Tab, **params: Any) -> None:
        """Builds nothing yet."""
        super().__init__(tab.loop, **params)
        self.tab = tab
        self.state = tab.state
        self.selection = tab.selection

    # What it asks ------------------------------------------------------------------------------------------------

    @property
    def sources(self) -> Sources:
        """What may be asked."""
        return self.tab.sources

    @property
    def feed(self) -> Versions:
        """Numbers the changes."""
        return self.tab.feed

    def history(self, make_query: MakeQuery, show: Show) -> None:
        """`live` for a query to the history; nothing is asked where none is set up."""
        if self.sources.history is not None:
            self.live(make_query, show, source="history")

    def work(
        self, task: Callable[[], Any], then: Callable[[Any], None], *, kind: Kind | None = None, key: str = "",
        on_away: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        """As `Living.work`, in a thread of the kind of the view's source unless another is named."""
        super().work(task, then, kind=kind or self.source, key=key, on_away=on_away)

    # What it looks like and says ---------------------------------------------------------------------------------

    def tokens(self) -> theme.Tokens:
        """The colours of the session's theme."""
        return theme.tokens(self.state.theme, self.state.palette)

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


class ViewEntry(NamedTuple):
    """One view in the list of a tab.

    Attributes:
        title: on its button.
        where: `folder.module:Class` below the tab's package; loaded when the view is first shown.
    """

    title: str
    where: str

    def load(self, package: str, tab: Tab) -> View:
        """Make it for a tab of that package."""
        module, _, name = self.where.partition(":")
        made: View = getattr(importlib.import_module(f"{package}.{module}"), name)(tab)
        return made


STAGE = "stage"  # the stylesheet of a tab of views; its own class there is "staged"


class ViewStage(Viewer):
    """Where one view stands at a time; those left behind stay where they are, unseen, and ask nothing.

    Args:
        tab: whose views they are.
        load: makes the view of a slug.
    """

    def __init__(self, tab: Tab, load: Callable[[str], View]) -> None:
        """Empty."""
        super().__init__()  # type: ignore[no-untyped-call]  # Panel's is bare
        self._tab, self._load = tab, load
        self._slug = ""
        self._slots: dict[str, Slot] = {}
        self._place = pn.Column(
            css_classes=["view-stage"], stylesheets=[theme.stylesheet(STAGE)], sizing_mode="stretch_both", margin=0
        )
        tab.watch(self._tell, tab, "is_shown")
        tab.each_look(self._look)
        tab.on_close(self._close)

    def __panel__(self) -> Any:
        """What Panel puts into the page."""
        return self._place

    def bring(self, slug: str) -> None:
        """Bring the view of that slug to the front."""
        self._slug = slug
        if slug not in self._slots:
            self._slots[slug] = self._slot(slug)
            self._slots[slug].open()
            self._place.append(self._slots[slug].view)
        for name, slot in self._slots.items():
            slot.view.css_classes = [] if name == slug else [AWAY]
        self._tell()

    def _slot(self, slug: str) -> Slot:
        return Slot(
            slug.replace("_", " ").capitalize(), lambda: self._load(slug), still_works="The other views go on.",
            time_zone=lambda: self._tab.state.time_zone, stylesheets=[theme.stylesheet("frame")],
        )  # fmt: skip

    def _tell(self) -> None:
        for name, slot in self._slots.items():
            if self._tab.is_shown and name == self._slug:
                slot.show()
            else:
                slot.hide()

    def _look(self) -> None:
        for slot in self._slots.values():
            slot.look()

    def _close(self) -> None:
        for slot in self._slots.values():
            end(slot.close)
