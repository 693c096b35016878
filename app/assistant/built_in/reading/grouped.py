"""What a question wants its quantity grouped by, as arguments of a tool; one that is not told so is ruled out."""

from __future__ import annotations

from typing import Any, Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.spoken_groups import SpokenGroup
from app.assistant.built_in.vocabulary import Phrase, Worded
from app.assistant.built_in.words import phrase
from app.assistant.groups import ToolGroup

_ARGUMENTS: Final = ("group", "also")


def group_slots(frame: Frame, worded: Worded) -> tuple[dict[str, Any], frozenset[str]] | None:
    """Groups as arguments, and the words that they cover; None where the tool has no use for one of them."""
    tool = worded.tool
    takes_group = tool.takes("group")
    if tool.shape == "study" and not tool.takes("ahead"):  # "3 EVs at each transformer" is what is studied
        return ({}, frozenset()) if all(set(one.words) <= set(tool.subjects) for one in frame.groups) else None
    if frame.groups:
        keys = [key for one in frame.groups if (key := key_of(one, worded)) is not None]
        if len(keys) < len(frame.groups) or len(keys) > (len(_ARGUMENTS) if takes_group else 1):
            return None
        return (dict(zip(_ARGUMENTS, keys, strict=False)) if takes_group else {}), frozenset()
    if "group" not in worded.required:
        return {}, frozenset()
    asked = frame.asked_group
    key = key_of(asked, worded) if asked is not None and frame.is_ranked else None
    if asked is None or key is None:
        return None
    return {"group": key}, frozenset(asked.words)


def only_groups(frame: Frame, one: Phrase) -> bool:
    """Whether a phrase holds words that only say what is grouped by: no quantity and no choice is meant by them."""
    is_asked = one.of == "choice" and frame.asked_group is not None and frame.is_ranked
    asked = [frame.asked_group] if is_asked and frame.asked_group is not None else []
    words = {word for group in (*frame.groups, *asked) for word in group.words if group.words not in _PLACES}
    return one.of in ("quantity", "choice") and one.content <= words


_PLACES: Final = (("feeder",), ("substation",))


def key_of(spoken: SpokenGroup, worded: Worded) -> str | None:
    """The group of a tool that words mean; None where it has none."""
    return next((one.key for one in worded.tool.groupings if _is_called(one, spoken)), None)


def _is_called(group: ToolGroup, spoken: SpokenGroup) -> bool:
    return any(phrase(text) == spoken.words for text in group.words)


def is_divided(frame: Frame, best: Phrase | None) -> bool:
    """Whether a quantity is the quotient that a question asks for: "interruptions per customer"."""
    if not frame.divisor:
        return True
    return best is not None and "per" in best.words and phrase(frame.divisor)[-1] in best.words
