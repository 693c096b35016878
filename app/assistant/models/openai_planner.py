"""Planner over any endpoint of the chat-completions protocol with tools: a company's, a provider's, a local server's.

The model sees the catalogue's schemas, calls tools, and is told bounded pieces of their results as data. It cannot do
anything else: whatever it says, a tool that changes something only shows a form. Its text is let out by the sentence,
with every number checked against the results of this answer.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.assistant.context import ToolContext
from app.assistant.events import Cited, Declined, Doing, EndedEarly, Event, Finished, Shown, Thought, Warned
from app.assistant.grounding.evidence import AnswerEvidence
from app.assistant.grounding.grounded import GroundedText
from app.assistant.models.checking import evidence_of, warning_of
from app.assistant.models.completion import Completion, ThinkingMarks, WantedCall, completed
from app.assistant.models.prompt import functions_of, system_prompt
from app.assistant.models.rows_told import told_to_model
from app.assistant.models.streaming import ModelRequest
from app.assistant.models.trouble import AnswerStopped, ModelTrouble
from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue, Tool
from data_sources.errors import FluxError, SettingsError

REMEMBERED = 12  # messages of the conversation that a model is told
LONGEST_SAID = 4000  # characters of one of them
CALLS_A_STEP: Final = 8
SQL_TOOL: Final = "run_sql"
THOUGHT_ALOUD: Final = (
    "What stands first is the model's thinking: its server tells where that ends, not where it begins. "
    "From the next question on it is told as thinking."
)


@dataclass(frozen=True, slots=True)
class OpenAISettings:
    """How an OpenAI-compatible endpoint is reached, and what an answer may take.

    Attributes:
        url: its base, e.g. "http://127.0.0.1:8080/v1".
        model: its name there.
        key: sent as a bearer; empty for a server that asks for none.
        steps: rounds of tools at most.
        seconds: an answer may take.
        rows: of one result that the model is told.
        tokens: of one answer of the model.
        answer_tokens: that all rounds of an answer may take together, as the server counts them.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    steps: int = 6
    seconds: float = 120.0
    rows: int = 50
    tokens: int = 2000
    answer_tokens: int = 100_000

    def checked(self) -> OpenAISettings:
        """These settings.

        Raises:
            SettingsError: address or model is missing, or the address is none.
        """
        if not self.url.startswith(("http://", "https://")) or "@" in self.url or "?" in self.url:
            raise SettingsError(
                "FLUXOPS_ASSISTANT_OPENAI_URL is not usable: give the base of an endpoint, such as "
                "http://127.0.0.1:8080/v1, without a name, password or key in it."
            )
        if not self.model:
            raise SettingsError("FLUXOPS_ASSISTANT_OPENAI_MODEL is missing: the planner openai needs a model's name.")
        return self


@dataclass(slots=True)
class ModelHabits:
    """What was seen of a model's server: whether it tells only where thinking ends."""

    ends_thinking_only: bool = False


class OpenAIPlanner:
    """Answers by a model's calls of tools. Thread-safe.

    Args:
        catalogue: all tools.
        settings: checked.
        more: tools for models only, such as free SQL.
    """

    name = "openai"

    def __init__(self, catalogue: Catalogue, settings: OpenAISettings, more: Sequence[Tool[Any]] = ()) -> None:
        self._tools, self._settings = Catalogue([*catalogue, *more]), settings.checked()
        self._habits = ModelHabits()

    def answer(self, words: str, said: Sequence[Said], context: ToolContext) -> Iterator[Event]:
        """See `Planner.answer`."""
        yield from _ModelTurn(self._tools, self._settings, context, self._habits).events(words, said)


class _ModelTurn:
    """One answer."""

    def __init__(
        self, tools: Catalogue, settings: OpenAISettings, context: ToolContext, habits: ModelHabits
    ) -> None:  # fmt: skip
        self._settings, self._context, self._habits = settings, context, habits
        self._tools = {one.name: one for one in tools if context.asker.principal.may(one.role)}
        self._catalogue = tools
        self._ends_at = time.monotonic() + settings.seconds
        self._evidence: AnswerEvidence = evidence_of(context)
        self._text = GroundedText(self._evidence)
        self._messages: list[dict[str, Any]] = []
        self._tokens, self._has_said = 0, False
        self._token_word = "max_tokens"

    def events(self, words: str, said: Sequence[Said]) -> Iterator[Event]:
        self._messages = self._opening(words, said)
        self._evidence.give(words)
        try:
            for step in range(self._settings.steps + 1):
                spoken = Completion(thinking=ThinkingMarks(waits=self._habits.ends_thinking_only))
                yield Doing("Thinking" if step == 0 else "Reading the results")
                yield from self._spoken(spoken, is_last=step == self._settings.steps)
                if not spoken.calls or step == self._settings.steps:  # some servers let it call all the same
                    break
                yield from self._called(spoken)
        except (ModelTrouble, AnswerStopped) as error:
            yield from self._text.end()
            yield EndedEarly(str(error))
            return
        yield from self._text.end()
        yield from self._closing(spoken)

    def _opening(self, words: str, said: Sequence[Said]) -> list[dict[str, Any]]:
        roles = {"person": "user", "assistant": "assistant"}
        before = [
            {"role": roles[one.role], "content": one.text[:LONGEST_SAID]} for one in said[-REMEMBERED:] if one.text
        ]
        system = {"role": "system", "content": system_prompt(self._context, SQL_TOOL in self._tools)}
        return [system, *before, {"role": "user", "content": words}]

    def _spoken(self, into: Completion, *, is_last: bool) -> Iterator[Event]:
        """One round of the model; the last one may call no tool."""
        try:
            yield from self._streamed(into, is_last=is_last)
        except ModelTrouble as error:
            if "max_completion_tokens" not in str(error) or self._token_word == "max_completion_tokens":
                raise
            self._token_word = "max_completion_tokens"  # newer models of OpenAI take no other name
            yield from self._streamed(into, is_last=is_last)
        self._tokens += into.tokens

    def _streamed(self, into: Completion, *, is_last: bool) -> Iterator[Event]:
        for piece in completed(self._request(is_last=is_last), self._context.stop, into):
            if piece.kind == "thought":
                yield Thought(piece.text)
            else:
                self._has_said = self._has_said or bool(piece.text.strip())
                yield from self._text.feed(piece.text)
            if into.thinking.is_late and not self._habits.ends_thinking_only:
                yield from self._thought_aloud()

    def _thought_aloud(self) -> Iterator[Event]:
        """What was told as text so far was thinking."""
        self._habits.ends_thinking_only, self._has_said = True, False
        yield from self._text.end()
        yield Warned(THOUGHT_ALOUD)

    def _request(self, *, is_last: bool) -> ModelRequest:
        settings = self._settings
        left = self._ends_at - time.monotonic()
        if left <= 0 or self._tokens > settings.answer_tokens:
            what = f"{settings.seconds:g} s" if left <= 0 else f"{settings.answer_tokens:,} tokens"
            raise ModelTrouble(f"The answer would take more than {what}, which is its limit.")
        body: dict[str, Any] = {
            "model": settings.model, "messages": self._messages, "stream": True,
            "stream_options": {"include_usage": True}, self._token_word: settings.tokens,
        }  # fmt: skip
        if self._tools:
            body |= {
                "tools": functions_of(self._tools.values()), "tool_choice": "none" if is_last else "auto",
            }  # fmt: skip
        return ModelRequest(
            "The model's server", f"{settings.url.rstrip('/')}/chat/completions",
            {"Authorization": f"Bearer {settings.key}"} if settings.key else {}, body, left, left,
        )  # fmt: skip

    def _called(self, spoken: Completion) -> Iterator[Event]:
        """Call what the model wants called, and tell it what came."""
        # What was said before a call is a sentence of its own, whatever comes after it.
        yield from self._text.end()
        wanted = [spoken.calls[number] for number in sorted(spoken.calls)]
        self._messages.append({
            "role": "assistant", "content": spoken.text or None,
            "tool_calls": [one.as_message(number) for number, one in enumerate(wanted)],
        })  # fmt: skip
        for number, call in enumerate(wanted):
            if self._context.stop.is_set():
                raise AnswerStopped
            told = yield from self._result(call, is_too_many=number >= CALLS_A_STEP)
            self._messages.append({
                "role": "tool", "tool_call_id": call.as_message(number)["id"], "name": call.name, "content": told,
            })  # fmt: skip

    def _result(self, call: WantedCall, *, is_too_many: bool) -> Generator[Event, None, str]:
        """Shows a call's result; answers what the model is told of it."""
        if is_too_many:
            return f"Not called: at most {CALLS_A_STEP} tools at once."
        is_sql = call.name == SQL_TOOL
        yield Doing("Running a statement" if is_sql else f"Looking up {call.name.replace('_', ' ')[:80]}")
        try:
            result = self._run(call)
        except NoAnswer as error:
            return f"No answer ({error.reason}): {error}"
        except FluxError as error:
            yield Warned(str(error))
            return f"The source failed: {error}"
        self._evidence.add(result)
        yield Shown(result, tool=call.name, arguments=call.arguments)
        yield from (Cited(passage) for passage in result.passages)
        return told_to_model(result, self._context.zone, self._settings.rows)

    def _run(self, call: WantedCall) -> ToolResult:
        try:
            values = call.values()
        except ValueError:
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"{call.name}: the arguments are no JSON object.") from None
        self._context.asked.clear()  # each result tells its own statements
        return self._catalogue.get(call.name).call(self._context, values)

    def _closing(self, spoken: Completion) -> Iterator[Event]:
        if spoken.calls:
            yield Warned(f"The model wanted to go on after {self._settings.steps} rounds of tools, which is the limit.")
        elif spoken.reason == "length":
            yield Warned("The model's answer is cut: it reached the limit of tokens.")
        elif not self._has_said:
            yield Declined(RefusalReason.NOT_UNDERSTOOD, "The model gave no answer; ask in other words.")
        if warning := warning_of(self._text):
            yield Warned(warning)
        yield Finished()
