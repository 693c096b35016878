"""Customers behind transformers in trouble: those loaded beyond their rating, those without supply."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of
from app.assistant.results import ToolResult
from app.assistant.tools import PlaceText, Tool, ToolQuantity
from app.tabs.operations.tools.place_ways import ways_of, words_of
from app.widgets.column import Column


class BehindOf(BaseModel):
    """Where, and behind which."""

    place: PlaceText = ""
    quantity: Literal["", "customers_overloaded", "customers_dark"] = Field("", description="column; empty for both")


_DARK: Final = (
    "de energized", "deenergized", "de energised", "dead", "dark", "without power", "without supply", "out of power",
    "not energized",
)  # fmt: skip
_BEHIND: Final = (
    ToolQuantity(
        "customers_overloaded",
        ("customer behind overloaded transformer", "customer on overloaded transformer",
         "customer served by overloaded transformer", "customer fed by overloaded transformer",
         "customer behind overloaded", "account on overloaded transformer", "people behind overloaded transformer"),
        Column("customers_overloaded", "Customers behind overloaded transformers", "count"), "most",
    ),
    ToolQuantity(
        "customers_dark",
        tuple(f"customer {way} {state} transformer" for state in _DARK for way in ("behind", "on", "served by")),
        Column("customers_dark", "Customers behind transformers without supply", "count"), "most",
    ),
)  # fmt: skip


def customers_behind(context: ToolContext, args: BehindOf) -> ToolResult:
    """How many customers hang on transformers that are overloaded, or without supply, now."""
    place = place_of(context, args.place)
    table = context.live("assistant_customers_behind", utility_id=context.utility_id, **place.binds)
    unknown = table["unknown_load"][0].as_py()
    columns = (
        *(one.column for one in _BEHIND), Column("overloaded", "Overloaded transformers", "count"),
        Column("dark", "Transformers without supply", "count"),
    )  # fmt: skip
    left_out = f" Of {unknown:,} transformers the load is not known: left out." if unknown else ""
    return result_of(
        context, "Customers behind transformers in trouble", table, columns, place=words_of(place),
        as_of=table["updated_at"][0].as_py(), goes=ways_of(context, place),
        note=f"Overloaded: above 100 % of the nameplate's rating now. Active accounts.{left_out}",
    )  # fmt: skip


CUSTOMERS_BEHIND: Final = Tool(
    "customers_behind",
    "How many customers hang on transformers that are overloaded now, or on transformers without supply.",
    BehindOf, customers_behind, "row", ("customer", "utility", "people"), _BEHIND,
    examples=("how many customers are behind overloaded transformers",),
)  # fmt: skip
