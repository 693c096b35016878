"""Grounding: a number is what its words say of time, part, place and kind; what is said of supply is held to the rows."""

from __future__ import annotations

import pyarrow as pa
import pytest

from app.assistant.grounding.evidence import AnswerEvidence
from app.assistant.grounding.grounded import stated
from app.assistant.results import ToolResult
from app.widgets.column import Column
from tests.app.assistant.grounding.test_said import CHICAGO, DEMO, HOW_MANY, NOW, at, marked

NOWOUT = ToolResult(
    "Outages now",
    pa.table(
        {"customers_out": [143], "critical_out": [2], "out_pct": [10.54], "outages": [4], "customers_served": [1357]}
    ),
    (
        Column("customers_out", "Customers out", "count"),
        Column("critical_out", "Critical customers out", "count"),
        Column("out_pct", "Share of customers served who are out", "number", 2, "%"),
        Column("outages", "Outages", "count"),
        Column("customers_served", "Customers served", "count"),
    ),
    place="Feeder F0006",
    as_of=at(29, 19, 20),
)
OF_YESTERDAY = ToolResult(
    "Load",
    pa.table(
        {
            "peak_kw": [2844.0],
            "peak_at": [at(28, 7, 15)],
            "mean_kw": [2250.0],
            "least_kw": [1775.0],
            "least_at": [at(28, 13, 30)],
            "energy_kwh": [54000.0],
            "load_factor_pct": [79.1],
            "power_factor": [0.97],
        }
    ),
    (
        Column("peak_kw", "Peak", "number", 0, "kW"),
        Column("peak_at", "Peak at", "time"),
        Column("mean_kw", "Mean", "number", 0, "kW"),
        Column("least_kw", "Least", "number", 0, "kW"),
        Column("least_at", "Least at", "time"),
        Column("energy_kwh", "Energy delivered", "number", 1, "MWh", factor=0.001),
        Column("load_factor_pct", "Load factor", "share", 1),
        Column("power_factor", "Power factor", "number", 3),
    ),
    place="Feeder F0001",
    period="yesterday, 2026-11-28",
)
BY_INDEX = ToolResult(
    "Feeders by reliability",
    pa.table(
        {
            "feeder_name": ["F0004", "F0001", "F0006"],
            "saidi_minutes": [266.23, 210.4, 150.2],
            "saifi": [2.947, 1.8, 1.4],
            "caidi_minutes": [90.3, 116.9, 107.3],
            "customer_minutes": [539382.0, 308000.0, 203000.0],
            "customer_interruptions": [5971, 2640, 1900],
            "sustained_outages": [49, 40, 41],
            "minutes_share_pct": [28.75, 16.4, 10.8],
            "customers_served": [2026, 1466, 1357],
        }
    ),
    (
        Column("feeder_name", "Feeder"),
        Column("saidi_minutes", "SAIDI", "number", 1, "min"),
        Column("saifi", "SAIFI", "number", 3),
        Column("caidi_minutes", "CAIDI", "number", 1, "min"),
        Column("customer_minutes", "Customer minutes interrupted", "number", 0, "min"),
        Column("customer_interruptions", "Customer interruptions", "count"),
        Column("sustained_outages", "Sustained outages", "count"),
        Column("minutes_share_pct", "Share of customer minutes", "number", 1, "%"),
        Column("customers_served", "Customers", "count"),
    ),
    period="this year, 2026-01-01 to 2026-11-29",
    note="Sustained outages over 5 minutes. Each feeder by its own customers.",
)
BY_FEEDER = ToolResult(
    "Feeders by customers out",
    pa.table(
        {
            "feeder": ["F0006", "F0001"],
            "customers_out": [121, 0],
            "critical_out": [2, 0],
            "critical_kinds": ["life support", ""],
            "customers_served": [1357, 1466],
        }
    ),
    (
        Column("feeder", "Feeder"),
        Column("customers_out", "Customers out", "count"),
        Column("critical_out", "Critical customers out", "count"),
        Column("critical_kinds", "Of kinds"),
        Column("customers_served", "Customers served", "count"),
    ),
)

RESULTS = {"now": NOWOUT, "load": OF_YESTERDAY, "idx": BY_INDEX, "of": BY_FEEDER}
WRONG = [
    ("now", "customers out on feeder 6", "A total of 1,357 customers are out on F0006."),
    ("now", "customers out on feeder 6", "F0006 has a total of 1,357 customers out."),
    ("now", "customers out on feeder 6", "F0006 lost all of its 1,357 customers."),
    ("now", "customers out on feeder 6", "All of its 1,357 customers are out."),
    ("now", "customers out on feeder 6", "All 1,357 customers are out on F0006."),
    ("now", "customers out on feeder 6", "The outage on F0006 is over."),
    ("now", "customers out on feeder 6", "The outage on F0006 has ended."),
    ("load", "peak of feeder 1 yesterday", "The peak of F0001 yesterday was 2,844 kW at 13:30."),
    ("load", "peak of feeder 1 yesterday", "The least load of F0001 yesterday was 1,775 kW at 07:15."),
    ("load", "peak of feeder 1 yesterday", "F0001 took 54 MWh today."),
    ("load", "peak of feeder 1 yesterday", "F0001 took 54 MWh last week."),
    ("load", "peak of feeder 1 yesterday", "F0001 lost 54 MWh yesterday."),
    ("load", "peak of feeder 1 yesterday", "Losses of F0001 were 79 %."),
    ("load", "peak of feeder 1 yesterday", "F0001 is loaded to 79 %."),
    ("load", "peak of feeder 1 yesterday", "The forecast peak of F0001 tomorrow is 2,844 kW."),
    ("load", "peak of feeder 1 yesterday", "The peak rose by 2,844 kW."),
    ("load", "peak of feeder 1 yesterday", "F0001 exported 2,844 kW at the peak."),
    ("load", "peak of feeder 1 yesterday", "2,844 kW per phase"),
    ("load", "peak of feeder 1 yesterday", "Today the peak of F0001 was 2,844 kW."),
    ("load", "peak of feeder 1 yesterday", "F0001 peaks now at 2,844 kW."),
    ("load", "peak of feeder 1 yesterday", "This year's peak of F0001 was 2,844 kW."),
    ("load", "peak of feeder 1 yesterday", "Last month F0001 took 54 MWh."),
    ("idx", "which feeders have the worst saidi this year", "Three feeders are above 200 min."),
    ("idx", "which feeders have the worst saidi this year", "The utility's SAIDI is 266 min."),
    ("idx", "which feeders have the worst saidi this year", "SAIDI of F0004 last year was 266 min."),
    ("idx", "which feeders have the worst saidi this year", "F0004 had 5,971 outages."),
    ("idx", "which feeders have the worst saidi this year", "F0004 had 49 outages now."),
    ("idx", "which feeders have the worst saidi this year", "Eight feeders have outages now."),
    ("idx", "which feeders have the worst saidi this year", "F0004 has a CAIDI of 266 min."),
    ("idx", "which feeders have the worst saidi this year", "The SAIDI of the utility is 266 min."),
    ("idx", "which feeders have the worst saidi this year", "The system SAIDI is 266 min."),
    ("idx", "which feeders have the worst saidi this year", "Three feeders are over 200."),
    ("of", "customers out by feeder", "F0006 is energized."),
    ("of", "customers out by feeder", "Power is on at F0006."),
    ("of", "customers out by feeder", "Service at F0006 is normal."),
    ("of", "customers out by feeder", "The outage on F0006 is over."),
    ("of", "customers out by feeder", "The outage on F0006 has ended."),
    ("of", "customers out by feeder", "F0006 customers have been re-supplied."),
    ("of", "customers out by feeder", "F0006 is not affected."),
    ("of", "customers out by feeder", "There is nothing to report on F0006."),
    ("of", "customers out by feeder", "F0001 is out."),
    ("of", "customers out by feeder", "F0006 has fewer customers out than F0001."),
    ("of", "customers out by feeder", "It is safe to close FUS-0006-006."),
    ("of", "customers out by feeder", "F0006 serves 121 customers."),
    ("of", "customers out by feeder", "F0001 has more customers out than F0006."),
]
RIGHT = [
    ("now", "customers out on feeder 6", "143 of the 1,357 customers on F0006 are out."),
    ("now", "customers out on feeder 6", "A total of 143 customers are out on F0006."),
    ("now", "customers out on feeder 6", "F0006 has a total of 143 customers out."),
    ("now", "customers out on feeder 6", "The share of customers out on F0006 is 10.5 %."),
    ("now", "customers out on feeder 6", "10.5 % of the customers on F0006 are out."),
    ("now", "customers out on feeder 6", "10.5 % of the 1,357 customers are out."),
    ("now", "customers out on feeder 6", "143 customers are out of a total of 1,357."),
    ("now", "customers out on feeder 6", "143 out of 1,357 customers are out."),
    ("now", "customers out on feeder 6", "F0006 serves a total of 1,357 customers."),
    ("now", "customers out on feeder 6", "Of the 1,357 customers of F0006, 143 are out."),
    ("now", "customers out on feeder 6", "Of 1,357 customers, 143 are out."),
    ("now", "customers out on feeder 6", "143 of its 1,357 customers are out, 2 of them critical."),
    ("now", "customers out on feeder 6", "Of 4 outages on F0006, 143 customers are out."),
    ("now", "customers out on feeder 6", "That is 10.5 % of its 1,357 customers."),
    ("load", "peak of feeder 1 yesterday", "The peak of F0001 yesterday was 2,844 kW at 07:15."),
    ("load", "peak of feeder 1 yesterday", "The least load of F0001 yesterday was 1,775 kW at 13:30."),
    ("load", "peak of feeder 1 yesterday", "F0001 peaked at 2,844 kW at 07:15 and was least at 13:30 with 1,775 kW."),
    ("load", "peak of feeder 1 yesterday", "F0001 took 54 MWh yesterday."),
    ("load", "peak of feeder 1 yesterday", "Yesterday, F0001 delivered 54 MWh with a load factor of 79 %."),
    ("load", "peak of feeder 1 yesterday", "Load factor 79 %, power factor 0.97."),
    ("load", "peak of feeder 1 yesterday", "F0001 had a peak of 2,844 kW and a minimum of 1,775 kW."),
    ("load", "peak of feeder 1 yesterday", "The load of F0001 peaked yesterday at 07:15 with 2,844 kW."),
    ("load", "peak of feeder 1 yesterday", "Its lowest load was 1,775 kW at 13:30."),
    ("load", "peak of feeder 1 yesterday", "The load ranged from 1,775 kW (13:30) to 2,844 kW (07:15)."),
    ("load", "peak of feeder 1 yesterday", "F0001: 2,844 kW at 07:15 CST, minimum 1,775 kW at 13:30 CST."),
    ("load", "peak of feeder 1 yesterday", "On 28 November 2026 the peak was 2,844 kW."),
    ("load", "peak of feeder 1 yesterday", "F0001's load yesterday: peak 2,844 kW, mean 2,250 kW, energy 54 MWh."),
    ("load", "peak of feeder 1 yesterday", "I do not have today's load; yesterday's peak was 2,844 kW."),
    ("idx", "which feeders have the worst saidi this year", "F0004 has a SAIFI of 2.95."),
    ("idx", "which feeders have the worst saidi this year", "F0004 leads with a SAIDI of 266 min and a SAIFI of 2.95."),
    ("idx", "which feeders have the worst saidi this year", "F0004 has a SAIDI of 266 min."),
    ("idx", "which feeders have the worst saidi this year", "F0004 has the worst SAIDI, 266 min."),
    ("idx", "which feeders have the worst saidi this year", "F0004 has the worst SAIFI, 2.95."),
    ("idx", "which feeders have the worst saidi this year", "28.7 % of all customer minutes are F0004's."),
    ("idx", "which feeders have the worst saidi this year", "Two feeders are above 200 min."),
    ("idx", "which feeders have the worst saidi this year", "F0004 had 49 outages and 5,971 customer interruptions."),
    ("idx", "which feeders have the worst saidi this year", "F0004: SAIDI 266.2 min, SAIFI 2.947, CAIDI 90.3 min."),
    ("idx", "which feeders have the worst saidi this year", "F0004 has a SAIDI of 266.2 min, F0001 of 210.4 min."),
    (
        "idx",
        "which feeders have the worst saidi this year",
        "The worst feeder is F0004 with a SAIDI of 266 min this year.",
    ),
    ("idx", "which feeders have the worst saidi this year", "F0004 has 2,026 customers."),
    ("idx", "which feeders are worst this year", "F0004 has a SAIFI of 2.95."),
    ("idx", "which feeders are worst this year", "F0004 leads with a SAIDI of 266 min and a SAIFI of 2.95."),
    ("idx", "which feeders are worst this year", "F0004 has a SAIDI of 266 min."),
    ("idx", "which feeders are worst this year", "F0004 has the worst SAIDI, 266 min."),
    ("idx", "which feeders are worst this year", "F0004 has the worst SAIFI, 2.95."),
    ("idx", "which feeders are worst this year", "28.7 % of all customer minutes are F0004's."),
    ("idx", "which feeders are worst this year", "Two feeders are above 200 min."),
    ("idx", "which feeders are worst this year", "F0004 had 49 outages and 5,971 customer interruptions."),
    ("idx", "which feeders are worst this year", "F0004: SAIDI 266.2 min, SAIFI 2.947, CAIDI 90.3 min."),
    ("idx", "which feeders are worst this year", "F0004 has a SAIDI of 266.2 min, F0001 of 210.4 min."),
    ("idx", "which feeders are worst this year", "The worst feeder is F0004 with a SAIDI of 266 min this year."),
    ("idx", "which feeders are worst this year", "F0004 has 2,026 customers."),
    ("of", "customers out by feeder", "F0006 has 121 customers out, 2 of them critical."),
    ("of", "customers out by feeder", "F0006 is out for 121 customers."),
    ("of", "customers out by feeder", "The worst feeder is F0006, with 121 customers out."),
    ("of", "customers out by feeder", "F0001 is not affected."),
    ("of", "customers out by feeder", "F0006 has more customers out than F0001."),
    ("of", "customers out by feeder", "121 customers are out on F0006, F0001 is energized."),
    ("of", "customers out by feeder", "F0006 has the most customers out."),
]


def flagged(kind: str, question: str, text: str) -> list[str]:
    made = AnswerEvidence(CHICAGO, lambda _name: True)
    made.give_now(NOW)
    made.give(question)
    made.add(RESULTS[kind])
    return [piece.text for piece in stated(text, made) if piece.is_uncovered]


@pytest.mark.parametrize(("kind", "question", "text"), WRONG)
def test_a_number_of_another_time_part_or_kind_is_marked(kind: str, question: str, text: str) -> None:
    assert flagged(kind, question, text)


@pytest.mark.parametrize(("kind", "question", "text"), RIGHT)
def test_the_same_said_rightly_is_not_marked(kind: str, question: str, text: str) -> None:
    assert not flagged(kind, question, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("out", "F0001 is energized."), ("out", "F0002 is out."), ("out", "F0001 is unaffected."),
        ("outages", "F0006 is re-supplied."), ("outages", "The outage is over."), ("out", "Power is on at F0001."),
        ("out", "F0003 has more customers out than F0001."), ("peak", "F0001's peak last week was 2,676 kW."),
        ("tx", "Three transformers are above 100 %."), ("outages", "It is safe to work on F0006."),
        ("saidi", "SAIDI last year was 96.4 min."), ("saidi", "312 outages are active now."),
    ],
)  # fmt: skip
def test_supply_order_and_times_are_held_to_the_rows(kind: str, text: str) -> None:
    assert marked(text, DEMO[kind], HOW_MANY)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("outages", "Outage 604 is out since 13:05 on F0006, crew Crew-002 is on it."), ("outages", "F0003 is energized."),
        ("quiet", "Nothing to report: there are no active outages."), ("quiet", "Power is on everywhere."),
        ("outages", "Outage 603 has more customers out than outage 604."), ("out", "F0002 is not affected."),
        ("peak", "Yesterday's peak of F0001 was 2,676 kW, today's is not known yet."),
        ("saidi", "SAIDI this year so far is 96.4 min; there have been 312 outages."),
        ("saidi", "SAIDI is now 96.4 minutes."), ("saidi", "The utility's SAIDI this year is 96.4 min."),
        ("days", "Yesterday's peak was 19.57 MW, on 28 November."), ("crews", "Crew-001 is available."),
        ("out", "Of its 1,466 customers, 121 are out on F0001."), ("out", "A total of 121 customers are out on F0001."),
        ("tx", "TX-0006-010 is more loaded than TX-0002-100."), ("back", "Outage 599 is over since 18:00."),
        ("cause", "Vegetation caused more outages than lightning: 87 against 12."),
    ],
)  # fmt: skip
def test_what_the_rows_say_of_supply_order_and_times_is_not_marked(kind: str, text: str) -> None:
    assert not marked(text, DEMO[kind], HOW_MANY)
