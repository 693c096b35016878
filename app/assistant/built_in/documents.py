"""Questions that a tool takes as they stand, as that of the documents does: the tool's own grammar says which."""

from __future__ import annotations

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.context import ToolContext
from app.assistant.tools import WholeQuestion


def taken_whole(frame: Frame, vocabulary: Vocabulary, context: ToolContext) -> WholeQuestion | None:
    """What the tool of the documents itself says of the question; None where it is none of its own.

    Raises:
        SourceError: what it looks in does not answer.
    """
    if frame.names or frame.period is not None:
        return None
    tools = (worded.tool for worded in vocabulary.worded if worded.tool.shape == "document")
    return next((taken for tool in tools if tool.reads and (taken := tool.reads(context, frame.text))), None)


def opened(text: str, vocabulary: Vocabulary, context: ToolContext) -> QuestionReading | None:
    """The page that a question asks to open; None where it asks something else.

    Args:
        text: of the question, with names as they are displayed.
        vocabulary: of the catalogue.
        context: of the turn.
    """
    for worded in vocabulary.worded:
        reads = worded.tool.reads
        if worded.tool.shape == "go" and reads is not None and (taken := reads(context, text)) is not None:
            return QuestionReading(worded, dict(taken.arguments), None, 0.0)
    return None


def in_documents(taken: WholeQuestion, vocabulary: Vocabulary) -> QuestionReading | None:
    """The tool that finds passages, asked as it says; None where there is none."""
    for worded in vocabulary.worded:
        if worded.tool.shape == "document":
            return QuestionReading(worded, dict(taken.arguments), None, 0.0)
    return None
