"""Messages of a thread at Snowflake: which of them answers a run whose connection was cut.

A thread holds more than one conversation reads: a question asked anew is a branch beside the old one, and a run that
a person stopped goes on at Snowflake. By `parent_id` an answer hangs on its question, and a question on the answer
before it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

CLOCKS_APART: Final = 120.0  # seconds that Snowflake's clock and this machine's may differ


@dataclass(frozen=True, slots=True)
class CutRun:
    """A run of which no end came.

    Attributes:
        parent: the message that its question goes on from; 0 at the beginning of a thread.
        words: of its question, as they were sent.
        asked_at: when it was sent, seconds since 1970.
        question: the question's id in the thread; 0 where the connection was cut before it was told.
    """

    parent: int
    words: str
    asked_at: float
    question: int = 0

    def answer_in(self, told: Any) -> dict[str, Any] | None:
        """The answer, out of a thread's description; None while the thread does not hold it."""
        messages = told.get("messages") if isinstance(told, dict) else None
        held = [one for one in messages or () if isinstance(one, dict) and isinstance(one.get("message_id"), int)]
        question = self.question or max((one["message_id"] for one in held if self._is_question(one)), default=0)
        answers = [one for one in held if one.get("role") == "assistant" and one.get("parent_id") == question]
        return max(answers, key=lambda one: int(one["message_id"])) if question and answers else None

    def _is_question(self, message: Mapping[str, Any]) -> bool:
        """Whether a message is this run's question: these words, said here, and not before they were sent."""
        if message.get("role") != "user" or (message.get("parent_id") or 0) != self.parent:
            return False
        written = message.get("created_on")  # milliseconds
        is_older = isinstance(written, int | float) and written / 1000 < self.asked_at - CLOCKS_APART
        return not is_older and text_of({"content": content_of(message)}) == self.words


def content_of(message: Mapping[str, Any]) -> Any:
    """A message's content: a list, or an object with one, as JSON in a text or not."""
    payload = message.get("message_payload")
    if isinstance(payload, str):
        try:
            payload = json.loads(payload)
        except ValueError:
            return [{"type": "text", "text": payload}]
    return payload.get("content") if isinstance(payload, dict) else payload


def text_of(message: Mapping[str, Any]) -> str:
    """All texts of a message's content."""
    content = message.get("content")
    items = content if isinstance(content, list) else ()
    return "\n".join(str(one.get("text", "")).strip() for one in items if isinstance(one, Mapping))
