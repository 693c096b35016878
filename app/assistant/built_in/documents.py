"""Questions that documents answer: what a word means, how something is done, what a standard asks for."""

from __future__ import annotations

import re

from app.assistant.built_in.frame import Frame
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.context import ToolContext
from app.assistant.tools import WholeQuestion

_SURELY = re.compile(
    r"\bwhat\s+(?:does|do|did)\b.{1,60}\b(?:mean|stand\s+for|say\s+about|require)\b|\bmeaning\s+of\b"
    r"|\bdefin(?:e|ed|ition)\b"
    r"|\bwhat\s+is\s+meant\s+by\b|\bdifference\s+between\b|\baccording\s+to\b|\bexplain\b|\bprocedures?\b"
    r"|\bmanuals?\b"
    r"|\bguidelines?\b|\bguides?\b|\bpolic(?:y|ies)\b|\bhow\s+(?:do|should|must|can|to)\b(?!\s+(?:many|much))"
    r"|\bsteps?\s+(?:to|for|of)\b"
    r"|\bchecklists?\b|\bwhat\s+(?:should|must|do)\s+(?:i|we|you|crews?|operators?|one)\s+do\b|\bdocuments?\b"
    r"|\bstandards?\b"
    r"|\bwhat\s+are\s+the\s+(?:rules|limits|requirements|steps)\b|\bwhen\s+(?:must|should|may)\s+(?:i|we|you|a"
    r"|an|the)\b",
    re.I,
)
_MAYBE = re.compile(
    r"\blimits?\b|\brequire(?:s|d|ments?)?\b|\brules?\b|\bregulations?\b|\brange\s+[ab]\b|\bwhat\s+(?:is|are"
    r"|'s)\s+(?:an?\s+)?[^\W\d_]"
    r"|\bwhats\b|\bwhy\b|\bieee\b|\bansi\b|\bnerc\b|\bnesc\b|\bosha\b|\bclearances?\b|\bwho\s+(?:may|must|can"
    r"|has\s+to)\b|\btell\s+me\s+about\b",
    re.I,
)


def is_surely_in_documents(frame: Frame) -> bool:
    """Whether a question is about a meaning or a procedure, and of no thing."""
    return bool(_SURELY.search(frame.text)) and not frame.names and frame.period is None and not frame.is_count


def may_be_in_documents(frame: Frame) -> bool:
    """Whether documents may say it, where no table does."""
    return bool(_MAYBE.search(frame.text)) and not frame.names and frame.period is None and not frame.is_count


def taken_whole(frame: Frame, vocabulary: Vocabulary, context: ToolContext) -> WholeQuestion | None:
    """What the tool of the documents itself says of the question; None where it is none of its own.

    Raises:
        SourceError: what it looks in does not answer.
    """
    if frame.names or frame.period is not None or frame.is_count:
        return None
    tools = (worded.tool for worded in vocabulary.worded if worded.tool.reads is not None)
    return next((taken for tool in tools if tool.reads and (taken := tool.reads(context, frame.text))), None)


def in_documents(frame: Frame, vocabulary: Vocabulary) -> QuestionReading | None:
    """The tool that finds passages, asked with the question's words; None where there is none."""
    for worded in vocabulary.worded:
        if worded.tool.shape == "document":
            slot = next(iter(worded.required), next(iter(worded.tool.arguments.model_fields)))
            return QuestionReading(worded, {slot: frame.text[:300]}, None, 0.0)
    return None
