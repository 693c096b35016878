"""Line sections by length, age and conductor: the longest, those over a limit, and how much there is of a conductor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import place_of
from app.assistant.results import NamedAsset, ToolResult
from app.assistant.tools import PlaceText, RankedRows, Tool, ToolChoice, ToolQuantity
from app.tabs.operations.tools.place_ways import ways_of, words_of
from app.tabs.operations.tools.rows import known
from app.widgets.column import Column

ACSR: Final = ("#6", "#4", "#2", "1/0", "2/0", "3/0", "4/0", "266", "336", "397", "477", "556", "636", "795", "954")
XLPE: Final = ("#2", "1/0", "2/0", "3/0", "4/0", "350", "500", "750", "1000")
CONDUCTORS: Final = (*(f"{size} ACSR" for size in ACSR), *(f"{size} AL XLPE" for size in XLPE))
INFINITE: Final = 1e12
SPANS: Final = ("span", "line section", "section", "segment")


class SectionsRanked(RankedRows):
    """Which sections, by what."""

    by: Literal["length_m", "age_years"] = "length_m"
    place: PlaceText = ""
    conductor: str = Field("", description="as the records write it, 336 ACSR; empty for any")
    laid: Literal["", "overhead", "underground"] = ""


class ConductorIn(BaseModel):
    """Of which conductor, and where."""

    conductor: str = Field(min_length=1, description="as the records write it: 336 ACSR")
    place: PlaceText = ""
    quantity: str = Field("", description="column asked for")


_SECTIONS: Final = (
    ToolQuantity("length_m", ("length", "long", "longest", "short", "meter long", "feet long"),
                 Column("length_m", "Length", "number", 1, "m")),
    ToolQuantity("age_years", ("age", "old", "oldest", "how old", "year old"),
                 Column("age_years", "Age", "number", 0, "years"), "most"),
)  # fmt: skip
_OF_CONDUCTOR: Final = (
    ToolQuantity("length_km", ("length", "mile", "km", "how long", "how much", "line", "wire", "length of line",
                               "meter", "feet", "conductor", "circuit mile", "total length"),
                 Column("length_km", "Length", "number", 2, "km")),
    ToolQuantity("sections", (*SPANS, *(f"number of {one}" for one in SPANS)), Column("sections", "Sections", "count")),
)  # fmt: skip


def sections_ranked(context: ToolContext, args: SectionsRanked) -> ToolResult:
    """Line sections of a place by length or age, those within limits, or how many."""
    place = place_of(context, args.place)
    binds: dict[str, Any] = {"utility_id": context.utility_id, **place.binds, "year": context.today.year}
    table = known(context.live(
        "assistant_sections_ranked", by=args.by, conductor=args.conductor, laid=args.laid, limit=args.n,
        sign=-1 if args.order == "most" else 1, above=-INFINITE if args.above is None else args.above,
        below=INFINITE if args.below is None else args.below, **binds,
    ))  # fmt: skip
    in_all = table["in_all"][0].as_py() if table.num_rows else 0
    if args.is_count:
        many = pa.table({"how_many": pa.array([in_all], pa.int64())})
        return result_of(
            context, "Line sections", many, (HowMany,), place=words_of(place), goes=ways_of(context, place)
        )
    first = next(one.column for one in _SECTIONS if one.key == args.by)
    columns = (
        Column("name", "Line section"), first, *(one.column for one in _SECTIONS if one.key != args.by),
        Column("feeder_name", "Feeder"), Column("conductor", "Conductor"), Column("laid", "Laid"),
    )  # fmt: skip
    goes = ways_of(context, place)
    if table.num_rows:
        (row,) = table.slice(0, 1).to_pylist()
        goes = (to_map(NamedAsset("segment", row["segment_id"], row["name"], row["lon"], row["lat"])), *goes)
    kept = table.select([*(one.key for one in columns), "segment_id", "lon", "lat"])
    title = f"Line sections by {first.title.lower()}"
    return result_of(context, title, kept, columns, place=words_of(place), goes=goes)


def conductor_in(context: ToolContext, args: ConductorIn) -> ToolResult:
    """How much line of a conductor a place has; none is 0 km."""
    place = place_of(context, args.place)
    rows = context.live("assistant_lines_grouped", utility_id=context.utility_id, kept="conductor", **place.binds)
    mine = next(
        (one for one in rows.to_pylist() if one["conductor"] == args.conductor), {"length_km": 0, "sections": 0}
    )
    table = pa.table(
        {"length_km": pa.array([mine["length_km"]], pa.float64()), "sections": pa.array([mine["sections"]], pa.int64())}
    )
    columns = tuple(one.column for one in _OF_CONDUCTOR)
    title = f"Line of {args.conductor}"
    return result_of(
        context,
        title,
        table,
        columns,
        place=words_of(place),
        note=f"Of {args.conductor} alone.",
        goes=ways_of(context, place),
    )


def _called(conductor: str) -> Iterator[str]:
    """What a conductor is called: `336 acsr`, `2 xlpe`, `2 al xlpe`."""
    size, *kind = conductor.lower().replace("#", "").split()
    yield " ".join((size, *kind))
    yield f"{size} {kind[-1]}"


_CHOICES: Final = tuple(ToolChoice(tuple(dict.fromkeys(_called(one))), {"conductor": one}) for one in CONDUCTORS)
SECTIONS_RANKED: Final = Tool(
    "line_sections_ranked",
    "Line sections (spans) of a place by length or age, of a conductor or any, within limits: which, or how many.",
    SectionsRanked, sections_ranked, "filter", SPANS, _SECTIONS,
    choices=(
        *_CHOICES, ToolChoice(("overhead",), {"laid": "overhead"}),
        ToolChoice(("underground", "cable"), {"laid": "underground"}),
    ),
    examples=("longest span on F0008", "how many spans longer than 200 m on F0003"),
)  # fmt: skip
CONDUCTOR_IN: Final = Tool(
    "conductor_in", "How much line of one conductor, 336 ACSR or another, there is in a place.",
    ConductorIn, conductor_in, "row", ("conductor", "line", "cable", "wire"), _OF_CONDUCTOR, choices=_CHOICES,
    examples=("km of 336 ACSR", "miles of 1/0 ACSR on F0002"),
)  # fmt: skip
SECTIONS: Final = (SECTIONS_RANKED, CONDUCTOR_IN)
