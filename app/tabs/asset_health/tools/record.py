"""What happened to assets: inspections and failures on record."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import formats
from app.assistant.answering import HowMany, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import asset_of, place_of
from app.assistant.periods import LocalSpan, PeriodText
from app.assistant.results import MOST_ROWS, ChartSpec, NamedAsset, NamedPlace, ToolResult
from app.assistant.tools import NameText, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.asset_health.tools.asking import asset_goes, place_words
from app.widgets.column import Column
from data_sources.assets import AssetRef

KINDS: Final = ("transformer", "pole")
AssetKind = Literal["", "transformer", "pole"]
Mode = Literal["", "winding", "bushing", "tank leak", "decay"]
RECENT: Final = "last_365_days"
EVER: Final = dt.datetime(1850, 1, 1, tzinfo=dt.UTC)
FIGURES: Final = ("failures", "transformers", "poles", "first_on_record")

INSPECTION_QUANTITIES: Final = (
    ToolQuantity(
        "inspected_on",
        ("last inspected", "last inspection", "inspection date", "inspected", "when inspected", "latest inspection"),
        Column("inspected_on", "Inspected", "day"),
    ),
    ToolQuantity(
        "result",
        (
            "inspection result", "inspection outcome", "inspection finding", "result of inspection",
            "inspection find",
        ),
        Column("result", "Result", "words"),
    ),
    ToolQuantity(
        "condition_score", ("inspected condition", "condition score", "condition found"),
        Column("condition_score", "Condition", "number", 0, "of 100"), "least",
    ),
    ToolQuantity(
        "remaining_strength_pct", ("strength at inspection", "inspected strength", "strength found"),
        Column("remaining_strength_pct", "Remaining strength", "number", 0, "%"), "least",
    ),
    ToolQuantity(
        "note", ("inspection note", "inspection remark", "inspector note", "inspector remark"), Column("note", "Note")
    ),
)  # fmt: skip
INSPECTION_COLUMNS: Final = (
    *(one.column for one in INSPECTION_QUANTITIES), Column("source", "Source", "words"),
)  # fmt: skip
FAILURE_COLUMNS: Final = (
    Column("failed_at", "Failed", "datetime"), Column("name", "Position"), Column("asset_kind", "Kind", "words"),
    Column("feeder_name", "Feeder"), Column("mode", "How", "words"),
    Column("age_years", "Age then", "number", 0, "years"), Column("outage_id", "Outage"),
)  # fmt: skip


class InspectedAsset(BaseModel):
    """Which asset, and what is asked of its inspections."""

    name: NameText
    quantity: str = Field("", description="column that is asked for")


class Failures(BaseModel):
    """Which failures."""

    period: PeriodText = RECENT
    kind: AssetKind = Field("", description="transformer or pole; empty for both")
    mode: Mode = Field("", description="how they failed; empty for any")
    place: PlaceText = ""
    is_count: bool = Field(False, description="how many instead of which")
    n: Rows = MOST_ROWS


class FailureModes(BaseModel):
    """Which failures."""

    period: PeriodText = RECENT
    kind: AssetKind = Field("", description="transformer or pole; empty for both")
    place: PlaceText = ""
    is_ever: bool = Field(False, description="all on record, where no period is said")


class AssetNamed(BaseModel):
    """Which asset."""

    name: NameText


def last_inspection(context: ToolContext, args: InspectedAsset) -> ToolResult:
    """The latest inspection at the place of an asset."""
    asset, rows, note = _inspections(context, args.name)
    return _of_asset(context, asset, f"Last inspection of {asset.name}", rows.slice(0, 1), INSPECTION_COLUMNS, note)


def inspections_of_asset(context: ToolContext, args: AssetNamed) -> ToolResult:
    """All inspections at the place of an asset, latest first."""
    asset, rows, note = _inspections(context, args.name)
    return _of_asset(context, asset, f"Inspections of {asset.name}", rows, INSPECTION_COLUMNS, note)


def _inspections(context: ToolContext, name: str) -> tuple[NamedAsset, pa.Table, str]:
    """The asset, its inspections, and what is to be said: what failed since was another one."""
    asset = asset_of(context, name, KINDS)
    keys = {"utility_id": context.utility_id, "asset_kind": asset.kind, "asset_id": asset.asset_id}
    rows, failed = context.live("inspections_of_asset", **keys), context.live("failures_of_asset", **keys)
    if not rows.num_rows:
        return asset, rows, f"No inspection of {asset.name} is on record."
    day = rows["inspected_on"][0].as_py()
    if day is None:
        return asset, rows, "Nobody says when this was found."
    since = [at for at in failed["failed_at"].to_pylist() if at.astimezone(context.zone).date() >= day]
    if not since:
        return asset, rows, ""
    told = formats.day(max(since), context.asker.time_zone)
    return asset, rows, f"What stood there then failed on {told}; what stands there now was not inspected since."


def failures_of_period(context: ToolContext, args: Failures) -> ToolResult:
    """Failures of transformers and poles of a place in a period: which, or how many."""
    place, span = place_of(context, args.place), context.span(args.period)
    rows, figures = failures_found(
        context, span.from_at, span.to_at, 0 if args.is_count else args.n, place=place, kind=args.kind,
        mode=args.mode,
    )  # fmt: skip
    title = f"Failures of {kinds_words(args.kind)}"
    if not args.is_count:
        return result_of(
            context, title, rows, FAILURE_COLUMNS, place=place_words(place), period=span.words,
            note=_failures_note(figures, span), goes=failure_goes(rows), in_all=figures["failures"],
        )  # fmt: skip
    counts = {HowMany.key: figures["failures"], "transformers": figures["transformers"], "poles": figures["poles"]}
    table = pa.table({name: pa.array([value], pa.int64()) for name, value in counts.items()})
    columns = (HowMany, Column("transformers", "Transformers", "count"), Column("poles", "Poles", "count"))
    return result_of(
        context, title, table, columns[:1] if args.kind else columns, place=place_words(place), period=span.words,
        note=_failures_note(figures, span),
    )  # fmt: skip


def failures_of_asset(context: ToolContext, args: AssetNamed) -> ToolResult:
    """All failures on record at the place of an asset, latest first."""
    asset = asset_of(context, args.name, KINDS)
    rows, figures = failures_found(context, EVER, context.now, 1000, kind=asset.kind, asset_id=asset.asset_id)
    at = figures["first_on_record"]
    note = (
        f"The record of failures begins on {formats.day(at, context.asker.time_zone)}." if at
        else "No failure of any asset is on record."
    )  # fmt: skip
    if rows.num_rows:
        note = f"What stands there now took the place of the one that failed last. {note}"
    return _of_asset(context, asset, f"Failures at the place of {asset.name}", rows, FAILURE_COLUMNS, note)


def failure_modes(context: ToolContext, args: FailureModes) -> ToolResult:
    """How many failed in which way, in a place and period."""
    place, span = place_of(context, args.place), context.span(args.period)
    is_ever = args.is_ever and args.period == RECENT
    from_at, to_at = (EVER, context.now) if is_ever else (span.from_at, span.to_at)
    rows = context.live(
        "assistant_failure_modes", utility_id=context.utility_id, **place.binds, asset_kind=args.kind,
        from_at=from_at, to_at=to_at,
    )  # fmt: skip
    told = pc.if_else(pc.equal(rows["mode"], ""), "not known", rows["mode"])
    rows = rows.set_column(rows.schema.get_field_index("mode"), "mode", told)
    columns = (
        Column("mode", "How", "words"), Column("asset_kind", "Kind", "words"), Column("failures", "Failures", "count")
    )  # fmt: skip
    return result_of(
        context, f"How {kinds_words(args.kind)} failed", rows, columns, place=place_words(place),
        period="all on record" if is_ever else span.words,
        note="Failures that took an asset out of service for good, by how it failed.",
        chart=ChartSpec("bar", "mode", ("failures",), "Failures"),
    )  # fmt: skip


def failures_found(
    context: ToolContext, from_at: dt.datetime, to_at: dt.datetime, limit: int, *, place: NamedPlace | None = None,
    kind: str = "", asset_id: int = 0, mode: str = "",
) -> tuple[pa.Table, dict[str, Any]]:  # fmt: skip
    """The failures, and how many there are by FIGURES."""
    where = (place or NamedPlace("utility", context.utility_id, "")).binds
    table = context.live(
        "assistant_failures", utility_id=context.utility_id, **where, asset_kind=kind, asset_id=asset_id,
        from_at=from_at, to_at=to_at, limit=limit, mode=mode,
    )  # fmt: skip
    figures = table.select(FIGURES).slice(0, 1).to_pylist()[0]
    return table.filter(pc.is_valid(table["failed_at"])).drop_columns(list(FIGURES)), figures


def _failures_note(figures: dict[str, Any], span: LocalSpan) -> str:
    said = ["Failures that took an asset out of service for good."]
    begun = figures["first_on_record"]
    if begun is None:
        said.append("No failure of any asset is on record.")
    elif begun > span.from_at:
        said.append(f"The record begins on {begun.astimezone(span.from_at.tzinfo):%Y-%m-%d}: of before nobody says.")
    return " ".join(said)


def kinds_words(kind: str) -> str:
    """Of which assets: both where no kind is given."""
    return {"transformer": "transformers", "pole": "poles"}.get(kind, "transformers and poles")


def failure_goes(rows: pa.Table) -> Any:
    """Ways to the first of the assets that failed."""
    if not rows.num_rows:
        return ()
    first = rows.slice(0, 1).to_pylist()[0]
    return asset_goes(AssetRef(first["asset_kind"], first["asset_id"]), first["name"], first["lon"], first["lat"])


def _of_asset(
    context: ToolContext, asset: NamedAsset, title: str, rows: pa.Table, columns: tuple[Column, ...], note: str
) -> ToolResult:  # fmt: skip
    ref = AssetRef.parse(f"{asset.kind}:{asset.asset_id}")
    goes = asset_goes(ref, asset.name, asset.lon, asset.lat)
    rows = (
        rows
        if "name" in rows.column_names
        else rows.append_column("name", pa.array([asset.name] * len(rows), pa.string()))
    )
    if not any(one.key == "name" for one in columns):
        columns = (Column("name", asset.kind.capitalize()), *columns)
    return result_of(context, title, rows, columns, place=asset.name, note=note, goes=goes)


KIND_CHOICES: Final = (
    ToolChoice(("transformer",), {"kind": "transformer"}), ToolChoice(("pole",), {"kind": "pole"}),
)  # fmt: skip

MODES: Final = tuple(
    ToolChoice((*words, *(f"{word} failure" for word in words)), {"mode": mode})
    for mode, words in (
        ("winding", ("winding",)), ("bushing", ("bushing",)), ("tank leak", ("tank leak", "leak", "leaking", "tank")),
        ("decay", ("decay", "rot", "rotten")),
    )
)  # fmt: skip
LAST_INSPECTION: Final = Tool(
    "last_inspection",
    "When a transformer or pole was inspected last, and what was found: result, condition, remaining strength, note.",
    InspectedAsset, last_inspection, "row", ("transformer", "pole", "inspection"), INSPECTION_QUANTITIES,
    words=("last inspection", "last inspected"),
    examples=("when was TX-0001-017 last inspected", "last inspection of pole P-000151"),
)  # fmt: skip
INSPECTIONS: Final = Tool(
    "inspections_of_asset", "All inspections on record of a transformer or pole, latest first.",
    AssetNamed, inspections_of_asset, "list", ("inspection", "transformer", "pole"),
    words=("inspection", "inspection history", "all inspection", "inspection record"),
    examples=("inspections of P-000151", "inspection history of TX-0001-017"),
)  # fmt: skip
FAILURES: Final = Tool(
    "failures_of_period", "Transformers and poles of a place that failed in a period: which, or how many.",
    Failures, failures_of_period, "filter", ("failure", "asset", "transformer", "pole"), (), (*KIND_CHOICES, *MODES),
    words=("failure", "failed", "fail", "asset failure", "failed asset", "broke", "broken", "burnt out", "burned out"),
    examples=("transformer failures last year", "how many assets failed this year", "poles that failed in 2025"),
    lies_on="feeder_name",
)  # fmt: skip
FAILURES_OF_ASSET: Final = Tool(
    "failures_of_asset", "All failures on record at the place of a transformer or pole.",
    AssetNamed, failures_of_asset, "list", ("failure", "transformer", "pole"),
    words=("failure", "failed", "fail", "ever failed", "failed before", "failure history"),
    examples=("has TX-0001-017 failed before", "failures of P-000151"),
)  # fmt: skip
FAILURE_MODES: Final = Tool(
    "failure_modes",
    "How transformers and poles of a place failed in a period, by kind and mode, the most frequent first.",
    FailureModes, failure_modes, "list", ("failure mode",), (),
    (
        *KIND_CHOICES,
        ToolChoice(("overall", "all time", "of all time", "ever", "on record", "in all"), {"is_ever": True}),
    ),
    words=("failure mode", "failure by mode", "kind of failure", "failure cause", "cause of failure", "way of failing"),
    examples=("transformer failures by mode last year", "failure modes of poles in 2025"),
)  # fmt: skip
