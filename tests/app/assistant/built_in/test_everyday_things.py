"""Things of the network, their plates and what they carry, asked in the words of the street and of the control room."""

from __future__ import annotations

import pytest

from app.assistant.built_in.everyday.plain_words import in_words_of_the_desk
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import arguments_of, ask, text_of, tool_of

_ASKED: list[tuple[str, str, dict[str, object]]] = [
    ("how many stations feed our grid", "counts", {"quantity": "substations"}),
    ("number of metering points on feeder 7", "counts", {"place": "F0007", "quantity": "meters"}),
    ("how many posts hold up our lines on fdr 2", "counts", {"place": "F0002", "quantity": "poles"}),
    ("count of domestic accounts in the utility", "counts", {"quantity": "residential"}),
    ("number of sites on fdr 5 with both solar and EV", "counts", {"place": "F0005", "quantity": "solar_and_ev"}),
    ("what percentage of meters have an electric car at SUB-002", "counts", {"place": "SUB-002", "quantity": "ev_pct"}),
    ("fire halls on feeder 5?", "counts", {"place": "F0005", "quantity": "fire"}),
    ("what is the combined capacity of all our substations?", "counts", {"quantity": "capacity_mva"}),
    ("how many kVA are left on F0006", "feeder_facts", {"name": "F0006", "quantity": "headroom_kva"}),
    ("remaining ampacity on F0002", "feeder_facts", {"name": "F0002", "quantity": "headroom_a"}),
    ("spare MVA at sub 2", "substation_facts", {"name": "SUB-002", "quantity": "headroom_mva"}),
    ("what maximum load was feeder 7 planned for", "feeder_facts", {"name": "F0007", "quantity": "peak_load_kw"}),
    ("yearly dollars at stake with TX-0008-051", "transformer_facts", {"name": "TX-0008-051", "quantity": "risk_cost"}),
    ("hours off until tx 3-31 is changed out", "transformer_facts", {"name": "TX-0003-031", "quantity": "outage_hours"}),
    ("is TX-0003-045 on A, B or C", "transformer_facts", {"name": "TX-0003-045", "quantity": "phases"}),
    ("is TX-0004-038 hot", "transformer_facts", {"name": "TX-0004-038", "quantity": "is_energized"}),
    ("how hot is TX-0004-038", "transformer_facts", {"name": "TX-0004-038", "quantity": "hot_spot_c"}),
    ("P-000345 wood or steel", "pole_facts", {"name": "P-000345", "quantity": "material"}),
    ("MTR-0006050 account live?", "meter_facts", {"name": "MTR-0006050", "quantity": "is_active"}),
    ("is SW-0004-001 hot or dead", "supply_of", {"name": "SW-0004-001", "quantity": "is_energized"}),
    ("SEG-0006-0039 energized?", "supply_of", {"name": "SEG-0006-0039", "quantity": "is_energized"}),
    ("waterworks behind fuse FUS-0003-015?", "downstream", {"name": "FUS-0003-015", "quantity": "water"}),
    ("how many metering points downstream of tx 6-17", "downstream_of_asset", {"name": "TX-0006-017", "quantity": "meters"}),
    ("number of customers at transformers without voltage", "customers_behind", {"quantity": "customers_dark"}),
    ("are we up or down from this time yesterday, and by how many MW", "system_now", {"quantity": "change_kw"}),
    ("50th percentile of transformer load percent on feeder 7", "medians", {"place": "F0007", "quantity": "median_load_pct"}),
    ("how long is SEG-0006-0039", "segment_facts", {"name": "SEG-0006-0039", "quantity": "length_m"}),
    ("circuit km behind BRK-0007-001", "downstream", {"name": "BRK-0007-001", "quantity": "length_km"}),
    ("length of line past pole 354", "downstream_of_asset", {"name": "P-000354", "quantity": "length_km"}),
    ("time of system max, last 24 h", "system_load", {"quantity": "peak_at"}),
    ("How many line switches do we have in the utility?", "counts", {"quantity": "switches"}),
    ("How many poles do the circuits out of SUB-002 have in total?", "counts", {"place": "SUB-002", "quantity": "poles"}),
    ("How much of SUB-002's capacity is being used at the moment?", "substation_facts", {"quantity": "load_pct"}),
    ("which pole is TX-0005-020 mounted on", "transformer_facts", {"quantity": "pole_name"}),
    ("result of the latest inspection on pole P-000812", "last_inspection", {"quantity": "result"}),
    ("open WOs coming due in the next 7 days", "due_orders", {}),
    ("crew names", "crews", {}),
    ("names of all the substations please", "substation_list", {}),
    ("names of the transformers on F0001", "transformers_between", {"place": "F0001"}),
    ("switching devices on SUB-001 that are open", "device_list", {"place": "SUB-001", "state": "open"}),
    ("RH now", "weather_now", {"quantity": "humidity_pct"}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "tool", "arguments"), _ASKED, ids=[one[0] for one in _ASKED])
def test_everyday_words_of_things_ask_what_is_meant(
    demo: PostgresSource, words: str, tool: str, arguments: dict[str, object]
) -> None:
    events = ask(demo, words)
    assert tool_of(events) == tool
    assert arguments_of(events).items() >= arguments.items()


@pytest.mark.parametrize(
    ("words", "trade"),
    [
        ("share of meters on F0002 with solar", "solar penetration on F0002"),
        ("how many customers are on SEC-0001-001", "how many customers are on SEC-0001-001"),
        ("fire stations on feeder 5", "fire stations on feeder 5"),
        ("post a note to the log", "post a note to the log"),
        ("how many elementary schools are on feeder 2", "how many elementary schools are on feeder 2"),
        ("hot spot of TX-0004-038", "hot spot of TX-0004-038"),
    ],
)
def test_words_of_another_meaning_stay(words: str, trade: str) -> None:
    assert in_words_of_the_desk(words) == trade


def test_what_is_closed_on_a_live_feeder_is_live(demo: PostgresSource) -> None:
    told = text_of(ask(demo, "is BRK-0001-001 hot or dead"))
    assert told.startswith("Yes. BRK-0001-001: energized: Yes")
    assert "no test for voltage" in told
