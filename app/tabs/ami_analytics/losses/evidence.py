"""Why a meter is suspected: the reason in a sentence, the facts beside it, and the lines that show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from app import formats
from app.charts.lines import Line, Lines
from app.follow import Follow
from app.jobs import shared
from app.tabs.ami_analytics.losses.scan import FeederSearches, Found, Search
from app.tabs.ami_analytics.view import SHEET, AmiView
from app.widgets.board import Board, BoardHtml, box, pane
from app.widgets.html import Markup, el
from data_sources.analytics.suspects.found import Suspect
from data_sources.history import losses
from data_sources.history.scope import times
from data_sources.query import Query
from data_sources.source import Source

LEAST_AGE_S = 300.0  # a search keeps a core busy for a second or two
NO_EVIDENCE_YET = "No evidence yet", "Pick a suspect to see why it is one."


@dataclass(frozen=True, slots=True)
class EvidenceWish:
    """Whose evidence is wanted."""

    search: Search
    meter_id: int
    kind: str
    time_zone: str


class EvidencePart:
    """The board of the suspect chosen.

    Args:
        view: gives selections, workers and tools.
        chosen: whose evidence is wanted now; None for nobody's.
    """

    def __init__(self, view: AmiView, chosen: Callable[[], EvidenceWish | None]) -> None:
        """Follows the choice."""
        self._view, self._chosen = view, chosen
        self._shown: tuple[EvidenceWish, Suspect, Found] | None = None
        self.lines = Lines(view.tokens())
        self.why = BoardHtml()
        self.why.dress(SHEET)
        tools = view.tools(self._table, "evidence", self.queries, self.lines.figure)
        self.board = Board(box("stacked", self.why, pane(self.lines.figure)), "view-lines", tools)
        self.follow = Follow(
            view, chosen, self._search, self._take, self.board.tell, least_age_s=LEAST_AGE_S,
            is_front=lambda: chosen() is not None,
        )  # fmt: skip
        self.board.heading.on("open", self._open)
        self.board.veil.on("retry", lambda _value: self.follow.retry())
        self.board.heading.show("Evidence")
        self.board.empty(*NO_EVIDENCE_YET)

    def recolour(self) -> None:
        """Take the colours of the session's theme."""
        self.lines.recolour(self._view.tokens())

    def queries(self) -> list[Query]:
        """The statements of the suspect's feeder; a job asks the same of each feeder."""
        wish = self._chosen()
        if wish is None:
            return []
        return list(losses.suspects_queries(wish.search.scope.feeder_id, wish.search.first_day, wish.search.end_day))

    def _search(self, source: Source, wish: EvidenceWish) -> Found:
        """Runs in a worker; a feeder searched a moment ago is not searched again."""
        searches = shared(self._view.tab.sources.history, FeederSearches)
        return searches.kept(source, wish.search, self._view.tab.feed.version("ami"))

    def _take(self, wish: EvidenceWish, found: Found) -> None:
        suspect = next((s for s in found.suspects if (s.meter_id, s.kind) == (wish.meter_id, wish.kind)), None)
        if suspect is None:
            return
        self._shown = wish, suspect, found
        lines = [Line(found.names.in_words(s.name), s.unit, s.values) for s in suspect.evidence.series]
        self.lines.show(suspect.evidence.start_at, lines, wish.time_zone)
        open_it = el("button", "Open meter", type="button", cls="button", data_action="open")
        self.board.heading.show(found.names.meter(wish.meter_id), suspect.evidence.title, open_it)
        self.why.write(why(suspect, found))

    def _open(self, _value: Any) -> None:
        if self._shown is not None:
            self._view.selection.change(scope="meter", scope_id=self._shown[0].meter_id)
            self._view.ami.view = "meter"

    def _table(self) -> pa.Table | None:
        if self._shown is None:
            return None
        evidence = self._shown[1].evidence
        columns = {f"{line.name}, {line.unit}": pa.array(line.values, from_pandas=True) for line in evidence.series}
        return pa.table({"start_at": times(evidence.start_at), **columns})


def why(suspect: Suspect, found: Found) -> Markup:
    """The reason in a sentence, and the facts beside it."""
    facts = [
        f"Score {formats.number(100 * suspect.score, 1)} of 100 (a rank, no probability), "
        f"{'flagged' if suspect.is_flagged else 'below the threshold'}",
        f"recorded at {found.names.transformer(suspect.transformer_id)}",
        "checked by the transformer's own meter" if suspect.is_metered else "checked by the feeder head and voltage",
    ]
    return el(
        "div", el("p", found.names.in_words(suspect.why)), el("p", " · ".join(facts), cls="facts-line"), cls="why"
    )
