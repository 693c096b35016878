"""Quantities by everyday words are asked for in the words of their tools; words that mean something else are left."""

from __future__ import annotations

import pytest

from app.assistant.built_in.as_typed.setting import set_aside
from app.assistant.built_in.ways.framing import plainly
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import arguments_of, ask, tool_of

SAID = {
    "count of delayed reads at SUB-001 last 7 days": "count of late reads at SUB-001 last 7 days",
    "How many interval values did VEE have to make up last week?": "How many estimated reads last week?",
    "how many meters sent nothing at all yesterday": "how many silent meters yesterday",
    "how many minutes was MTR-0002040 under 114 V last week": "minutes below range A of MTR-0002040 last week",
    "low side range B violations fdr 8 yesterday": "meters below range B fdr 8 yesterday",
    "number of meters outside 114 to 126 V last week": "number of meters outside range A last week",
    "date and hour of the max load on TX-0008-005 last 7 days": "when was the max load on TX-0008-005 last 7 days",
    "what time did yesterday's temperature top out": "when was the highest temperature yesterday",
    "which station has the smallest rating": "which substation has the smallest rating",
    "how many substations are running over 75 percent of capacity": "how many substations loaded over 75 percent",
    "rank feeders by kVA left": "rank feeders by headroom",
    "feeders designed for a top load over 5000 kW": "feeders with design peak over 5000 kW",
    "feeders with over 1400 meters": "feeders with number of meters over 1400",
    "which feeder has more poles, 1 or 3": "which feeder has more poles, feeder 1 or feeder 3",
    "health score of tx 2-22 beside tx 6-22": "compare the health of tx 2-22 and tx 6-22",
    "do all the schools have electricity": "how many schools are out",
    "firehouses off at sub 3 now": "fire stations out at sub 3 now",
    "pct of open outages with somebody assigned": "share of outages with a crew",
}


@pytest.mark.parametrize(("words", "plain"), SAID.items())
def test_a_quantity_is_asked_for_in_the_words_of_its_tool(words: str, plain: str) -> None:
    assert " ".join(plainly(words).split()) == plain


@pytest.mark.parametrize(
    "words",
    [
        "weather station readings of yesterday", "is the fire station out", "feeders with over 1400 meters of line",
        "which switches are off normal", "customers restored on the open outages yesterday",
    ],
)  # fmt: skip
def test_the_same_words_that_mean_something_else_are_left(words: str) -> None:
    assert plainly(words) == words


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("For the AMI review, sort the feeders by load", "sort the feeders by load"),
        ("For planning, which sub has the least load?", "which sub has the least load?"),
        ("for each substation, how many feeders are there", "for each substation, how many feeders are there"),
        ("for feeder 3, how many poles are there", "for feeder 3, how many poles are there"),
    ],
)
def test_whom_a_question_is_for_is_no_part_of_it(words: str, question: str) -> None:
    assert set_aside(words).question == question


@pytest.mark.parametrize(
    ("words", "tool", "arguments"),
    [
        ("which station is closest to being full", "substations_ranked", {"by": "load_pct", "order": "most"}),
        ("which feeder is built for the smallest kVA", "feeders_ranked", {"by": "rated_kva", "order": "least"}),
        ("which circuit was planned for the highest peak", "feeders_ranked", {"by": "peak_load_kw", "order": "most"}),
        ("MVA left at each sub, ranked", "substations_ranked", {"by": "headroom_mva"}),
        ("put the present demand of F0002 beside that of F0008", "compare", {"quantity": "load_kw", "other": "F0008"}),
        ("which feeder has more poles, 1 or 3", "compare", {"quantity": "poles", "name": "F0001", "other": "F0003"}),
        ("do the cops have electricity", "out_now_by_kind", {"quantity": "police_out"}),
        ("customers with electric cars out on feeder 4", "out_now_by_kind", {"quantity": "ev_out", "place": "F0004"}),
        ("fire halls out on feeder 5", "out_now_by_kind", {"quantity": "fire_out", "place": "F0005"}),
        ("how long has the longest outage been going", "outages_now", {"quantity": "longest_minutes"}),
    ],
)
def test_a_quantity_by_everyday_words_is_told(
    demo: PostgresSource, words: str, tool: str, arguments: dict[str, object]
) -> None:
    events = ask(demo, words)
    assert tool_of(events) == tool
    assert arguments.items() <= arguments_of(events).items()
