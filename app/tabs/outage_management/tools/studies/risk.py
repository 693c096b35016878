"""Where the grid is weak: failures to be feared most, and how near to trouble it is now."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
from pydantic import BaseModel

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.results import ToolResult
from app.assistant.rows import ordered
from app.assistant.tools import Order, Rows, Tool, ToolQuantity
from app.tabs.outage_management.cascade.asked import RiskWish, StudyWish, candidates, risk
from app.tabs.outage_management.cascade.rows import candidates_table
from app.tabs.outage_management.tools.studies.conditions import (
    LOADS,
    SCENARIO,
    SCENARIO_CHOICES,
    Loads,
    Scenario,
    under,
)
from app.tabs.outage_management.tools.words import ONLY, view_go
from app.widgets.column import Column
from data_sources.analytics.cascade.conditions import SCENARIOS


class WorstFailures(BaseModel):
    """Which failures are feared most."""

    scenario: Scenario = SCENARIO
    loads: Loads = LOADS
    by: str = "score"
    order: Order = "most"
    n: Rows = 10


class RiskNow(BaseModel):
    """Of the utility, now."""

    quantity: str = ""


_FEARED: Final = (
    ToolQuantity(
        "score", ("score", "feared", "fear most", "failure score", "contingency score",
                        "must not break", "must not fail", "dangerous", "feared most", "most feared",
            "critical element", "patient zero"), Column("score", "Score", "number", 0),
        "most",
    ),
    ToolQuantity(
        "customers_lost", ("customer lost by failure", "customer lost", "lose customer", "failure lose customer",
            "customer lose",
            "customer without power", "leave customer without power", "leave customer out",
            "customer cannot restore", "customer restore cannot", "customer not restore", "customer dark",
            "hit customer", "interrupted customer", ), Column("customers_lost",
            "Customers lost", "count"), "most",
    ),
    ToolQuantity(
        "loading_pct", ("loading of element", "loading", "percent loading", "loaded", "heavily loaded",
            "heavily loaded part",
            "how loaded", "element loaded", "loaded element", "load percent", "percent load",
            ), Column("loading_pct", "Loading", "number", 0, "%"), "most",
    ),
)  # fmt: skip


def worst_failures(context: ToolContext, args: WorstFailures) -> ToolResult:
    """What may fail first, ranked as the Cascade view ranks it."""
    found = candidates(context.live_source, StudyWish(context.utility_id, SCENARIOS[args.scenario], args.loads))
    by = args.by if args.by in {one.key for one in _FEARED} else "score"
    ranked = candidates_table(found)
    table = ordered(ranked, by, args.order, args.n, ("rank",))
    columns = (
        Column("rank", "Rank", "count"), Column("name", "What fails"), Column("kind", "Kind", "words"),
        *(one.column for one in _FEARED), Column("customers", "Customers behind it", "count"), Column("waves",
            "Waves", "count"),
    )  # fmt: skip
    note = (
        f"{ONLY} {under(args.scenario)}; loads: {args.loads}. The score sums how central it is, customers behind it, "
        "loading and lack of ties; customers lost are simulated, of the first ones of the ranking."
    )
    goes = (view_go("Open the cascade", "cascade", cascade_scenario=args.scenario, cascade_loads=args.loads),)
    return result_of(
        context, "Failures to be feared", table, columns, as_of=found.at, note=note, goes=goes, in_all=ranked.num_rows
    )


_RISK: Final = (
    ToolQuantity("points", ("risk", "point", "score", "risk score", "risk point", "index", "risk index",
        "cascading risk",
        "cascading failure", "near cascading failure", "scale", "risk number", "cascading outage",
        "cascading outage risk", "cascading outage risk index", "risk now", "cascade risk",
        "grid risk"), Column("points", "Risk now", "number",
        0, "of 100"), "most"),
    ToolQuantity("level", ("level", "danger", "category", "risk category", "rate danger", "danger of cascade",
        "risk low", "moderate", "severe", "danger level", "how danger", "risk level"), Column("level",
        "Level", "words")),
)  # fmt: skip


def cascade_risk(context: ToolContext, args: RiskNow) -> ToolResult:  # noqa: ARG001 - as every tool is called
    """How near to trouble the grid is now."""
    found = risk(context.live_source, RiskWish(context.utility_id, context.zone.key))
    points = found.found.points
    row = {
        "points": points.total, "level": points.level, "load": points.load, "peak_hour": points.peak_hour,
        "equipment": points.equipment, "network": points.network,
    }  # fmt: skip
    columns = (
        *(one.column for one in _RISK), Column("load", "Load over design peak", "number", 0, "of 40"),
        Column("peak_hour", "Hour of the daily peak", "number", 0, "of 20"),
        Column("equipment", "Equipment over 80 %", "number", 0, "of 25"),
        Column("network", "Beyond help by ties", "number", 0, "of 15"),
    )  # fmt: skip
    measured = "measured" if found.found.measured_at else "assumed"
    note = f"{ONLY} Present loads and switching, {found.found.temperature_c:g} °C ({measured})."
    return result_of(
        context, "Risk of a cascade now", pa.table({name: [value] for name, value in row.items()}), columns,
        as_of=found.at, note=note, goes=(view_go("Open the cascade", "cascade"),),
    )  # fmt: skip


RISK_TOOLS: Final[tuple[Tool[Any], ...]] = (
    Tool(
        "worst_failures", "Which failures of substations, feeders and sections are to be feared most (patient zero).",
        WorstFailures, worst_failures, "study", ("failure", "cascade"), _FEARED, choices=SCENARIO_CHOICES,
        words=("worst failure", "possible failure", "single failure", "contingency", "worst contingency",
            "feared failure",
            "critical failure", "failure we fear", "what if failure", "what part of grid",
            "patient zero candidate", "single contingency", "failure possible", "failure hit hardest",
                "failure feared most", "patient zero", "most critical failure",
            "single point of failure",
               "worst single failure", "critical element", "weak point"),
        examples=("which failures are to be feared most in a heat wave",),
    ),
    Tool(
        "cascade_risk", "How near to trouble the grid is now: the risk of a cascade, 0 to 100, and its parts.",
        RiskNow, cascade_risk, "study", ("grid", "cascade", "system"), _RISK,
        words=("risk of cascade", "cascading risk", "risk of cascading failure", "near cascading failure",
            "danger of cascade",
            "danger of cascading failure", "cascading failure", "cascading outage", "danger cascading",
            "risk cascading outage", "cascade risk", "grid risk", "near trouble", "risk now", "system risk"),
        needs=("cascade", "cascading", "risk", "trouble", "danger"),
        examples=("what is the risk of a cascade now",),
    ),
)  # fmt: skip
