"""What a tool may use: who asks, of which utility, when, and the sources; what was asked is kept for the answer."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from app.assistant.name_kinds import NO_KINDS, NameKinds
from app.assistant.periods import LocalSpan, span_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import MOST_ROWS
from app.widgets.sql_note import Answered
from data_sources.assets import AssetRef
from data_sources.commands.principal import Principal
from data_sources.query import Query
from data_sources.source import Source, Sources


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose question it is, and where they stand; only words and ids, so that it can be kept with a conversation.

    Attributes:
        principal: who asks.
        utility_id: of the page they ask from; a question about another one is refused.
        time_zone: IANA name of the utility's zone.
        selection: what is picked on the page ("this feeder"), or None.
        tab: slug of the tab in front.
        period: of the page's selection, as a tool takes it; empty for none.
    """

    principal: Principal
    utility_id: int
    time_zone: str
    selection: AssetRef | None = None
    tab: str = ""
    period: str = ""


@dataclass(slots=True)
class ToolContext:
    """One turn of a conversation as its tools see it; used by one thread.

    Attributes:
        asker: whose question it is.
        sources: what may be asked.
        now: when it was asked, aware.
        stop: set when the person stops the answer.
        max_rows: of a table; a tool that has more says so (`ToolResult.is_cut`).
        kinds: of things that have names.
        asked: statements asked so far, the newest last.
    """

    asker: Asker
    sources: Sources
    now: dt.datetime
    stop: threading.Event = field(default_factory=threading.Event)
    max_rows: int = MOST_ROWS
    kinds: NameKinds = NO_KINDS
    asked: list[Answered] = field(default_factory=list)

    @property
    def utility_id(self) -> int:
        """Of the page they ask from."""
        return self.asker.utility_id

    @property
    def zone(self) -> ZoneInfo:
        """The utility's."""
        return ZoneInfo(self.asker.time_zone)

    @property
    def today(self) -> dt.date:
        """By the utility's calendar."""
        return self.now.astimezone(self.zone).date()

    def span(self, period: str) -> LocalSpan:
        """What a period means now."""
        return span_of(period, self.now, self.zone)

    def named(self, *names: str) -> list[dict[str, Any]]:
        """Things of some names, small or capital letters alike: `kind`, `asset_id`, `name`, `lon`, `lat` of each.

        Raises:
            SourceError: the database does not answer.
        """
        return self.kinds.named(self.sources.live, self.utility_id, names)

    def live(self, name: str, **binds: Any) -> pa.Table:
        """Rows of a statement to PostgreSQL.

        Raises:
            SourceError: it does not answer.
        """
        return self._fetch(self.sources.live, Query.of(name, **binds))

    def history(self, name: str, **binds: Any) -> pa.Table:
        """Rows of a statement to the history.

        Raises:
            NoAnswer: no history is set up.
            SourceError: it does not answer.
        """
        return self._fetch(self.history_source, Query.of(name, **binds))

    @property
    def history_source(self) -> Source:
        """The history itself, for the functions of `data_sources.history`; see `note` for what they ask.

        Raises:
            NoAnswer: none is set up.
        """
        if self.sources.history is None:
            raise NoAnswer(RefusalReason.NO_SOURCE, "No history of readings is set up, so that cannot be answered.")
        return Recorded(self.sources.history, self)

    @property
    def live_source(self) -> Source:
        """PostgreSQL itself, for functions that take a source; what they ask is kept."""
        return Recorded(self.sources.live, self)

    def note(self, query: Query, rows: int | None = None) -> None:
        """Keep a statement that was asked on this turn's behalf."""
        self.asked.append(Answered(query, rows, dt.datetime.now(dt.UTC)))

    def _fetch(self, source: Source, query: Query) -> pa.Table:
        table = source.fetch(query)
        self.note(query, table.num_rows)
        return table


@dataclass(frozen=True, slots=True)
class Recorded:
    """A source whose questions are kept in a turn's list.

    Attributes:
        inner: answers.
        context: keeps.
    """

    inner: Source
    context: ToolContext

    @property
    def dialect(self) -> str:
        """The SQL it speaks."""
        return self.inner.dialect

    def fetch(self, query: Query) -> pa.Table:
        """As the source itself answers."""
        table = self.inner.fetch(query)
        self.context.note(query, table.num_rows)
        return table

    def health(self) -> Any:
        """The state of the source as last seen."""
        return self.inner.health()
