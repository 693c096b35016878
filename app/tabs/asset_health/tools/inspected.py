"""Inspections of a place: which were made in a period and what they found, and what was not inspected."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, result_of
from app.assistant.context import ToolContext
from app.assistant.grouping import GroupedRows, grouped
from app.assistant.groups import MONTH, PLACES, YEAR, ToolGroup, of_time
from app.assistant.naming import place_of, told_place
from app.assistant.periods import LocalSpan, PeriodOrNone, PeriodText
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import MOST_ROWS, Go, NamedPlace, ToolResult
from app.assistant.tools import PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.asset_health.tools.asking import asset_goes
from app.widgets.column import Column
from data_sources.assets import AssetRef

AssetKind = Literal["", "transformer", "pole"]
Found = Literal["", "good", "fair", "poor", "replace", "poor,replace", "fair,poor,replace"]
EVER: Final = dt.date(1900, 1, 1)
DAY: Final = dt.timedelta(days=1)
NOUNS: Final = {"": "transformers and poles", "transformer": "transformers", "pole": "poles"}
RESULTS: Any = Field("", description="what was found: good, fair, poor, replace, or several with commas; empty for any")
KIND: Any = Field("", description="transformer or pole; empty for both")


class InspectionsMade(BaseModel):
    """Which inspections."""

    period: PeriodText
    place: PlaceText = ""
    kind: AssetKind = KIND
    found: Found = RESULTS
    n: Rows = MOST_ROWS
    is_count: bool = Field(False, description="how many instead of which")


class InspectionsGrouped(GroupedRows):
    """Which inspections, by what."""

    period: PeriodText
    place: PlaceText = ""
    kind: AssetKind = KIND
    found: Found = RESULTS


class AssetsInspected(BaseModel):
    """Which assets, by their latest inspection."""

    state: Literal["never", "not_in", "found"] = Field(
        description="never: no inspection on record; not_in: none in the period; found: the latest found `found`"
    )
    period: PeriodOrNone = ""
    place: PlaceText = ""
    kind: AssetKind = KIND
    found: Found = Field("", description="what the latest inspection found, as of inspections; empty for any")
    n: Rows = MOST_ROWS
    is_count: bool = Field(False, description="how many instead of which")


class InspectedShare(BaseModel):
    """Whose inspections, since when."""

    period: PeriodOrNone = Field("", description="inspected in it; empty for ever")
    place: PlaceText = ""
    kind: AssetKind = KIND
    quantity: str = Field("", description="column that is asked for")


_COLUMNS: Final = (
    Column("name", "Asset"), Column("inspected_on", "Inspected", "day"), Column("result", "Result", "words"),
    Column("asset_kind", "Kind", "words"), Column("feeder_name", "Feeder"),
)  # fmt: skip
_MADE: Final = (
    *_COLUMNS, Column("condition_score", "Condition", "number", 0, "of 100"),
    Column("remaining_strength_pct", "Remaining strength", "number", 0, "%"), Column("note", "Note"),
)  # fmt: skip
_COST: Final = Column("replacement_cost", "Replacement cost", "number", 0, "US$")
_LAST: Final = (*_COLUMNS, Column("health_score", "Health", "number", 1, "of 100"), _COST)
_NOTE: Final = "Inspections of transformers and poles by the day on which somebody looked at them."
_STANDING: Final = "By the latest inspection of what stands there now; what failed since was another one."


def inspections_made(context: ToolContext, args: InspectionsMade) -> ToolResult:
    """Inspections of a place in a period: which, or how many."""
    place, span = place_of(context, args.place), context.span(args.period)
    table = context.live(
        "assistant_inspections", utility_id=context.utility_id, **place.binds, asset_kind=args.kind, results=args.found,
        from_day=span.first_day, end_day=span.end_day, limit=0 if args.is_count else args.n,
    )  # fmt: skip
    whole = table.slice(0, 1).to_pylist()[0]
    found = f", found {_words(args.found)}" if args.found else ""
    title = f"Inspections of {NOUNS[args.kind]}{found}"
    told: dict[str, Any] = {"place": told_place(place), "period": span.words, "note": _NOTE}
    if args.is_count:
        columns = (HowMany, Column("assets", "Assets inspected", "count"))
        counts = {HowMany.key: whole["inspections"], "assets": whole["assets"]}
        return result_of(context, title, _one(counts), columns, **told)
    rows = table.filter(table["asset_id"].is_valid())
    return result_of(context, title, rows, _MADE, goes=_goes(rows), in_all=whole["inspections"], **told)


_GROUPS: Final = (
    ToolGroup("found", ("result", "outcome", "finding", "rating", "what found"), "Result", "result"),
    ToolGroup("kind", ("kind of asset", "kind", "asset kind", "type of asset", "asset type"), "Kind", "asset_kind"),
    *PLACES, *of_time("month_on", MONTH, YEAR),
)  # fmt: skip
_COUNTED: Final = ToolQuantity(
    "inspections", ("inspection", "number of inspection"), Column("inspections", "Inspections", "count"), ""
)


def inspections_grouped(context: ToolContext, args: InspectionsGrouped) -> ToolResult:
    """Inspections of a place in a period by result, kind of asset, place or time."""
    place, span = place_of(context, args.place), context.span(args.period)
    rows = context.live(
        "assistant_inspections_grouped", utility_id=context.utility_id, **place.binds, asset_kind=args.kind,
        results=args.found, from_day=span.first_day, end_day=span.end_day,
    )  # fmt: skip
    found = f", found {_words(args.found)}," if args.found else ""
    return grouped(
        context, f"Inspections of {NOUNS[args.kind]}{found}", rows, args, _GROUPS, (_COUNTED,),
        {"inspections": ("inspections", "sum")}, span=span, place=told_place(place), period=span.words, note=_NOTE,
    )  # fmt: skip


def assets_inspected(context: ToolContext, args: AssetsInspected) -> ToolResult:
    """Transformers and poles of a place by their latest inspection: which, or how many."""
    place = place_of(context, args.place)
    span = context.span(args.period) if args.period else None
    state: str = "never" if args.state == "not_in" and span is None else args.state
    if state == "found" and not args.found:
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD, "Say what the latest inspection found: good, fair, poor or replace."
        )
    rows, whole = _latest(
        context, place, args.kind, state, span, found=args.found,
        limit=0 if args.is_count else args.n,
    )  # fmt: skip
    noun = NOUNS[args.kind]
    said = {
        "never": "never inspected", "not_in": f"not inspected in {span.words}" if span else "",
        "found": f"found {_words(args.found)} at the latest inspection",
    }[state]  # fmt: skip
    title = f"{noun[:1].upper()}{noun[1:]} {said}"
    told: dict[str, Any] = {"place": told_place(place), "as_of": whole["assessed_at"], "note": _STANDING}
    if args.is_count:
        columns = (HowMany, Column("share_pct", "Share", "number", 1, "%"), _COST)
        share = 100 * whole["within"] / whole["in_place"] if whole["in_place"] else None
        counts = {HowMany.key: whole["within"], "share_pct": share, _COST.key: whole["within_cost"]}
        return result_of(context, title, _one(counts), columns, **told)
    return result_of(context, title, rows, _LAST, goes=_goes(rows), in_all=whole["within"], **told)


_SHARES: Final = (
    ToolQuantity(
        "inspected_pct",
        ("percent inspected", "share inspected", "inspection coverage", "inspected percent", "fraction inspected",
         "proportion inspected"),
        Column("inspected_pct", "Inspected", "number", 1, "%"), "least",
    ),
    ToolQuantity(
        "not_inspected_pct",
        tuple(f"{share} {never} inspected" for share in ("percent", "share", "fraction", "proportion")
              for never in ("never", "not")),
        Column("not_inspected_pct", "Not inspected", "number", 1, "%"), "most",
    ),
    ToolQuantity("inspected", ("number inspected",), Column("inspected", "Inspected, number", "count")),
    ToolQuantity("not_inspected", ("number not inspected",), Column("not_inspected", "Not inspected, number", "count")),
)  # fmt: skip


def inspected_share(context: ToolContext, args: InspectedShare) -> ToolResult:
    """How much of a place was inspected in a period, or ever."""
    place = place_of(context, args.place)
    span = context.span(args.period) if args.period else None
    _, whole = _latest(context, place, args.kind, "", span)
    inspected, total = whole["inspected"], whole["in_place"]
    row = {
        "inspected": inspected, "not_inspected": total - inspected,
        "inspected_pct": 100 * inspected / total if total else None,
        "not_inspected_pct": 100 * (total - inspected) / total if total else None,
    }  # fmt: skip
    return result_of(
        context, f"Inspected {NOUNS[args.kind]}", _one(row), tuple(one.column for one in _SHARES),
        place=told_place(place), period=span.words if span else "all on record",
        as_of=whole["assessed_at"], note=_STANDING,
    )  # fmt: skip


def _latest(
    context: ToolContext, place: NamedPlace, kind: str, state: str, span: LocalSpan | None, *, found: str = "",
    limit: int = 0,
) -> tuple[pa.Table, dict[str, Any]]:  # fmt: skip
    """The assets, and the figures of the whole place."""
    from_day, end_day = (EVER, context.today + DAY) if span is None else (span.first_day, span.end_day)
    table = context.live(
        "assistant_last_inspections", utility_id=context.utility_id, **place.binds, asset_kind=kind, state=state,
        results=found, from_day=from_day, end_day=end_day, limit=limit,
    )  # fmt: skip
    return table.filter(table["asset_id"].is_valid()), table.slice(0, 1).to_pylist()[0]


def _one(values: dict[str, Any]) -> pa.Table:
    kinds = {int: pa.int64(), float: pa.float64(), type(None): pa.float64()}
    return pa.table({key: pa.array([value], kinds[type(value)]) for key, value in values.items()})


def _words(found: str) -> str:
    return " or ".join({"replace": "to be replaced"}.get(one, one) for one in found.split(","))


def _goes(rows: pa.Table) -> tuple[Go, ...]:
    if not rows.num_rows:
        return ()
    first = rows.slice(0, 1).to_pylist()[0]
    return asset_goes(AssetRef(first["asset_kind"], first["asset_id"]), first["name"], first["lon"], first["lat"])


_OF_KIND: Final = tuple(ToolChoice((kind, f"{kind} inspection"), {"kind": kind}) for kind in ("transformer", "pole"))
_CAME: Final = ("came back", "came out", "turned out", "come back", "rated", "found", "graded", "scored", "result")


def _phrases(words: tuple[str, ...], *more: str) -> tuple[str, ...]:
    """How a result is said: "rated poor", "poor result", "came back poor"."""
    return (*words, *(f"{came} {word}" for word in words for came in _CAME), *more)


_FOUND: Final = (
    ToolChoice(_phrases(("good",), "passed", "pass", "no defect"), {"found": "good"}),
    ToolChoice(_phrases(("fair",)), {"found": "fair"}),
    ToolChoice(_phrases(("poor",), "poor condition"), {"found": "poor"}),
    ToolChoice(
        (*(f"{came} replace" for came in _CAME), "to be replaced", "marked for replacement", "replace result",
            "condemned"), {"found": "replace"},
    ),
    ToolChoice(
        _phrases(("poor replace", "bad"), "bad condition", "failed inspection", "did not pass", "flunked"),
        {"found": "poor,replace"},
    ),
)  # fmt: skip
INSPECTIONS_MADE: Final = Tool(
    "inspections_made",
    "Inspections of transformers and poles of a place in a period, by what they found: which, or how many.",
    InspectionsMade, inspections_made, "filter", ("inspection",), choices=(*_OF_KIND, *_FOUND),
    words=("inspection", "inspected", "looked at", "inspection result", "inspection done", "inspection made"),
    examples=("how many inspections came back poor this year", "poles inspected this month"),
    lies_on="feeder_name",
)  # fmt: skip
INSPECTIONS_GROUPED: Final = Tool(
    "inspections_grouped",
    "Inspections of transformers and poles of a place in a period counted by result, kind, feeder, substation, "
    "month or year.",
    InspectionsGrouped, inspections_grouped, "ranking", ("inspection",), (_COUNTED,), (*_OF_KIND, *_FOUND),
    groups=_GROUPS, words=("inspected", "inspection result"), examples=("inspections by result this year",),
)  # fmt: skip
_NOT: Final = ("not inspected", "no inspection", "without inspection", "uninspected", "not looked at", "skipped")
ASSETS_INSPECTED: Final = Tool(
    "assets_inspected",
    "Transformers and poles of a place that were never inspected, not since a day, or whose latest inspection found "
    "them poor or to be replaced: which, how many, and what replacing them costs.",
    AssetsInspected, assets_inspected, "filter", ("asset", "equipment", "transformer", "pole"),
    choices=(
        *(ToolChoice((one.sets["kind"],), one.sets) for one in _OF_KIND),
        ToolChoice(_NOT, {"state": "not_in"}),
        ToolChoice(("never inspected", "never looked at", "no inspection on record", "not ever inspected",
            "no inspection record"), {"state": "never"}),
        *(ToolChoice(
            tuple(f"{word} {where}" for word in one.words
                  for where in ("last inspection", "latest inspection", "last inspected")),
            {**one.sets, "state": "found"}) for one in _FOUND),
    ),
    examples=("poles not inspected since 2020", "how many transformers were never inspected",
        "transformers rated poor at their last inspection"),
    lies_on="feeder_name",
)  # fmt: skip
INSPECTED_SHARE: Final = Tool(
    "inspected_share", "What share of the transformers and poles of a place was inspected in a period, or ever.",
    InspectedShare, inspected_share, "row", ("transformer", "pole", "asset"), _SHARES,
    (*(ToolChoice((one.sets["kind"],), one.sets) for one in _OF_KIND),),
    examples=("what share of the poles was inspected this year",),
)  # fmt: skip
INSPECTION_TOOLS: Final[tuple[Tool[Any], ...]] = (
    INSPECTIONS_MADE, INSPECTIONS_GROUPED, ASSETS_INSPECTED, INSPECTED_SHARE,
)  # fmt: skip
