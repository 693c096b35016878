"""What a question to the history is about: a place or a thing, and a period on the utility's own calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any, Final, NoReturn

import pyarrow as pa
import pyarrow.compute as pc

from app import ways
from app.assistant.answering import HowMany
from app.assistant.context import ToolContext
from app.assistant.naming import asset_of, place_of, places_of_feeders
from app.assistant.periods import LocalSpan
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import Go, NamedPlace, ToolResult
from app.assistant.tools import EachPlace
from data_sources.analytics.clock import naive_utc
from data_sources.history.due import read_days_query
from data_sources.history.scope import Meter, Scope, Subject, Transformer

YESTERDAY: Final = "yesterday"
UTILITY: Final = "the whole utility"


@dataclass(frozen=True, slots=True)
class AskedOver:
    """A place or thing over a period.

    Attributes:
        context: of the turn.
        span: the period.
        kind: "utility", "substation", "feeder", "transformer" or "meter".
        thing_id: of it; of the utility its own.
        name: as displayed; empty for the utility.
        bounds: instants of the period, naive UTC.
    """

    context: ToolContext
    span: LocalSpan
    kind: str
    thing_id: int
    name: str
    bounds: tuple[dt.datetime, dt.datetime] = field(init=False)

    def __post_init__(self) -> None:
        """Once, for every statement."""
        object.__setattr__(self, "bounds", (naive_utc(self.span.from_at), naive_utc(self.span.to_at)))

    @property
    def words(self) -> str:
        """`Feeder F0002`; how a result says what it is about."""
        return f"{self.kind.capitalize()} {self.name}" if self.name else ""

    @property
    def of(self) -> str:
        """`feeder F0002`; the same within a title."""
        return f"{self.kind} {self.name}" if self.name else UTILITY

    @property
    def scope(self) -> Scope:
        """The feeders of a place."""
        ids = {f"{self.kind}_id": self.thing_id} if self.kind in ("substation", "feeder") else {}
        return Scope(self.context.utility_id, **ids)

    @property
    def subject(self) -> Subject:
        """It as the history's own questions name it."""
        if self.kind == "transformer":
            return Transformer(self.thing_id)
        return Meter(self.thing_id) if self.kind == "meter" else self.scope

    @property
    def days(self) -> dict[str, Any]:
        """Bound by statements about whole days."""
        return {"first_day": self.span.first_day, "end_day": self.span.end_day}

    @property
    def instants(self) -> dict[str, Any]:
        """Bound by statements about intervals."""
        return {"from_at": self.bounds[0], "to_at": self.bounds[1]}

    @property
    def is_today(self) -> bool:
        """Whether the period runs up to the present."""
        return self.span.to_at >= self.context.now

    def go(self, view: str) -> Go:
        """The view of AMI Analytics that shows it."""
        title = view.replace("years", "Year over year").capitalize()
        return Go(
            f"Open {title}", ways.READINGS, texts=(("view", view),),
            scope=(self.kind, 0 if self.kind == "utility" else self.thing_id),
            days=(self.span.first_day, self.span.end_day),
        )  # fmt: skip


def asked_place(context: ToolContext, place: str, period: str) -> AskedOver:
    """A substation, a feeder or the utility over a period.

    Raises:
        NoAnswer: there is none of that name, or the period has not begun.
        SourceError: the database does not answer.
    """
    return over(context, place_of(context, place), period)


def over(context: ToolContext, place: NamedPlace, period: str) -> AskedOver:
    """A place that was found already, over a period.

    Raises:
        NoAnswer: the period has not begun.
    """
    name = "" if place.kind == "utility" else place.name
    return AskedOver(context, begun(context, period), place.kind, place.place_id, name)


def asked_thing(context: ToolContext, name: str, kind: str, period: str) -> AskedOver:
    """One transformer or meter over a period.

    Raises:
        NoAnswer: there is none of that name, or the period has not begun.
        SourceError: the database does not answer.
    """
    asset = asset_of(context, name, (kind,))
    return AskedOver(context, begun(context, period), kind, asset.asset_id, asset.name)


def by_place(asked: AskedOver, rows: pa.Table, kind: EachPlace) -> dict[str, pa.Table]:
    """Rows of feeders, by the feeder or substation of the place that they belong to.

    Args:
        asked: of which place.
        rows: each with a `feeder_name`.
        kind: of the places.

    Raises:
        SourceError: the database does not answer.
    """
    place = NamedPlace(asked.kind, asked.thing_id, asked.name)  # type: ignore[arg-type]  # never below a feeder here
    belongs = places_of_feeders(asked.context, place, kind)
    names = pa.array([belongs.get(feeder) for feeder in rows["feeder_name"].to_pylist()], pa.string())
    order = pc.sort_indices(names)
    rows, names = rows.take(order), names.take(order)
    parts = {}
    for run in pc.value_counts(names).to_pylist():  # the values stand in their order
        start = pc.index(names, run["values"]).as_py()
        if run["values"] is not None:
            parts[run["values"]] = rows.slice(start, run["counts"])
    return parts


def counted_by_place(asked: AskedOver, every: ToolResult, kind: EachPlace) -> ToolResult:
    """How many rows there are of each feeder or substation of the place of which anything was read; of no other.

    Args:
        asked: of which place, and when.
        every: all rows, each with a `feeder_name`.
        kind: of the places.

    Raises:
        SourceError: a source does not answer.
    """
    found = asked.context.history("assistant_meters_with_gaps", **asked.scope.binds, **asked.days, kind=kind)
    read = found.filter(pc.greater(found["meters"], found["meters_silent"]))["place_name"].to_pylist()
    many = {name: part.num_rows for name, part in by_place(asked, every.table, kind).items()}
    counts = {"name": read, HowMany.key: pa.array([many.get(name, 0) for name in read], pa.int64())}
    return replace(every, table=pa.table(counts), columns=(HowMany,), asked=tuple(asked.context.asked))


def begun(context: ToolContext, period: str) -> LocalSpan:
    """The period, if any of it is over.

    Raises:
        NoAnswer: it has not begun.
    """
    span = context.span(period)
    if span.from_at >= context.now or span.to_at <= span.from_at:
        raise NoAnswer(
            RefusalReason.NOT_KNOWN_YET,
            f"Nothing is measured yet of {span.words}; ask for the load forecast of the next seven days instead.",
        )
    return span


def nothing_read(asked: AskedOver, what: str = "readings") -> NoReturn:
    """Say that a period has no readings, and what there is.

    Raises:
        NoAnswer: always.
    """
    history = asked.context.history_source
    days = history.fetch(read_days_query(asked.context.utility_id))["reading_day"]
    about = f" of {asked.of}" if asked.name else ""
    if not len(days) and (trouble := history.health().message):
        raise NoAnswer(RefusalReason.NO_SOURCE, f"The history is away: {trouble[:1].lower()}{trouble[1:]}")
    if not len(days):
        raise NoAnswer(RefusalReason.NOT_IN_DATA, f"There are no {what}{about}: the history has no readings at all.")
    first, last = days[-1].as_py(), days[0].as_py()
    if asked.span.first_day < first:
        where = f"no readings before {first}"
    elif asked.span.first_day > last:
        where = f"no readings after {last} yet"
    else:
        where = f"readings from {first} to {last}, but none of this"
    raise NoAnswer(
        RefusalReason.NOT_IN_DATA, f"There are no {what}{about} of {asked.span.words}: the history has {where}."
    )


def partly(asked: AskedOver, newest: dt.datetime | None) -> str:
    """A sentence where the period is not over, or its readings end before it does; else empty.

    Args:
        asked: with its period.
        newest: end of the newest reading, UTC.
    """
    if newest is None or newest >= asked.span.to_at - dt.timedelta(minutes=1):
        return ""
    at = newest.astimezone(asked.context.zone)
    return f"Readings reach to {at:%Y-%m-%d %H:%M}; what came after is not in it."


def sentences(*parts: str) -> str:
    """What is not empty, as one text."""
    return " ".join(part for part in parts if part)
