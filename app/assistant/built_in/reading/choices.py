"""What words choose of a tool, as arguments of it: `overloaded` is a limit, `planned` a kind of outages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import LEAST, MOST
from app.assistant.built_in.vocabulary import Phrase, Worded
from app.assistant.tools import ToolChoice


def put_choices(matched: list[Phrase], arguments: dict[str, Any], used: set[str], phrases: list[Phrase]) -> float:
    """Set what words choose; the longer phrase first, and none that lies within the quantity's own phrase."""
    score = 0.0
    taken: dict[str, Any] = {}
    nouns = {word for one in matched if one.of == "subject" for word in one.content}
    within = [one.content for one in (*phrases, *(one for one in matched if one.of == "tool")) if len(one.content) > 1]
    spent: set[str] = set()
    chosen = (one for one in matched if one.choice is not None)
    for one in sorted(chosen, key=lambda one: (-len(one.content), -len(one.content - nouns))):
        choice: ToolChoice = one.choice  # type: ignore[assignment]
        mine = one.content - nouns or one.content
        if any(mine < content - nouns for content in within) or mine <= spent:
            continue
        if any(taken.get(name, value) != value for name, value in choice.sets.items()):
            used -= mine - spent  # "breakers fuses on feeder 5": the second kind is not told, so its word is left over
            continue
        taken |= dict(choice.sets)
        spent |= one.content
        used |= one.content
        score += 0.5 + 0.3 * (len(one.content) - 1)
    for name, value in taken.items():
        arguments.setdefault(name, value)
    return score


def is_only_ranked(one: Phrase, frame: Frame) -> bool:
    """Whether a choice is of a superlative: "highest value" asks for none of high priority."""
    if one.choice is None:
        return False
    ranked = {word for said in frame.all_words if (word := LEAST.get(said) or MOST.get(said))}
    ranked -= set(re.findall(r"[a-z]+", frame.text.lower()))
    if {"above", "below"} & one.choice.sets.keys():
        return bool(one.content & ranked)
    return "by" not in one.choice.sets and one.content <= ranked


def lacks_choice(worded: Worded, arguments: Mapping[str, Any]) -> bool:
    """Whether a tool needs what only words choose, as the biggest or the longest, and none of them is said."""
    chosen = {name for one in worded.tool.choices for name in one.sets} & worded.required - {"by"}
    return not chosen <= arguments.keys()
