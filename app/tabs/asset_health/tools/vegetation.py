"""What grows beside lines: which spans to trim first, how many are critical, too close, or due."""

from __future__ import annotations

import math
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import formats, ways
from app.assistant.answering import HowMany, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of
from app.assistant.narrowing import compared, limit_words
from app.assistant.results import MOST_ROWS, Go, NamedPlace, ToolResult
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.asset_health.tools.asking import place_words
from app.widgets.column import Column
from data_sources.assets import AssetRef

SpanBy = Literal["risk", "trim_in_years", "clearance_m", "customers", "length_m", "tree_height_m", "growth_m_per_year"]
Level = Literal["", "low", "moderate", "high", "critical", "high or critical", "unknown"]

NEAR_FIRST: Final = ("trim_in_years", "clearance_m")
FIGURES: Final = ("surveyed", "known", "within", "within_m", "level_with_last", "assessed_at")
RECKONED: Final = (
    "Risk: how near the canopy reaches for a tree that could fall into the line, and how hard it would fall; canopies "
    "have grown since the survey. One tree a span: the nearest that the survey knows."
)  # fmt: skip
QUANTITIES: Final = (
    ToolQuantity(
        "risk",
        (
            "vegetation risk", "tree risk", "risk", "trim first", "trimming first", "need trimming", "trim",
            "trimming", "tree trimming", "vegetation", "cut first", "cut back", "prune", "tree", "planned trimming",
        ),
        Column("risk", "Risk", "number", unit="of 100"), "most",
    ),
    ToolQuantity(
        "trim_in_years", ("time to trim", "due trimming", "trimming due", "need trimming", "trim", "trimming",
        "be trimmed", "trim soon", "to trim", "trim soonest", "due soonest", "soonest", "year until trimming",
        "next due"),
        Column("trim_in_years", "Trim in", "number", 1, "years"), "least",
    ),
    ToolQuantity(
        "clearance_m",
        (
            "clearance", "distance to tree", "distance to canopy", "tree closest", "closest tree", "nearest tree",
            *(f"{how} {tree} {line}" for how in ("closest", "nearest", "close") for tree in ("tree", "branch", "canopy",
              "vegetation") for line in ("wire", "line", "conductor")),
        ),
        Column("clearance_m", "Clearance", "number", 1, "m"), "least",
    ),
    ToolQuantity(
        "customers", ("customer", "customer behind", "customer affected", "customer interrupted"),
        Column("customers", "Customers a fault interrupts", "count"), "most",
    ),
    ToolQuantity("length_m", ("vegetation length", "tree length", "surveyed length", "long surveyed"),
        Column("length_m", "Length", "number", 0, "m")),
    ToolQuantity("tree_height_m", ("tree height", "tall tree", "tall", "tallest", "height of tree", "tree near line",
        "tall near line"),
        Column("tree_height_m", "Tree height", "number", 1, "m"), "most"),
    ToolQuantity("growth_m_per_year", ("growth", "grow", "growing", "growth rate", "fast growing", "fast grow",
        "tree growth"),
        Column("growth_m_per_year", "Growth", "number", 2, "m/yr"), "most"),
)  # fmt: skip
SPAN_LENGTH: Final = ToolQuantity(
    "length_m", ("length", "long", "longest"), Column("length_m", "Length", "number", 0, "m")
)
"""Of those within limits alone: which span is the longest of all is told by the lines, not by what was surveyed."""
LENGTH: Final = ToolQuantity(
    "length_km", ("km", "mile", "length", "length of line", "how long", "line to trim", "length to trim", "km of line",
     "km of wire", "length of wire",
     "mile of wire", "mile of line"),
    Column("length_km", "Length", "number", 2, "km"), "most",
)  # fmt: skip
COLUMNS: Final = (
    Column("name", "Span"), Column("feeder_name", "Feeder"), Column("level", "Level", "words"),
    *(one.column for one in QUANTITIES), Column("required_clearance_m", "Required clearance", "number", 1, "m"),
)  # fmt: skip
LEVELS: Final = (
    ToolChoice(
        ("critical", "critical vegetation", "critical vegetation risk", "critical tree", "critical risk"),
        {"level": "critical"},
    ),
    ToolChoice(("high vegetation risk", "high risk", "high level"), {"level": "high"}),
    ToolChoice(
        tuple(f"{one} {what}".strip() for one in ("high critical", "critical high", "high worse", "high above")
              for what in ("", "risk", "vegetation risk", "level", "vegetation", "vegetation level")),
        {"level": "high or critical"},
    ),
    ToolChoice(("moderate", "moderate vegetation risk", "moderate risk"), {"level": "moderate"}),
    ToolChoice(("low vegetation risk", "low risk"), {"level": "low"}),
    ToolChoice(
        (
            "too close", "already too close", "closer than required", "encroaching", "encroachment",
            "due already", "due now", "overdue", "clearance violation", "clearance violated", "inside clearance",
            "touching line", "clearance less than required", "less clearance than required",
            "less than required clearance",
            "below required clearance", "not enough clearance", "insufficient clearance", "clearance too small",
            "violate clearance", "violating clearance", "short of clearance", "closer than allowed", "out of clearance",
        ),
        {"within_years": 0},
    ),
    ToolChoice(
        ("due", "due trimming", "due trim", "due year", "due within year", "due next year", "due next 12 month",
         "trim year"),
        {"within_years": 1},
    ),
)  # fmt: skip
SUBJECTS: Final = ("span", "vegetation", "tree", "segment")


class SpansRanked(BaseModel):
    """Which spans, by what."""

    by: SpanBy = Field("risk", description="what ranks them")
    order: Order | Literal[""] = Field("", description="which end comes first; empty: the worse one")
    n: Rows = 10
    place: PlaceText = ""


class SpansBetween(BaseModel):
    """Which spans."""

    level: Level = Field("", description="of risk; empty for any")
    within_years: float | None = Field(
        None, ge=0, le=100, description="to be trimmed within so many years; 0: closer than required now; empty for any"
    )
    by: SpanBy = Field("risk", description="what `above` and `below` limit, and what ranks")
    above: float | None = Field(None, description="limit of `by`, exclusive, in its unit (risk: of 100)")
    below: float | None = Field(None, description="limit of `by`, exclusive, in its unit (risk: of 100)")
    place: PlaceText = ""
    is_count: bool = Field(False, description="how many instead of which")
    n: Rows = MOST_ROWS


class LengthToTrim(BaseModel):
    """Which spans."""

    level: Level = Field("", description="of risk; empty for any")
    within_years: float | None = Field(None, ge=0, le=100, description="as of `spans_between`")
    place: PlaceText = ""
    quantity: str = Field("", description="column that is asked for")


def spans_ranked(context: ToolContext, args: SpansRanked) -> ToolResult:
    """The spans of a place to trim first."""
    place = place_of(context, args.place)
    worse: Order = "least" if args.by in NEAR_FIRST else "most"
    order = args.order or worse
    rows, figures = _found(context, place, args.by, limit=args.n, order=order)
    column = _column(args.by)
    end = "highest" if order == "most" else "lowest"
    return _listed(context, place, rows, figures, f"Spans by {column.title.lower()}, {end} first", args.by)


def spans_between(context: ToolContext, args: SpansBetween) -> ToolResult:
    """The spans of a place at a level, due within a time, or within limits of a quantity."""
    place = place_of(context, args.place)
    order: Order = "least" if args.by in NEAR_FIRST else "most"
    if args.by == "trim_in_years" and args.within_years and args.below is not None:  # the time that is said counts
        args = args.model_copy(update={"within_years": None})
    rows, figures = _found(
        context, place, args.by, limit=0 if args.is_count else args.n, order=order, level=args.level,
        within_years=args.within_years, above=args.above, below=args.below,
    )  # fmt: skip
    if args.is_count:
        return _summed(context, place, figures, _titled(args), (HowMany, LENGTH.column))
    return _listed(context, place, rows, figures, _titled(args), args.by)


def length_to_trim(context: ToolContext, args: LengthToTrim) -> ToolResult:
    """How long the spans of a place at a level, or due within a time, are together."""
    place = place_of(context, args.place)
    _, figures = _found(context, place, "risk", limit=0, order="most", level=args.level, within_years=args.within_years)
    title = _titled(SpansBetween(level=args.level, within_years=args.within_years))
    return _summed(context, place, figures, title, (LENGTH.column, HowMany))


def _found(
    context: ToolContext, place: NamedPlace, by: SpanBy, *, limit: int, order: Order, level: str = "",
    within_years: float | None = None, above: float | None = None, below: float | None = None,
) -> tuple[pa.Table, dict[str, Any]]:  # fmt: skip
    """The spans, and the figures of the whole place by FIGURES."""
    lowest, highest = compared(above, below)
    table = context.live(
        "assistant_spans", utility_id=context.utility_id, **place.binds, by=by, level=level, limit=limit,
        within_years=math.inf if within_years is None else float(within_years),
        above=-math.inf if lowest is None else lowest, below=math.inf if highest is None else highest,
        sign=-1 if order == "most" else 1,
    )  # fmt: skip
    figures = table.select(FIGURES).slice(0, 1).to_pylist()[0]
    return table.filter(pc.is_valid(table["segment_id"])).drop_columns(list(FIGURES)), figures


def _listed(
    context: ToolContext, place: NamedPlace, rows: pa.Table, figures: dict[str, Any], title: str, by: SpanBy
) -> ToolResult:  # fmt: skip
    first = (Column("name", "Span"), Column("feeder_name", "Feeder"), _column(by))
    columns = (*first, *(one for one in COLUMNS if one.key not in {own.key for own in first}))
    return result_of(
        context, title, rows, columns, place=place_words(place), as_of=figures["assessed_at"],
        note=_note(rows, figures, by), goes=_goes(rows), in_all=figures["within"],
    )  # fmt: skip


def _summed(
    context: ToolContext, place: NamedPlace, figures: dict[str, Any], title: str, columns: tuple[Column, ...]
) -> ToolResult:  # fmt: skip
    """How many spans, and how long they are together; nobody knows where nothing was surveyed."""
    is_known, km = bool(figures["surveyed"]), (figures["within_m"] or 0.0) / 1000
    values = {
        HowMany.key: pa.array([figures["within"] if is_known else None], pa.int64()),
        LENGTH.key: pa.array([km if is_known else None], pa.float64()),
    }  # fmt: skip
    return result_of(
        context, title, pa.table({one.key: values[one.key] for one in columns}), columns, place=place_words(place),
        as_of=figures["assessed_at"], note=_note(None, figures, "risk"),
    )  # fmt: skip


def _column(by: str) -> Column:
    return {one.key: one.column for one in QUANTITIES}[by]


def _titled(args: SpansBetween) -> str:
    """`Spans of critical risk, due within 1 year`."""
    parts = ["Spans" if not args.level else f"Spans of {args.level} vegetation risk"]
    if args.within_years is not None:
        years = formats.quantity(args.within_years, "years", 0 if args.within_years.is_integer() else 1)
        within = "a year" if args.within_years == 1 else years
        parts.append("closer to trees than required" if not args.within_years else f"to be trimmed within {within}")
    column = _column(args.by)
    limits = limit_words(column, args.above, args.below)
    parts += [limits] if limits else []
    return ", ".join(parts)


def _note(rows: pa.Table | None, figures: dict[str, Any], by: str) -> str:
    if not figures["surveyed"]:
        return "No vegetation was surveyed here."
    said = [f"Of {formats.count_of(figures['surveyed'], 'span')} surveyed.", RECKONED]
    if unknown := figures["surveyed"] - figures["known"]:
        verb = "has" if unknown == 1 else "have"
        said.insert(1, f"{formats.number(unknown)} of them {verb} no known {_column(by).title.lower()}: left out.")
    if rows is not None and rows.num_rows:
        more = figures["level_with_last"] - int(pc.sum(pc.equal(rows[by], rows[by][-1])).as_py() or 0)
        said += [f"{formats.number(more)} more rank level with the last one."] if more > 0 else []
    return " ".join(said)


def _goes(rows: pa.Table) -> tuple[Go, ...]:
    work = Go("Open the list of trimming in Asset Health", ways.ASSETS, texts=(("view", "vegetation"),))
    if not rows.num_rows:
        return (work,)
    first = rows.slice(0, 1).to_pylist()[0]
    span = AssetRef("segment", first["segment_id"])
    return (Go(f"Show {first['name']} on the map", ways.MAP, span, first["lon"], first["lat"]), work)


SPANS_RANKED: Final = Tool(
    "spans_ranked",
    "Spans of line of a place ranked by the risk of what grows beside them, by when they are to be trimmed, by "
    "clearance, customers or length.",
    SpansRanked, spans_ranked, "ranking", SUBJECTS, QUANTITIES, words=("where to trim", "trim first", "trimming list"),
    opens=7, examples=("where do we need to trim first on F0001", "10 spans with the most vegetation risk"),
)  # fmt: skip
SPANS_BETWEEN: Final = Tool(
    "spans_between",
    "Spans of line of a place by level of vegetation risk, or that are to be trimmed within some years, or closer to "
    "trees than required: which, or how many.",
    SpansBetween, spans_between, "filter", SUBJECTS, (*QUANTITIES, SPAN_LENGTH), LEVELS,
    examples=(
        "how many spans have critical vegetation risk", "spans due for trimming within a year on F0003",
        "spans where trees are too close",
    ),
    lies_on="feeder_name",
)  # fmt: skip
LENGTH_TO_TRIM: Final = Tool(
    "length_to_trim",
    "How many kilometres of line of a place are at a level of vegetation risk, or are to be trimmed within some years.",
    LengthToTrim, length_to_trim, "row", SUBJECTS, (LENGTH,), LEVELS,
    examples=("how many km of line have critical vegetation risk",),
)  # fmt: skip
