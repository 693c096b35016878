"""What to replace under a budget, and what that buys: the study that the Plan view shows."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, Field

from app import formats, ways
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import Go, NamedPlace, ToolResult
from app.assistant.tools import PlaceText, Rows, Tool, ToolChoice, ToolNumber
from app.tabs.asset_health.tools.asking import place_words
from app.widgets.column import Column
from data_sources.studies.assets.plan import KINDS, METHOD, AssetPlan, NotAssessed, PlanRequest, asset_plan

Goal = Literal["cost", "customer_minutes"]
FIGURES: Final = (
    Column("replaced", "Replaced", "count"), Column("transformers", "Transformers", "count"),
    Column("poles", "Poles", "count"), Column("spent_usd", "Spent", "number", 0, "US$"),
    Column("budget_usd", "Budget", "number", 0, "US$"), Column("gain_cost", "Risk less", "number", 0, "US$/yr"),
    Column("gain_customer_minutes", "Customer-minutes less", "number", 0, "a year"),
    Column("gain_saidi_minutes", "SAIDI less", "number", 3, "min a year"),
    Column("gain_failures", "Failures less", "number", 2, "a year"),
)  # fmt: skip
LISTED: Final = (
    Column("rank", "Rank", "count"), Column("name", "Asset"), Column("asset_class", "Class", "words"),
    Column("replacement_cost", "Cost", "number", 0, "US$"), Column("gain_cost", "Risk less", "number", 0, "US$/yr"),
    Column("gain_customer_minutes", "Customer-minutes less", "number", 0, "a year"),
    Column("health_score", "Health", "number", 1, "of 100"), Column("customers", "Customers", "count"),
)  # fmt: skip
CHOICES: Final = (
    ToolChoice(("transformer",), {"kind": "transformer"}), ToolChoice(("pole",), {"kind": "pole"}),
    ToolChoice(("customer minute", "reliability", "saidi"), {"goal": "customer_minutes"}),
)  # fmt: skip
NUMBERS: Final = (
    ToolNumber("budget", ("dollar", "budget", "spend", "spent", "spending")),
    ToolNumber("years", ("year",)),
)
SUBJECTS: Final = ("replacement plan", "plan", "replacement")


class Planned(BaseModel):
    """What the plan is made for."""

    budget: float = Field(1e6, ge=0, le=1e12, description="what may be spent, US$")
    goal: Goal = Field("cost", description="what is to be gained: risk in US$, or customer-minutes")
    kind: Literal["", "transformer", "pole"] = Field("", description="what may be replaced; empty for both")
    years: int = Field(1, ge=1, le=30, description="over which risk is reckoned")
    place: PlaceText = ""


class PlannedAssets(Planned):
    """What the plan is made for, and how much of it is told."""

    n: Rows = 100


def replacement_plan(context: ToolContext, args: Planned) -> ToolResult:
    """What a budget buys at best."""
    place, plan = _planned(context, args)
    kinds = plan.rows["asset_kind"].to_pylist()
    row = {
        "replaced": len(kinds), "transformers": kinds.count("transformer"), "poles": kinds.count("pole"),
        "spent_usd": plan.spent, "budget_usd": args.budget, "gain_cost": plan.gain_cost,
        "gain_customer_minutes": plan.gain_customer_minutes, "gain_saidi_minutes": plan.gain_saidi_minutes,
        "gain_failures": plan.gain_failures,
    }  # fmt: skip
    return _told(context, args, place, plan, pa.Table.from_pylist([row]), FIGURES, "What a replacement plan buys")


def replacement_list(context: ToolContext, args: PlannedAssets) -> ToolResult:
    """What to replace at best for a budget, best first."""
    place, plan = _planned(context, args)
    rows = plan.rows.rename_columns([{"asset_name": "name"}.get(one, one) for one in plan.rows.column_names])
    ranks = pa.array(np.arange(1, rows.num_rows + 1))
    return _told(
        context, args, place, plan, rows.append_column("rank", ranks).slice(0, args.n), LISTED, "What to replace",
        in_all=rows.num_rows,
    )  # fmt: skip


def _planned(context: ToolContext, args: Planned) -> tuple[NamedPlace, AssetPlan]:
    place = place_of(context, args.place)
    request = PlanRequest(
        args.budget,
        args.goal,
        KINDS if not args.kind else (args.kind,),
        place.place_id if place.kind == "feeder" else None,
        place.place_id if place.kind == "substation" else None,
        args.years,
    )
    try:
        return place, asset_plan(context.live_source, context.utility_id, request)
    except NotAssessed as error:
        raise NoAnswer(RefusalReason.NOT_IN_DATA, str(error)) from None


def _told(
    context: ToolContext, args: Planned, place: NamedPlace, plan: AssetPlan, rows: pa.Table,
    columns: tuple[Column, ...], title: str, *, in_all: int | None = None,
) -> ToolResult:  # fmt: skip
    texts = (
        ("view", "plan"),
        ("plan_budget", str(args.budget)),
        ("plan_goal", args.goal),
        ("plan_kind", args.kind or "all"),
        *((("plan_years", str(args.years)),) if args.years in (1, 3, 5, 10, 20) else ()),
    )
    scope = None if place.kind == "utility" else (place.kind, place.place_id)
    return result_of(
        context, f"{title} for US$ {formats.number(args.budget)}", rows, columns, place=place_words(place),
        as_of=plan.assessed_at, note=_note(args, plan),
        goes=(Go("Open this plan in Asset Health", ways.ASSETS, texts=texts, scope=scope),), in_all=in_all,
    )  # fmt: skip


def _note(args: Planned, plan: AssetPlan) -> str:
    if not plan.rows.num_rows:
        return "Nothing that lowers the risk can be had for this budget here: raise it."
    years = "the year ahead" if args.years == 1 else f"{args.years} years ahead, a year in the mean"
    good = "saves more" if plan.gap < 5e-7 else f"saves more than {formats.small(100 * plan.gap)} % more"
    return f"Risk of {years}. No plan for this budget {good}. {METHOD[1]}"


REPLACEMENT_PLAN: Final = Tool(
    "replacement_plan",
    "What a budget for replacing transformers and poles buys at best: how many, what they cost, how much risk, "
    "customer-minutes and failures less.",
    Planned, replacement_plan, "study", SUBJECTS, (), CHOICES, numbers=NUMBERS,
    words=(
        "replacement plan", "budget buy", "budget buys", "replacement budget", "budget plan", "plan under budget",
        "capital plan", "buy for budget", "budget", "plan for dollar",
    ),
    examples=("replacement plan for 1 million dollars", "what does a budget of 500,000 dollars buy on F0003"),
)  # fmt: skip
REPLACEMENT_LIST: Final = Tool(
    "replacement_list", "Which transformers and poles to replace for a budget, best first, with cost and gain.",
    PlannedAssets, replacement_list, "study", SUBJECTS, (), CHOICES, numbers=NUMBERS,
    words=(
        "what to replace", "what replace first", "which replace first", "which asset to replace", "replace first",
        "replacement list", "should replace", "replace for dollar", "replace for budget",
    ),
    examples=("which transformers should we replace first", "what to replace for 500,000 dollars"),
)  # fmt: skip
