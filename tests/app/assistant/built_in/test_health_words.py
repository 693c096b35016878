"""Health, risk and failures in everyday words are told as they are where they are asked plainly."""

from __future__ import annotations

import pytest

from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.assistant.built_in.test_planner import arguments_of, ask, planner, tool_of


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


@pytest.mark.parametrize(
    ("said", "tool", "arguments"),
    [
        ("insulation loss of life in percent, TX-0001-033, last 7 days", "life_of_period", {"quantity": "loss_of_life_pct", "period": "last_7_days"}),
        ("how long did transformer 5-18 run above 110 degrees yesterday", "life_of_period", {"quantity": "hours_above_110_c", "period": "yesterday"}),
        ("equivalent aged hours, TX-0003-041, last 7 days", "life_of_period", {"quantity": "aged_hours"}),
        ("tx 7-19 hrs with data last week", "life_of_period", {"quantity": "known_hours", "period": "last_week"}),
        ("Show me the temperature course of the winding hot spot of TX-0002-030 last week.", "hot_spot_trace", {"name": "TX-0002-030", "period": "last_week"}),
        ("which poles fell or snapped in July on feeder 5", "failures_of_period", {"kind": "pole", "place": "F0005"}),
        ("past breakdowns of P-000640", "failures_of_asset", {"name": "P-000640"}),
        ("what do our transformers usually die of", "failure_modes", {"kind": "transformer", "is_ever": True}),
        ("oldest pole at failure fdr 4", "latest_failures", {"by": "age_years", "order": "most", "n": 1, "kind": "pole"}),
        ("Which transformer of sub 1 was the youngest when it failed last year?", "latest_failures", {"by": "age_years", "order": "least", "n": 1, "period": "last_year"}),
        ("optimal replacement programme, budget 750000, transformers, sub 2", "replacement_plan", {"budget": 750000.0, "kind": "transformer", "place": "SUB-002"}),
        ("how much safer would we be if we spent 300,000 dollars on new poles", "replacement_plan", {"budget": 300000.0, "kind": "pole"}),
        ("best-value replacements for a budget of 1 M, ranked", "replacement_list", {"budget": 1000000.0}),
        ("spend 200000 on feeder 6: what do we replace?", "replacement_list", {"budget": 200000.0, "place": "F0006"}),
        ("give me a 5 year replacement plan for 1 million", "replacement_plan", {"budget": 1000000.0, "years": 5}),
        ("did more poles or transformers fail last year", "failures_grouped", {"group": "kind", "period": "last_year"}),
        ("two EVs at every transformer on feeder 5", "heat_what_if", {"vehicles": 2, "place": "F0005"}),
        ("poles most in need of replacement on feeder 6", "replacement_list", {"kind": "pole", "place": "F0006"}),
        ("top-decile lift of the pole failure model", "back_test", {"quantity": "lift_at_10_pct", "kind": "pole"}),
        ("of those that broke, what percent had we put in the riskiest tenth", "back_test", {"quantity": "in_first_tenth_pct"}),
        ("sample size of the failure ranking back-test, poles", "back_test", {"quantity": "ranked", "kind": "pole"}),
        ("How does the chance of a pole failing rise as it gets older?", "hazards", {"kind": "pole"}),
        ("decompose the health index of TX-0005-012 into deductions", "health_explained", {"name": "TX-0005-012"}),
        ("has pole 118 been getting worse year after year", "health_history", {"name": "P-000118"}),
        ("which types of transformers are in what shape on feeder 6", "classes_by_health", {"kind": "transformer", "place": "F0006"}),
        ("which line's equipment is going to break most often", "feeders_by_assets", {"by": "failures_expected", "order": "most", "n": 1}),
        ("rank feeders by mean health of their transformers", "feeders_by_assets", {"by": "health_score", "order": "least", "kind": "transformer"}),
        ("which feeder has the most assets", "feeders_by_assets", {"by": "assets", "order": "most", "n": 1}),
        ("rank substations by number of units over 110 C hottest-spot", "substations_by_assets", {"by": "hot", "order": "most"}),
        ("What is the median number of customers on a transformer of sub 1?", "transformer_means", {"quantity": "median_customers", "place": "SUB-001"}),
        ("lowest demand of F0001 against F0002", "loads_compared", {"quantity": "least_kw"}),
    ],
)  # fmt: skip
def test_what_is_reckoned_of_assets_is_told_as_asked(
    demo: PostgresSource, said: str, tool: str, arguments: dict[str, object]
) -> None:
    asked = planner().read(said, turn(demo))
    assert asked is not None
    assert asked.worded.tool.name == tool
    assert asked.arguments.items() >= arguments.items()
