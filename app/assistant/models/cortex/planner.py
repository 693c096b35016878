"""Planner over a Cortex Agent of Snowflake: the agent reasons and asks there; its events come here as they are made.

A run may take 15 minutes and be silent for many of them. Where the connection is cut on the way (a proxy forgets it),
the run goes on at Snowflake and its answer is kept in the thread: it is looked up there until the time is over. Where
a conversation stands at Snowflake is kept with its answers (`Threaded`): a restart or another process changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote

from app.assistant.context import ToolContext
from app.assistant.events import Declined, Doing, EndedEarly, Event, Finished, Threaded, Warned
from app.assistant.grounding.grounded import GroundedText
from app.assistant.models.checking import evidence_of, warning_of
from app.assistant.models.cortex.reading import CortexReader
from app.assistant.models.cortex.threads import CutRun, content_of, text_of
from app.assistant.models.streaming import ModelRequest, json_answer, server_events
from app.assistant.models.trouble import AnswerStopped, ModelTrouble
from app.assistant.planner import Said
from app.assistant.refusals import RefusalReason
from data_sources.errors import SettingsError
from data_sources.warehouse.snowflake_rest import SnowflakeRest

ORIGIN: Final = "fluxops"  # at most 16 bytes
REMEMBERED: Final = 12  # messages told that a thread does not hold


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


class CortexPlanner:
    """Answers by a Cortex Agent. Thread-safe.

    Args:
        settings: checked.
    """

    name = "cortex"

    def __init__(self, settings: CortexSettings) -> None:
        self._settings = settings.checked()

    def answer(self, words: str, said: Sequence[Said], context: ToolContext) -> Iterator[Event]:
        """See `Planner.answer`."""
        evidence = evidence_of(context)
        evidence.give(words)
        reader = CortexReader(context, self._settings.rest.label, evidence, GroundedText(evidence))
        ends_at = time.monotonic() + self._settings.seconds
        thread: Threaded | None = None
        try:
            yield Doing("Asking Snowflake")
            thread, missed = self._known(said) or (self._begun(context), said)
            yield thread  # first of all: a stop ends what comes after it
            try:
                yield from self._run(_body(words, missed, thread), context, thread, reader, ends_at)
            except ModelTrouble as error:
                if not error.is_refused or missed is said:
                    raise
                thread = self._begun(context)  # the one that was kept is not there any more
                yield from self._run(_body(words, said, thread), context, thread, reader, ends_at)
        except (ModelTrouble, AnswerStopped) as error:
            yield from reader.end()
            if thread is not None:
                yield _after(thread, reader)
            yield EndedEarly(str(error))
            return
        yield from reader.end()
        yield _after(thread, reader)
        yield from _closing(reader)

    def _run(
        self, body: dict[str, Any], context: ToolContext, thread: Threaded, reader: CortexReader, ends_at: float
    ) -> Iterator[Event]:
        request = self._request(self._settings.url(context.utility_id), body, ends_at)
        asked_at, reader.secrets = time.time(), request.secrets
        try:
            for event in server_events(request, context.stop):
                yield from reader.read(event.event, event.data)
            if not reader.is_whole:  # a proxy on the way may close it in good order
                raise ModelTrouble(f"{request.label} ended before its answer was whole.", is_cut=True)
        except ModelTrouble as error:
            if not error.is_cut or reader.is_whole:
                raise
            yield Doing("The connection was cut; looking for the answer at Snowflake")
            run = CutRun(thread.message_id, text_of(body["messages"][0]), asked_at, reader.user_message)
            yield from self._found_again(context, thread, run, reader, ends_at, error)

    def _found_again(
        self, context: ToolContext, thread: Threaded, run: CutRun, reader: CortexReader, ends_at: float,
        cut: ModelTrouble,
    ) -> Iterator[Event]:  # fmt: skip
        """The answer of a run whose connection was cut, out of its thread."""
        url = f"{self._settings.rest.address}/api/v2/cortex/threads/{thread.thread_id}?page_size=20"
        while time.monotonic() < ends_at:
            try:
                message = run.answer_in(json_answer(self._request(url, {}, ends_at, "GET"), context.stop))
            except ModelTrouble as error:
                if not error.is_passing:
                    raise
                message = None
            if message is not None:
                reader.assistant_message = message["message_id"]
                yield from reader.read_whole(content_of(message))
                return
            if context.stop.wait(self._settings.look_seconds):
                raise AnswerStopped
        raise cut

    def _known(self, said: Sequence[Said]) -> tuple[Threaded, Sequence[Said]] | None:
        """The thread that a conversation goes on in, and what was said that it does not hold; None for none."""
        threads = [one.thread for one in said]
        known = next((one for one in reversed(threads) if one is not None), None)
        if known is None or known.where != self._settings.rest.label:
            return None
        return known, said[threads.index(known) + 1 :] if known.message_id else list(said)

    def _begun(self, context: ToolContext) -> Threaded:
        """A new thread."""
        url = f"{self._settings.rest.address}/api/v2/cortex/threads"
        told = json_answer(self._request(url, {"origin_application": ORIGIN}, time.monotonic() + 60.0), context.stop)
        number: Any = told.get("thread_id") if isinstance(told, dict) else told
        try:
            return Threaded(self._settings.rest.label, int(number))
        except (TypeError, ValueError):
            raise ModelTrouble(f"{self._settings.rest.label} made no thread for the conversation.") from None

    def _request(self, url: str, body: dict[str, Any], ends_at: float, method: str = "POST") -> ModelRequest:
        left = max(ends_at - time.monotonic(), 1.0)
        headers = {"Content-Type": "application/json", **self._settings.rest.headers()}
        return ModelRequest(self._settings.rest.label, url, headers, body, left, left, method=method)


def _after(thread: Threaded, reader: CortexReader) -> Threaded:
    """Where the next question goes on: after the last whole answer."""
    return replace(thread, message_id=reader.assistant_message or thread.message_id)


def _body(words: str, missed: Sequence[Said], thread: Threaded) -> dict[str, Any]:
    question = _message("user", words)
    rest: dict[str, Any] = {"stream": True, "tool_choice": {"type": "auto"}}
    if before := _so_far(missed):  # a thread takes the new message alone
        question["content"].insert(0, {"type": "text", "text": before})
    return {"thread_id": thread.thread_id, "parent_message_id": thread.message_id, "messages": [question], **rest}


def _so_far(missed: Sequence[Said]) -> str:
    """What was said in a conversation that its thread does not hold."""
    roles = {"person": "The person", "assistant": "You"}
    lines = [f"{roles[one.role]}: {one.text}" for one in missed[-REMEMBERED:] if one.text]
    return "\n".join(["The conversation so far:", *lines, "The question now:"]) if lines else ""


def _message(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": text}]}


def _closing(reader: CortexReader) -> Iterator[Event]:
    if not reader.said.strip() and not reader.has_shown:
        yield Declined(RefusalReason.NOT_UNDERSTOOD, "The agent gave no answer; ask in other words.")
    if warning := warning_of(reader.text):
        yield Warned(warning)
    yield Finished(tuple(text for _, text in sorted(reader.suggestions.items()) if text))
