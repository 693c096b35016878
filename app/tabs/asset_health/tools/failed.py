"""Failures of transformers and poles: the latest ones, and how many by kind, place and time."""

from __future__ import annotations

from typing import Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.grouping import GroupedRows, grouped
from app.assistant.groups import PLACES, ToolGroup, of_time
from app.assistant.naming import place_of, told_place
from app.assistant.periods import PeriodOrNone
from app.assistant.results import ToolResult
from app.assistant.rows import ordered
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.asset_health.tools.record import (
    EVER,
    FAILURE_COLUMNS,
    KIND_CHOICES,
    MODES,
    RECENT,
    AssetKind,
    Mode,
    failure_goes,
    failures_found,
    kinds_words,
)
from app.widgets.column import Column

EVERY: Final = 2**31 - 1
"""Failures looked at: those that a result shows would make counts and rankings of the latest ones alone."""
COUNTED: Final = "Failures that took an asset out of service for good."


class LatestFailures(BaseModel):
    """Which failures, from which end."""

    by: Literal["failed_at", "age_years"] = Field(description="what ranks them")
    order: Order = Field("most", description="most: the latest first")
    n: Rows = 10
    period: PeriodOrNone = Field("", description="as in other tools; empty for all on record")
    kind: AssetKind = Field("", description="transformer or pole; empty for both")
    mode: Mode = Field("", description="how they failed; empty for any")
    place: PlaceText = ""


class FailuresGrouped(GroupedRows):
    """Which failures, by what."""

    period: PeriodOrNone = ""
    kind: AssetKind = Field("", description="transformer or pole; empty for both")
    mode: Mode = Field("", description="how they failed; empty for any")
    place: PlaceText = ""
    is_ever: bool = Field(False, description="all on record, where no period is said")


_LATEST: Final = (
    ToolQuantity(
        "failed_at",
        ("last failure", "latest failure", "recent failure", "last failed", "failed last", "newest failure",
            "earliest failure", "oldest failure", "latest failed", "recently failed", "fail last", "last fail",
            "last break", "broke last"),
        FAILURE_COLUMNS[0],
    ),
    ToolQuantity(
        "age_years", ("age at failure", "age when failed", "old when failed", "oldest failed", "youngest failed"),
        Column("age_years", "Age then", "number", 0, "years"), "most",
    ),
)  # fmt: skip


def latest_failures(context: ToolContext, args: LatestFailures) -> ToolResult:
    """The failures of a place that come first, the latest unless something else is asked for."""
    place = place_of(context, args.place)
    span = context.span(args.period) if args.period else None
    from_at, to_at = (EVER, context.now) if span is None else (span.from_at, span.to_at)
    rows, figures = failures_found(context, from_at, to_at, EVERY, place=place, kind=args.kind, mode=args.mode)
    first = ordered(rows, args.by, args.order, args.n, ("name",))
    title = {("failed_at", "most"): "latest first", ("failed_at", "least"): "first ones first"}.get(
        (args.by, args.order)
    )
    ahead = (FAILURE_COLUMNS[1], FAILURE_COLUMNS[0] if args.by == "failed_at" else FAILURE_COLUMNS[5])
    return result_of(
        context, f"Failures of {kinds_words(args.kind)}, {title or 'by age then'}", first,
        (*ahead, *(one for one in FAILURE_COLUMNS if one not in ahead)), place=told_place(place),
        period="all on record" if span is None else span.words, note=COUNTED, goes=failure_goes(first),
        in_all=figures["failures"],
    )  # fmt: skip


_GROUPS: Final = (
    ToolGroup("kind", ("kind", "kind of asset", "asset kind", "asset type", "type of asset"), "Kind", "asset_kind"),
    *PLACES, *of_time("failed_at"),
)  # fmt: skip
_COUNTED: Final = ToolQuantity(
    "failures",
    ("failure", "failed", "broke", "broken", "number of failure"),
    Column("failures", "Failures", "count"),
    "most",
)


def failures_grouped(context: ToolContext, args: FailuresGrouped) -> ToolResult:
    """How many failed in a place and period, by kind, place or time."""
    place = place_of(context, args.place)
    is_ever = args.is_ever or args.group == "year"  # "which year had the most" is no matter of the last one
    span = None if is_ever and not args.period else context.span(args.period or RECENT)
    from_at, to_at = (EVER, context.now) if span is None else (span.from_at, span.to_at)
    rows, _ = failures_found(context, from_at, to_at, EVERY, place=place, kind=args.kind, mode=args.mode)
    return grouped(
        context, f"Failures of {kinds_words(args.kind)}", rows, args, _GROUPS, (_COUNTED,), {}, span=span,
        place=told_place(place), period="all on record" if span is None else span.words, note=COUNTED,
    )  # fmt: skip


class FailedAges(BaseModel):
    """Of which failures."""

    period: PeriodOrNone = Field("", description="as in other tools; empty for all on record")
    kind: AssetKind = Field("", description="transformer or pole; empty for both")
    mode: Mode = Field("", description="how they failed; empty for any")
    place: PlaceText = ""
    quantity: str = ""


_STATES: Final = ("failed", "fail", "failure", "failed old", "fail old", "broke", "broke old")
_AGES: Final = (
    ToolQuantity(
        "mean_years",
        tuple(f"average {one}".strip() for one in ("age at failure", *(f"age {state}" for state in _STATES), *_STATES,
              "old when failed", "old failure", "age when they failed", "life", "life at failure")),
        Column("mean_years", "Mean age at failure", "number", 1, "years"), "most",
    ),
    ToolQuantity(
        "oldest_years", ("highest age at failure", "oldest age at failure"),
        Column("oldest_years", "Oldest", "number", 0, "years"), "most",
    ),
    ToolQuantity(
        "youngest_years", ("lowest age at failure", "youngest age at failure"),
        Column("youngest_years", "Youngest", "number", 0, "years"), "least",
    ),
)  # fmt: skip


def failed_ages(context: ToolContext, args: FailedAges) -> ToolResult:
    """How old what failed in a place and period was then; ages in whole years, what nobody knows left out."""
    place = place_of(context, args.place)
    span = context.span(args.period) if args.period else None
    from_at, to_at = (EVER, context.now) if span is None else (span.from_at, span.to_at)
    rows, figures = failures_found(context, from_at, to_at, EVERY, place=place, kind=args.kind, mode=args.mode)
    ages = [age for age in rows["age_years"].to_pylist() if age is not None]
    row = {
        "mean_years": sum(ages) / len(ages) if ages else None, "oldest_years": max(ages, default=None),
        "youngest_years": min(ages, default=None),
    }  # fmt: skip
    table = pa.table({
        **{name: pa.array([value], pa.float64()) for name, value in row.items()},
        "failures": [figures["failures"]], "known": [len(ages)],
    })  # fmt: skip
    columns = (
        *(one.column for one in _AGES), Column("failures", "Failures", "count"),
        Column("known", "Of known age", "count"),
    )  # fmt: skip
    return result_of(
        context, f"Age of {kinds_words(args.kind)} that failed", table, columns, place=told_place(place),
        period="all on record" if span is None else span.words, note=f"{COUNTED} Ages in whole years.",
    )  # fmt: skip


FAILED_AGES: Final = Tool(
    "failed_ages", "How old transformers and poles were when they failed in a period: mean, oldest, youngest.",
    FailedAges, failed_ages, "row", ("failure", "transformer", "pole"), _AGES, (*KIND_CHOICES, *MODES),
    words=("failure", "failed", "fail", "when failed", "age at failure"),
    examples=("average age of transformers at failure last year",),
)  # fmt: skip
LATEST_FAILURES: Final = Tool(
    "latest_failures", "The latest failures of transformers and poles of a place: when, which and how.",
    LatestFailures, latest_failures, "ranking", ("breakdown",), _LATEST,
    (*KIND_CHOICES, *MODES), words=_LATEST[0].words, examples=("last pole failure", "which transformer failed last"),
)  # fmt: skip
FAILURES_GROUPED: Final = Tool(
    "failures_grouped",
    "Failures of transformers and poles of a place in a period counted by kind of asset, feeder, "
    "substation, month or year.",
    FailuresGrouped, failures_grouped, "ranking", ("breakdown",), (_COUNTED,),
    (*KIND_CHOICES, *MODES, ToolChoice(("all time", "of all time", "ever", "on record", "in all"), {"is_ever": True})),
    groups=_GROUPS, examples=("transformer failures by feeder this year",),
)  # fmt: skip
