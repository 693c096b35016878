"""Conversations with the built-in planner, as a page holds them."""

from __future__ import annotations

from app.assistant.assistant import Assistant
from app.assistant.events import Event, Shown
from app.assistant.kept.conversations import text_of
from app.assistant.planner import ROWS_SAID, Said
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn


def last_of_talk(assistant: Assistant, demo: PostgresSource, asked: list[str]) -> list[Event]:
    """The answer to the last of some questions of one conversation, the rows of each kept as the page keeps them."""
    said: list[Said] = []
    events: list[Event] = []
    for words in asked:
        events = list(assistant.ask(words, turn(demo).asker, said))
        shown = next((one for one in events if isinstance(one, Shown)), None)
        tool, arguments = (shown.tool, shown.arguments) if shown else ("", "")
        rows = shown.result.table.slice(0, ROWS_SAID).to_pylist() if shown else ()
        said += [Said("person", words), Said("assistant", text_of(events), tool, arguments, rows=rows)]
    return events
