"""Find in documents: passages of manuals, procedures and compliance texts that answer a question, cited."""

from __future__ import annotations

from typing import Any, Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import Passage, ToolResult
from app.assistant.tools import Tool, ToolChoice
from app.tabs.ai_assistant.tools.document_questions import NEAR, PassageSearch, reads_question
from app.widgets.column import Column
from data_sources.documents.search import LONGEST, FoundPassage, asked_words, find_in_documents

SHOWN: Final = 3
PDF: Final = "application/pdf"


class FindInDocuments(BaseModel):
    """What is looked for."""

    query: str = Field(min_length=1, max_length=LONGEST, description="the question, or words to look for")
    kind: Literal["", "manual", "procedure", "compliance"] = Field("", description="of these documents only")
    n: int = Field(5, ge=1, le=20, description="passages at most")


_COLUMNS: Final = (
    Column("document", "Document"),
    Column("page", "Page", "count"),
    Column("counts", "Counted as", "words"),
    Column("heading", "Heading"),
    Column("passage", "Passage"),
    Column("kind", "Kind", "words", room="wide"),
)


def find_documents_tool(search: PassageSearch) -> Tool[FindInDocuments]:
    """The tool over a search.

    Args:
        search: PostgreSQL's full text, or a service of a warehouse that answers the same.
    """

    def find_documents(context: ToolContext, args: FindInDocuments) -> ToolResult:
        found = [one for one in search(context, args.query) if args.kind in ("", one.kind)][: args.n]
        if not found:
            raise NoAnswer(RefusalReason.NOT_IN_DATA, _told_none(context, args))
        best = [one for one in found[:SHOWN] if one.score >= NEAR * found[0].score]
        return result_of(
            context, "Passages of documents", _table(found), _COLUMNS, as_of=max(one.loaded_at for one in found),
            passages=tuple(_passage(one) for one in best),
            note="These are the words of the documents as they were loaded.",
        )  # fmt: skip

    return Tool(
        "find_documents",
        "Passages of manuals, procedures and compliance texts that answer a question: definitions, limits of "
        "standards, how something is done, who may.",
        FindInDocuments, find_documents, "document", ("document",),
        choices=tuple(ToolChoice((kind,), {"kind": kind}) for kind in ("manual", "procedure", "compliance")),
        words=("manual", "procedure", "policy", "definition", "guideline"),
        opens=14, examples=("what does SAIDI mean", "voltage limits of range A", "how is a switching order made"),
        reads=reads_question(search),
    )  # fmt: skip


def in_postgres(context: ToolContext, question: str) -> list[FoundPassage]:
    """By PostgreSQL's full text."""
    return find_in_documents(context.live_source, context.utility_id, question)


DOCUMENT_TOOLS: Final[tuple[Tool[Any], ...]] = (find_documents_tool(in_postgres),)


def _table(found: list[FoundPassage]) -> pa.Table:
    rows = [
        {
            "document": one.title, "page": one.page, "counts": one.counts, "heading": one.heading, "passage": one.text,
            "kind": one.kind, "covered": one.covered,
        }
        for one in found
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def _passage(one: FoundPassage) -> Passage:
    """With the address where its page opens: a PDF at the page, other files as the text of the section."""
    here = f"api/documents/{one.document_id}"
    address = f"{here}/file#page={one.page}" if one.media_type == PDF else f"{here}/pages/{one.page}"
    return Passage(one.title, one.page, one.heading, one.text, address, one.counts)


def _told_none(context: ToolContext, args: FindInDocuments) -> str:
    rows = context.live("documents", utility_id=context.utility_id).to_pylist()
    titles = [row["title"] for row in rows if args.kind in ("", row["kind"])]
    if not titles:
        return "No document is loaded: `fluxops import documents` loads manuals, procedures and compliance texts."
    there = "; ".join(titles[:20]) + (f" and {len(titles) - 20} more" if len(titles) > 20 else "")
    if not asked_words(args.query):
        return f"Say what to look for in the documents: {there}."
    return f"No document says that. There are: {there}."
