"""The catalogue of tools: every capability of the tabs as a typed function for planners, people and programs.

A tool stands beside the view it speaks for, in its tab's `tools`; a data scientist's tab brings its own the same way:

    class OldPoles(BaseModel):
        place: PlaceText = ""
        n: int = Field(10, ge=1, le=1000)

    def old_poles(context: ToolContext, args: OldPoles) -> ToolResult: ...

    class PolesTab(Tab):
        tools = (Tool("old_poles", "Poles by age.", OldPoles, old_poles, shape="ranking", subjects=("pole",)),)

Without words of its own a tool is found by its name, the clauses of its description and its examples ("old poles",
"poles by age"). Things of a kind that no other tab has are named by a `NameKind` in the tab's `kinds` (`name_kinds`).

Arguments with these names mean the same in every tool, so that a planner can fill them:

    place          a substation or feeder by name; empty for the utility
    name, other    one thing by name, and a second one
    period         see `periods`
    days           whole days that may lie ahead, see `periods.DaysText`: of what is due or planned
    quantity       which column is asked for: a key of the tool's quantities, or empty
    by             which quantity ranks or limits, likewise
    order, n       "most" or "least" of it, and how many rows at most
    above, below   limits of `by`, exclusive
    is_count       how many instead of which: one row, column `how_many`
    group, also    what rows are grouped by, and a second such: keys of the tool's `groups`
    radius_m, cause, kind, state
    words          the request as it was typed, of a proposal: a time, a reason or a number in it (see `proposing`)
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from app.assistant.context import ToolContext
from app.assistant.groups import OF_PLACES, ToolGroup
from app.assistant.name_kinds import NameKind, NameKinds
from app.assistant.narrowing import narrowed
from app.assistant.orders.holding import Holds
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import MOST_ROWS, ToolResult
from app.widgets.column import Column
from data_sources.commands.principal import Role

A = TypeVar("A", bound=BaseModel)

# row: one row, its columns are asked for; ranking: rows by a quantity; filter: rows within limits, or how many;
# list: all rows of a kind; compare: two things; near: by distance; series: over time; document: passages;
# go: take me there; proposal: a form to confirm; study: a computation.
Shape = Literal[
    "row", "ranking", "filter", "list", "compare", "near", "series", "document", "go", "proposal", "study"
]  # fmt: skip
_OF_QUANTITIES = ("by", "quantity")
_NARROWED = frozenset({"row", "ranking", "filter", "list", "near"})
Order = Literal["most", "least"]
EachPlace = Literal["feeder", "substation"]
MOST_COUNTED = 250_000
"""Rows of which a tool counts those of each place at once: more than any utility's poles."""

PlaceText = Annotated[str, Field(description="display name of a substation or feeder; empty for the whole utility")]
NameText = Annotated[str, Field(min_length=1, max_length=80, description="display name of one thing")]
Rows = Annotated[int, Field(ge=1, le=MOST_ROWS, description="rows at most")]


def name_of(*kinds: str) -> Any:
    """A field for the name of one thing of some kinds, where the rows of the tool are about something else."""
    return Field(
        min_length=1,
        max_length=80,
        description=f"display name of a {' or '.join(kinds)}",
        json_schema_extra={"kinds": [*kinds]},
    )


class RankedRows(BaseModel):
    """Arguments of rows that a quantity ranks and limits; a tool adds `by`, and what else it takes."""

    order: Order = Field("most", description="which end of `by` comes first")
    n: Rows = MOST_ROWS
    above: float | None = Field(None, description="limit of `by`, exclusive, in its unit")
    below: float | None = Field(None, description="limit of `by`, exclusive, in its unit")
    is_count: bool = Field(False, description="how many instead of which")


@dataclass(frozen=True, slots=True)
class ToolQuantity:
    """Something a tool can be asked for: a column of its result, and how operators call it.

    Attributes:
        key: column of the result, and value of the arguments `quantity` and `by`.
        words: phrases, lower case, singular, without filler: "loading", "percent of rating". Words of a phrase may
            stand apart in a question and in any order.
        column: how it is written: title, unit, decimals.
        worst: which end is bad: "most" of a load, "least" of a health; empty where neither is.
    """

    key: str
    words: tuple[str, ...]
    column: Column
    worst: Literal["most", "least", ""] = ""


@dataclass(frozen=True, slots=True)
class ToolChoice:
    """Words that set arguments: "overloaded" is `by` load_pct `above` 100; "fuse" is `kind` fuse.

    Attributes:
        words: as in `ToolQuantity.words`.
        sets: values by argument.
    """

    words: tuple[str, ...]
    sets: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WholeQuestion:
    """A question that a tool takes as it stands, instead of by its phrases.

    Attributes:
        arguments: it is called with.
        is_clear: whether it is the tool's, whatever else could be read in it; else only where nothing else can.
        is_of_handling: whether it asks how data of persons are dealt with ("how long do we keep callers' numbers"):
            told where the data themselves never are.
    """

    arguments: Mapping[str, Any]
    is_clear: bool
    is_of_handling: bool = False


@dataclass(frozen=True, slots=True)
class ToolNumber:
    """A number that a question gives, told by what it is of: "20 %", "2 EVs", "500,000 dollars".

    Attributes:
        argument: that it sets.
        of: words one of which stands beside it.
    """

    argument: str
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tool(Generic[A]):
    """One capability.

    Attributes:
        name: unique, in lower snake case.
        description: what it answers, in a sentence; models and people read it.
        arguments: pydantic model of its arguments, each with a description.
        run: does it, in a worker thread; raises `NoAnswer` or a SourceError, and nothing else on purpose.
        shape: what kind of rows it gives.
        subjects: what its rows are about, in an operator's singular words ("transformer"); the first is the name.
        quantities: what it can be asked for.
        choices: words that set other arguments.
        numbers: numbers that set other arguments.
        groups: what its rows may be grouped by; see `groupings`.
        words: phrases that mean this tool as a whole ("abnormal device").
        examples: questions that it answers, as they are offered to a person.
        opens: its place among the questions, each the first example of its tool, that are shown to who has asked
            nothing yet; 0 for none.
        needs: phrases one of which a question has to hold to be of this tool at all: a failure is not supposed, and
            no storm is meant, where none is spoken of; empty where its other words say enough.
        then: questions that fit after an answer of its about the whole utility.
        role: the least that may use it; reading needs no more than a viewer's.
        reads: tells whether a question is the tool's as it stands ("what does SAIDI mean"); None for most tools,
            whose questions are read by their phrases.
        holds: of a proposal: what its form has a place for; an order that says more is refused.
        lies_on: column of its rows that names the one feeder each lies on: how many there are of each feeder or
            substation is then counted in all rows at once, instead of asking once a place.
        each: its figures of every feeder ("feeder") or substation ("substation") of its place at once, the same that
            it tells of one: a row each, its name in `name`; what is not known of a place has no row, or none in it.
            None where it is asked once a place, and as the answer where it is for these arguments.
    """

    name: str
    description: str
    arguments: type[A]
    run: Callable[[ToolContext, A], ToolResult]
    shape: Shape
    subjects: tuple[str, ...] = ()
    quantities: tuple[ToolQuantity, ...] = ()
    choices: tuple[ToolChoice, ...] = ()
    numbers: tuple[ToolNumber, ...] = field(default=(), kw_only=True)
    groups: tuple[ToolGroup, ...] = field(default=(), kw_only=True)
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    opens: int = field(default=0, kw_only=True)
    needs: tuple[str, ...] = field(default=(), kw_only=True)
    then: tuple[str, ...] = field(default=(), kw_only=True)
    role: Role = field(default="viewer")
    reads: Callable[[ToolContext, str], WholeQuestion | None] | None = None
    holds: Holds = field(default=Holds(), kw_only=True)
    lies_on: str = field(default="", kw_only=True)
    each: Callable[[ToolContext, A, EachPlace], ToolResult | None] | None = field(default=None, kw_only=True)

    def call(self, context: ToolContext, values: Mapping[str, Any]) -> ToolResult:
        """Run it with checked arguments.

        Args:
            context: of the turn.
            values: arguments by name.

        Raises:
            NoAnswer: an argument is wrong, the person may not, or there is no such thing.
            SourceError: a source does not answer.
        """
        args = self._checked(context, values)
        result = self.run(context, args)
        if result.in_all and "n" not in args.model_fields_set:  # nobody asked for so few
            result = replace(result, is_cut=True)
        return replace(result, title=self.narrowed(result.title, args)) if self.shape in _NARROWED else result

    def call_each(self, context: ToolContext, values: Mapping[str, Any], kind: EachPlace) -> ToolResult | None:
        """Its figures of every place of a kind at once, see `each`; None where it has to be asked once a place.

        Args:
            context: of the turn.
            values: arguments by name, as for one place.
            kind: of the places.

        Raises:
            NoAnswer: an argument is wrong, the person may not, or nothing is known of any.
            SourceError: a source does not answer.
        """
        return None if self.each is None else self.each(context, self._checked(context, values), kind)

    def call_all(self, context: ToolContext, values: Mapping[str, Any]) -> ToolResult:
        """All rows that it has, however many, to be counted.

        Args:
            context: of the turn.
            values: arguments by name, as they would count the rows of one place.

        Raises:
            NoAnswer: an argument is wrong, or the person may not.
            SourceError: a source does not answer.
        """
        every = {"is_count": False} | ({"n": MOST_COUNTED} if self.takes("n") else {})
        args = self._checked(context, values).model_copy(update=every)
        return self.run(replace(context, max_rows=MOST_COUNTED), args)

    def _checked(self, context: ToolContext, values: Mapping[str, Any]) -> A:
        """Arguments that it can be run with.

        Raises:
            NoAnswer: an argument is wrong, or the person may not.
        """
        if not context.asker.principal.may(self.role):
            raise NoAnswer(RefusalReason.FORBIDDEN, f"That needs the role {self.role}.")
        self._check(values)
        try:
            args = self.arguments.model_validate(dict(values))
        except ValidationError as error:
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, _told(error)) from None
        endless = next((name for name, value in args if isinstance(value, float) and not math.isfinite(value)), None)
        if endless is not None:
            raise NoAnswer(
                RefusalReason.NOT_UNDERSTOOD,
                f"{values[endless]} is no number that anything can be compared with: give {endless} a finite one.",
            )
        return args

    def narrowed(self, title: str, args: BaseModel) -> str:
        """A title of its rows that says what narrows them: `Crews, available`.

        Args:
            title: without it.
            args: that it was called with.
        """
        fields = type(args).model_fields
        values = {name: value for name, value in args if value != fields[name].get_default(call_default_factory=True)}
        values |= {"by": getattr(args, "by", "")}
        choices = ((one.words, one.sets) for one in self.choices)
        return narrowed(title, values, choices, {one.key: one.column for one in self.quantities})

    def _check(self, values: Mapping[str, Any]) -> None:
        """Refuse an argument that the tool does not take, and a quantity that it does not have.

        Raises:
            NoAnswer: says what it takes instead; a model that misspells reads it.
        """
        if unknown := next((name for name in values if not self.takes(name)), None):
            takes = ", ".join(self.arguments.model_fields) or "none"
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"{self.name} has no argument {unknown}; it takes {takes}.")
        for name in _OF_QUANTITIES:
            keys, value = self._keys(name), values.get(name)
            if keys and isinstance(value, str) and value not in keys:
                raise NoAnswer(
                    RefusalReason.NOT_UNDERSTOOD,
                    f"{json.dumps(value)} is no quantity of {self.name}; it can be {', '.join(filter(None, keys))}.",
                )

    def _keys(self, argument: str) -> tuple[str, ...]:
        """What an argument that takes a quantity may be, its default too; empty where pydantic itself checks it."""
        field = self.arguments.model_fields.get(argument)
        if field is None or field.annotation is not str or not self.quantities:
            return ()
        default = () if field.is_required() else (field.default,)
        return tuple(dict.fromkeys((*default, *(one.key for one in self.quantities))))

    @property
    def schema(self) -> dict[str, Any]:
        """JSON schema of its arguments: no others, and of quantities those that it has."""
        schema = self.arguments.model_json_schema() | {"additionalProperties": False}
        for name in _OF_QUANTITIES:
            if keys := self._keys(name):
                schema["properties"][name]["enum"] = [*keys]
        return schema

    @property
    def groupings(self) -> tuple[ToolGroup, ...]:
        """What it can be asked "by": its `groups`; the rows of a ranking are of one kind already."""
        if self.groups or self.shape != "ranking" or not self.subjects:
            return self.groups
        return tuple(one for one in OF_PLACES if one.key == self.subjects[0])

    def takes(self, argument: str) -> bool:
        """Whether it has an argument of that name."""
        return argument in self.arguments.model_fields


def followed_by(questions: tuple[str, ...], *tools: Tool[Any]) -> tuple[Tool[Any], ...]:
    """Tools after whose answers about the whole utility some questions fit.

    Args:
        questions: each whole.
        tools: that have none of their own.
    """
    return tuple(replace(tool, then=questions) for tool in tools)


class Catalogue:
    """All tools by name, in a visible order.

    Args:
        tools: in their order.
        kinds: of things that have names, of the tabs that bring the tools.
        left_out: why something that a tab brings is not here, in sentences, by the tab's slug.

    Raises:
        ValueError: two have the same name.
    """

    def __init__(
        self, tools: Iterable[Tool[Any]], kinds: Iterable[NameKind] = (), left_out: Mapping[str, str] | None = None
    ) -> None:
        self.kinds, self.left_out = NameKinds(kinds), dict(left_out or {})
        self._tools: dict[str, Tool[Any]] = {}
        for tool in tools:
            if tool.name in self._tools:
                raise ValueError(f"Two tools are called {tool.name}.")
            self._tools[tool.name] = tool

    def __iter__(self) -> Any:
        """The tools in their order."""
        return iter(self._tools.values())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._tools)

    def get(self, name: str) -> Tool[Any]:
        """One tool.

        Raises:
            NoAnswer: there is none of that name.
        """
        if name not in self._tools:
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"There is no tool {json.dumps(name)}.")
        return self._tools[name]


def _told(error: ValidationError) -> str:
    """What is wrong with the arguments of a tool, as a sentence for a person; a model reads the same."""
    first = error.errors(include_url=False)[0]
    kind, context = first["type"], first.get("ctx", {})
    argument = str(first["loc"][-1]) if first["loc"] else "question"
    what = {"by": "quantity", "n": "number of rows"}.get(argument, argument.replace("_", " "))
    if kind == "value_error":  # of our own checks, which say what to write instead
        text = str(context.get("error", "")).rstrip(".")
        return f"{text[:1].upper()}{text[1:]}."
    if kind == "missing":
        return f"That cannot be answered without a {what}: say which one."
    expected = f"; it can be {context['expected']}" if "expected" in context else ""
    return f"{json.dumps(first['input'], default=str)} is no {what} that this can be asked with{expected}."
