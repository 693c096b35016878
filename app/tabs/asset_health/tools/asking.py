"""Transformers and poles of a place, ranked by a quantity or within limits, and what is to be said of them."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from app import formats, ways
from app.assistant.answering import HowMany, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of
from app.assistant.narrowing import compared, limit_words
from app.assistant.results import Go, NamedPlace, ToolResult
from app.assistant.tools import Order, ToolQuantity
from app.tabs.asset_health.tools.quantities import ASSETS, NOW, PLATE, POLES, RECKONED, TRANSFORMERS
from app.widgets.column import Column
from data_sources.assets import AssetRef

QUANTITIES: Final = {"transformer": TRANSFORMERS, "pole": POLES, "": ASSETS}
PLURALS: Final = {"transformer": "transformers", "pole": "poles", "": "assets"}
FIGURES: Final = ("in_place", "known", "within", "without_supply", "level_with_last", "mean", "median", "measured_at",
                  "assessed_at")  # fmt: skip


POLE_ROUNDED_M: Final = 0.045
"""How far a pole's kept height may be from what it is called by: one of 40 ft (12.192 m) is kept as 12.2 m."""


@dataclass(frozen=True, slots=True)
class QuantityLimit:
    """A quantity and between what it has to lie, both ends left out; nothing is limited where `by` is empty."""

    by: str = ""
    above: float | None = None
    below: float | None = None

    def __bool__(self) -> bool:
        """Whether it limits anything."""
        return bool(self.by) and not self.above is self.below is None

    def words(self, column: Column) -> str:
        """`health below 50 of 100`."""
        return limit_words(column, self.above, self.below)


@dataclass(frozen=True, slots=True)
class AssetsWish:
    """What is asked for.

    Attributes:
        kind: "transformer", "pole"; empty for both.
        place: name of a substation or feeder; empty for the utility.
        limit: by which they are ranked, and its limits.
        also: a second quantity, with its limits.
        order: which end comes first.
        built: "pad_mounted", a material …; empty for any.
        state: "energized" or "de_energized"; empty for both.
        n: rows at most.
    """

    kind: str
    place: str
    limit: QuantityLimit
    also: QuantityLimit = field(default_factory=QuantityLimit)
    order: Order = "most"
    built: str = ""
    state: str = ""
    n: int = 10


@dataclass(frozen=True, slots=True, eq=False)
class AssetsFound:
    """What there is.

    Attributes:
        wish: what was asked for.
        place: where.
        rows: the assets, those that come first at the top, each quantity a column of its own name.
        figures: of the whole place, by the names in FIGURES.
    """

    wish: AssetsWish
    place: NamedPlace
    rows: pa.Table
    figures: dict[str, Any]

    @property
    def as_of(self) -> dt.datetime | None:
        """Of when the numbers are; of what is on a nameplate nobody says."""
        by = self.wish.limit.by
        if by in PLATE:
            return None
        return self.figures["measured_at" if by in NOW or not by else "assessed_at"]

    @property
    def noun(self) -> str:
        """`wood poles`, `de-energized transformers`."""
        parts = (self.wish.state.replace("_", "-"), self.wish.built.replace("_", "-"), PLURALS[self.wish.kind])
        return " ".join(filter(None, parts))


def assets_found(context: ToolContext, wish: AssetsWish) -> AssetsFound:
    """Ask for them.

    Raises:
        NoAnswer: no such place.
        SourceError: the database does not answer.
    """
    place = place_of(context, wish.place)
    table = context.live(
        "assistant_assets", utility_id=context.utility_id, **place.binds, asset_kind=wish.kind, built=wish.built,
        state=wish.state, by=wish.limit.by, **_ends(wish.limit, ""), also=wish.also.by, **_ends(wish.also, "also_"),
        sign=-1 if wish.order == "most" else 1, limit=wish.n, year=context.today.year,
    )  # fmt: skip
    figures = table.select(FIGURES).slice(0, 1).to_pylist()[0]
    rows = table.filter(pc.is_valid(table["asset_id"])).drop_columns(list(FIGURES))
    return AssetsFound(wish, place, _named(rows, {"value": wish.limit.by, "also": wish.also.by}), figures)


def _named(rows: pa.Table, quantities: dict[str, str]) -> pa.Table:
    """The rows with their quantities under their own names; without those that nobody asked for."""
    asked = {column: by for column, by in quantities.items() if by}
    kept = [name for name in rows.column_names if name not in quantities and name not in asked.values()]
    rows = rows.select([*kept, *asked])
    return rows.rename_columns([asked.get(name, name) for name in rows.column_names])


def _ends(limit: QuantityLimit, prefix: str) -> dict[str, float]:
    rounded = POLE_ROUNDED_M if limit.by == "height_m" else 0.0
    above, below = compared(limit.above, limit.below, rounded)
    ends = (-math.inf if above is None else above, math.inf if below is None else below)
    return {f"{prefix}above": ends[0], f"{prefix}below": ends[1]}


def listed(context: ToolContext, found: AssetsFound, title: str) -> ToolResult:
    """The rows as a result, with ways to the first of them."""
    return result_of(
        context, title, found.rows, columns_of(found), place=place_words(found.place), as_of=found.as_of,
        note=note_of(found), goes=goes_of(found.rows), in_all=found.figures["within"],
    )  # fmt: skip


def counted(context: ToolContext, found: AssetsFound, title: str) -> ToolResult:
    """How many there are; not known where the quantity is known of none."""
    wish, figures = found.wish, found.figures
    nobody_knows = bool(wish.limit) and not figures["known"] and bool(figures["in_place"])
    table = pa.table({HowMany.key: pa.array([None if nobody_knows else figures["within"]], pa.int64())})
    return result_of(
        context, title, table, (HowMany,), place=place_words(found.place), as_of=found.as_of, note=note_of(found),
        goes=(),
    )  # fmt: skip


def quantity_of(kind: str, by: str) -> ToolQuantity | None:
    """A quantity of a kind; None for none."""
    return next((one for one in QUANTITIES[kind] if one.key == by), None)


def columns_of(found: AssetsFound) -> tuple[Column, ...]:
    """Name, feeder, what is asked for, and what helps to judge it."""
    wish, kind = found.wish, found.wish.kind
    name = Column("name", {"transformer": "Transformer", "pole": "Pole"}.get(kind, "Asset"))
    asked = [one.column for by in dict.fromkeys((wish.limit.by, wish.also.by)) if (one := quantity_of(kind, by))]
    beside = [Column("asset_kind", "Kind", "words")] if not kind else []
    beside.append(Column("built", "Material" if kind == "pole" else "Built", "words"))
    if not any(one.key == "customers" for one in asked):
        beside.append(Column("customers", "Customers", "count"))
    return (name, Column("feeder_name", "Feeder"), *asked, *beside)


def place_words(place: NamedPlace) -> str:
    """`Feeder F0002`; empty for the utility."""
    return "" if place.kind == "utility" else f"{place.kind.capitalize()} {place.name}"


def goes_of(rows: pa.Table) -> tuple[Go, ...]:
    """To the page of the first asset, and to the map."""
    if not rows.num_rows:
        return ()
    first = rows.slice(0, 1).to_pylist()[0]
    return asset_goes(AssetRef(first["asset_kind"], first["asset_id"]), first["name"], first["lon"], first["lat"])


def asset_goes(asset: AssetRef, name: str, lon: float | None, lat: float | None) -> tuple[Go, ...]:
    """To the page of an asset, and to it on the map."""
    return (
        Go(f"Show {name} on the map", ways.MAP, asset, lon, lat),
        Go(f"Open {name} in Asset Health", ways.ASSETS, asset, texts=(("view", "asset"),)),
    )


def note_of(found: AssetsFound) -> str:
    """How it is reckoned, what is left out, what ranks alike."""
    return " ".join(
        filter(None, (RECKONED.get(found.wish.limit.by, ""), *_left_out(found), _ties(found), _dark(found)))
    )


def _left_out(found: AssetsFound) -> list[str]:
    wish, figures = found.wish, found.figures
    said = []
    if one := quantity_of(wish.kind, wish.limit.by):
        unknown = figures["in_place"] - figures["known"]
        what = f"{one.column.title[:1].lower()}{one.column.title[1:]}"
        if unknown and not figures["known"]:
            said.append(f"Of none of the {formats.number(unknown)} {found.noun} is it known: {what}.")
        elif unknown:
            said.append(f"{_some(unknown, found)} no known {what}: left out.")
    return said


def _some(count: int, found: AssetsFound) -> str:
    verb = "has" if count == 1 else "have"
    return f"{formats.number(count)} of {formats.number(found.figures['in_place'])} {found.noun} {verb}"


def _ties(found: AssetsFound) -> str:
    """How many more rank as the last one does: any of them might stand there."""
    by, rows = found.wish.limit.by, found.rows
    if not by or not rows.num_rows:
        return ""
    last = rows[by][-1]
    more = found.figures["level_with_last"] - int(pc.sum(pc.equal(rows[by], last)).as_py() or 0)
    return f"{formats.number(more)} more rank level with the last one." if more > 0 else ""


def _dark(found: AssetsFound) -> str:
    """What has no supply has no load and no voltage: it counts with 0."""
    dark = found.figures["without_supply"]
    if not dark or found.wish.limit.by not in NOW or found.wish.state:
        return ""
    return f"{formats.count_of(dark, 'transformer')} without supply now, at 0."
