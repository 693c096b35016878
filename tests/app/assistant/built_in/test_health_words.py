"""Health, risk and failures in everyday words are told as they are where they are asked plainly."""

from __future__ import annotations

import pytest

from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import arguments_of, ask, tool_of


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("half of the poles on feeder 8 are older than how many years", "median age of the poles on F0008"),
        ("half of feeder 2's transformers put more than how many customer minutes a year at risk", "median risk in customer minutes of the transformers on F0002"),
        ("50th percentile of transformer health index, F0006", "median health of the transformers on F0006"),
        ("How tall is the middle pole of sub 1?", "median height of the poles on SUB-001"),
        ("when a pole on feeder 5 breaks, how many customer minutes are lost on average", "average consequence of failure of the poles on F0005"),
        ("How many dollars a year of risk does a transformer of sub 3 carry on average?", "average risk of the transformers on SUB-003"),
        ("How long ago on average were the poles of sub 1 inspected?", "average time since inspection of the poles on SUB-001"),
        ("avg cust-min lost per pole failure fdr 7", "average consequence of failure of the poles on F0007"),
        ("How many poles and transformers on sub 2 would cost over 10,000 dollars to swap out?", "how many assets on SUB-002 have a replacement cost over 10000"),
        ("Which feeder has the youngest poles on average?", "feeder with the lowest average age of poles"),
        ("which line has the most worn-out equipment on it", "feeder with the most assets in poor health"),
        ("For the budget talks, order the substations by monetary risk of their transformers.", "substations by risk of their transformers"),
        ("how many poles lack a health rating?", "number of poles with unknown health"),
    ],
)  # fmt: skip
def test_everyday_words_are_read_as_plain_ones(demo: PostgresSource, said: str, plain: str) -> None:
    everyday, straight = ask(demo, said), ask(demo, plain)
    assert tool_of(everyday) == tool_of(straight)
    assert arguments_of(everyday) == arguments_of(straight)


@pytest.mark.parametrize(
    ("said", "tool", "arguments"),
    [
        ("half of feeder 4's poles would cost more than how many customer minutes by failing", "pole_means", {"quantity": "median_consequence_customer_minutes", "place": "F0004"}),
        ("expected no. of asset failures per yr, fdr 8", "fleet_health", {"quantity": "failures_expected", "place": "F0008"}),
        ("count of healthy poles, F0002", "fleet_health", {"quantity": "good", "kind": "pole", "place": "F0002"}),
    ],
)  # fmt: skip
def test_the_quantity_is_the_one_that_was_asked(
    demo: PostgresSource, said: str, tool: str, arguments: dict[str, object]
) -> None:
    answer = ask(demo, said)
    assert tool_of(answer) == tool
    assert arguments_of(answer).items() >= arguments.items()
