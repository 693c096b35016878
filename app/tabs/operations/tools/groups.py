"""Transformers and poles counted by group: kind, phases, rating, age, maker, material, height, feeder, substation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.groups import ToolGroup
from app.assistant.naming import place_of
from app.assistant.results import MOST_ROWS, ChartSpec, ToolResult
from app.assistant.rows import ordered
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.operations.tools.place_ways import ways_of, words_of
from app.widgets.column import Column, words

TransformerGroup = Literal["built", "phases", "phase", "rating", "age", "maker", "feeder", "substation"]
PoleGroup = Literal["material", "height", "age", "feeder", "substation"]
_HEADS: Final = {
    "built": "Kind", "phases": "Phases", "phase": "Phase", "rating": "Rating", "age": "Age", "maker": "Maker",
    "material": "Material", "height": "Height", "feeder": "Feeder", "substation": "Substation",
}  # fmt: skip
_AGE_NOTE: Final = "Age in whole years: this year less the year of installation. "
_KINDS_NOTE: Final = "Those of the network's own rows, whether assessed or not."


class TransformersGrouped(BaseModel):
    """Which transformers, by what."""

    place: PlaceText = ""
    group: TransformerGroup = Field("built", description="what a row is of")
    by: Literal["assets", "customers", "rated_kva"] = "assets"
    order: Order = "most"
    n: Rows = MOST_ROWS


class PolesGrouped(BaseModel):
    """Which poles, by what."""

    place: PlaceText = ""
    group: PoleGroup = Field("material", description="what a row is of")
    by: Literal["assets"] = "assets"
    order: Order = "most"
    n: Rows = MOST_ROWS


def _counted(noun: str, *words_: str) -> ToolQuantity:
    title = f"{noun.capitalize()}s"
    return ToolQuantity("assets", (f"number of {noun}", f"most {noun}", "common", "frequent", *words_),
                        Column("assets", title, "count"))  # fmt: skip


_TRANSFORMERS: Final = (
    _counted("transformer"),
    ToolQuantity("customers", ("customer", "customer served"), Column("customers", "Customers", "count")),
    ToolQuantity("rated_kva", ("total rated kva", "sum of rating"),
        Column("rated_kva", "Rating in all", "number", 0, "kVA")),
)  # fmt: skip
_POLES: Final = (_counted("pole"),)


def transformers_by_group(context: ToolContext, args: TransformersGrouped) -> ToolResult:
    """How many transformers a place has of each kind, rating, age and so on."""
    return _grouped(context, args, "transformer", "assistant_transformers_by", _TRANSFORMERS)


def poles_by_group(context: ToolContext, args: PolesGrouped) -> ToolResult:
    """How many poles a place has of each material, height, age and so on."""
    return _grouped(context, args, "pole", "assistant_poles_by", _POLES)


def _grouped(
    context: ToolContext, args: TransformersGrouped | PolesGrouped, noun: str, statement: str,
    quantities: tuple[ToolQuantity, ...],
) -> ToolResult:  # fmt: skip
    place = place_of(context, args.place)
    table = context.live(
        statement, utility_id=context.utility_id, group_by=args.group, year=context.today.year, **place.binds
    )
    total = int(pc.sum(table["assets"]).as_py() or 0)
    nameless = 0
    if args.group == "maker":  # one without a nameplate is no maker's
        is_known = pc.greater(pc.utf8_length(pc.coalesce(table["name"], "")), 0)
        nameless = total - int(pc.sum(table.filter(is_known)["assets"]).as_py() or 0)
        table = table.filter(is_known)
    names = [words(name) if name and args.group in ("built", "phases", "material") else name or "not known"
             for name in table["name"].to_pylist()]  # fmt: skip
    share = [100 * one / total for one in table["assets"].to_pylist()]
    table = table.set_column(0, "name", pa.array(names, pa.string())).append_column(
        "assets_pct", pa.array(share, pa.float64())
    )
    table = ordered(table, args.by, args.order, args.n, ("sort_key", "name"))
    head, columns = _HEADS[args.group], [one.column for one in quantities]
    columns.insert(1, Column("assets_pct", "Share", "number", 1, "%"))
    title = f"{noun.capitalize()}s by {head.lower()}"
    unknown = f"Of {nameless:,} of them the maker is not known. " if nameless else ""
    note = f"{total:,} {noun}s in all. {unknown}{_AGE_NOTE if args.group == 'age' else ''}{_KINDS_NOTE}"
    told: Mapping[str, Any] = {"place": words_of(place), "note": note, "goes": ways_of(context, place)}
    chart = ChartSpec("bar", "name", ("assets",), title) if table.num_rows > 1 else None
    return result_of(context, title, table, (Column("name", head), *columns), chart=chart, **told)


def _by(group: str, *names: str, noun: str) -> ToolChoice:
    """`by maker`, and `makers of transformers`; "by" alone is too common a word to tell a group."""
    return ToolChoice(tuple(f"{noun} by {name}" for name in names), {"group": group})


def _ways(noun: str, groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(f"{noun} {way} {name}" for names in groups.values() for name in names for way in ("by", "per"))


_TRANSFORMER_GROUPS: Final = {
    "built": ("kind", "type", "mounting", "class"),
    "phases": ("phase count", "number of phase", "single and three phase"),
    "phase": ("phase", "phasing"), "rating": ("rating class", "size class", "kva class", "kva size"),
    "age": ("age band", "age group", "age class", "decade", "age range", "age bracket", "vintage"),
    "maker": ("manufacturer", "maker", "brand", "make", "vendor"),
    "feeder": ("feeder",), "substation": ("substation",),
}  # fmt: skip
_POLE_GROUPS: Final = {
    "material": ("material", "class", "type", "kind", "wood and steel"), "height": ("height class", "height group"),
    "age": ("age band", "age group", "age class", "decade", "age range", "age bracket", "vintage"),
    "feeder": ("feeder",), "substation": ("substation",),
}  # fmt: skip


def _told(noun: str, keys: tuple[str, ...]) -> tuple[ToolGroup, ...]:
    """What only these tools group by, in the planner's words."""
    groups = _TRANSFORMER_GROUPS if noun == "transformer" else _POLE_GROUPS
    return tuple(ToolGroup(key, groups[key], _HEADS[key]) for key in keys)


TRANSFORMERS_BY: Final = Tool(
    "transformers_by_group",
    "How many transformers a place has of each kind (pole- or pad-mounted), phase, rating, band of age, maker, feeder "
    "or substation.",
    TransformersGrouped, transformers_by_group, "ranking", ("transformer",), _TRANSFORMERS,
    choices=tuple(_by(group, *names, noun="transformer") for group, names in _TRANSFORMER_GROUPS.items()),
    groups=_told("transformer", ("phases", "age", "maker")), words=_ways("transformer", _TRANSFORMER_GROUPS),
    examples=("transformers by age band", "transformers by manufacturer on F0002"),
)  # fmt: skip
POLES_BY: Final = Tool(
    "poles_by_group", "How many poles a place has of each material, height, band of age, feeder or substation.",
    PolesGrouped, poles_by_group, "ranking", ("pole",), _POLES,
    choices=tuple(_by(group, *names, noun="pole") for group, names in _POLE_GROUPS.items()),
    groups=_told("pole", ("age",)), words=_ways("pole", _POLE_GROUPS),
    examples=("poles by age band on SUB-001",),
)  # fmt: skip
GROUPS: Final = (TRANSFORMERS_BY, POLES_BY)
