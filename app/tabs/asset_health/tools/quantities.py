"""What transformers and poles can be ranked and chosen by: how operators call it, its unit, and how it is reckoned.

Each key is a name in assistant_assets.sql; the numbers are those of the views of Asset Health and of the dashboard.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from app.assistant.tools import ToolQuantity
from app.widgets.column import Column
from data_sources.studies.assets.stress import LOADING_DAYS

TransformerBy = Literal[
    "load_pct", "load_kw", "voltage_v", "health_score", "condition_score", "age_years", "failure_probability_pct",
    "risk_cost", "risk_customer_minutes", "consequence_customer_minutes", "hot_spot_max_c", "loss_of_life_pct",
    "peak_load_pct", "customers", "rated_kva", "replacement_cost", "inspection_age_years", "installed_year",
]  # fmt: skip
PoleBy = Literal[
    "health_score", "condition_score", "age_years", "failure_probability_pct", "risk_cost", "risk_customer_minutes",
    "consequence_customer_minutes", "remaining_strength_pct", "customers", "height_m", "replacement_cost",
    "inspection_age_years", "installed_year",
]  # fmt: skip
AssetBy = Literal[
    "health_score", "condition_score", "age_years", "failure_probability_pct", "risk_cost", "risk_customer_minutes",
    "consequence_customer_minutes", "customers", "replacement_cost", "inspection_age_years", "installed_year",
]  # fmt: skip

NOW: Final = frozenset({"load_pct", "load_kw", "voltage_v"})
"""Measured or estimated at the moment; all else is of the last assessment, or of the nameplate."""
PLATE: Final = frozenset({"rated_kva", "height_m", "installed_year"})

LOAD_PCT: Final = ToolQuantity(
    "load_pct",
    (
        "loading", "heavily utilized", "hardest working", "hard working", "work hard", "working hard",
            "heavily used", "loaded relative to size", "load relative",
            "heavily loaded relative", "load percent", "percent load", "percent loading", "loaded",
            "loaded percent", "percent of rating",
        "percent loaded", "overload", "overloaded", "overloading", "utilisation", "utilization", "utilised",
        "utilized", "percent of capacity", "relative load", "heavily loaded", "lightly loaded", "stressed",
    ),
    Column("load_pct", "Loading", "number", 1, "%"), "most",
)  # fmt: skip
LOAD_KW: Final = ToolQuantity(
    "load_kw", ("highest load", "carry kw", "carry kilowatt", "carrying load", "carry load", "drawing", "draw",
        "power drawn",
        "kilowatt drawn", "kw drawn", "carrying kw", "max load", "maximum load", "lowest load",
        "load", "demand", "kw", "load in kw", "kilowatt", "power draw", "power carried"),
    Column("load_kw", "Load", "number", 1, "kW"), "most",
)  # fmt: skip
VOLTAGE: Final = ToolQuantity(
    "voltage_v",
    ("voltage", "secondary voltage", "service voltage", "terminal voltage", "volt"),
    Column("voltage_v", "Voltage", "number", 1, "V"), "least",
)  # fmt: skip
HEALTH: Final = ToolQuantity(
    "health_score",
    (
        "health", "health score", "health index", "health idx", "health rating", "health value", "asset health",
        "unhealthy", "unhealthiest", "healthy", "worn out", "most worn out", "worn", "run down", "health point",
        "run down health point", "health mark", "points of health",
        "healthiest", "condition", "overall condition", "in bad shape", "bad shape", "poorest health",
    ),
    Column("health_score", "Health", "number", 1, "of 100"), "least",
)  # fmt: skip
CONDITION: Final = ToolQuantity(
    "condition_score",
    ("inspected condition", "condition inspected", "inspection condition", "inspector condition",
        "inspector rating", "inspector rated", "condition mark", "condition as inspected",
        "condition at inspection", "condition score", "inspection score", "look worst inspection",
        "looked at inspection", "looked worst inspected", "poorest inspected", 
        "health inspected",
        "health as inspected", "poorest health inspected", "health at inspection", 
        "inspection rating", "inspection result score", "inspection finding score", "condition lies",
        "inspected health"),
    Column("condition_score", "Condition, as inspected", "number", 1, "of 100"), "least",
)  # fmt: skip
AGE: Final = ToolQuantity(
    "age_years",
    (
        "age", "aged", "stood", "have stood", "in ground longest", "in service longest", "old",
            "older", "oldest", "year old", "year of age", "year in service", "younger", "youngest",
        "newest",
    ),
    Column("age_years", "Age", "number", 0, "years"), "most",
)  # fmt: skip
FAILURE: Final = ToolQuantity(
    "failure_probability_pct",
    (
        "failure probability", "likely break down", "likely break", "likely to break", "break next",
            "breaks next",
            "break next likelihood", "break down next", "likeliest break down next", "die soonest", "expect die",
            "die soonest likelihood", "expect die soonest likelihood", "likely to die", "chance of breaking",
            "likely break down next", "give out next", "break soon", "fail first",
                            "probability of failure", "probability of failing", "failure chance",
        "chance of failure", "chance of failing", "likelihood of failure", "likely to fail", "most likely to fail",
        "likely failure", "failure risk", "risk of failure", "risk of failing", "failure likelihood", "pof",
        "about to fail", "going to fail", "expected to fail", "fail next", "fail soon",
    ),
    Column("failure_probability_pct", "Failure probability", "number", 2, "%"), "most",
)  # fmt: skip
RISK: Final = ToolQuantity(
    "risk_cost",
    (
        "risk", "annual risk", "yearly risk", "annual risk cost", "yearly risk cost", "annual expected cost",
            
            
            "carry risk", "carry annual risk", "carry risk per year", "monetized risk", "monetary risk",
            "expected cost of failure", "expected failure cost", "yearly expected cost failure",
            "annual expected cost failure", "expected cost", "expected loss dollar", "expected annual loss",
            "dollar per year", "expected cost year", "expected cost per year",
            "yearly cost of failure", "yearly monetized risk", "annual monetized risk", "at risk", "risky",
            "riskiest", "risk cost", "risk in money", "risk in dollar", "dollar at risk",
        "money at risk", "monetary risk", "financial risk", "risk score", "risk dollar",
    ),
    Column("risk_cost", "Risk", "number", 0, "US$/yr"), "most",
)  # fmt: skip
RISK_MINUTES: Final = ToolQuantity(
    "risk_customer_minutes",
    (
        "risk in customer minute", "annual risk customer minute", "annual expected customer minute",
            "annual customer minute risk",
            "annual expected customer minute lost", "annual customer minute lost",
            "annual expected loss customer minute", "annual expected cmi", "annual risk in cmi",
            "annual carry risk customer minute", "yearly risk customer minute", "yearly expected customer minute",
            "yearly customer minute risk", "yearly expected customer minute lost", "yearly customer minute lost",
            "yearly expected loss customer minute", "yearly expected cmi", "yearly risk in cmi",
            "yearly carry risk customer minute", "year risk customer minute", "year expected customer minute",
            "year customer minute risk", "year expected customer minute lost", "year customer minute lost",
            "year expected loss customer minute", "year expected cmi", "year risk in cmi",
            "year carry risk customer minute", "per year risk customer minute", "per year expected customer minute",
            "per year customer minute risk", "per year expected customer minute lost",
            "per year customer minute lost", "per year expected loss customer minute", "per year expected cmi",
            "per year risk in cmi", "per year carry risk customer minute", "risk customer minute",
            "expected customer minute", "customer minute risk", "expected customer minute lost",
            "expected loss customer minute", "expected cmi", "risk in cmi",
            "carry risk customer minute", "customer minute at risk",
            "risk customer minute", "customer minute",
        "reliability risk", "risk to customer", "expected customer minute",
    ),
    Column("risk_customer_minutes", "Risk", "number", 1, "customer-min a year"), "most",
)  # fmt: skip
CONSEQUENCE: Final = ToolQuantity(
    "consequence_customer_minutes",
    (
        "consequence", "failure consequence", "customer minute lost", "customer minute lost failure",
        "consequence customer minute", "consequence failure customer minute", "damage", "damage customer minute",
        "failure damage", "consequence of failure", "impact of failure", "failure impact", "criticality",
        "customer minute consequence", "failure consequence customer minute", "cost customer minute if fail",
        "cost customer minute failure", "failure cost customer minute", "customer minute fail",
        "customer minute if break", "customer minute fell",
        "cost customer minute fell", "bad customer fail", "how bad customer", "bad for customer failure",
        "bad for customer break", "how bad failure customer", "bad if failed customer",
        "customer minute if failed", "failure customer minute", "customer minute lost if fail",
        "customer minute a failure", "bad break customer", "bad failed customer",
        "worst consequence",
    ),
    Column("consequence_customer_minutes", "Consequence of a failure", "number", 0, "customer-min"), "most",
)  # fmt: skip
HOT_SPOT: Final = ToolQuantity(
    "hot_spot_max_c",
    (
        "hot spot", "hotspot", "winding hot spot", "maximum hot spot", "hottest spot temperature",
        "hot spot winding", "inside temperature", "hot inside", "hot spot temperature", "hottest spot",
        "winding temperature", "hottest inside", "hotter inside", "run hot", "internal temperature",
        "get hot inside", "winding hot", "temperature inside", "oil temperature hot spot",
        "transformer temperature", "hot transformer", "hotter", "hottest", "heat of transformer", "got hot",
        "cooler", "coolest",
    ),
    Column("hot_spot_max_c", "Hot spot", "number", 1, "°C"), "most",
)  # fmt: skip
LIFE: Final = ToolQuantity(
    "loss_of_life_pct",
    (
        "loss of life", "lose life", "losing life", "life lost year", "loss of life year", "loss of life per year",
            "annual loss of life", "yearly loss of life", "life a year", "use up life", "use life", "life used up",
            "life year", "ageing fast thermal", "ageing thermal", "thermal ageing", "thermal aging",
            "insulation ageing", "insulation aging", "insulation ageing year", "ageing fastest thermally",
            "lose life per year", "loss of life annual percent", "ageing thermally percent of life year",
            "life used per year", "life each year", "use up life each year", "losing life year", "lose life year",
            "life lost", "lost life", "life loss", "insulation life", "ageing rate",
        "aging rate", "age fastest", "ageing fastest", "aging fastest", "life consumed", "life used", "lol",
        "life consumption", "insulation aging", "insulation ageing", "life used up", "lifetime used",
    ),
    Column("loss_of_life_pct", "Loss of life a year", "number", 3, "%"), "most",
)  # fmt: skip
PEAK: Final = ToolQuantity(
    "peak_load_pct", ("assessed peak load", "peak load percent of rating assessment", "assessed peak",
                "peak loading in the assessment", "peak load of the assessment"),
    Column("peak_load_pct", "Peak load", "number", 1, "% of rating"), "most",
)  # fmt: skip
SERVED: Final = ToolQuantity(
    "customers",
    (
        "customer",
        "customer connected",
        "customer attached",
        "supplying customer",
        "supply customer",
        "customer supplied",
        "customer served",
        "customer count",
        "customer behind",
        "customer fed",
        "serve customer",
        "serving customer",
        "number of customer",
    ),
    Column("customers", "Customers", "count"),
)
INTERRUPTED: Final = ToolQuantity(
    "customers",
    ("customer", "customer interrupted if fail", "customer interrupted upon failure", "interrupted customer fail",
        "customer hit on failure", "customer hit if fail", "put customer in dark", "customer dark fail",
        "take out customer", "take out customer fail",
        "failure interrupted customer", "interrupted customer failed", "customer failure", "customer fail",
        "customer hit failure", "customer out if fail", "customer lose power fail",
        "knock out customer", "customer without power fail", "customer interrupted",
        "customer affected", "customer behind", "affect customer", "customer count"),
    Column("customers", "Customers a failure interrupts", "count"),
)  # fmt: skip
RATING: Final = ToolQuantity(
    "rated_kva",
    (
        "rating",
        "size in kva",
        "kva size",
        "size kva",
        "nameplate size",
        "rated",
        "rated kva",
        "kva",
        "highest kva",
        "lowest kva",
        "big transformer",
        "large transformer",
        "small transformer",
        "kva rating",
        "size",
        "capacity",
        "nameplate",
        "nameplate rating",
    ),
    Column("rated_kva", "Rating", "number", 1, "kVA"),
)
HEIGHT: Final = ToolQuantity(
    "height_m", ("height", "high pole", "highest pole", "metre high", "meter high", "tall", "taller", "tallest",
        "shortest", "metre tall", "meter tall"),
    Column("height_m", "Height", "number", 1, "m"),
)  # fmt: skip
STRENGTH: Final = ToolQuantity(
    "remaining_strength_pct",
    (
        "remaining strength", "strength remaining", "strength still", "strength", "residual strength",
        "strength left", "weak", "weaker", "weakest", "original strength", "percent of original strength",
        "percent of new strength", "too weak", "weak original strength",
        "strong", "strongest",
    ),
    Column("remaining_strength_pct", "Remaining strength", "number", 0, "%"), "least",
)  # fmt: skip
REPLACEMENT: Final = ToolQuantity(
    "replacement_cost",
    (
        "replacement cost", "replacement price", "replacement value", "cost new", "price of replacement",
        "replacing cost", "cost to replace", "cost of replacement", "cost of replacing", "expensive to replace",
        "price to replace", "cost to swap", "cost swap", "swap cost", "swap out cost",
        "cost swap out new", "cost to swap for new", "swap for new", "could be swapped", "new price",
        "expensive to swap", "dear to replace", "dearer to replace", "dearer replace", "cost of a new", "swap new",
        "replace for less",
        "replace cost", "price", "expensive", "cost",
    ),
    Column("replacement_cost", "Replacement cost", "number", 0, "US$"),
)  # fmt: skip
INSPECTED: Final = ToolQuantity(
    "inspection_age_years",
    (
        "inspection age", "time since check", "year since check", "year since inspected", "time since inspected",
        "not inspected", "since inspection", "since last inspection", "without inspection", "last inspection",
        "year since last inspection", "time since checked", "since checked", "time since they were checked",
        "long without inspection", "gone without inspection", "gone longest without inspection",
        "gone longest without checking", "without anybody checking", "gone without anybody checking",
        "not checked", "nobody checked", "nobody inspected", "last checked", "last inspected ago",
        "inspected ago", "inspection oldest", "oldest inspection", "stale inspection", "longest since inspection",
        "checked last", "long since inspection", "year since inspection last",
        "inspected", "year since inspection", "year without inspection", "time since inspection", "uninspected",
        "inspection", "last inspected", "overdue inspection", "overdue for inspection",
    ),
    Column("inspection_age_years", "Time since inspection", "number", 1, "years"), "most",
)  # fmt: skip

INSTALLED: Final = ToolQuantity(
    "installed_year", ("installed", "built", "install", "put up", "went into service", "put into service",
        "year installed", "year of installation", "installation year", "install year", "put in recently",
        "put in most recently year", "put up recently", "recently installed", "newly installed", "set year",
        "put up year of installation", "put in year", "installed recently", "earliest installed", "erected",
        "commissioned", "installed before",
     "install date", "installation date", "date installed", "installed date"),
    Column("installed_year", "Installed", "number", 0, write=lambda row: f"{row['installed_year']:.0f}"),
)  # fmt: skip

POLE_HEALTH: Final = replace(HEALTH, words=(*HEALTH.words, "worst pole", "best pole", "pole in worst condition"))
"""A pole that is called bad is meant by its health: nothing else is measured of it as often."""

TRANSFORMERS: Final = (
    LOAD_PCT, LOAD_KW, VOLTAGE, HEALTH, CONDITION, AGE, FAILURE, RISK, RISK_MINUTES, CONSEQUENCE, HOT_SPOT, LIFE, PEAK,
    SERVED, RATING, REPLACEMENT, INSPECTED, INSTALLED,
)  # fmt: skip
POLES: Final = (
    POLE_HEALTH, CONDITION, AGE, FAILURE, RISK, RISK_MINUTES, CONSEQUENCE, STRENGTH, INTERRUPTED, HEIGHT, REPLACEMENT,
    INSPECTED, INSTALLED,
)  # fmt: skip
ASSETS: Final = (
    HEALTH, CONDITION, AGE, FAILURE, RISK, RISK_MINUTES, CONSEQUENCE, INTERRUPTED, REPLACEMENT, INSPECTED, INSTALLED,
)  # fmt: skip

RECKONED: Final = {
    "load_pct": "Load now, of the nameplate's rating.",
    "load_kw": "Load now, in active power.",
    "voltage_v": "Voltage now at the secondary terminals, on a base of 120 V.",
    "health_score": "Health: 0 failed, 100 new, as assessed last.",
    "condition_score": "What the latest inspection found: 0 the worst, 100 as new.",
    "age_years": "Age in whole years, as the asset's page tells it.",
    "failure_probability_pct": "Probability of a failure within a year, by the hazard of its class.",
    "risk_cost": "Risk: probability of a failure within a year, times what it would cost.",
    "risk_customer_minutes": "Risk: probability of a failure within a year, times the customer-minutes it interrupts.",
    "consequence_customer_minutes": "Customers that a failure interrupts, times the minutes until it is replaced.",
    "hot_spot_max_c": f"Highest at hourly mean load in the {LOADING_DAYS} days before the assessment (IEEE C57.91).",
    "loss_of_life_pct": f"Of a normal insulation life, from hourly mean loads of {LOADING_DAYS} days (IEEE C57.91).",
    "peak_load_pct": f"Highest hourly mean load in the {LOADING_DAYS} days before the assessment.",
    "customers": "",
    "rated_kva": "",
    "height_m": "",
    "installed_year": "",
    "remaining_strength_pct": "Of that of a new pole, as inspected last and decayed since.",
    "replacement_cost": "Of a planned replacement, by class and rating.",
    "inspection_age_years": "Years since the latest inspection of what stands there now, at the last assessment.",
}
"""How each quantity is reckoned, in a sentence; empty where its title says it."""
