"""Planner over a Cortex Agent of Snowflake: the agent reasons and asks there; its events come here as they are made.

A run may take 15 minutes and be silent for many of them. Where the connection is cut on the way (a proxy forgets it),
the run goes on at Snowflake and its answer is kept in the thread: it is looked up there until the time is over.
"""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from app.assistant.context import ToolContext
from app.assistant.events import Declined, Doing, EndedEarly, Event, Finished, Warned
from app.assistant.grounding.grounded import GroundedText
from app.assistant.models.checking import evidence_of, warning_of
from app.assistant.models.cortex_reading import CortexReader
from app.assistant.models.streaming import ModelRequest, json_answer, server_events
from app.assistant.models.trouble import AnswerStopped, ModelTrouble
from app.assistant.planner import Said
from app.assistant.refusals import RefusalReason
from data_sources.errors import SettingsError
from data_sources.warehouse.snowflake_rest import SnowflakeRest

ORIGIN: Final = "fluxops"  # at most 16 bytes
THREADS_KEPT: Final = 500
REMEMBERED: Final = 12  # messages told where no thread is known
KEYED: Final = 12  # questions that a conversation is known by; a planner is told more than these


@dataclass(frozen=True, slots=True)
class CortexSettings:
    """Which agent, and what an answer may take.

    Attributes:
        agent: DATABASE.SCHEMA.NAME; `{utility_id}` in it stands for the id of the utility that is asked about.
        rest: Snowflake's REST API.
        seconds: a run may take; Snowflake ends one after 15 minutes.
        look_seconds: between two looks for an answer whose connection was cut.
    """

    agent: str
    rest: SnowflakeRest
    seconds: float = 930.0
    look_seconds: float = 3.0

    def checked(self) -> CortexSettings:
        """These settings.

        Raises:
            SettingsError: the agent is not named, or nothing proves who asks.
        """
        if len([part for part in self.agent.split(".") if part.strip()]) != 3:
            raise SettingsError("FLUXOPS_ASSISTANT_CORTEX_AGENT is not usable: name it as DATABASE.SCHEMA.AGENT.")
        _ = self.rest.address, self.rest.headers()
        return self

    def url(self, utility_id: int) -> str:
        """Where a utility's agent is run."""
        database, schema, name = (
            quote(part.strip().replace("{utility_id}", str(utility_id)), safe="") for part in self.agent.split(".")
        )
        return f"{self.rest.address}/api/v2/databases/{database}/schemas/{schema}/agents/{name}:run"


@dataclass(frozen=True, slots=True)
class _Thread:
    """A conversation at Snowflake, and its last answer there."""

    thread_id: int
    parent: int = 0


class CortexPlanner:
    """Answers by a Cortex Agent. Thread-safe.

    Args:
        settings: checked.
    """

    name = "cortex"

    def __init__(self, settings: CortexSettings) -> None:
        self._settings = settings.checked()
        self._threads: OrderedDict[tuple[object, ...], _Thread] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, words: str, said: Sequence[Said], context: ToolContext) -> Iterator[Event]:
        """See `Planner.answer`."""
        evidence = evidence_of(context)
        evidence.give(words)
        reader = CortexReader(context, self._settings.rest.label, evidence, GroundedText(evidence))
        ends_at = time.monotonic() + self._settings.seconds
        thread: _Thread | None = None
        try:
            yield Doing("Asking Snowflake")
            thread = self._thread(said, context)
            yield from self._run(words, said, context, thread, reader, ends_at)
        except (ModelTrouble, AnswerStopped) as error:
            yield from reader.end()
            if thread is not None:  # the next question goes on in it, from the last whole answer
                self._keep(words, said, context, _Thread(thread.thread_id, reader.assistant_message or thread.parent))
            yield EndedEarly(str(error))
            return
        yield from reader.end()
        if thread is not None:
            self._keep(words, said, context, _Thread(thread.thread_id, reader.assistant_message or thread.parent))
        yield from _closing(reader)

    def _run(
        self, words: str, said: Sequence[Said], context: ToolContext, thread: _Thread, reader: CortexReader,
        ends_at: float,
    ) -> Iterator[Event]:  # fmt: skip
        request = self._request(self._settings.url(context.utility_id), _body(words, said, thread), ends_at)
        try:
            for event in server_events(request, context.stop):
                yield from reader.read(event.event, event.data)
            if not reader.is_whole and not reader.said:
                raise ModelTrouble(f"{request.label} ended before its answer was whole.", is_cut=True)
        except ModelTrouble as error:
            if not error.is_cut or reader.is_whole:
                raise
            yield Doing("The connection was cut; looking for the answer at Snowflake")
            yield from self._found_again(context, thread, reader, ends_at, error)

    def _found_again(
        self, context: ToolContext, thread: _Thread, reader: CortexReader, ends_at: float, cut: ModelTrouble
    ) -> Iterator[Event]:  # fmt: skip
        """The answer of a run whose connection was cut, out of its thread."""
        url = f"{self._settings.rest.address}/api/v2/cortex/threads/{thread.thread_id}?page_size=20"
        after = max(reader.user_message, thread.parent)
        while time.monotonic() < ends_at:
            try:
                message = _answer_after(json_answer(self._request(url, {}, ends_at, "GET"), context.stop), after)
            except ModelTrouble as error:
                if not error.is_passing:
                    raise
                message = None
            if message is not None:
                reader.assistant_message = message["message_id"]
                yield from reader.read_whole(_content(message.get("message_payload")))
                return
            if context.stop.wait(self._settings.look_seconds):
                raise AnswerStopped
        raise cut

    def _thread(self, said: Sequence[Said], context: ToolContext) -> _Thread:
        """The thread that goes on; a new one where none is known: at a conversation's beginning, or after a restart."""
        with self._lock:
            known = self._threads.get(_key(said, context))
        if known is not None:
            return known
        url = f"{self._settings.rest.address}/api/v2/cortex/threads"
        told = json_answer(self._request(url, {"origin_application": ORIGIN}, time.monotonic() + 60.0), context.stop)
        number: Any = told.get("thread_id") if isinstance(told, dict) else told
        try:
            return _Thread(int(number))
        except (TypeError, ValueError):
            raise ModelTrouble(f"{self._settings.rest.label} made no thread for the conversation.") from None

    def _keep(self, words: str, said: Sequence[Said], context: ToolContext, thread: _Thread) -> None:
        with self._lock:
            self._threads[_key([*said, Said("person", words)], context)] = thread
            while len(self._threads) > THREADS_KEPT:
                self._threads.popitem(last=False)

    def _request(self, url: str, body: dict[str, Any], ends_at: float, method: str = "POST") -> ModelRequest:
        left = max(ends_at - time.monotonic(), 1.0)
        headers = {"Content-Type": "application/json", **self._settings.rest.headers()}
        return ModelRequest(self._settings.rest.label, url, headers, body, left, left, method=method)


def _body(words: str, said: Sequence[Said], thread: _Thread) -> dict[str, Any]:
    question = _message("user", words)
    rest: dict[str, Any] = {"stream": True, "tool_choice": {"type": "auto"}}
    if thread.parent == 0 and (before := _so_far(said)):  # a thread takes the new message alone
        question["content"].insert(0, {"type": "text", "text": before})
    return {"thread_id": thread.thread_id, "parent_message_id": thread.parent, "messages": [question], **rest}


def _so_far(said: Sequence[Said]) -> str:
    """A conversation that its thread does not hold."""
    roles = {"person": "The person", "assistant": "You"}
    lines = [f"{roles[one.role]}: {one.text}" for one in said[-REMEMBERED:] if one.text]
    return "\n".join(["The conversation so far:", *lines, "The question now:"]) if lines else ""


def _message(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": text}]}


def _key(said: Sequence[Said], context: ToolContext) -> tuple[object, ...]:
    """A conversation by who leads it and what they asked so far."""
    asked = tuple([one.text for one in said if one.role == "person"][-KEYED:])
    return context.asker.principal.name, context.utility_id, asked


def _answer_after(told: Any, message_id: int) -> dict[str, Any] | None:
    """The first answer after a message, out of a thread's description (the newest first)."""
    messages = told.get("messages") if isinstance(told, dict) else None
    found = [
        one for one in messages or ()
        if isinstance(one, dict) and one.get("role") == "assistant" and isinstance(one.get("message_id"), int)
        and one["message_id"] > message_id
    ]  # fmt: skip
    return min(found, key=lambda one: int(one["message_id"])) if found else None


def _content(payload: Any) -> Any:
    """A message's content: a list, or an object with one, as JSON in a text or not."""
    if isinstance(payload, str):
        try:
            payload = json.loads(payload)
        except ValueError:
            return [{"type": "text", "text": payload}]
    return payload.get("content") if isinstance(payload, dict) else payload


def _closing(reader: CortexReader) -> Iterator[Event]:
    if not reader.said.strip() and not reader.has_shown:
        yield Declined(RefusalReason.NOT_UNDERSTOOD, "The agent gave no answer; ask in other words.")
    elif not reader.is_whole:
        yield Warned("The agent's answer ended without its last part.")
    if warning := warning_of(reader.text):
        yield Warned(warning)
    yield Finished(tuple(text for _, text in sorted(reader.suggestions.items()) if text))
