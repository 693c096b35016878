"""What narrows rows is told with them: cause, kind, state, limits as they were asked for."""

from __future__ import annotations

import pytest

from app.assistant.narrowing import limit_words, narrowed
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
        (AGE, 0.1 + 0.2, None, "age above 0.3 years"), (AGE, None, None, ""),
    ],
)  # fmt: skip
def test_a_limit_is_said_as_it_was_asked_for(column: Column, above: float, below: float, words: str) -> None:
    assert limit_words(column, above, below) == words


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
