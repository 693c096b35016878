"""Answers in the chat-completions protocol, as servers stream them."""

from __future__ import annotations

import json
from typing import Any

from tests.fakemodels.server import event


def chunk(delta: dict[str, Any], reason: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return event({"id": "c1", "object": "chat.completion.chunk", "model": "m", "choices": [choice], **more})


def said(*texts: str, reason: str = "stop") -> bytes:
    """Text in these pieces, then the end."""
    return b"".join(chunk({"content": text}) for text in texts) + ended(reason)


def ended(reason: str, tokens: int = 10) -> bytes:
    usage = event({"id": "c1", "choices": [], "usage": {"total_tokens": tokens}})
    return chunk({}, reason) + usage + event("[DONE]")


def called(*calls: tuple[str, dict[str, Any]], text: str = "", size: int = 3) -> bytes:
    """Calls of tools whose arguments come a few letters at a time, after some text."""
    out = chunk({"role": "assistant", "content": text}) if text else b""
    for index, (name, arguments) in enumerate(calls):
        head = {"index": index, "id": f"call-{index}", "type": "function", "function": {"name": name, "arguments": ""}}
        out += chunk({"tool_calls": [head]})
        letters = json.dumps(arguments)
        for place in range(0, len(letters), size):
            piece = {"index": index, "function": {"arguments": letters[place : place + size]}}
            out += chunk({"tool_calls": [piece]})
    return out + ended("tool_calls")
