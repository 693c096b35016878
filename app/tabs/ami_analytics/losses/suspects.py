"""Suspects: reasons to look at a meter, ranked, with evidence; and how they meet the truth where it is known."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from app.follow import Follow, FollowStatus
from app.jobs import shared
from app.scope_bar.ground import Ground, scope_of
from app.tabs.ami_analytics.losses import rows
from app.tabs.ami_analytics.losses.evidence import LEAST_AGE_S, NO_EVIDENCE_YET, EvidencePart, EvidenceWish
from app.tabs.ami_analytics.losses.focus import LossesFocus
from app.tabs.ami_analytics.losses.scan import FeederSearches, Found, Scan, Scans, Search
from app.tabs.ami_analytics.view import SHEET, AmiView, arranged
from app.widgets.board import Board, BoardHtml, box, segments
from app.widgets.column import Column
from app.widgets.data_table import table_of
from app.widgets.states import EmptyState
from data_sources.analytics.suspects.found import Suspect
from data_sources.history import losses
from data_sources.history.scope import Scope
from data_sources.query import Query
from data_sources.source import Source

TRUTH_LINE = "against planted faults; k: as many as planted"
NO_TRUTH = (
    "No truth to compare with",
    "Only a demo utility knows which of its meters are tampered with, stuck or recorded wrong.",
)
CLOSE = "close"  # the table of all kinds, for what hangs below a feeder
OWN_COLUMNS = {
    "theft": [Column("kwh_per_day", "Missing, kWh a day", "number", 1)],
    "stuck": [Column("since_day", "Since", "day")],
    "wrong_transformer": [Column("suggested_name", "Follows", "text")],
}
SCORE = Column("score_pct", "Score", "number", 1, tip=rows.SCORE_WORDS)
SCORE_COLUMNS = [
    Column("kind", "Kind", "words"), Column("group", "Checked by", "words"), Column("planted", "Planted", "number"),
    Column("flagged", "Flagged", "number"), Column("hits", "Right", "number"),
    Column("precision_pct", "Precision, %", "number"), Column("recall_pct", "Recall, %", "number"),
    Column("at_k_pct", "At k, %", "number"),
]  # fmt: skip
CLOSE_COLUMNS = [
    Column("kind", "Sign of", "words"), Column("meter_name", "Meter", "text"),
    Column("transformer_name", "Recorded at", "text"), SCORE,
    Column("is_flagged", "Flagged", "flag"),
]  # fmt: skip
NOT_SEARCHED = "Not searched yet", "Suspects appear here, feeder by feeder."
SEARCHING = "Searching\u2026", "Suspects appear here, feeder by feeder."


class SuspectsPart:
    """The list, the evidence and the scores.

    Args:
        view: gives selections, workers and tools.
        focus: what is looked at.
    """

    def __init__(self, view: AmiView, focus: LossesFocus) -> None:
        """Searches nothing before it is in front."""
        self._owner, self._focus = view, focus
        self._found: tuple[Ground, Found] | None = None
        self.tables = {kind: table_of(columns_of(kind), "meter_id", self._pick, "suspects") for kind in rows.KINDS}
        self.tables[CLOSE] = table_of(CLOSE_COLUMNS, "rank", self._pick, "signs")
        self.scores_list = table_of(SCORE_COLUMNS, part="groups")
        self.evidence = EvidencePart(view, self._chosen)
        self.progress = BoardHtml(css_classes=["scan-line"])
        self.progress.dress(SHEET)
        self.nothing = EmptyState(*NOT_SEARCHED, css_classes=["grow"])
        self._table_place = box("stacked grow", self.tables[view.ami.suspect])
        self.list = Board(
            box("stacked", self.progress, self._table_place), "view-table",
            view.tools(self._table, "suspects", self.evidence.queries),
        )  # fmt: skip
        self.scores = Board(
            self.scores_list, "view-scores", view.tools(self._scores, "suspect_scores", self._truth_queries)
        )
        self.view = arranged("view-part", self.list, self.evidence.board, self.scores)
        self._bind()
        self._dress()

    def _bind(self) -> None:
        view = self._owner
        self.feeder = Follow(
            view, self._one_feeder, self._search_one, self._take_feeder, self._tell_feeder, least_age_s=LEAST_AGE_S,
            is_front=self._is_front,
        )  # fmt: skip
        self.scope = Follow(
            view, self._many_feeders, scope_of, self._take_scope, lambda _status: None, is_front=self._is_front
        )
        view.each_look(self._look)
        self._search: tuple[Ground, Search] | None = None
        self.list.heading.on("kind", self._choose_kind)
        self.list.veil.on("retry", lambda _value: self.feeder.retry())
        self.progress.on("scan", self._start)
        self.progress.on("stop", self._stop)
        view.watch(self._draw, view.ami, ["suspect", "loss_id"])
        self._head()

    def empty(self, title: str, hint: str) -> None:
        """Say what would be here and how to get it."""
        for board in (self.list, self.evidence.board, self.scores):
            board.empty(title, hint)

    def recolour(self) -> None:
        """Take the colours of the session's theme."""
        self.evidence.recolour()

    def _is_front(self) -> bool:
        return self._focus.shows("suspects")

    def _dress(self) -> None:
        """Below a feeder without scores, which are a feeder's; without evidence where there is none."""
        close = ["is-close"] if self._focus.place is not None else []
        has_none = self._found is not None and self._found[1].is_done and not self._suspects()
        wanted = ["view-part", "view-suspects", *close, *(["is-none"] if close and has_none else [])]
        if self.view.css_classes != wanted:
            self.view.css_classes = wanted

    # One feeder: searched at once -------------------------------------------------------------------------------

    def _one_feeder(self) -> Ground | None:
        ground = self._focus.ground
        return ground if ground is not None and ground.is_one_feeder else None

    def _take_feeder(self, ground: Ground, found: Found) -> None:
        self._found = ground, found
        self.progress.write()
        self._draw()

    def _tell_feeder(self, status: FollowStatus) -> None:
        ground = self._focus.ground
        if ground is not None and ground.is_one_feeder:
            for board in (self.list, self.scores):
                board.tell(status)
            self._draw()

    # Many feeders: a job ----------------------------------------------------------------------------------------

    def _many_feeders(self) -> Ground | None:
        ground = self._focus.ground
        return None if ground is None or ground.is_one_feeder else ground

    def _take_scope(self, ground: Ground, scope: Scope) -> None:
        self._search = ground, Search(scope, ground.first_day, ground.end_day)
        self._look()

    def _look(self) -> None:
        """Show how far the job has come; no input or output."""
        ground = self._many_feeders()
        if not self._is_front() or ground is None or self._search is None or self._search[0] != ground:
            return
        scan = self._scan()
        found = scan.seen() if scan is not None else Found()
        if self._found is None or self._found[0] != ground or self._found[1] is not found:
            self._found = ground, found
            self._show_progress(scan, found)
            self._draw()

    def _show_progress(self, scan: Scan | None, found: Found) -> None:
        for board in (self.list, self.scores):
            board.tell(FollowStatus("ready", True))
        is_old = found.version != self._owner.tab.feed.version("ami")
        self.progress.write(rows.progress(found, has_begun=scan is not None, is_old=is_old))

    def _start(self, _value: Any) -> None:
        source = self._owner.tab.sources.history
        if source is not None and self._search is not None:
            shared(source, Scans).start(source, self._search[1], self._owner.tab.feed.version("ami"))
            self._look()

    def _scan(self) -> Scan | None:
        """The job of what is looked at, whoever began it."""
        source = self._owner.tab.sources.history
        return None if source is None or self._search is None else shared(source, Scans).get(self._search[1])

    def _stop(self, _value: Any) -> None:
        scan = self._scan()
        if scan is not None:
            scan.stop()

    # What is shown ----------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        self._dress()
        self._head()
        if self._found is None or self._found[0] != self._focus.ground:
            return
        found, suspects = self._found[1], self._suspects()
        table = self.tables[self._kind()]
        table.show(rows.suspects_table(suspects, found.names))
        picked = self._picked(suspects)
        table.mark(None if picked is None else self._key(suspects, picked))
        self.nothing.say(*(SEARCHING if found.is_running else NOT_SEARCHED))
        shown = table if found.feeders_done else self.nothing
        if self._table_place[0] is not shown:
            self._table_place[:] = [shown]
        self._draw_scores(found)
        if found.feeders_done and not suspects:
            self._say_none()
        elif not suspects:
            self.evidence.board.empty(*NO_EVIDENCE_YET)

    def _say_none(self) -> None:
        place = self._focus.place
        if place is None:
            kind = self._owner.ami.suspect
            self.evidence.board.empty(f"No suspects: {rows.KINDS[kind].lower()}", rows.KIND_HINTS[kind])
            return
        self.list.empty(*rows.nothing_about(place))

    def _kind(self) -> str:
        return CLOSE if self._focus.place is not None else str(self._owner.ami.suspect)

    def _suspects(self) -> list[Suspect]:
        """Those of the kind chosen; all about a transformer or meter."""
        if self._found is None:
            return []
        place = self._focus.place
        if place is not None:
            return rows.suspects_about(self._found[1], place.scope)
        return rows.suspects_of(self._found[1], self._owner.ami.suspect)

    def _draw_scores(self, found: Found) -> None:
        scores = rows.scores_table(found)
        if scores is not None:
            self.scores_list.show(scores)
            self.scores.tell(FollowStatus("ready", True))
        elif found.feeders_done:
            self.scores.empty(*NO_TRUTH)
        else:
            self.scores.empty("No scores yet", "They appear with the first feeder searched.")

    def _head(self) -> None:
        kind, place = self._owner.ami.suspect, self._focus.place
        count = len(self._suspects())
        if place is not None:
            whom = place.name if place.kind == "meter" else f"meters of {place.name}"
            self.list.heading.show(f"What speaks against {whom}", _signs(count, self._flagged()) if count else "")
            return
        choices = segments("kind", "Kind of suspects", list(rows.KINDS.items()), kind)
        self.list.heading.show("Suspects", f"{count:,} listed" if count else "", choices)
        has_truth = self._found is not None and rows.has_truth(self._found[1])
        self.scores.heading.show("Precision and recall", TRUTH_LINE if has_truth else "", is_simulated=has_truth)

    def _flagged(self) -> int:
        return sum(suspect.is_flagged for suspect in self._suspects())

    def _choose_kind(self, kind: Any) -> None:
        self._owner.ami.param.update(suspect=str(kind), loss_id=None)

    def _pick(self, key: Any) -> None:
        self._owner.ami.loss_id = int(key)

    def _key(self, suspects: list[Suspect], suspect: Suspect) -> int:
        """What tells a row from the others: one meter may have several signs."""
        return suspects.index(suspect) + 1 if self._focus.place is not None else suspect.meter_id

    def _picked(self, suspects: list[Suspect]) -> Suspect | None:
        """The one chosen, or the first of the list."""
        wanted = self._owner.ami.loss_id
        chosen = (suspect for suspect in suspects if self._key(suspects, suspect) == wanted)
        return next(chosen, suspects[0] if suspects else None)

    def _chosen(self) -> EvidenceWish | None:
        """Whose evidence is wanted now; from the search that found it, which is kept for a while."""
        ground = self._focus.ground
        if ground is None or self._found is None or self._found[0] != ground or not self._is_front():
            return None
        suspect, place = self._picked(self._suspects()), self._focus.place
        if suspect is None:
            return None
        scope = place.scope if place is not None else Scope(ground.utility_id, feeder_id=suspect.feeder_id)
        search = Search(scope, ground.first_day, ground.end_day)
        return EvidenceWish(search, suspect.meter_id, suspect.kind, ground.time_zone)

    def _search_one(self, source: Source, ground: Ground) -> Found:
        """Runs in a worker."""
        search = Search(scope_of(source, ground), ground.first_day, ground.end_day)
        searches = shared(self._owner.tab.sources.history, FeederSearches)
        return searches.fresh(source, search, self._owner.tab.feed.version("ami"))

    # For export and "Show the SQL" ------------------------------------------------------------------------------

    def _table(self) -> pa.Table | None:
        return None if self._found is None else rows.suspects_table(self._suspects(), self._found[1].names)

    def _scores(self) -> pa.Table | None:
        return None if self._found is None else rows.scores_table(self._found[1])

    def _truth_queries(self) -> list[Query]:
        ground = self._focus.ground
        if ground is None or self._found is None:
            return []
        scope = Scope(ground.utility_id, feeder_id=ground.scope_id if ground.kind == "feeder" else 0)
        if self._search is not None and self._search[0] == ground:
            scope = self._search[1].scope
        return [losses.ground_truth_query(scope, ground.first_day, ground.end_day)]


def _signs(count: int, flagged: int) -> str:
    """How many signs there are, and how many of them reach the threshold of their kind."""
    return f"{count:,} {'sign' if count == 1 else 'signs'}, {flagged:,} flagged"


def columns_of(kind: str) -> list[Column]:
    """Of the list of one kind of suspects."""
    return [
        Column("rank", "Rank", "number"), Column("meter_name", "Meter", "text"),
        Column("feeder_name", "Feeder", "text"),
        Column("transformer_name", "Recorded at", "text"), *OWN_COLUMNS[kind],
        SCORE,
        Column("is_flagged", "Flagged", "flag"), Column("basis", "Checked by", "words"),
    ]  # fmt: skip
