from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any

import pyarrow as pa

from app.state import AppState
from app.tab import Tab
from app.tabs.operations.kpi_cards import KpiData, kpi_cards
from app.tabs.operations.kpi_part import KpiPart
from app.tabs.operations.provenance import COLUMNS, RULES, parts_of, provenance
from app.widgets.kpi import KpiCard, KpiRow
from tests.app.looping import Session
from tests.app.tabs.operations.test_operations_widgets import text_of

NOW = dt.datetime(2026, 7, 15, 18, 0, tzinfo=dt.UTC)
ROW: dict[str, Any] = {
    "as_of": NOW, "time_zone": "America/Chicago", "year": 2026, "customers_served": 596_000, "saidi_minutes": 86.11,
    "saifi": 1.6075, "sustained_outages": 7, "momentary_outages": 2, "active_outages": 12, "starting_outages": 3,
    "customers_out": 4218, "oldest_outage_at": NOW, "load_kw": 2_143_600.0, "design_peak_kw": 2_375_000.0,
    "load_updated_at": NOW, "feeders": 420, "deenergized_feeders": 1, "crews_available": 21, "crews_assigned": 9,
    "crews_off_shift": 30,
}  # fmt: skip
TRENDS: dict[str, Any] = {
    "as_of": NOW, "day_ago_at": NOW, "day_ago_load_kw": 2_100_000.0, "day_ago_customers_out": 4300,
    "day_ago_active_outages": 10, "day_ago_crews_assigned": 9, "high_load_kw": 2.2e6, "high_load_at": NOW,
    "recorded_since": NOW, "last_year_saidi_minutes": 80.0, "last_year_saifi": 1.7, "month_saidi_minutes": 4.0,
    "month_saifi": 0.1,
}  # fmt: skip


def cards(now: dict[str, Any] | None = None, **data: Any) -> dict[str, KpiCard]:
    return {card.key: card for card in kpi_cards(KpiData(now=ROW | (now or {}), **data))}


def shown(card: KpiCard) -> str:
    return text_of(card.render())


class Plain(Tab):
    title = "Plain"


def test_the_same_four_questions_are_asked_all_day() -> None:
    """No query has the time in it: each would leave an answer that nobody asks for again."""
    session = Session(pa.table({"week": pa.array([], pa.int32())}))
    tab = Plain(
        state=AppState(utility_id=1), sources=session.sources, feed=session.versions, loop=session.loop, is_shown=True
    )
    KpiPart(tab)
    for _ in range(3):
        session.settle()
        session.now += 8 * 3600
    assert (len(session.source.asked), len(set(session.source.asked))) == (12, 4)


def test_six_cards_with_value_unit_and_trend() -> None:
    made = cards(trends=TRENDS)
    assert list(made) == ["saidi", "saifi", "outages", "customers", "load", "crews"]
    assert "SAIDI 2026 to date" in shown(made["saidi"])
    assert "86.1 min ▲ +6.1 vs 2025 to date" in shown(made["saidi"])
    assert "1.61 interruptions ▼ −0.09 vs 2025 to date" in shown(made["saifi"])
    assert "12 3 under 5 min ▲ +2 vs 24 h ago" in shown(made["outages"])
    assert "4,218 0.71 % of served ▼ −82 vs 24 h ago" in shown(made["customers"])
    assert "2,144 MW 90 % of design peak ▲ +44 MW vs 24 h ago" in shown(made["load"])
    assert "21 / 9 available / assigned free / busy ● ±0 assigned vs 24 h ago" in shown(made["crews"])


def test_figures_that_are_no_numbers_leave_the_other_cards() -> None:
    """Fault M11: the whole dashboard failed."""
    for none in (math.nan, math.inf, None):
        made = cards({"load_kw": none}, trends=TRENDS | {"day_ago_load_kw": none})
        assert list(made) == ["saidi", "saifi", "outages", "customers", "load", "crews"]
        assert (made["load"].value, made["load"].unit, made["load"].trend) == ("–", "", None)
        assert not re.search(r"\bnan\b|\binf\b|of design peak", shown(made["load"]))
        assert "4,218 0.71 % of served" in shown(made["customers"])


def test_without_last_year_the_trend_is_the_last_month() -> None:
    made = cards(trends=TRENDS | {"last_year_saidi_minutes": None, "last_year_saifi": None})
    assert "+4.0 in the last 30 d" in shown(made["saidi"])
    assert "+0.10 in the last 30 d" in shown(made["saifi"])
    nothing = cards(trends=dict.fromkeys(TRENDS))
    assert all(card.trend is None for card in nothing.values())


def test_colour_is_kept_for_what_is_abnormal() -> None:
    assert {card.tone for card in cards({"customers_out": 20, "load_kw": 1e6}).values()} == {"normal"}
    assert cards()["customers"].tone == "warning"
    assert cards({"customers_out": 59_600})["customers"].tone == "bad"
    assert cards()["load"].tone == "warning"
    assert cards({"load_kw": 2.4e6})["load"].tone == "bad"
    assert cards({"crews_available": 0})["crews"].tone == "warning"


def test_nothing_known_is_a_dash_with_its_reason() -> None:
    unknown = {"saidi_minutes": None, "saifi": None, "load_kw": None, "load_updated_at": None, "crews_available": None}
    made = cards(unknown, trends=TRENDS)
    assert "– No outages on record" in shown(made["saidi"])
    assert "– No live load on record" in shown(made["load"])
    assert "– No crews on record" in shown(made["crews"])
    assert "No customers on record" in shown(cards(unknown | {"customers_served": None})["saifi"])
    for card in made.values():
        assert not any(word in shown(card) for word in ("None", "nan", "NaN"))


def test_sparklines_of_day_and_year() -> None:
    day = [
        {
            "quarter_at": NOW + dt.timedelta(minutes=15 * i),
            "load_kw": 1e6,
            "customers_out": i,
            "active_outages": 1,
            "crews_assigned": 2,
        }
        for i in (0, 1, 2, 5)
    ]
    year = [
        {"week": 0, "customer_interruptions": 10, "customer_minutes": 1e5},
        {"week": 3, "customer_interruptions": 5, "customer_minutes": 1e4},
    ]
    made = cards(day=day, year=year)
    assert all(card.spark for card in made.values())
    assert made["customers"].spark.count("M") == 3, "two runs with a gap, and the last point"


def test_row_starts_as_a_skeleton() -> None:
    row = KpiRow()
    assert row.html.count("is-waiting") == 6
    row.cards = kpi_cards(KpiData(now=ROW))
    assert "is-waiting" not in row.html
    assert kpi_cards(KpiData()) == []


def test_parts_of_a_figure() -> None:
    feeder = {
        "feeder_id": 1, "feeder_name": "F0001", "substation_name": "SUB-001", "customers_served": 1000, "sustained_outages": 2,
        "customer_interruptions": 50, "customer_minutes": 4000.0, "active_outages": 0, "customers_out": 0, "load_kw": None,
        "load_pct": None, "peak_load_kw": 100.0, "updated_at": None,
    }  # fmt: skip
    worse = feeder | {"feeder_name": "F0002", "customer_minutes": 9000.0, "customers_served": 0}
    idle = feeder | {"feeder_name": "F0003", "customer_minutes": 0.0}
    found = parts_of("saidi", [feeder, idle, worse])
    assert [row["feeder_name"] for row in found] == ["F0002", "F0001"]
    assert [row["_index"] for row in found] == [None, 4.0]
    assert len(parts_of("load", [feeder, idle])) == 2
    for key, card in cards().items():
        assert key in RULES
        filled = provenance(card, [feeder] if key != "crews" else [])
        for column in COLUMNS[key] if key != "crews" else ():
            for row in filled.rows or ():
                assert isinstance(column.cell(row), str)


def test_a_small_utility_s_load_changes_in_the_unit_it_is_told_in() -> None:
    load = cards({"load_kw": 420.0}, trends=TRENDS | {"day_ago_load_kw": 380.0})["load"]
    assert (load.value, load.unit, load.trend and load.trend.text) == ("420", "kW", "+40 kW")
