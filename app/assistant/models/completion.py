"""One streamed answer of the chat-completions protocol: text, thinking and calls of tools, in whatever pieces."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from app.assistant.models.streaming import ModelRequest, server_events
from app.assistant.models.trouble import ModelTrouble, hidden

DONE = "[DONE]"


@dataclass(frozen=True, slots=True)
class SpokenPiece:
    """A piece of text."""

    kind: Literal["text", "thought"]
    text: str


@dataclass(slots=True)
class WantedCall:
    """A tool that the model wants called; name and arguments grow as their pieces come."""

    call_id: str = ""
    name: str = ""
    arguments: str = ""

    def as_message(self, number: int) -> dict[str, Any]:
        """As it is told back; some servers give no id."""
        return {
            "id": self.call_id or f"call_{number}", "type": "function",
            "function": {"name": self.name, "arguments": self.arguments or "{}"},
        }  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Its arguments.

        Raises:
            ValueError: they are no JSON object.
        """
        try:
            found = json.loads(self.arguments or "{}")
        except RecursionError:
            raise ValueError("The arguments are nested too deep.") from None
        if not isinstance(found, dict):
            raise ValueError("The arguments are no object.")
        return found


@dataclass(slots=True)
class ThinkingMarks:
    """Parts `<think>…</think>` from the text it begins: so some local servers tell a model's thinking.

    Some tell only the end, since their template wrote the beginning into the question: what came before is thinking,
    and is out by then (`is_late`). Who knows a server to do so `waits` for the end before anything is text.
    """

    waits: bool = False
    is_late: bool = False
    _held: str = ""
    _is_inside: bool = False
    _is_over: bool = False
    _had_mark: bool = False

    def parted(self, text: str) -> Iterator[SpokenPiece]:
        """What a piece of text brings; what may be the beginning of a mark is held back."""
        self._held += text
        if self._is_over:
            yield from self._after()
            return
        if not self._is_inside:
            begun = self._held.lstrip()
            if "<think>".startswith(begun[:7]) and len(begun) < 7:
                return
            self._is_inside, self._is_over = begun.startswith("<think>"), not begun.startswith("<think>")
            self._held = begun[7:] if self._is_inside else self._held
            self._had_mark = self._is_inside
        if self._is_inside:
            thought, mark, rest = self._held.partition("</think>")
            self._is_over = bool(mark)
            kept = 0 if mark else _beginning(thought, "</think>")
            self._held = rest.lstrip() if mark else thought[len(thought) - kept :]
            if thought[: len(thought) - kept]:
                yield SpokenPiece("thought", thought[: len(thought) - kept])
        if self._is_over:
            yield from self._after()

    def _after(self) -> Iterator[SpokenPiece]:
        """What is no thinking by its beginning; an end without a beginning says that it was."""
        thought, mark, rest = ("", "", self._held) if self._had_mark else self._held.partition("</think>")
        if mark:
            self._had_mark, self.is_late, self._held = True, not self.waits, rest.lstrip()
            yield SpokenPiece("text" if self.is_late else "thought", thought)
            yield from self._after()
        elif self._had_mark or not self.waits:
            kept = 0 if self._had_mark else _beginning(self._held, "</think>")
            told, self._held = self._held[: len(self._held) - kept], self._held[len(self._held) - kept :]
            if told:
                yield SpokenPiece("text", told)

    def end(self) -> Iterator[SpokenPiece]:
        """What was held back."""
        held, self._held = self._held, ""
        if held:
            yield SpokenPiece("thought" if self._is_inside and not self._is_over else "text", held)


def _beginning(text: str, mark: str) -> int:
    """How many letters at a text's end may begin a mark."""
    return next((size for size in range(min(len(text), len(mark) - 1), 0, -1) if text.endswith(mark[:size])), 0)


@dataclass(slots=True)
class Completion:
    """What came in the end.

    Attributes:
        text: all of it.
        calls: by their place in the answer.
        reason: why it ended: "stop", "tool_calls", "length", "content_filter" or something else.
        tokens: that the server counted; 0 where it does not say.
        unread: pieces that could not be read.
        thinking: parts the text from thinking that stands in it.
    """

    text: str = ""
    calls: dict[int, WantedCall] = field(default_factory=dict)
    reason: str = ""
    tokens: int = 0
    unread: int = 0
    thinking: ThinkingMarks = field(default_factory=ThinkingMarks)


def completed(request: ModelRequest, stop: threading.Event, into: Completion) -> Iterator[SpokenPiece]:
    """The pieces of an answer as they come; calls and the rest are in `into` at the end.

    Raises:
        ModelTrouble: see `server_events`; or the stream holds an error, nothing that can be read, or ends too early.
        AnswerStopped: the stop was set.
    """
    for event in server_events(request, stop):
        if event.data.strip() == DONE:
            break
        if (chunk := _chunk(event.data)) is None:
            into.unread += 1
            continue
        if chunk.get("error"):
            raise ModelTrouble(f"{request.label} failed: {_error(chunk['error'], request)}.", is_cut=True)
        yield from _read(chunk, into)
    else:  # some servers end the stream without a mark; then the reason says whether it is whole
        _check_whole(request, into)
    yield from into.thinking.end()


def _check_whole(request: ModelRequest, into: Completion) -> None:
    if not into.reason:
        what = "sends what cannot be read" if into.unread and not into.text else "ended before its answer was whole"
        raise ModelTrouble(f"{request.label} {what}.", is_cut=True)


def _chunk(data: str) -> dict[str, Any] | None:
    try:
        found = json.loads(data.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _error(error: Any, request: ModelRequest) -> str:
    text = str(error.get("message") or error) if isinstance(error, dict) else str(error)
    return hidden(text, request.secrets)[:300].rstrip(". \n")


def _read(chunk: dict[str, Any], into: Completion) -> Iterator[SpokenPiece]:
    usage = chunk.get("usage")
    if isinstance(usage, dict) and isinstance(total := usage.get("total_tokens"), int):
        into.tokens = total
    choices = chunk.get("choices") or []
    for choice in choices if isinstance(choices, list) else [choices]:
        # A server that does not stream sends the whole message.
        delta = (choice.get("delta") or choice.get("message") or {}) if isinstance(choice, dict) else None
        if not isinstance(delta, dict):
            into.unread += 1
            continue
        # Servers of open models tell a model's thinking under one of these names.
        for name in ("reasoning_content", "reasoning"):
            if isinstance(delta.get(name), str) and delta[name]:
                yield SpokenPiece("thought", delta[name])
        for name in ("content", "refusal"):
            if text := _text_of(delta.get(name)):
                into.text += text
                yield from into.thinking.parted(text)
        pieces = delta.get("tool_calls") or []
        for piece in pieces if isinstance(pieces, list) else [pieces]:
            if isinstance(piece, dict):
                _add_call(piece, into.calls)
            else:
                into.unread += 1
        into.reason = str(choice.get("finish_reason") or into.reason)


def _text_of(content: Any) -> str:
    """What a delta says: a text, or a list of parts of which some are texts."""
    if isinstance(content, list):
        return "".join(_text_of(part.get("text")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _add_call(piece: dict[str, Any], calls: dict[int, WantedCall]) -> None:
    """Pieces of one call carry its index; a server that counts none sends each call whole, with an id of its own.

    Some count 0 for every call: then another id is another call.
    """
    index = piece.get("index")
    if isinstance(index, int) and index in calls:
        before, mine = calls[index].call_id, piece.get("id")
        index = None if before and mine and before != mine else index
    if not isinstance(index, int):
        known = [number for number, one in calls.items() if one.call_id and one.call_id == piece.get("id")]
        index = known[0] if known else len(calls) if piece.get("id") or not calls else max(calls)
    call, told = calls.setdefault(index, WantedCall()), piece.get("function")
    function = told if isinstance(told, dict) else {}
    call.call_id = str(piece.get("id") or call.call_id)
    name = str(function.get("name") or "")
    call.name = name if call.name == name else call.name + name  # some repeat the name with every piece
    arguments = function.get("arguments")
    call.arguments += arguments if isinstance(arguments, str) else json.dumps(arguments) if arguments else ""
