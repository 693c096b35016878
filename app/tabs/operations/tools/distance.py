"""How far two things lie apart, in a straight line over the ground."""

from __future__ import annotations

import math
from typing import Final

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import asset_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import NamedAsset, ToolResult
from app.assistant.tools import NameText, Tool, ToolQuantity
from app.widgets.column import Column

EQUATOR_M: Final = 6_378_137.0
SQUARED: Final = 0.00669437999014  # eccentricity of WGS 84, squared
NOTE: Final = "In a straight line over the ground."
CREW: Final = "crew"
CREWS_ARE: Final = "A crew is where it was last told to be."


class Apart(BaseModel):
    """Of which two."""

    name: NameText
    other: str = Field(
        "", max_length=80, description="display name of the second", json_schema_extra={"is_of_any": True}
    )
    place: str = Field("", description="display name of the second, where it is a substation")
    quantity: str = Field("", description="column asked for")


def distance_between(context: ToolContext, args: Apart) -> ToolResult:
    """Metres between two things.

    Raises:
        NoAnswer: there is no second, no such thing, or nobody knows where one is; a feeder is everywhere along it.
    """
    second = args.other or args.place
    if not second:
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"How far from {args.name} to what? Name the other thing too.")
    ends = [_end(context, one) for one in (args.name, second)]
    for one in ends:
        if one.kind == "feeder":
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"{one.name} runs along many streets: name a thing on it.")
        if one.lon is None or one.lat is None:
            raise NoAnswer(RefusalReason.NOT_IN_DATA, f"Nobody knows where {one.name} is.")
    table = pa.table({"distance_m": [_metres(*ends)], "name": [ends[0].name], "other": [ends[1].name]})
    columns = (
        Column("distance_m", "Distance", "number", 0, "m"), Column("name", "From"), Column("other", "To"),
    )  # fmt: skip
    between = f"{ends[0].name} to {ends[1].name}"
    return result_of(
        context, f"Distance from {between}", table, columns, place=between,
        note=f"{NOTE} {CREWS_ARE}" if any(one.kind == CREW for one in ends) else NOTE,
        goes=tuple(to_map(one) for one in ends if one.kind != CREW),
    )  # fmt: skip


def _end(context: ToolContext, name: str) -> NamedAsset:
    """A thing of the network, or a crew where it was last told to be."""
    try:
        return asset_of(context, name)
    except NoAnswer as error:
        if error.reason is not RefusalReason.NO_SUCH_ASSET:
            raise
        for row in context.live("assistant_crew_names", utility_id=context.utility_id).to_pylist():
            if row["name"].lower() == name.strip().lower():
                return NamedAsset(CREW, row["asset_id"], row["name"], row["lon"], row["lat"])
        raise


def _metres(one: NamedAsset, other: NamedAsset) -> float:
    """Over the WGS 84 ellipsoid, as flat as a service area is: to some ten thousandths over a hundred kilometres."""
    assert one.lon is not None
    assert one.lat is not None
    assert other.lon is not None
    assert other.lat is not None
    middle = math.radians((one.lat + other.lat) / 2)
    bend = 1 - SQUARED * math.sin(middle) ** 2
    north = math.radians(other.lat - one.lat) * EQUATOR_M * (1 - SQUARED) / bend**1.5
    east = math.radians(other.lon - one.lon) * EQUATOR_M * math.cos(middle) / math.sqrt(bend)
    return math.hypot(north, east)


DISTANCE: Final = Tool(
    "distance_between",
    "How far two things lie apart in a straight line: transformers, poles, devices, substations, crews.",
    Apart, distance_between, "row", ("transformer", "pole", "device", "substation", "meter", "crew"),
    (ToolQuantity(
        "distance_m", ("distance between", "distance from", "how far", "how far apart", "how far from", "far from"),
        Column("distance_m", "Distance", "number", 0, "m"),
    ),),
    words=("distance between",),
    examples=("distance between TX-0001-004 and SUB-001",),
)  # fmt: skip
