"""A planner whose answers are known: what is asked decides what kind of answer comes, out of real rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.assistant import Assistant
from app.assistant.context import ToolContext
from app.assistant.events import (
    AskedBack,
    Cited,
    Declined,
    Doing,
    EndedEarly,
    Event,
    Finished,
    OfferedInstead,
    Shown,
    Stated,
    Thought,
)  # fmt: skip
from app.assistant.planner import Said
from app.assistant.refusals import RefusalReason
from app.assistant.results import CellRef, ChartSpec, Go, Passage, Proposal, ToolResult
from app.assistant.tools import Catalogue
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from app.widgets.column import Column
from data_sources.assets import AssetRef
from data_sources.errors import SourceUnavailable, Withdrawn
from data_sources.source import Sources

FEEDERS = (Column("feeder_name", "Feeder"), Column("load_pct", "Load", "share", 1))
BAD_NAME = '<img src=x onerror="window.hit=1">'


class ScriptedPlanner:
    """Over the real catalogue."""

    name = "scripted"

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.heard: list[list[Said]] = []

    def answer(self, words: str, said: Sequence[Said], context: ToolContext) -> Iterator[Event]:
        self.heard.append(list(said))
        yield Doing("Looking")
        scripts = {
            "load": self._load, "feeders": self._feeders, "which": self._ask_back, "mars": self._decline,
            "slow": self._slow, "break": self._break, "away": self._away, "ends": self._end, "take me": self._go, "assign": self._propose,
            "manual": self._cite, "markup": self._markup,
        }  # fmt: skip
        script = next((one for word, one in scripts.items() if word in words.lower()), self._decline)
        yield from script(context)

    def _load(self, context: ToolContext) -> Iterator[Event]:
        arguments = {"name": "F0002"}
        found = self.catalogue.get("feeder_facts").call(context, arguments)
        yield Shown(found, tool="feeder_facts", arguments=json.dumps(arguments))
        yield Stated("The load of ")
        yield Stated("F0002", CellRef(0, 0, "name"))
        yield Stated(" is ")
        value = found.table["load_kw"][0].as_py()
        yield Stated(f"{value:,.0f} kW", CellRef(0, 0, "load_kw"))
        yield Stated(".")
        yield Finished(("Show all feeders",))

    def _feeders(self, context: ToolContext) -> Iterator[Event]:
        rows = context.live("rest_feeders", utility_id=context.utility_id)
        count = counted(rows)
        yield Thought("There are feeders.")
        yield Shown(
            result_of(
                context, "Feeders by load", rows, FEEDERS,
                chart=ChartSpec("bar", "feeder_name", ("load_pct",), "Load, %"), note="Of the last reading.",
            )
        )  # fmt: skip
        yield Shown(result_of(context, "How many", count, (HowMany,)), is_main=False)
        yield Stated("There are ")
        yield Stated(str(rows.num_rows), CellRef(1, 0, "how_many"))
        yield Stated(" feeders.")
        yield Finished()

    def _ask_back(self, context: ToolContext) -> Iterator[Event]:
        yield AskedBack("Which do you mean?", (("Load", "load of F0002"), ("All", "list feeders")))
        yield Finished()

    def _decline(self, context: ToolContext) -> Iterator[Event]:
        yield Declined(RefusalReason.NOT_IN_DATA, "No table says so.")
        yield OfferedInstead(("load of F0002",))
        yield Finished()

    def _slow(self, context: ToolContext) -> Iterator[Event]:
        for number in range(2000):
            yield Stated(f"word {number} ")
            if context.stop.wait(0.05):
                break
        yield Finished()

    def _break(self, context: ToolContext) -> Iterator[Event]:
        yield Stated("Half an ")
        raise ZeroDivisionError

    def _away(self, context: ToolContext) -> Iterator[Event]:
        yield from ()
        raise SourceUnavailable("PostgreSQL does not answer.")

    def _end(self, context: ToolContext) -> Iterator[Event]:
        yield Stated("Half an ")
        raise Withdrawn("The question was withdrawn before it was answered.")

    def _go(self, context: ToolContext) -> Iterator[Event]:
        go = Go(
            "Show F0002 on the map", "operations-dashboard", AssetRef("feeder", 2), -95.36, 29.76, 2000.0,
            is_at_once=True,
        )  # fmt: skip
        yield Shown(
            ToolResult("F0002", context.live("rest_feeders", utility_id=context.utility_id), FEEDERS[:1], goes=(go,))
        )
        yield Stated("On the way.")
        yield Finished()

    def _propose(self, context: ToolContext) -> Iterator[Event]:
        proposal = Proposal(
            "Write a note in the shift log", "write_note", (("utility_id", context.utility_id), ("text", "fog")), None,
            "operator",
        )  # fmt: skip
        rows = context.live("rest_feeders", utility_id=context.utility_id)
        yield Stated("This would be done. Confirm it below.")
        yield Shown(ToolResult("Note", rows, (), proposal=proposal))
        yield Finished()

    def _cite(self, context: ToolContext) -> Iterator[Event]:
        yield Stated("Wait five minutes.")
        yield Cited(Passage("Switching procedure", 3, "Reclosing", "Wait five minutes before a second try.", ""))
        yield Finished()

    def _markup(self, context: ToolContext) -> Iterator[Event]:
        yield Stated(f"Hello {BAD_NAME}")
        yield EndedEarly(f"It failed on {BAD_NAME}.")


def scripted(sources: Sources) -> Assistant:
    """An assistant that answers so."""
    catalogue = catalogue_of(BUILT_IN)
    return Assistant(catalogue, ScriptedPlanner(catalogue), sources)
