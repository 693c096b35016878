"""Customers and meters that have several traits at once: commercial with solar, with solar but no electric vehicle."""

from __future__ import annotations

from typing import Any, Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of
from app.assistant.results import ToolResult
from app.assistant.tools import PlaceText, Rows, Tool, ToolChoice
from app.tabs.operations.tools.place_ways import ways_of, words_of
from app.tabs.operations.tools.rows import known, only, yes_no
from app.widgets.column import Column

Class = Literal["", "residential", "commercial", "industrial"]
Account = Literal["", "active", "inactive"]
Has = Literal["solar", "ev", "no_solar", "no_ev", "solar_and_ev", "solar_no_ev", "ev_no_solar", "neither"]
_HAVING: Final[dict[str, tuple[str, str]]] = {
    "solar": ("having", ""), "ev": ("", "having"), "no_solar": ("lacking", ""), "no_ev": ("", "lacking"),
    "solar_and_ev": ("having", "having"), "solar_no_ev": ("having", "lacking"), "ev_no_solar": ("lacking", "having"),
    "neither": ("lacking", "lacking"),
}  # fmt: skip
"""Of solar and of an electric vehicle, by what is asked for."""
_TOLD: Final[dict[str, str]] = {
    "solar": "with solar", "ev": "with an electric vehicle", "no_solar": "without solar",
    "no_ev": "without an electric vehicle", "solar_and_ev": "with solar and an electric vehicle",
    "solar_no_ev": "with solar, without an electric vehicle", "ev_no_solar": "with an electric vehicle, without solar",
    "neither": "without solar and without an electric vehicle",
}  # fmt: skip


class MetersWith(BaseModel):
    """Of which place, with which traits."""

    has: Has = Field(description="solar and electric vehicle, with or without")
    place: PlaceText = ""
    customer_class: Class = Field("", description="class of the service; empty for any")
    account: Account = Field("", description="with an active account (a customer) or without one; empty for any")
    is_count: bool = Field(False, description="how many instead of which")
    n: Rows = 100


_COLUMNS: Final = (
    Column("name", "Meter"), Column("customer_class", "Class", "words"), Column("feeder_name", "Feeder"),
    Column("transformer_name", "Transformer"), yes_no("is_active", "Active account"), yes_no("has_solar", "Solar"),
    yes_no("has_ev", "Electric vehicle"),
)  # fmt: skip


def meters_with(context: ToolContext, args: MetersWith) -> ToolResult:
    """Meters that have all of the traits."""
    place = place_of(context, args.place)
    solar, ev = _HAVING[args.has]
    table = known(
        context.live(
            "assistant_meters_with", utility_id=context.utility_id, **place.binds, solar=solar, ev=ev,
            customer_class=args.customer_class, account=args.account, n=1 if args.is_count else args.n,
        )
    )  # fmt: skip
    count = table["how_many"][0].as_py() if table.num_rows else 0
    told: dict[str, Any] = {"place": words_of(place), "goes": ways_of(context, place)}
    rows = {"active": "customers", "inactive": "inactive meters"}.get(args.account, "meters")
    title = f"{args.customer_class} {rows} {_TOLD[args.has]}".strip().capitalize()
    if args.is_count:
        return result_of(context, title, pa.table({"how_many": pa.array([count], pa.int64())}), (HowMany,), **told)
    shown = only(table, _COLUMNS, "asset_id", "lon", "lat")
    return result_of(context, title, shown, _COLUMNS, in_all=count, **told)


# Who has none is said in one word: "nonsolar", "nonev" (see the idioms).
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "solar": ("solar", "pv", "photovoltaic"), "ev": ("ev", "electric vehicle", "electric car"),
    "no_solar": ("nonsolar",), "no_ev": ("nonev",),
}  # fmt: skip
_PAIRS: Final = {
    "solar_and_ev": ("solar", "ev"), "solar_no_ev": ("solar", "no_ev"), "ev_no_solar": ("ev", "no_solar"),
    "neither": ("no_solar", "no_ev"),
}  # fmt: skip
_CLASSES: Final = {
    "residential": ("residential", "household", "house"), "commercial": ("commercial", "business"),
    "industrial": ("industrial", "factory"),
}  # fmt: skip
_VACANT: Final = ("inactive", "vacant", "without account", "no account")


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{mine} {theirs}" for mine in one for theirs in other)


METERS_WITH: Final = Tool(
    "meters_with",
    "Customers or meters of a place that have several traits at once: class of the service, an active account or none, "
    "with or without solar, with or without an electric vehicle; which, or how many.",
    MetersWith, meters_with, "filter", ("customer", "meter", "account", "home"),
    choices=(
        *(ToolChoice(_both(_WORDS[one], _WORDS[other]), {"has": key}) for key, (one, other) in _PAIRS.items()),
        *(
            ToolChoice(_both(of, words), {"has": key, "customer_class": name})
            for name, of in _CLASSES.items() for key, words in _WORDS.items()
        ),
        *(ToolChoice(_both(_VACANT, words), {"has": key, "account": "inactive"}) for key, words in _WORDS.items()),
        *(ToolChoice(words, {"customer_class": name}) for name, words in _CLASSES.items()),
        ToolChoice(_VACANT, {"account": "inactive"}),
        ToolChoice(("customer", "account", "active", "active account", "home"), {"account": "active"}),
    ),
    examples=("commercial customers with solar on F0002", "customers with solar but no ev"),
    lies_on="feeder_name",
)  # fmt: skip
