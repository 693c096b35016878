"""What the page of an asset says of it: figures, parts of its health, what happened to it. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from app import formats
from app.widgets.column import Column, day_words
from app.widgets.figures import Figure, Tone
from data_sources.studies.assets.stress import LOADING_DAYS
from layers.colours.scales import HEALTH

Row = Mapping[str, Any]

BEFORE: Final = dt.datetime(1, 1, 1, tzinfo=dt.UTC)

PARTS: Final = {
    "part_age": "Age", "part_condition": "Condition, as inspected", "part_loading": "Loading", "part_life": "Life left",
    "part_voltage": "Voltage", "part_kin": "Failures of its kin",
}  # fmt: skip
TONES: Final[Mapping[str, Tone]] = {"poor": "bad", "fair": "warning"}
HAPPENED: Final = (
    Column("at", "When", "datetime", write=lambda row: row["when"]),
    Column("what", "What", "badge", tones={"failure": "bad", "inspection": "good"}),
    Column("words", "Words"), Column("source", "Source", "words", room="wide"),
)  # fmt: skip
HAPPENED_FIELDS: Final = {
    "at": pa.timestamp("us", "UTC"), "day": pa.date32(), "failed_at": pa.timestamp("us", "UTC"), "when": pa.string(),
    "what": pa.string(), "words": pa.string(), "source": pa.string(),
}  # fmt: skip


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
    return Figure("Health", HEALTH.told(score), "of 100", f"{band}; {_between(row)}", TONES.get(band, "normal"))


def _between(row: Row) -> str:
    low, high = row["health_low"], row["health_high"]
    if not known(low) or high - low < 0.5:
        return "all parts known"
    return f"{low:.0f} to {high:.0f} with what is not known"


def _probability(row: Row) -> Figure:
    p, low, high = (row[f"failure_probability{end}"] for end in ("", "_low", "_high"))
    if not known(p):
        return Figure("Fails within a year", formats.NOTHING, "%", "not known: its age is not")
    best, least, most = (formats.small(100 * one) for one in (p, low, high))
    return Figure("Fails within a year", best, "%", f"{least} to {most} % by the band of the hazard")


def _consequence(row: Row) -> Figure:
    customers, hours = row["customers"], row["outage_hours"]
    if not known(customers) or not known(hours):
        return Figure("Consequence", formats.NOTHING, "customer-min", "not known")
    many = formats.count_of(round(customers), "customer")
    note = f"{many} ({row['critical_customers']:,.0f} critical) for {hours:.1f} h"
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
    lost = f"loses {formats.small(life)} % of its life a year" if known(life) else "loss of life not known"
    value = formats.number(spot) if known(spot) else formats.NOTHING
    tone: Tone = "warning" if known(spot) and spot > 110 else "normal"
    return Figure("Hottest spot in a year", value, "°C", f"hourly means of {LOADING_DAYS} days; {lost}", tone)


def happened(inspections: pa.Table, failures: pa.Table, time_zone: str) -> pa.Table:
    """Inspections and failures at its place in one list, the latest first; last what nobody says when.

    Args:
        inspections: rows of inspections_of_asset.sql, each of a day.
        failures: rows of failures_of_asset.sql, each of an instant.
        time_zone: that instants are told in, and whose days they are listed by.
    """
    seen = [_inspection(row, time_zone) for row in inspections.to_pylist()]
    told = seen + [_failure(row, time_zone) for row in failures.to_pylist()]
    told.sort(key=lambda one: one["at"] or BEFORE, reverse=True)
    columns = {name: pa.array([one[name] for one in told], kind) for name, kind in HAPPENED_FIELDS.items()}
    return pa.table({"key": pa.array(range(len(told)), pa.int32()), **columns})


def past(kept: pa.Table, now: Row, assessed_at: dt.datetime | None, time_zone: str) -> pa.Table:
    """Health as it was assessed: what is kept of former times, and last the assessment that the whole page tells of.

    Args:
        kept: rows of health_history_of_asset.sql.
        now: of the fleet.
        assessed_at: when that was assessed; None before it is known.
        time_zone: of its day.

    Returns:
        assessed_on date, health_score float64, is_present bool; oldest first.
    """
    days, scores = kept["assessed_on"].to_pylist(), kept["health_score"].to_pylist()
    is_present = [False] * len(days)
    if assessed_at is not None and known(now["health_score"]):
        today = assessed_at.astimezone(formats.zone(time_zone)).date()
        before = [place for place, day in enumerate(days) if day < today]
        days, scores = ([some[place] for place in before] for some in (days, scores))
        days, scores, is_present = [*days, today], [*scores, now["health_score"]], [False] * len(before) + [True]
    columns = {"assessed_on": pa.array(days, pa.date32()), "health_score": pa.array(scores, pa.float64())}
    return pa.table({**columns, "is_present": pa.array(is_present, pa.bool_())})


def happened_file(listed: pa.Table | None) -> pa.Table | None:
    """The same for a file: the local day of each, and the instant of what has one."""
    return None if listed is None else listed.select(["day", "failed_at", "what", "words", "source"])


def _inspection(row: Row, time_zone: str) -> Row:
    """One of a day: it has no time of day, and takes its place in the list at noon."""
    day = row["inspected_on"]
    noon = None if day is None else dt.datetime.combine(day, dt.time(12), formats.zone(time_zone))
    score, strength = row["condition_score"], row["remaining_strength_pct"]
    words = [row["result"].capitalize()]
    words += [f"condition {score:.0f} of 100"] if known(score) else []
    words += [f"remaining strength {strength:.0f} %"] if known(strength) else []
    words += [row["note"]] if row["note"] else []
    when = formats.NOTHING if day is None else day_words(day)
    return {"at": noon, "day": day, "failed_at": None, "when": when, "what": "inspection", "words": ", ".join(words),
            "source": row["source"]}  # fmt: skip


def _failure(row: Row, time_zone: str) -> Row:
    at = row["failed_at"]
    words = ["What stood here failed"]
    words += [row["mode"].replace("_", " ")] if row["mode"] else []
    words += [f"installed in {row['installed_year']}"] if row["installed_year"] else []
    words += [f"outage {row['outage_id']}"] if row["outage_id"] >= 0 else []
    return {"at": at, "day": at.astimezone(formats.zone(time_zone)).date(), "failed_at": at,
            "when": formats.date_and_clock(at, time_zone), "what": "failure", "words": ", ".join(words),
            "source": row["source"]}  # fmt: skip
