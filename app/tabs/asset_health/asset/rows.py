"""What the page of an asset says of it: figures, parts of its health, what happened to it. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from app import formats
from app.widgets.column import Column
from app.widgets.figures import Figure, Tone
from layers.colours.scales import HEALTH

Row = Mapping[str, Any]

BEFORE: Final = dt.datetime(1, 1, 1, tzinfo=dt.UTC)

PARTS: Final = {
    "part_age": "Age", "part_condition": "Condition, as inspected", "part_loading": "Loading", "part_life": "Life left",
    "part_voltage": "Voltage", "part_kin": "Failures of its kin",
}  # fmt: skip
TONES: Final[Mapping[str, Tone]] = {"poor": "bad", "fair": "warning"}
HAPPENED: Final = (
    Column("at", "When", "datetime"), Column("what", "What", "badge", tones={"failure": "bad", "inspection": "good"}),
    Column("words", "Words"), Column("source", "Source", "words", room="wide"),
)  # fmt: skip


def known(value: Any) -> bool:
    """Whether somebody knows it."""
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def figures(row: Row) -> Sequence[Figure]:
    """Health, probability, consequence, risk, heat.

    Args:
        row: of the fleet, as `rows_of` gives it.
    """
    return (_health(row), _probability(row), _consequence(row), _risk(row), _money(row), _heat(row))


def _health(row: Row) -> Figure:
    score = row["health_score"]
    if not known(score):
        return Figure("Health", formats.NOTHING, "of 100", "not known: no part of it is")
    band = HEALTH.name(score)
    return Figure("Health", formats.number(score), "of 100", f"{band}; {_between(row)}", TONES.get(band, "normal"))


def _between(row: Row) -> str:
    low, high = row["health_low"], row["health_high"]
    if not known(low) or high - low < 0.5:
        return "all parts known"
    return f"{low:.0f} to {high:.0f} with what is not known"


def _probability(row: Row) -> Figure:
    p, low, high = (row[f"failure_probability{end}"] for end in ("", "_low", "_high"))
    if not known(p):
        return Figure("Fails within a year", formats.NOTHING, "%", "not known: its age is not")
    return Figure("Fails within a year", _pct(p), "%", f"{_pct(low)} to {_pct(high)} % by the band of the hazard")


def _pct(share: float) -> str:
    value = 100 * share
    if 0 < value < 0.001:
        return "under 0.001"
    return formats.number(value, 1 if value >= 10 else 2 if value >= 0.1 else 3)


def _consequence(row: Row) -> Figure:
    customers, hours = row["customers"], row["outage_hours"]
    if not known(customers) or not known(hours):
        return Figure("Consequence", formats.NOTHING, "customer-min", "not known")
    note = f"{customers:,.0f} customers ({row['critical_customers']:,.0f} critical) for {hours:.1f} h"
    return Figure("Consequence", formats.number(customers * hours * 60), "customer-min", note)


def _risk(row: Row) -> Figure:
    risk = row["risk_customer_minutes"]
    return Figure("Risk", formats.number(risk, 1) if known(risk) else formats.NOTHING, "customer-min a year",
                  "probability × consequence")  # fmt: skip


def _money(row: Row) -> Figure:
    cost, replacement = row["risk_cost"], row["replacement_cost"]
    note = f"replacing it: US$ {formats.number(replacement)}" if known(replacement) else "cost of replacing not known"
    return Figure("Risk in money", formats.number(cost) if known(cost) else formats.NOTHING, "US$ a year", note)


def _heat(row: Row) -> Figure:
    if row["kind"] == "pole":
        strength = row["remaining_strength_pct"]
        value = formats.number(strength) if known(strength) else formats.NOTHING
        return Figure("Remaining strength", value, "%", "of that of a new one, as inspected")
    spot, life = row["hot_spot_max_c"], row["loss_of_life_pct"]
    note = f"loses {life:.2g} % of its life a year" if known(life) else "loss of life not known"
    value = formats.number(spot) if known(spot) else formats.NOTHING
    tone: Tone = "warning" if known(spot) and spot > 110 else "normal"
    return Figure("Hottest spot", value, "°C", note, tone)


def happened(inspections: pa.Table, failures: pa.Table) -> pa.Table:
    """Inspections and failures at its place in one list, the latest first; last what nobody says when."""
    told = [_inspection(row) for row in inspections.to_pylist()] + [_failure(row) for row in failures.to_pylist()]
    told.sort(key=lambda one: one["at"] or BEFORE, reverse=True)
    names = {"at": pa.timestamp("us", "UTC"), "what": pa.string(), "words": pa.string(), "source": pa.string()}
    columns = {name: pa.array([one[name] for one in told], kind) for name, kind in names.items()}
    return pa.table({"key": pa.array(range(len(told)), pa.int32()), **columns})


def _inspection(row: Row) -> Row:
    day = row["inspected_on"]
    at = None if day is None else dt.datetime.combine(day, dt.time(12), dt.UTC)
    score, strength = row["condition_score"], row["remaining_strength_pct"]
    words = [row["result"].capitalize()]
    words += [f"condition {score:.0f} of 100"] if known(score) else []
    words += [f"remaining strength {strength:.0f} %"] if known(strength) else []
    words += [row["note"]] if row["note"] else []
    return {"at": at, "what": "inspection", "words": ", ".join(words), "source": row["source"]}


def _failure(row: Row) -> Row:
    words = ["What stood here failed"]
    words += [row["mode"].replace("_", " ")] if row["mode"] else []
    words += [f"installed in {row['installed_year']}"] if row["installed_year"] else []
    words += [f"outage {row['outage_id']}"] if row["outage_id"] >= 0 else []
    return {"at": row["failed_at"], "what": "failure", "words": ", ".join(words), "source": row["source"]}
