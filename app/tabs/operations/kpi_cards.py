"""The KPI row: what the rows of kpis.sql, kpi_trends.sql and the sparklines say, as cards. Pure: rows in, cards out."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app import formats
from app.widgets.freshness import Freshness
from app.widgets.html import Markup, el
from app.widgets.kpi import KpiCard, Tone, Trend
from app.widgets.sparkline import sparkline

Row = Mapping[str, Any]

# Share of customers out, in percent of those served, from which the figure itself is coloured.
MANY_OUT_PCT, VERY_MANY_OUT_PCT = 0.1, 1.0
# Load in percent of the design peak.
HIGH_LOAD_PCT, PEAK_LOAD_PCT = 90.0, 100.0
QUARTER = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class KpiData:
    """What the cards are made of; None has not arrived.

    Attributes:
        now: the row of kpis.sql.
        trends: the row of kpi_trends.sql.
        day: rows of kpi_sparkline_day.sql.
        year: rows of kpi_sparkline_year.sql.
        source: what a person calls the source.
        is_stale: the source is away.
        is_simulated: live rows are the simulator's.
    """

    now: Row | None = None
    trends: Row | None = None
    day: Sequence[Row] = ()
    year: Sequence[Row] = ()
    source: str = "PostgreSQL"
    is_stale: bool = False
    is_simulated: bool = False


def kpi_cards(data: KpiData) -> list[KpiCard]:
    """The six cards from left to right; none before the first answer."""
    if data.now is None:
        return []
    data = replace(
        data, now=_known(data.now), trends=data.trends and _known(data.trends), day=[*map(_known, data.day)],
        year=[*map(_known, data.year)],
    )  # fmt: skip
    assert data.now is not None
    cards = [
        _saidi(data, data.now),
        _saifi(data, data.now),
        _outages(data, data.now),
        _customers(data, data.now),
        _load(data, data.now),
        _crews(data, data.now),
    ]
    return [replace(card, value=formats.NOTHING, unit="") if not card.value else card for card in cards]


def _known(row: Row) -> Row:
    """The row, what is no number in it as not known: one such value takes no card down."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in row.items()
    }


def _saidi(data: KpiData, now: Row) -> KpiCard:
    value = now["saidi_minutes"]
    minutes = _running_total(data.year, "customer_minutes", now)
    return KpiCard(
        "saidi",
        f"SAIDI {now['year']} to date",
        formats.number(value, 1 if value is None or value < 1000 else 0),
        _unit(value, "min"),
        _fresh(data, now),
        note=_why_no_index(now),
        trend=_index_trend(data, now, "saidi_minutes", 1),
        spark=sparkline(minutes, f"SAIDI by week of {now['year']}, minutes a customer"),
    )


def _saifi(data: KpiData, now: Row) -> KpiCard:
    value = now["saifi"]
    counts = _running_total(data.year, "customer_interruptions", now)
    return KpiCard(
        "saifi",
        f"SAIFI {now['year']} to date",
        formats.number(value, 3 if value is not None and value < 0.1 else 2),
        _unit(value, "interruptions"),
        _fresh(data, now),
        note=_why_no_index(now),
        trend=_index_trend(data, now, "saifi", 2),
        spark=sparkline(counts, f"SAIFI by week of {now['year']}, interruptions a customer"),
    )


def _outages(data: KpiData, now: Row) -> KpiCard:
    starting = now["starting_outages"]
    return KpiCard(
        "outages",
        "Active outages",
        formats.number(now["active_outages"]),
        "",
        _fresh(data, now),
        aside=f"{starting:,} under 5 min" if starting else "",
        trend=_day_trend(data, now["active_outages"], "day_ago_active_outages", more_is_bad=True),
        spark=_day_spark(data, "active_outages", "Active outages in the last 24 h"),
    )


def _customers(data: KpiData, now: Row) -> KpiCard:
    out, served = now["customers_out"], now["customers_served"]
    share = 100 * out / served if served else 0.0
    tone: Tone = "bad" if share >= VERY_MANY_OUT_PCT else "warning" if share >= MANY_OUT_PCT else "normal"
    decimals = 0 if share == 0 else 2 if share < 1 else 1
    return KpiCard(
        "customers",
        "Customers out",
        formats.number(out),
        "",
        _fresh(data, now),
        aside=f"{formats.percent(share, decimals)} of served" if served else "",
        note="" if served else "No customers on record",
        tone=tone,
        trend=_day_trend(data, out, "day_ago_customers_out", more_is_bad=True),
        spark=_day_spark(data, "customers_out", "Customers out in the last 24 h"),
    )


def _load(data: KpiData, now: Row) -> KpiCard:
    load, peak = now["load_kw"], now["design_peak_kw"]
    share = 100 * load / peak if load is not None and peak else None
    tone: Tone = "normal" if share is None or share < HIGH_LOAD_PCT else "bad" if share > PEAK_LOAD_PCT else "warning"
    value, _, unit = formats.power(load).partition(" ")
    return KpiCard(
        "load",
        "Total load",
        value,
        unit,
        _fresh(data, now, now["load_updated_at"]),
        aside=_of_peak(share),
        note="" if load is not None else "No live load on record",
        tone=tone,
        trend=_load_trend(data, load),
        spark=_day_spark(data, "load_kw", "Load in the last 24 h", from_zero=False),
    )


def _of_peak(share: float | None) -> Markup:
    """Which peak is said in full where there is room, and in the dialog in any case."""
    if share is None:
        return Markup("")
    return el(
        "span", formats.percent(share), el("span", " of ", el("span", "design ", cls="wide"), "peak", cls="words")
    )


def _crews(data: KpiData, now: Row) -> KpiCard:
    available, assigned = now["crews_available"], now["crews_assigned"]
    if available is None:
        return KpiCard("crews", "Field crews", formats.NOTHING, "", _fresh(data, now), note="No crews on record")
    return KpiCard(
        "crews",
        "Field crews",
        f"{available:,} / {assigned:,}",
        "",
        _fresh(data, now),
        aside=el("span", el("span", "available / assigned", cls="words"), el("span", "free / busy", cls="short")),
        tone="warning" if available == 0 else "normal",
        trend=_day_trend(data, assigned, "day_ago_crews_assigned", noun="assigned"),
        spark=_day_spark(data, "crews_assigned", "Crews assigned in the last 24 h"),
    )


def _fresh(data: KpiData, now: Row, at: dt.datetime | None = None) -> Freshness:
    return Freshness(data.source, at or now["as_of"], "kpis", data.is_stale, data.is_simulated)


def _unit(value: float | None, unit: str) -> str:
    return unit if value is not None else ""


def _why_no_index(now: Row) -> str:
    if now["saidi_minutes"] is not None:
        return ""
    return "No customers on record" if not now["customers_served"] else "No outages on record"


def _index_trend(data: KpiData, now: Row, name: str, decimals: int) -> Trend | None:
    """Against the same date last year; where the record does not reach back, what the last 30 days added."""
    trends, value = data.trends, now[name]
    if trends is None or value is None:
        return None
    if (before := trends[f"last_year_{name}"]) is not None:
        return _trend(value - before, decimals, f"vs {now['year'] - 1} to date", more_is_bad=True)
    month = trends["month_saidi_minutes" if name == "saidi_minutes" else "month_saifi"]
    return None if month is None else _trend(month, decimals, "in the last 30 d", more_is_bad=None)


def _day_trend(
    data: KpiData, value: float, name: str, *, more_is_bad: bool | None = None, noun: str = ""
) -> Trend | None:
    before = None if data.trends is None else data.trends[name]
    return None if before is None else _trend(value - before, 0, f"{noun} vs 24 h ago".strip(), more_is_bad=more_is_bad)


def _load_trend(data: KpiData, load: float | None) -> Trend | None:
    before = None if data.trends is None else data.trends["day_ago_load_kw"]
    if before is None or load is None:
        return None
    scale = formats.power_scale(load)
    trend = _trend((load - before) * scale.factor, scale.decimals, "vs 24 h ago", more_is_bad=None)
    return replace(trend, text=f"{trend.text} {scale.unit}")


def _trend(difference: float, decimals: int, period: str, *, more_is_bad: bool | None) -> Trend:
    rounded = round(difference, decimals)
    direction = (rounded > 0) - (rounded < 0)
    tone: Tone = (
        "normal" if more_is_bad is None or direction == 0 else "warning" if (direction > 0) == more_is_bad else "good"
    )
    return Trend(formats.change(difference, decimals), period, direction, tone)


def _running_total(year: Sequence[Row], name: str, now: Row) -> list[float | None]:
    """The index at the end of each week of the year up to now."""
    if not year or not now["customers_served"]:
        return []
    by_week = {row["week"]: row[name] for row in year}
    total, course = 0.0, []
    for week in range(max(by_week) + 1):
        total += by_week.get(week, 0)
        course.append(total / now["customers_served"])
    return [*course]


def _day_spark(data: KpiData, name: str, title: str, *, from_zero: bool = True) -> Markup:
    """The last 24 h by quarter of an hour; a quarter without a sample is a gap."""
    if not data.day:
        return Markup("")
    by_quarter = {row["quarter_at"]: row[name] for row in data.day}
    first, last = data.day[0]["quarter_at"], data.day[-1]["quarter_at"]
    quarters = [first + i * QUARTER for i in range(int((last - first) / QUARTER) + 1)]
    return sparkline([by_quarter.get(at) for at in quarters], title, from_zero=from_zero)
