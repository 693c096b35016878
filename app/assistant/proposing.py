"""A change that somebody asks for becomes a filled form: checked as far as it is filled, and run by nobody here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.orders.holding import Holds
from app.assistant.orders.spoken_times import order_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import Go, Proposal, ToolResult
from app.assistant.tools import Tool
from app.widgets.column import Column
from data_sources.commands.command import Command
from data_sources.errors import InvalidCommand

Words = Annotated[
    str, Field(max_length=2000, description="the request as it was typed: times, texts and numbers in it")
]
NOTHING: Final = Holds()
COLUMNS: Final = (Column("field", "Field"), Column("value", "Value"))


class ChangeAsked(BaseModel):
    """What a request for a change names; what is not said is left for the person who confirms."""

    name: str = Field("", max_length=80, description="the thing it is about, or the crew, by name or number")
    other: str = Field("", max_length=80, description="a second thing")
    place: str = Field("", max_length=80, description="substation or feeder where it is")
    words: Words = ""

    @property
    def order(self) -> str:
        """The words that say what to do, without a reason or a note behind them."""
        return order_of(self.words)


def proposed(
    context: ToolContext, title: str, kind: type[Command], values: Mapping[str, Any], *, version: int | None,
    told: Mapping[str, str], go: Go | None = None, **more: Any,
) -> ToolResult:  # fmt: skip
    """The form of a command, filled as far as was said.

    Args:
        context: of the turn.
        title: what would be done.
        kind: class of the command.
        values: of its fields, as JSON could hold them.
        version: of its target; None where it makes something new, or no target has one.
        told: the filled fields as a person reads them, by what they are called.
        go: where the same is done by hand.
        more: other attributes of the result.

    Raises:
        NoAnswer: the command would be refused as it is filled.
    """
    missing = missing_fields(kind, values)
    if not missing:
        try:
            kind.of(**values)
        except InvalidCommand as error:
            raise by_hand(str(error)) from None
    told = told or {"What": title}
    table = pa.table({"field": pa.array(list(told), pa.string()), "value": pa.array(list(told.values()), pa.string())})
    left = (
        f" Left to fill: {', '.join(one.removesuffix('_id').replace('_', ' ') for one in missing)}." if missing else ""
    )
    note = f"A proposal: nothing is done before a person with the role {kind.role} confirms it.{left}"
    proposal = Proposal(title, kind.name, tuple(values.items()), version, kind.role, go)
    return result_of(
        context, title, table, COLUMNS, as_of=context.now, note=note, goes=(go,) if go else (), proposal=proposal,
            **more
    )  # fmt: skip


def missing_fields(kind: type[Command], values: Mapping[str, Any]) -> list[str]:
    """Fields that the command needs and nobody has said."""
    return [name for name, field in kind.model_fields.items() if field.is_required() and name not in values]


def by_hand(sentence: str) -> NoAnswer:
    """Of a change for which no form can be filled; the sentence says where it is done."""
    return NoAnswer(RefusalReason.NEEDS_CONFIRMATION, sentence)


def proposal_tool(
    name: str, description: str, run: Callable[[ToolContext, ChangeAsked], ToolResult], subjects: tuple[str, ...],
    words: tuple[str, ...], *examples: str, holds: Holds = NOTHING,
) -> Tool[ChangeAsked]:  # fmt: skip
    """A tool that fills a form; anybody may look at one, the command's role confirms it."""
    return Tool(name, description, ChangeAsked, run, "proposal", subjects, words=words, examples=examples, holds=holds)
