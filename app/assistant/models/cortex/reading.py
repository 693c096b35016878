"""A Cortex Agent's events as ours: thinking, text, tables, charts, statements and citations, as they come.

What is not known is stepped over, as Snowflake's documentation asks for; so is what cannot be read. Content comes
twice, in pieces and then whole: what was shown by its pieces is not shown again.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa

from app.assistant.context import ToolContext
from app.assistant.events import AskedBack, Cited, Doing, Event, Shown, Thought, Warned
from app.assistant.grounding.evidence import AnswerEvidence
from app.assistant.grounding.grounded import GroundedText
from app.assistant.models.cortex.tables import is_cut, table_of_result_set
from app.assistant.models.trouble import ModelTrouble, hidden
from app.assistant.results import ChartSpec, Passage, ToolResult
from app.assistant.vega import vega_chart
from app.assistant.written_columns import columns_of
from app.widgets.sql_note import Answered
from data_sources.query import WrittenQuery

NAME: Final = "Statement of Cortex Analyst"
TOOL: Final = "cortex_agent"
Payload = Mapping[str, Any]


@dataclass(slots=True)
class _ToolRun:
    """What one use of a tool has told so far."""

    sql: str = ""
    explanation: str = ""
    query_id: str = ""


@dataclass(slots=True)
class CortexReader:
    """Reads one answer.

    Attributes:
        context: of the turn.
        label: of Snowflake, for its results.
        evidence: what covers the text; tables are added to it.
        text: the answer's text so far, checked.
        user_message: id of the question in its thread; 0 while it is not known.
        assistant_message: id of the answer in its thread; 0 while it is not known.
        is_whole: whether the last event of an answer came.
        said: all text so far, as it came.
        secrets: what must be in nothing that is told.
        suggestions: questions that fit next.
    """

    context: ToolContext
    label: str
    evidence: AnswerEvidence
    text: GroundedText
    user_message: int = 0
    assistant_message: int = 0
    is_whole: bool = False
    said: str = ""
    has_shown: bool = False
    secrets: tuple[str, ...] = ()
    suggestions: dict[int, str] = field(default_factory=dict)
    _runs: dict[str, _ToolRun] = field(default_factory=dict)
    _spoken: set[tuple[str, int]] = field(default_factory=set)
    _tables: dict[str, pa.Table] = field(default_factory=dict)
    _cited: set[tuple[str, str]] = field(default_factory=set)
    _asked: str = ""
    _has_asked: bool = False
    _blocks: dict[int, str] = field(default_factory=dict)

    def read(self, name: str, data: str) -> Iterator[Event]:
        """The events that one of theirs makes.

        Raises:
            ModelTrouble: it says that the run failed.
        """
        read = _READERS.get(name)
        if read is None:
            return
        try:
            told = json.loads(data)
        except (ValueError, RecursionError):
            return
        if isinstance(told, Mapping):
            yield from read(self, told)

    def read_whole(self, content: Any) -> Iterator[Event]:
        """What of a whole answer was not told by its pieces."""
        self.is_whole = True
        for item in content if isinstance(content, list) else ():
            if isinstance(item, Mapping) and (read := _ITEMS.get(str(item.get("type")))) is not None:
                yield from read(self, item)

    def end(self) -> Iterator[Event]:
        """What is left of the text, and a question back of which no end came."""
        yield from self.text.end()
        yield from self._ask_back(self._asked)

    def _ask_back(self, question: str) -> Iterator[Event]:
        """A question back, once."""
        if question and not self._has_asked:
            self._has_asked = self.has_shown = True
            yield AskedBack(question, ())

    # Each of these reads one kind of event.

    def _status(self, told: Payload) -> Iterator[Event]:
        if message := self._open(told, "message"):
            yield Doing(message[:200])

    def _thinking(self, told: Payload) -> Iterator[Event]:
        self._spoken.add(("thinking", _index(told)))
        if text := _text(told, "text"):
            yield Thought(text)

    def _thinking_whole(self, told: Payload) -> Iterator[Event]:
        if ("thinking", _index(told)) not in self._spoken:
            yield from self._thinking(told)

    def _delta(self, told: Payload) -> Iterator[Event]:
        self._spoken.add(("text", _index(told)))
        text = _text(told, "text")
        if told.get("is_elicitation"):
            self._asked += text
            return
        self.said += text
        self._blocks[_index(told)] = self._blocks.get(_index(told), "") + text
        yield from self.text.feed(text)

    def _text_whole(self, told: Payload) -> Iterator[Event]:
        if ("text", _index(told)) not in self._spoken:
            yield from self._delta(told)
        # Each block of text is a paragraph: its last sentence is whole.
        yield from self.text.end()
        if told.get("is_elicitation"):
            yield from self._ask_back(self._asked)
        for annotation in _list(told, "annotations"):
            yield from self._cite(annotation)

    def _annotation(self, told: Payload) -> Iterator[Event]:
        yield from self._cite(told.get("annotation"))

    def _cite(self, annotation: Any) -> Iterator[Event]:
        if not isinstance(annotation, Mapping):
            return
        address, text = _text(annotation, "doc_id"), _text(annotation, "text")
        if (address, text) in self._cited:
            return
        self._cited.add((address, text))
        page = re.search(r"#(?:page=)?(\d{1,5})$", address)
        title = _text(annotation, "doc_title") or address or "Document"
        self.evidence.give(text)
        yield Cited(Passage(title, int(page[1]) if page else 0, "", text))

    def _tool_use(self, told: Payload) -> Iterator[Event]:
        self._run(told)
        if name := _text(told, "name"):
            yield Doing(f"Asking {name.replace('_', ' ')}")

    def _tool_status(self, told: Payload) -> Iterator[Event]:
        if status := self._open(told, "status"):
            yield Doing(status[:200])

    def _analyst(self, told: Payload) -> Iterator[Event]:
        delta, run = told.get("delta"), self._run(told)
        if not isinstance(delta, Mapping):
            return
        if thought := _text(delta, "think"):
            yield Thought(thought)
        run.sql = _grown(run.sql, _text(delta, "sql"))
        run.explanation = _grown(run.explanation, _text(delta, "sql_explanation"))
        run.query_id = _text(delta, "query_id") or run.query_id
        suggestion = delta.get("suggestions")
        if isinstance(suggestion, Mapping) and isinstance(suggestion.get("delta"), str):
            place = _index(suggestion, "index")
            self.suggestions[place] = self.suggestions.get(place, "") + suggestion["delta"]
        yield from self._show(delta.get("result_set"), run, "")

    def _tool_result(self, told: Payload) -> Iterator[Event]:
        run = self._run(told)
        for part in _list(told, "content"):
            inner = part.get("json") if isinstance(part, Mapping) else None
            if isinstance(inner, Mapping):
                run.sql = _text(inner, "sql") or run.sql
                run.query_id = _text(inner, "query_id") or run.query_id
                yield from self._show(inner.get("result_set"), run, "")

    def _table(self, told: Payload) -> Iterator[Event]:
        run = self._run(told)
        run.query_id = _text(told, "query_id") or run.query_id
        yield from self._show(told.get("result_set"), run, _text(told, "title"))

    def _chart(self, told: Payload) -> Iterator[Event]:
        spec = told.get("chart_spec")
        key = f"chart {spec}"
        if not isinstance(spec, str) or key in self._tables:
            return
        last = next(reversed(self._tables.values()), None)
        drawn = vega_chart(spec, last)
        self._tables[key] = drawn.table
        if drawn.note:
            yield Warned(drawn.note)
        if drawn.table.num_columns:
            yield self._shown(drawn.table, self._run(told), drawn.title, chart=drawn.chart)

    def _warning(self, told: Payload) -> Iterator[Event]:
        if message := self._open(told, "message"):
            yield Warned(message[:500])

    def _metadata(self, told: Payload) -> Iterator[Event]:
        inner = told.get("metadata") if isinstance(told.get("metadata"), Mapping) else told
        assert isinstance(inner, Mapping)
        number = inner.get("message_id")
        if isinstance(number, int):
            if inner.get("role") == "user":
                self.user_message = number
            elif inner.get("role") == "assistant":
                self.assistant_message = number
        yield from ()

    def _error(self, told: Payload) -> Iterator[Event]:
        message = self._open(told, "message").strip().rstrip(".") or "no reason was given"
        code = self._open(told, "code")
        raise ModelTrouble(f"The Cortex Agent failed: {message[:300]}{f' ({code})' if code else ''}.")
        yield  # an iterator, as all of them

    def _response(self, told: Payload) -> Iterator[Event]:
        yield from self.read_whole(told.get("content"))

    def _item_text(self, item: Payload) -> Iterator[Event]:
        """Only what the pieces did not bring."""
        text = _text(item, "text")
        if item.get("is_elicitation"):
            yield from self._ask_back(text)
        elif rest := self._untold(text):
            self.said += rest
            yield from self.text.feed(rest)
            yield from self.text.end()
        for annotation in _list(item, "annotations"):
            yield from self._cite(annotation)

    def _untold(self, text: str) -> str:
        """What of a whole block its pieces did not bring; each block that came in pieces is taken once."""
        for index, told in self._blocks.items():
            if told and (text.startswith(told) or told.startswith(text)):
                del self._blocks[index]
                return text[len(told) :]
        return "" if text in self.said else text

    def _item_table(self, item: Payload) -> Iterator[Event]:
        yield from self._table(_inner(item, "table"))

    def _item_chart(self, item: Payload) -> Iterator[Event]:
        yield from self._chart(_inner(item, "chart"))

    def _item_result(self, item: Payload) -> Iterator[Event]:
        yield from self._tool_result(_inner(item, "tool_result"))

    def _open(self, told: Payload, name: str) -> str:
        """A text of the server's own, without secrets that it repeats."""
        return hidden(_text(told, name), self.secrets)

    def _run(self, told: Payload) -> _ToolRun:
        return self._runs.setdefault(_text(told, "tool_use_id"), _ToolRun())

    def _show(self, result_set: Any, run: _ToolRun, title: str) -> Iterator[Event]:
        """A table, once; the rows of one statement come in the analyst's result and again as a table of the answer."""
        table = table_of_result_set(result_set)
        if table is None or not table.num_columns:
            return
        handle = str(result_set.get("statementHandle") or run.query_id) or repr(table.schema)
        known = self._tables.get(handle)
        if known is not None and known.equals(table):
            return
        self._tables[handle] = table
        yield self._shown(table, run, title or "Rows of Snowflake", is_cut=is_cut(result_set, table))

    def _shown(
        self, table: pa.Table, run: _ToolRun, title: str, *, chart: ChartSpec | None = None, is_cut: bool = False
    ) -> Shown:  # fmt: skip
        asked = (
            (Answered(WrittenQuery.told(NAME, run.sql, "snowflake"), table.num_rows, dt.datetime.now(dt.UTC)),)
            if run.sql
            else ()
        )
        shown = table.slice(0, self.context.max_rows)
        result = ToolResult(
            title, shown, columns_of(shown), asked=asked, source=self.label,
            note=run.explanation or "Asked of Snowflake by a Cortex Agent; the statement is its own.",
            chart=chart, is_cut=is_cut or table.num_rows > shown.num_rows,
        )  # fmt: skip
        self.evidence.add(result)
        self.has_shown = True
        return Shown(result, tool=TOOL)


def _text(told: Payload, name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _index(told: Payload, name: str = "content_index") -> int:
    value = told.get(name)
    return value if isinstance(value, int) else 0


def _list(told: Payload, name: str) -> list[Any]:
    value = told.get(name)
    return value if isinstance(value, list) else []


def _inner(item: Payload, name: str) -> Payload:
    inner = item.get(name)
    return inner if isinstance(inner, Mapping) else item


def _grown(known: str, piece: str) -> str:
    """A text that comes in pieces, or whole again and again."""
    return piece if piece.startswith(known) else known if known.endswith(piece) else known + piece


_READERS: Final[Mapping[str, Callable[[CortexReader, Payload], Iterator[Event]]]] = {
    "response.status": CortexReader._status, "response.thinking.delta": CortexReader._thinking,
    "response.thinking": CortexReader._thinking_whole, "response.text.delta": CortexReader._delta,
    "response.text": CortexReader._text_whole, "response.text.annotation": CortexReader._annotation,
    "response.tool_use": CortexReader._tool_use, "response.tool_result.status": CortexReader._tool_status,
    "response.tool_result": CortexReader._tool_result, "response.tool_result.analyst.delta": CortexReader._analyst,
    "response.table": CortexReader._table, "response.chart": CortexReader._chart,
    "response.warning": CortexReader._warning, "metadata": CortexReader._metadata, "error": CortexReader._error,
    "response": CortexReader._response,
}  # fmt: skip
_ITEMS: Final[Mapping[str, Callable[[CortexReader, Payload], Iterator[Event]]]] = {
    "text": CortexReader._item_text, "table": CortexReader._item_table, "chart": CortexReader._item_chart,
    "tool_result": CortexReader._item_result,
}  # fmt: skip
