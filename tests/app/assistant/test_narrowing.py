"""What narrows rows is told with them: cause, kind, state, limits as they were asked for."""

from __future__ import annotations

import numpy as np
import pytest

from app.assistant.narrowing import compared, limit_words, narrowed
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from app.widgets.column import Column
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn

CUSTOMERS = Column("customers", "Customers", "count")
AGE = Column("age_years", "Age", "number", 0, "years")
LOAD = Column("load_kw", "Load", "number", 2, "MW", factor=0.001)
LASTED = Column("hours", "Lasted", "number", 2, "h")
SHARE = Column("load_pct", "Loading", "share", 1)


@pytest.mark.parametrize(
    ("column", "above", "below", "words"),
    [
        (CUSTOMERS, 10, None, "more than 10 customers"), (CUSTOMERS, 10 - 1e-8, None, "at least 10 customers"),
        (CUSTOMERS, None, 10, "fewer than 10 customers"), (CUSTOMERS, None, 25 + 2.5e-8, "at most 25 customers"),
        (AGE, 40.0, None, "age above 40 years"), (AGE, 40 - 4e-8, None, "age of at least 40 years"),
        (AGE, 40.5, 60, "age above 40.5 years and below 60 years"), (LOAD, 1500.0, None, "load above 1.5 MW"),
        (LOAD, 1500 - 1.5e-6, None, "load of at least 1.5 MW"), (SHARE, 80.0, None, "loading above 80 %"),
        (LASTED, 2.0, None, "lasted more than 2 h"), (LASTED, None, 4 + 4e-9, "lasted at most 4 h"),
        (CUSTOMERS, 2026 * (1 - 1e-9), None, "at least 2,026 customers"),
        (CUSTOMERS, None, 250_000 * (1 + 1e-9), "at most 250,000 customers"),
        (AGE, 0.1 + 0.2, None, "age above 0.3 years"), (AGE, None, None, ""),
    ],
)  # fmt: skip
def test_a_limit_is_said_as_it_was_asked_for(column: Column, above: float, below: float, words: str) -> None:
    assert limit_words(column, above, below) == words


HAIR = 1e-9


@pytest.mark.parametrize(
    ("above", "below", "rounded", "within"),
    [
        (12.2 * (1 - HAIR), None, 0.0, [12.2, 13.7, 15.2]), (12.2, None, 0.0, [13.7, 15.2]),
        (None, 13.7 * (1 + HAIR), 0.0, [10.7, 12.2, 13.7]), (None, 13.7, 0.0, [10.7, 12.2]),
        (12.2 * (1 - HAIR), 13.7 * (1 + HAIR), 0.0, [12.2, 13.7]), (None, None, 0.0, [10.7, 12.2, 13.7, 15.2]),
        (40 * 0.3048, None, 0.045, [13.7, 15.2]), (50 * 0.3048 * (1 - HAIR), None, 0.045, [15.2]),
        (None, 50 * 0.3048, 0.045, [10.7, 12.2, 13.7]), (39.5 * 0.3048, 40.5 * 0.3048, 0.045, [12.2]),
        (0.0, None, 0.0, [10.7, 12.2, 13.7, 15.2]), (15.15, 15.25, 0.045, [15.2]),
    ],
)  # fmt: skip
def test_a_limit_takes_what_was_written_as_itself(
    above: float | None, below: float | None, rounded: float, within: list[float]
) -> None:
    heights = [10.7, 12.2, 13.7, 15.2]
    kept = [float(np.float32(one)) for one in heights]  # as a real column of the database gives them
    low, high = compared(above, below, rounded)
    found = [
        one for one, value in zip(heights, kept, strict=True)
        if (low is None or value > low) and (high is None or value < high)
    ]  # fmt: skip
    assert found == within


def test_a_limit_of_whole_numbers_is_exact() -> None:
    low, high = compared(5_000_000 * (1 - HAIR), 6_000_000 * (1 + HAIR))
    assert low is not None
    assert 4_999_999 < low < 5_000_000
    assert high is not None
    assert 6_000_000 < high < 6_000_001
    assert compared(0, None) == (0, None)


def test_what_a_title_says_is_not_said_again() -> None:
    choices = ((("pad mounted", "pad"), {"kind": "pad_mounted"}), (("overdue", "late"), {"is_overdue": True}))
    columns = {"age_years": AGE}
    values = {"kind": "pad_mounted", "is_overdue": True, "by": "age_years", "above": 40.0, "place": "F0001"}
    assert narrowed("Pad-mounted transformers", values, choices, columns) == (
        "Pad-mounted transformers, overdue, with age above 40 years"
    )
    assert narrowed("Transformers with age above 40 years", values, choices, columns) == (
        "Transformers with age above 40 years, pad mounted, overdue"
    )
    assert narrowed("Poles by age", {"by": "age_years", "below": 9}, (), columns) == "Poles with age below 9 years"
    assert (
        narrowed("Outages", {"by": "hours", "above": 2}, (), {"hours": LASTED}) == "Outages that lasted more than 2 h"
    )
    assert narrowed("Outages", {"cause": "loss_of_supply"}, (), {}) == "Outages caused by loss of supply"


@pytest.mark.parametrize(
    ("tool", "arguments", "title"),
    [
        ("crews", {"status": "available", "is_count": True}, "Crews, available"),
        ("crews", {"status": "available", "skill": "transformer"}, "Crews, available, transformer skill"),
        ("crews", {"by": "members", "above": 3}, "Crews with more than 3 people"),
        ("open_orders", {"is_overdue": True, "is_count": True}, "Open work orders, overdue"),
        ("open_orders", {"kind": "inspection", "crew": "none"}, "Open work orders, inspection, without crew"),
        ("open_alarms", {"state": "acknowledged", "is_count": True}, "Open alarms, acknowledged"),
        ("active_outages", {"etr": "past"}, "Active outages, past ETR"),
        ("device_list", {"kind": "fuse", "state": "open"}, "Fuses that are open"),
        ("crews", {}, "Crews"), ("open_alarms", {"n": 5}, "Open alarms"),
    ],
)  # fmt: skip
def test_a_tool_says_what_its_rows_are(
    demo: PostgresSource, tool: str, arguments: dict[str, object], title: str
) -> None:
    assert catalogue_of(BUILT_IN).get(tool).call(turn(demo), arguments).title == title
