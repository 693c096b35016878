"""What probabilities and rankings rest on: the back-test of a year ago, and the hazards fitted to the record."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, Field

from app import ways
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ChartSpec, Go, ToolResult
from app.assistant.tools import Tool, ToolChoice, ToolQuantity
from app.tabs.asset_health.back_test.assessed import Assessed
from app.widgets.column import Column
from data_sources.studies.assets.plan import basis_of

NOT_YET: Final = "The assets of this utility were not assessed yet; its services do so within a minute."
OPEN: Final = (Go("Open the back-test in Asset Health", ways.ASSETS, texts=(("view", "back_test"),)),)
BACK_TEST_QUANTITIES: Final = (
    ToolQuantity(
        "lift_at_10_pct", ("lift", "lift at 10 percent", "how good ranking", "how good failure prediction"),
        Column("lift_at_10_pct", "Lift of the first tenth", "number", 1, "times chance"),
    ),
    ToolQuantity(
        "area", ("area under curve", "auc", "roc", "area under roc curve"),
        Column("area", "Area under the ROC curve", "number", 2),
    ),
    ToolQuantity(
        "ranked", ("asset ranked", "number ranked", "size of back-test"),
        Column("ranked", "Ranked a year ago", "count"),
    ),
    ToolQuantity("failed", ("failed since",), Column("failed", "Failed since", "count")),
    ToolQuantity(
        "in_first_tenth_pct", ("in first tenth", "caught in first tenth", "share caught"),
        Column("in_first_tenth_pct", "In the first tenth", "number", 0, "%"),
    ),
)  # fmt: skip
HAZARD_COLUMNS: Final = (
    Column("name", "Class", "words"), Column("basis", "Rests on"), Column("shape", "Shape", "number", 2),
    Column("scale_years", "Characteristic life", "number", 0, "years"), Column("failures", "Failures", "count"),
    Column("unit_years", "Unit-years", "count"),
    Column("at_20_pct", "Fails at 20 years", "number", 2, "% a year"),
    Column("at_40_pct", "Fails at 40 years", "number", 2, "% a year"),
)  # fmt: skip
KINDS: Final = (
    ToolChoice(("transformer",), {"kind": "transformer"}), ToolChoice(("pole",), {"kind": "pole"}),
)  # fmt: skip


class BackTested(BaseModel):
    """Whose ranking."""

    kind: Literal["all", "transformer", "pole"] = Field("all", description="transformer or pole; all for both")
    quantity: str = Field("", description="column that is asked for")


class Hazards(BaseModel):
    """Whose hazards."""

    kind: Literal["all", "transformer", "pole"] = Field("all", description="transformer or pole; all for both")


def back_test(context: ToolContext, args: BackTested) -> ToolResult:
    """How good a ranking of a year ago was."""
    found = _assessed(context)
    why = found.why_no_test(args.kind)
    if why:
        raise NoAnswer(RefusalReason.NOT_IN_DATA, why)
    test = found.back_test[args.kind]
    row = {
        "ranked": test["ranked"], "failed": test["failed"], "lift_at_10_pct": test["lift_at_10_pct"],
        "in_first_tenth_pct": 10 * test["lift_at_10_pct"], "area": test["area"], "area_low": test["area_band"][0],
        "area_high": test["area_band"][1],
    }  # fmt: skip
    ends = (Column("area_low", "from", "number", 2), Column("area_high", "to", "number", 2))
    note = (
        "Assets that stood a year ago, ranked by their probability of failure as it would have been found then, "
        "against what failed since. Lift 1 and area 0.5 are chance."
    )
    if found.is_simulated:
        note += " Simulated: shows the mechanism, not the accuracy."
    columns = (*(one.column for one in BACK_TEST_QUANTITIES), *ends)
    whose = {"all": "all assets", "transformer": "transformers", "pole": "poles"}[args.kind]
    return result_of(
        context,
        f"Back-test of the ranking of {whose}",
        pa.Table.from_pylist([row]),
        columns,
        as_of=found.at,
        note=note,
        goes=OPEN,
    )


def hazards(context: ToolContext, args: Hazards) -> ToolResult:
    """How the probability of failure grows with age, class by class, and what that rests on."""
    found = _assessed(context)
    rows = []
    for name in found.classes(args.kind):
        told, hazard = found.hazards[name], found.hazard(name)
        best = 100 * hazard.probability(np.array([20.0, 40.0]), np.tile(hazard.usual_factors, (2, 1)))[0]
        rows.append({
            "name": name, "basis": basis_of(told), "shape": float(told["shape"]),
            "scale_years": float(told["scale_years"]), "failures": round(told["failures"]),
            "unit_years": round(told["unit_years"]), "at_20_pct": float(best[0]), "at_40_pct": float(best[1]),
        })  # fmt: skip
    note = (
        "Weibull over age with proportional hazards for condition and loading. Shape above 1: the hazard rises with "
        "age. Characteristic life: at which 63 % have failed, in condition 75 and at a peak load of 100 % of rating."
    )  # fmt: skip
    return result_of(
        context,
        "Hazards by class of asset",
        pa.Table.from_pylist(rows),
        HAZARD_COLUMNS,
        as_of=found.at,
        note=note,
        goes=OPEN,
        chart=ChartSpec("bar", "name", ("at_20_pct", "at_40_pct"), "Fails within a year, %"),
    )


def _assessed(context: ToolContext) -> Assessed:
    """The last assessment.

    Raises:
        NoAnswer: there was none yet.
    """
    found = Assessed.of(context.live("asset_assessment", utility_id=context.utility_id))
    if found is None or not found.hazards:
        raise NoAnswer(RefusalReason.NOT_IN_DATA, NOT_YET)
    return found


BACK_TEST: Final = Tool(
    "back_test",
    "How good the ranking by failure probability was: that of a year ago against what failed since.",
    BackTested,
    back_test,
    "row",
    ("back-test", "ranking", "failure prediction"),
    BACK_TEST_QUANTITIES,
    KINDS,
    words=(
        "back-test",
        "back test",
        "backtest",
        "how good ranking",
        "ranking accuracy",
        "accuracy of ranking",
        "good failure ranking",
        "good failure prediction",
        "trust ranking",
    ),
    examples=("how good is the failure ranking", "back-test of the poles"),
)
HAZARDS: Final = Tool(
    "hazards", "How the probability of failure grows with age for each class of asset, and what that is fitted to.",
    Hazards, hazards, "list", ("hazard", "failure rate", "failure curve"), (), KINDS,
    words=("hazard", "hazard by age", "failure rate by class", "failure rate by age", "weibull", "fitted hazard",
           "characteristic life", "fitted failure curve"),
    examples=("hazards of poles", "failure rate by age of the poles"),
)  # fmt: skip
