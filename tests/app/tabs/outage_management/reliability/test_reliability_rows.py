"""What the reliability view shows of an answer: figures, table, calendar, words; over a record reckoned by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from app import theme
from app.tabs.outage_management.reliability import rows
from app.tabs.outage_management.reliability.answer import (
    ReliabilityAnswer,
    ReliabilityWish,
    answer,
    last_whole,
    period_of,
)
from data_sources.history.reliability import ReliabilityPeriod
from tests.data_sources.history.test_reliability import AS_OF, YEAR, made


def shown(period: str = "year_to_date", feeder: int | None = None) -> ReliabilityAnswer:
    scope = "utility" if feeder is None else "feeder"
    return answer(YEAR, ReliabilityWish(1, "America/Chicago", scope, feeder, period, AS_OF))  # type: ignore[arg-type]  # one of both


def test_figures_say_all_in_without_major_event_days_and_the_year_before() -> None:
    saidi = next(figure for figure in rows.figures(shown()) if figure.label == "SAIDI")
    assert (saidi.value, saidi.unit) == ("159.0", "min")
    assert saidi.note == "9.0 without MED\n2025 to date: 20.0"  # 200 x 2 min is momentary; 200 x 40 min of 400


def test_a_year_before_says_how_much_of_it_is_meant() -> None:
    assert rows.before_words(shown()) == "2025 to date"
    assert rows.before_words(shown("2025")) == "2024"
    assert rows.before_words(shown("last_12_months")) == "Year before"


def test_a_period_under_way_is_compared_with_as_many_days_of_the_year_before() -> None:
    """15 July is today: 400 x 40 min on 20 July of the year before do not count, 200 x 50 min on 10 July do."""
    record = made(
        ("2025-07-10T18:00", 50, 2, 7, 200, "tree"), ("2025-07-20T18:00", 40, 2, 7, 400, "tree"),
        ("2026-07-05T18:00", 60, 2, 7, 30, "tree"),
    )  # fmt: skip
    days = dt.date(2026, 7, 1), dt.date(2027, 2, 1)
    found = answer(record, ReliabilityWish(1, "America/Chicago", "utility", None, "year_to_date", AS_OF, days))
    assert found.before is not None
    assert found.before.period == ReliabilityPeriod(dt.date(2025, 7, 1), dt.date(2025, 7, 16))
    assert found.before.parts["all_in"].saidi_minutes[0] == pytest.approx(25)
    assert rows.before_words(found) == "To 15 Jul 2025"
    assert rows.period_words(found).endswith("31 Jan 2027, so far")
    assert rows.limit_words(found).endswith("; T_MED of 2027 is fitted once 2026 is over")


def test_an_index_without_input_says_what_it_needs() -> None:
    found = answer(
        made(("2026-02-01T12:00", 60, 2, -1, 30, "tree")),
        ReliabilityWish(1, "America/Chicago", "utility", None, "year_to_date", AS_OF),
    )
    cemi = next(figure for figure in rows.figures(found) if figure.label == "CEMI-3")
    assert (cemi.value, cemi.note) == ("–", "Needs which transformers each interruption took")
    table = {row["index"]: row for row in rows.index_table(found).to_pylist()}
    assert table["CEMI-3"]["meaning"].endswith("Needs which transformers each interruption took.")
    assert table["SAIDI"]["without_major"] is None


def test_the_table_holds_every_part_and_the_change() -> None:
    table = {row["index"]: row for row in rows.index_table(shown()).to_pylist()}
    saidi = table["SAIDI"]
    assert [saidi[name] for name in ("all_in", "without_major", "planned", "loss_of_supply", "own")] == pytest.approx(
        [159, 9, 4.5, 0, 4.5]
    )
    assert saidi["change"] == pytest.approx(saidi["all_in"] - saidi["before"])
    assert table["ASAI"]["planned"] is None


def test_the_calendar_marks_major_event_days_and_leaves_out_what_is_not_known() -> None:
    tokens = theme.tokens()
    cells = rows.calendar(shown(), tokens)
    day = (dt.date(2026, 6, 30) - cells.first_day).days
    assert cells.colours[day] == tokens.attention
    assert cells.words[day] == "SAIDI 150.00 min; major event day of the utility"
    assert cells.colours[0] == tokens.raised
    unknown = replace(shown().days, minutes=np.full(len(cells.colours), np.nan))
    assert set(rows.calendar(replace(shown(), days=unknown), tokens).colours) == {""}
    assert rows.major_words(shown()) == "Major event days: 30 Jun (150.0 min)"
    assert rows.major_words(shown("2024")) == "Major event days: not known", "no T_MED without years before"


def test_t_med_is_told_with_the_years_it_was_fitted_on() -> None:
    limit = YEAR.limits[2026]
    assert limit is not None
    told = f"T_MED of 2026 {limit.minutes:.2f} min, fitted on 2 days of 2024 to 2025"
    assert rows.limit_words(shown()) == told
    assert rows.limit_words(shown("2024")) == "T_MED of 2024 needs two days with interruptions in the years before"


def test_beside_a_feeder_stand_those_of_its_substation() -> None:
    found = shown(feeder=1)
    assert found.feeders["group_name"].to_pylist() == ["F1", "F2"]
    assert found.now.customers_served == 100


def test_the_trend_has_every_month_of_all_years() -> None:
    at, lines, names = rows.trend(shown().months, "all_in")
    assert (names[0], names[-1], len(at)) == ("March 2024", "June 2026", 28)
    assert [line.name for line in lines] == ["SAIDI", "SAIFI"]
    assert np.isfinite(lines[0].values).all()
    _, normal, _ = rows.trend(shown().months, "without_major")
    assert [np.isfinite(line.values[:10]).any() for line in normal] == [False, False]  # nothing tells T_MED of 2024
    assert (lines[0].values[-1], normal[0].values[-1]) == (150, 0)
    assert {year for year, limit in YEAR.limits.items() if limit is None} >= {2024, 2025}
    assert rows.trend_words(shown().months, "without_major") == "all years; no T_MED for 2024, 2025", "empty months"
    assert rows.trend_words(shown().months, "all_in") == "all years on record"


def test_causes_are_told_as_people_say_them() -> None:
    names, thousands, notes = rows.causes(shown().causes)
    assert names[0] == "Storm"
    assert thousands[0] == 60
    assert notes[0].endswith("of all; 1 outage")


def test_periods() -> None:
    assert period_of(YEAR, "2025") == ReliabilityPeriod(dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    assert period_of(YEAR, "2026") == YEAR.year_to_date()
    assert period_of(YEAR, "last_12_months") == ReliabilityPeriod(dt.date(2025, 7, 16), dt.date(2026, 7, 16))
    assert ReliabilityPeriod(dt.date(2024, 2, 29), dt.date(2024, 3, 1)).year_before().first_day == dt.date(2023, 2, 28)
    assert last_whole(AS_OF + dt.timedelta(minutes=4, seconds=59)) == AS_OF
