"""A back-test and what it rests on, as figures, curves and tables. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from app import formats
from app.charts.curves import Curve
from app.tabs.asset_health.back_test.assessed import KIND_OF, Assessed
from app.widgets.column import Column, Row
from app.widgets.figures import Figure
from app.widgets.html import el
from data_sources.analytics.health.classes import FACTORS, PARTS

EXPECTED: Final = 5
MOST_CURVES: Final = 3
OLDEST: Final = 80.0  # where nothing was seen
CHAPTERS: Final = (
    (
        "Back-test",
        (
            "Assets that stood a year ago are ranked by their probability of failure as it would have been found then: "
            "hazards fitted to the record up to that day, conditions inspected before it, no loading.",
            "Gain: share of those that failed since in every part of the ranking. Lift: that of the first tenth over a "
            "tenth; 1 is chance. Area under the ROC curve: the chance that one that failed stood above one that did "
            "not; 0.5 is chance; band of 95 % (Hanley and McNeil 1982).",
        ),
    ),
    (
        "Hazards",
        (
            "Weibull over age with proportional hazards for condition and loading, by maximum likelihood; units seen "
            "from the beginning of the record (left truncation) until they failed or now (censoring). The record of "
            "transformers, and that of poles, begins with its own first failure, which is not counted.",
            "Units of unknown year count too, failed or not: each may be as old as those of its class and condition "
            "whose year is known, by how well every age fits what was seen of it (Ibrahim 1990). A year that makes a "
            "unit older than twice the expected life of its class counts as not known.",
            "Bands of 95 % by the delta method. A prior of the effects of condition and loading is always weighed in; "
            "one of the curve only where a class has fewer than 10 failures: it is then called assumed. Where fewer "
            "than 10 that failed, or than 10 that did not, are of known age, growth with age is held as assumed and "
            "how many fail is fitted; what that leaves open is in the band.",
            "Curves are those of the units that were seen, in the mean of their conditions and loads; points are "
            "failures over unit-years of each 10 years of age, those of unknown age where they belong. A unit of "
            "unknown condition or load is reckoned as the mean of those of its class of which it is known; how these "
            "differ is in its band. Shape and characteristic life in the table are of condition 75 and a peak load of "
            "100 % of rating.",
        ),
    ),
)


def figures(found: Assessed, kind: str) -> Sequence[Figure]:
    """How good the ranking was."""
    test = found.back_test.get(kind)
    if test is None:
        names = ("Ranked a year ago", "Failed since", "Lift at 10 %", "In the first tenth", "Area under the ROC curve")
        return tuple(Figure(name, formats.NOTHING, "", "cannot be back-tested") for name in names)
    low, high = test["area_band"]
    first = 10 * test["lift_at_10_pct"]
    return (
        Figure.of("Ranked a year ago", test["ranked"], "asset", "that stood then"),
        Figure.of("Failed since", test["failed"], "asset", "in one year"),
        Figure("Lift at 10 %", formats.number(test["lift_at_10_pct"], 1), "times chance", "10 is the most that can be"),
        Figure("In the first tenth", formats.number(first, 0), "%", "of all that failed"),
        Figure("Area under the ROC curve", formats.number(test["area"], 2), "",
               f"{low:.2f} to {high:.2f}; 0.5 is chance"),
    )  # fmt: skip


def gain(found: Assessed, kind: str) -> list[Curve]:
    """Of which part of the ranking how much failed, beside chance."""
    test = found.back_test.get(kind)
    if test is None:
        return []
    ends = np.array([0.0, 100.0])
    share, gained = (100 * np.array(test[name]) for name in ("share", "gained"))
    return [
        Curve("By this ranking", share, gained),
        Curve("By chance", ends, ends, form="dashed", colour="text_secondary"),
    ]


def hazard_curves(found: Assessed, kind: str) -> list[Curve]:
    """Probability of failure by age, with its band and what was seen, of the classes with the longest record."""
    shown = found.classes(kind)[:MOST_CURVES]
    seen_to = [one[1] for name in shown for one in found.hazards[name].get("by_age") or []]
    ages = np.arange(0.0, max(seen_to, default=OLDEST) + 1.0)
    curves = []
    colours = ("accent", "good", "meter")
    for name, colour in zip(shown, colours, strict=False):
        hazard = found.hazard(name)
        usual = np.tile(hazard.usual_factors, (len(ages), 1))
        best, low, high = (100 * one for one in hazard.probability(ages, usual))
        basis = found.basis(name)
        form: Any = "line" if basis == "fitted" else "dashed"
        label = f"{name[:1].upper()}{name[1:]}{'' if basis == 'fitted' else f' ({basis})'}"
        curves.append(Curve(label, ages, best, low, high, form, colour))
        if (seen := np.array(found.hazards[name].get("by_age") or [])).size:
            rate = 100 * -np.expm1(-seen[:, 2] / seen[:, 3])
            middle = seen[:, :2].mean(axis=1)
            curves.append(Curve(f"{name}, seen", middle, rate, form="points", colour=colour, is_in_legend=False))
    return curves


# Tables --------------------------------------------------------------------------------------------------------------


def _with_band(value: str, decimals: int) -> Any:
    """A cell: the value, and its band in small."""

    def write(row: Row) -> object:
        band = f"{row[value + '_low']:,.{decimals}f} to {row[value + '_high']:,.{decimals}f}"
        return el("span", formats.number(row[value], decimals), " ", el("span", f"({band})", cls="secondary"))

    return write


HAZARD_COLUMNS: Final = (
    Column("name", "Class", "words"),
    Column("basis", "Basis", "badge", tones={"fitted": "good", "growth assumed": "attention", "assumed": "attention"},
           tip="Growth assumed: failures tell how many, too few ages are known to tell how that grows with age"),
    Column("failures", "Failures", "count", tip="On record"),
    Column("undated_failures", "Of unknown age", "count", room="wide", tip="Failures of units whose age nobody knows"),
    Column("unit_years", "Unit-years", "count", tip="That units were seen"),
    Column("shape", "Shape", "number", 2, write=_with_band("shape", 2), tip="Of the hazard over age; above 1 it rises"),
    Column("scale_years", "Characteristic life", "number", unit="years", write=_with_band("scale_years", 0),
           tip="At which 63 % have failed"),
    Column("condition", "Condition", "number", 2, write=_with_band("condition", 2), room="wide",
           tip="Ratio of hazards for a condition 25 points worse than others'"),
    Column("loading", "Loading", "number", 2, write=_with_band("loading", 2), room="wide",
           tip="Ratio of hazards for a peak load 50 % of rating higher than others'"),
    Column("source", "Source"),
)  # fmt: skip
WEIGHT_COLUMNS: Final = (
    Column("name", "Class", "words"),
    *(Column(part, part.capitalize(), "share", factor=100) for part in PARTS),
    Column("expected_life_years", "Expected life", "number", unit="years"),
    Column("source", "Source of the life"),
)
PARAMETER_COLUMNS: Final = (
    Column("name", "Parameter"), Column("value", "Value"), Column("unit", "Unit"), Column("source", "Source"),
)  # fmt: skip


def hazard_table(found: Assessed, kind: str) -> pa.Table:
    """A row a class."""
    rows = []
    for name in found.classes(kind):
        told = found.hazards[name]
        row = {
            "name": name, "kind": KIND_OF.get(name, ""), "basis": found.basis(name),
            "failures": round(told["failures"]), "undated_failures": round(told.get("undated_failures", 0)),
            "unit_years": float(told["unit_years"]),
            "source": told["prior"] or "The utility's own record.",
        }  # fmt: skip
        bands = {
            "shape": (told["shape"], *told["shape_band"]),
            "scale_years": (told["scale_years"], *told["scale_band"]),
        }
        bands |= {factor: (told["effects"][factor]["ratio"], *told["effects"][factor]["band"]) for factor in FACTORS}
        for key, values in bands.items():
            row |= dict(zip((key, f"{key}_low", f"{key}_high"), values, strict=True))
        rows.append(row)
    return pa.Table.from_pylist(rows)


def weight_table(found: Assessed, kind: str) -> pa.Table:
    """A row a class: what its health is a mean of."""
    classes = found.parameters.get("classes", {})
    return pa.Table.from_pylist(
        [
            {"name": name, **{part: float(one["weights"][part]) for part in PARTS},
             "expected_life_years": float(one["expected_life_years"]), "source": one["source"]}
            for name in found.classes(kind) if (one := classes.get(name)) is not None
        ]
    )  # fmt: skip


def parameter_table(found: Assessed, kind: str) -> pa.Table:
    """A row a value that the risk is reckoned with."""
    risk = found.parameters.get("risk", {})
    sources = risk.get("sources", {})
    rows: list[tuple[str, str, str, str]] = []
    for name in found.classes(kind):
        if name in risk.get("replacement_cost", {}):
            fixed, each = risk["replacement_cost"][name]
            text = f"{fixed:,.0f}" + (f" and {each:,.0f} a kVA" if each else "")
            rows.append((f"Replacement, {name}", text, "US$", "replacement_cost"))
            rows.append((f"Outage, {name}", f"{risk['outage_hours'][name]:g}", "h", "outage_hours"))
    for name, cost in risk.get("customer_hour_cost", {}).items():
        rows.append((f"An hour without supply, {name}", f"{cost:,.1f}", "US$", "customer_hour_cost"))
    for key, title, unit in (
        ("unplanned_factor", "After a failure instead of planned", "times"),
        ("critical_weight", "A critical customer counts as", "customers"),
    ):
        if key in risk:
            rows.append((title, f"{risk[key]:g}", unit, key))
    return pa.Table.from_pylist(
        [{"name": name, "value": value, "unit": unit, "source": sources.get(key, "")}
         for name, value, unit, key in rows]
    )  # fmt: skip
