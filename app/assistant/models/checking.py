"""The check of a model's text in one turn: what may cover it, and what is said of what nothing covers."""

from __future__ import annotations

from app.assistant.context import ToolContext
from app.assistant.grounding.evidence import AnswerEvidence
from app.assistant.grounding.grounded import GroundedText
from app.assistant.naming import asset_of
from app.assistant.refusals import NoAnswer
from data_sources.errors import SourceError


def evidence_of(context: ToolContext) -> AnswerEvidence:
    """What may cover an answer before any tool was asked: the day and time, and what the database calls its things."""
    known: dict[str, bool] = {}

    def is_known(name: str) -> bool:
        if name not in known:
            known[name] = _exists(context, name)
        return known[name]

    evidence = AnswerEvidence(context.zone, is_known)
    evidence.give_now(context.now)
    return evidence


def warning_of(text: GroundedText) -> str:
    """A sentence where something is not covered; else empty."""
    if not text.uncovered:
        return ""
    if text.uncovered == 1:
        return "Something that this answer says stands in no result; it is marked."
    return f"{text.uncovered} things that this answer says stand in no result; they are marked."


def _exists(context: ToolContext, name: str) -> bool:
    try:
        asset_of(context, name)
    except (NoAnswer, SourceError):
        return False
    return True
