"""What goes on from the answer before: another place, another period, the same on the map."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app.assistant.built_in.choose import QuestionReading
from app.assistant.built_in.frame import Frame
from app.assistant.built_in.vocabulary import Vocabulary, Worded
from app.assistant.planner import Said


def followed(frame: Frame, said: Sequence[Said], vocabulary: Vocabulary) -> QuestionReading | None:
    """The reading before with what the question changes in it; None where it stands for itself.

    Args:
        frame: of the question.
        said: the conversation before it.
        vocabulary: of the catalogue.
    """
    last = next((one for one in reversed(said) if one.role == "assistant" and one.tool), None)
    if last is None or frame.words or frame.unknown or frame.is_ranked or frame.lost:
        return None
    if not (frame.names or frame.period or frame.limits or frame.n):
        return None
    worded = next((one for one in vocabulary.worded if one.tool.name == last.tool), None)
    if worded is None:
        return None
    arguments = json.loads(last.arguments or "{}")
    if not _changed(frame, worded, arguments):
        return None
    key = arguments.get("quantity") or arguments.get("by")
    quantity = next((one for one in worded.tool.quantities if one.key == key), None)
    how = "row" if worded.tool.shape == "row" else "count" if arguments.get("is_count") else "rows"
    return QuestionReading(worded, arguments, quantity, 0.0, how=how)  # type: ignore[arg-type]


def _changed(frame: Frame, worded: Worded, arguments: dict[str, object]) -> bool:
    """Put the new names, period and limits in; whether all of them found a place."""
    for name in frame.names:
        slot = "name" if worded.tool.takes("name") else "place"
        if not worded.tool.takes(slot):
            return False
        arguments[slot] = name.name
    if frame.period is not None:
        if frame.period.is_future or not worded.tool.takes("period"):
            return False
        arguments["period"] = frame.period.text
    for limit in frame.limits:
        if not worded.tool.takes(limit.side):
            return False
        arguments[limit.side] = limit.value
    if frame.n and worded.tool.takes("n"):
        arguments["n"] = frame.n
    return True
