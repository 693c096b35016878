"""The network, loads, reads and the weather as people ask of them when they talk: each question reaches its tool."""

from __future__ import annotations

from typing import Any

import pytest

from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import arguments_of, ask, tool_of


@pytest.mark.parametrize(
    ("words", "tool", "arguments"),
    [
        ("how many homes and businesses do we actually serve off substation 2?", "counts", {"quantity": "customers", "place": "SUB-002"}),
        ("on feeder 4, how many of the active meters hang on phase B?", "counts", {"quantity": "phase_b"}),
        ("what percentage of the meters on feeder 1 belong to commercial accounts? active ones only", "counts", {"quantity": "commercial_pct"}),
        ("how many of our critical customers are fire stations?", "counts", {"quantity": "fire"}),
        ("break feeder 3's line length down by conductor for me, longest first, kilometres please", "lines_grouped", {"group": "conductor", "by": "length_km", "n": 1000}),
        ("miles of 336 ACSR in the whole system", "conductor_in", {"conductor": "336 ACSR"}),
        ("how many feet of 1/0 ACSR are there on F0002", "conductor_in", {"conductor": "1/0 ACSR", "place": "F0002"}),
        ("how long is the longest single span we have anywhere on F0008?", "line_sections_ranked", {"by": "length_m", "n": 1}),
        ("which one of our circuits has the largest number of electric vehicles charging on it?", "feeders_ranked", {"by": "ev", "n": 1}),
        ("rank the feeders out of SUB-003 by how many fuses each one has", "feeders_ranked", {"by": "fuses", "place": "SUB-003"}),
        ("which manufacturer made most of our transformers", "transformers_by_group", {"group": "maker", "n": 1}),
        ("I need the serial number off the nameplate of TX-0006-088", "transformer_facts", {"quantity": "serial_number"}),
        ("if I add up the nameplates of every distribution transformer on feeder 7, how many kVA are installed there?", "counts", {"quantity": "transformer_kva"}),
        ("what switching equipment do we have on feeder 5? A count by kind will do.", "devices_grouped", {"group": "kind"}),
        ("if fuse FUS-0003-015 blows, how many customers lose their lights?", "downstream", {"quantity": "customers"}),
        ("how far is P-000420 from TX-0003-020", "distance_between", {"name": "P-000420", "other": "TX-0003-020"}),
        ("as the crow flies, how far is TX-0007-050 from substation 3?", "distance_between", {"place": "SUB-003"}),
    ],
)  # fmt: skip
def test_of_equipment(demo: PostgresSource, words: str, tool: str, arguments: dict[str, Any]) -> None:
    events = ask(demo, words)
    assert tool_of(events) == tool
    assert arguments.items() <= arguments_of(events).items()
