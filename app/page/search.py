"""SearchBox: finds any substation, feeder, segment, pole, transformer, meter, device or customer account by its name.

Type a name or its beginning; Enter takes the first hit (or the one chosen with the arrow keys). Choosing sets
`state.selection.asset`; the map flies there, the same asset again too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any, Protocol

import panel as pn

from app.live import PendingWork
from app.state import AppState
from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView
from data_sources.assets import AssetRef
from data_sources.errors import SourceError, SourceUnavailable
from data_sources.postgres.needle import needle_of
from data_sources.query import Query
from data_sources.source import Sources

PER_KIND = 6
HEADINGS = {
    1: "Substations",
    2: "Feeders",
    3: "Transformers",
    4: "Devices",
    5: "Poles",
    6: "Line sections",
    7: "Meters",
    8: "Customer accounts",
}

Row = Mapping[str, Any]


class Work(Protocol):
    """Runs a task in a worker thread and its continuation in the session's document (LiveLoop.work)."""

    def __call__(
        self, task: Callable[[], Any], then: Callable[[Any], None], on_error: Callable[[BaseException], None], *,
        on_away: Callable[[Exception], None],
    ) -> PendingWork | None:  # fmt: skip
        """Run `task`, then `then(result)`, or `on_error(error)`; where the source is away, tell it and run it again.

        Returns:
            What can be let go of when the result is no longer wanted; None where it is there already.
        """
        ...


def search_query(utility_id: int, typed: str, per_kind: int = PER_KIND) -> Query | None:
    """The query for what was typed; None while it is too short to mean something."""
    found = needle_of(typed)
    if found is None:
        return None
    needle, end = found
    number = int(needle) if needle.isascii() and needle.isdigit() and len(needle) < 10 else None
    return Query.of("search", utility_id=utility_id, needle=needle, needle_end=end, number=number, per_kind=per_kind)


class SearchBox(HtmlView):
    """The box in the header with its list of hits.

    Args:
        state: where the chosen asset goes.
        sources: what is searched.
        work: runs the search off the event loop; in place by default (tests, scripts).
    """

    def __init__(self, state: AppState, sources: Sources, work: Work | None = None, **params: Any) -> None:
        """Starts empty."""
        params.setdefault("css_classes", ["flux-search"])
        super().__init__(**params)
        self._state, self._sources = state, sources
        self._work: Work = work or _in_place
        self._under_way: PendingWork | None = None
        self._typed = ""
        self._rows: list[Row] = []
        self._answered = ""
        self._picks = 0
        self.on("type", self.type)
        self.on("choose", self._on_choose)
        self.on("pick", lambda value: self._pick(str(value)))
        self._draw()

    def type(self, text: str) -> None:
        """Search for what stands in the box now."""
        self._typed = str(text or "")[:80]
        self._search(self._typed, choose_first=False)

    def _let_go(self) -> None:
        """Each letter takes the place of the one before: while the source is away, only the last is tried again."""
        if self._under_way is not None:
            self._under_way.let_go()
            self._under_way = None

    def _search(self, typed: str, choose_first: bool) -> None:
        self._let_go()
        utility_id = self._state.utility_id
        query = None if utility_id is None else search_query(utility_id, typed)
        if query is None:
            self._rows, self._answered = [], ""
            self._draw()
            return

        def take(rows: list[Row]) -> None:
            if typed != self._typed:
                return  # more was typed meanwhile
            self._rows, self._answered = rows, typed
            if choose_first and rows:
                self._pick(_value(rows[0]))
            else:
                self._draw()

        self._under_way = self._work(
            lambda: self._sources.live.fetch(query).to_pylist(), take, self._on_error, on_away=self._on_error
        )

    def _on_choose(self, value: Any) -> None:
        """Enter: what is marked, or the first hit of what stands in the box, searched for at once if need be."""
        typed, marked = str(value[0])[:80], value[1]
        if marked and typed == self._answered:
            self._pick(str(marked))
        else:
            self._typed = typed
            self._search(typed, choose_first=True)

    def _pick(self, value: str) -> None:
        asset = AssetRef.parse(value)
        self._let_go()
        self._typed, self._rows, self._answered = "", [], ""
        self._picks += 1
        self._draw()
        with pn.io.hold():
            self._state.selection.change(asset=asset)

    def _on_error(self, error: BaseException) -> None:
        reason = str(error) if isinstance(error, SourceError) else "The search failed."
        self._draw(el("p", reason, cls="search-note", role="alert"))

    def _draw(self, note: Markup | None = None) -> None:
        if note is None and self._answered and not self._rows:
            note = el("p", f"Nothing is named {self._answered!r} or begins with it.", cls="search-note", role="status")
        field = el(
            "label",
            icon("search"),
            el(
                "input",
                type="search",
                data_input="type",
                placeholder="Search asset, feeder or account",
                autocomplete="off",
                spellcheck="false",
                aria_label="Search",
                role="combobox",
                aria_expanded="true" if note or self._rows else "false",
                aria_controls="search-hits",
                aria_autocomplete="list",
                data_rev=self._picks,
            ),
            el("kbd", "/"),
            cls="search-field",
        )
        hits = [_group(rank, list(rows)) for rank, rows in groupby(self._rows, key=lambda row: row["rank"])]
        listed = el("div", hits, id="search-hits", role="listbox", aria_label="Found") if hits else None
        panel = el("div", note, listed, cls="search-hits") if note or hits else None
        self.write(el("div", field, panel, cls="search"))


def _group(rank: int, rows: list[Row]) -> Markup:
    heading = el("h3", HEADINGS[rank], aria_hidden="true")
    hits = [_hit(row, f"hit-{rank}-{place}") for place, row in enumerate(rows)]
    return el("div", heading, hits, role="group", aria_label=HEADINGS[rank], data_key=rank)


def _hit(row: Row, name: str) -> Markup:
    return el(
        "button",
        el("b", row["name"]),
        el("span", row["note"], cls="secondary"),
        type="button",
        role="option",
        id=name,
        aria_selected="false",
        tabindex="-1",
        data_action="pick",
        data_value=_value(row),
        data_key=f"{row['rank']}:{row['asset_id']}:{row['name']}",
    )


def _value(row: Row) -> str:
    return f"{row['kind']}:{row['asset_id']}"


def _in_place(
    task: Callable[[], Any], then: Callable[[Any], None], on_error: Callable[[BaseException], None], *,
    on_away: Callable[[Exception], None],
) -> None:  # fmt: skip
    """A Work without threads."""
    try:
        result = task()
    except SourceUnavailable as error:
        on_away(error)
        return
    except SourceError as error:
        on_error(error)
        return
    then(result)
