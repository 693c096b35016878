"""Grounding of whole answers: what a model says against or without its rows is marked, usual right sentences are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from app.assistant.grounding.evidence import AnswerEvidence
from app.assistant.grounding.grounded import stated
from app.assistant.results import Proposal, ToolResult
from app.widgets.column import Column

CHICAGO = ZoneInfo("America/Chicago")
NOW = dt.datetime(2026, 11, 30, 1, 20, tzinfo=dt.UTC)  # 29 November, 19:20 in Chicago


def at(day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=CHICAGO)


OUT = ToolResult(
    "Feeders by customers out", pa.table({
        "feeder": ["F0001", "F0002", "F0003"], "customers_out": [121, 0, 16], "critical_out": [2, 0, 0],
        "customers_served": [1466, 1356, 1167],
    }),
    (Column("feeder", "Feeder"), Column("customers_out", "Customers out", "count"),
     Column("critical_out", "Critical customers out", "count"),
     Column("customers_served", "Customers served", "count")),
    as_of=at(29, 12, 30), note="Sustained outages: over 5 minutes.",
)  # fmt: skip
OUTAGES = ToolResult(
    "Active outages", pa.table({
        "outage_id": [604, 603], "feeder": ["F0006", "F0001"], "customers_out": [59, 121], "customers": [1357, 1466],
        "began_at": [at(29, 13, 5), at(29, 17, 40)], "etr_at": [at(29, 21, 0), at(29, 22, 30)],
        "crew": ["Crew-002", ""],
    }),
    (Column("outage_id", "Outage", "text"), Column("feeder", "Feeder"),
     Column("customers_out", "Customers out", "count"), Column("customers", "Customers", "count"),
     Column("began_at", "Began", "datetime"), Column("etr_at", "Expected back", "datetime"), Column("crew", "Crew")),
)  # fmt: skip
PEAK = ToolResult(
    "Peak load", pa.table({
        "feeder": ["F0001"], "peak_kw": [2676.0], "mean_kw": [1900.0], "peak_at": [at(28, 19, 15)],
    }),
    (Column("feeder", "Feeder"), Column("peak_kw", "Peak", "number", 0, "kW"),
     Column("mean_kw", "Mean", "number", 0, "kW"), Column("peak_at", "Time of the peak", "datetime")),
    period="yesterday, 2026-11-28", as_of=at(29, 19, 0),
)  # fmt: skip
NO_ALARMS = ToolResult("Open alarms", pa.table({"alarm": pa.array([], pa.string())}), (Column("alarm", "Alarm"),))
NO_OUTAGES = ToolResult("Active outages", OUTAGES.table.slice(0, 0), OUTAGES.columns)
FORM = ToolResult(
    "Record that outage 604 is restored", pa.table({"outage": ["604"]}), (Column("outage", "Outage"),),
    place="Outage 604", proposal=Proposal("Record that outage 604 is restored", "restore", (), 1, "operator"),
)  # fmt: skip
BACK = ToolResult(
    "Outages restored", pa.table({"outage_id": [599], "customers": [121], "restored_at": [at(29, 18, 0)]}),
    (Column("outage_id", "Outage", "text"), Column("customers", "Customers interrupted", "count"),
     Column("restored_at", "Restored", "datetime")),
)  # fmt: skip
DEMO = {"out": [OUT], "outages": [OUTAGES], "peak": [PEAK], "alarms": [NO_ALARMS], "quiet": [NO_OUTAGES],
        "form": [FORM], "back": [BACK], "both": [OUTAGES, FORM], "nothing": []}  # fmt: skip


def marked(text: str, results: Sequence[ToolResult], question: str) -> list[str]:
    made = AnswerEvidence(CHICAGO, lambda name: name in ("feeder 6", "f0006", "f0003"))
    made.give_now(NOW)
    made.give(question)
    for one in results:
        made.add(one)
    pieces = stated(text, made)
    assert "".join(piece.text for piece in pieces) == text
    return [piece.text for piece in pieces if piece.is_uncovered]


HOW_MANY = "how many customers are out"
SWAPPED_COLUMNS = "| Feeder | Customers out | Customers served |\n|---|---|---|\n| F0001 | 1,466 | 121 |\n"
SWAPPED_NAMES = "| | F0001 | F0002 |\n|---|---|---|\n| customers out | 0 | 121 |\n"
WRONG = [
    # Nothing is out, against the rows or without any.
    ("out", HOW_MANY, "F0001 has no customers out."),
    ("out", HOW_MANY, "No customers are out on F0001."),
    ("out", HOW_MANY, "There aren't any customers out on F0003."),
    ("out", HOW_MANY, "None of the feeders has customers out."),
    ("out", HOW_MANY, "All feeders are fine."),
    ("out", HOW_MANY, "Zero customers are out."),
    ("out", HOW_MANY, "Customers out: 0."),
    ("out", HOW_MANY, "No critical customers are out on F0001."),
    ("out", HOW_MANY, "Nobody is without power."),
    ("outages", HOW_MANY, "No customers are out on F0006. Everything is fine."),
    ("outages", HOW_MANY, "All power is back."),
    ("outages", HOW_MANY, "Power is back on F0006."),
    ("outages", HOW_MANY, "Everyone has power."),
    ("outages", HOW_MANY, "There are no active outages on F0001."),
    ("outages", HOW_MANY, "No crew is assigned to outage 604."),
    ("nothing", HOW_MANY, "Nobody is out on feeder 6."),
    ("nothing", HOW_MANY, "Feeder 6 is fully restored; the crew has left."),
    ("nothing", HOW_MANY, "There are no outages."),
    ("nothing", HOW_MANY, "Outage 604 has been restored."),
    ("outages", HOW_MANY, "Outage 604 has been restored."),
    # Of another row or another column.
    ("out", HOW_MANY, SWAPPED_NAMES),
    ("out", HOW_MANY, SWAPPED_COLUMNS),
    ("out", HOW_MANY, "| Customers out | Feeder |\n|---|---|\n| 121 | F0002 |\n"),
    ("out", HOW_MANY, "F0001 > F0002: 1,356 > 1,466"),
    ("out", HOW_MANY, "F0001 and F0003 have 16 and 121 customers out."),
    ("out", HOW_MANY, "F0001 has 1466 customers without power."),
    ("out", HOW_MANY, "F0001, 1466 customers, all of them without power."),
    ("out", HOW_MANY, "F0001, 1466 customers out of supply, all of them without power."),
    ("out", HOW_MANY, "1,466 customers lost power on F0001."),
    ("out", HOW_MANY, "about 1000 customers are out on F0001"),
    ("out", HOW_MANY, "fourteen hundred sixty-six customers out"),
    ("out", HOW_MANY, "Customers out: 1,466."),
    ("out", HOW_MANY, "Customers out:\n- F0001: 1,466\n"),
    ("outages", HOW_MANY, "1,357 customers are out on F0006."),
    ("out", "how many customers does F0001 serve", "F0001 serves 121 customers."),
    ("peak", "peak of feeder 1", "The mean load of F0001 is 2,676 kW."),
    ("out", HOW_MANY, "Feeder 1 has 16 customers out"),
    ("out", HOW_MANY, "Feeder one has 16 customers out."),
    ("outages", HOW_MANY, "Outage 604 has 121 customers out."),
    # Other times.
    ("out", HOW_MANY, "2026 customers are out"),
    ("out", HOW_MANY, "19:20 is when power returns."),
    ("out", HOW_MANY, "ETR 12:30"),
    ("out", HOW_MANY, "Outages lasted 5 minutes."),
    ("peak", "peak of feeder 1", "Peak of F0001 on 29 November at 19:15"),
    ("peak", "peak of feeder 1", "F0001 peaked at 19:15 UTC."),
    ("peak", "peak of feeder 1", "F0001 peaked on 29 November."),
    ("outages", HOW_MANY, "Outage 604 is expected back at 13:05."),
    ("outages", HOW_MANY, "Outage 604 began at 21:00."),
    # Done, though a form alone stands there.
    ("form", "restore outage 604", "I have restored outage 604."),
    ("form", "restore outage 604", "I've recorded that outage 604 is restored."),
    ("form", "restore outage 604", "Outage 604 has been restored."),
    ("both", "restore outage 604", "Outage 604 is now closed."),
    ("form", "restore outage 604", "Done. Anything else?"),
    ("nothing", "send crew 2", "I dispatched the crew."),
]
RIGHT = [
    ("out", HOW_MANY, "121 customers are out on F0001."),
    ("out", HOW_MANY, "F0001 has 121 customers."),  # of those asked for
    ("out", HOW_MANY, "F0002 has no customers out."),
    ("out", HOW_MANY, "No customers are out on F0002."),
    ("out", HOW_MANY, "Nobody is out on F0002."),
    ("out", HOW_MANY, "F0002 has 0 customers out."),
    ("out", HOW_MANY, "No critical customers are out on F0003."),
    ("out", HOW_MANY, "1,466 customers are on F0001, 121 of them out."),
    ("out", HOW_MANY, "F0001 serves 1,466 customers, 121 of whom are out."),
    ("out", HOW_MANY, "121 of the 1,466 customers on F0001 are out."),
    ("out", HOW_MANY, "On F0001, 121 out of 1,466 customers are without power."),
    ("out", HOW_MANY, "121 customers are out on F0001 (1,466 served)."),
    ("out", HOW_MANY, "F0001 has 121 customers out and serves 1,466."),
    ("out", HOW_MANY, "Feeder 1 has 121 customers out, feeder 3 has 16."),
    ("out", HOW_MANY, "Feeder one has 121 customers out."),
    ("out", HOW_MANY, "F0001 and F0003 have 121 and 16 customers out."),
    ("out", HOW_MANY, "F0001 > F0002: 1,466 > 1,356"),
    ("out", HOW_MANY, "Customers out: 121 on F0001, 16 on F0003."),
    ("out", HOW_MANY, "Customers out:\n- F0001: 121\n- F0002: 0\n- F0003: 16\n"),
    (
        "out",
        HOW_MANY,
        "| Feeder | Customers out | Served |\n|---|---|---|\n| F0001 | 121 | 1,466 |\n| F0002 | 0 | 1,356 |\n",
    ),
    ("out", HOW_MANY, "| | F0001 | F0002 |\n|---|---|---|\n| customers out | 121 | 0 |\n| served | 1,466 | 1,356 |\n"),
    ("out", HOW_MANY, "As of 12:30, 121 customers are out on F0001, 2 of them critical."),
    ("out", HOW_MANY, "At 19:20 on 29 November 2026, F0001 has the most customers out: 121."),
    ("out", HOW_MANY, "Sustained outages over 5 minutes count."),
    ("out", HOW_MANY, "F0001 has the most customers out (121), followed by F0003 (16); F0002 has none."),
    ("outages", HOW_MANY, "There are 2 active outages."),
    ("outages", HOW_MANY, "Outage 604 on F0006 began at 13:05 and is expected back at 21:00."),
    ("outages", HOW_MANY, "Outage 604 has 59 customers out, outage 603 has 121."),
    ("outages", HOW_MANY, "59 of 1,357 customers on F0006 are out since 13:05 CST."),
    ("outages", HOW_MANY, "Power on F0006 will be back at 21:00, 29 November."),
    ("outages", HOW_MANY, "Crew-002 is assigned to outage 604; no crew is assigned to outage 603."),
    ("outages", HOW_MANY, "There are no active outages on F0003."),
    ("outages", HOW_MANY, "No customers are out on F0003."),
    ("outages", HOW_MANY, "The two outages are 603 and 604. There are no other active outages."),
    ("outages", HOW_MANY, "It is not known yet when all power is back."),
    ("peak", "peak of feeder 1", "Yesterday (28 November 2026) F0001 peaked at 2,676 kW at 19:15."),
    ("peak", "peak of feeder 1", "The peak of F0001 was 2,676 kW on 28 November at 19:15 CST; its mean was 1,900 kW."),
    ("peak", "peak of feeder 1", "Peak load of feeder 1: **2.68 MW**, mean 1.9 MW."),
    ("peak", "peak of feeder 1", "It peaked at 01:15 UTC."),
    ("alarms", "any alarms", "No, there are no open alarms right now."),
    ("alarms", "any alarms", "There are 0 open alarms."),
    ("quiet", HOW_MANY, "There are no active outages."),
    ("quiet", HOW_MANY, "No outages are active, so all power is on."),
    ("form", "restore outage 604", "I have prepared a form to record that outage 604 is restored. Please confirm it."),
    ("form", "restore outage 604", "Nothing has been changed yet: outage 604 is restored when you confirm the form."),
    ("form", "restore outage 604", "I have filled in the form for outage 604; once confirmed, it will be closed."),
    (
        "back",
        "which outages were restored",
        "Outage 599 was restored at 18:00 on 29 November; 121 customers were affected.",
    ),
    ("nothing", "hello", "I can look up outages, load and crews. What do you want to know?"),
    ("nothing", "hello", "I have no data on that; no tool tells it."),
]


@pytest.mark.parametrize(("kind", "question", "text"), WRONG)
def test_what_is_said_against_the_rows_or_without_any_is_marked(kind: str, question: str, text: str) -> None:
    assert marked(text, DEMO[kind], question)


@pytest.mark.parametrize(("kind", "question", "text"), RIGHT)
def test_a_usual_right_sentence_is_not_marked(kind: str, question: str, text: str) -> None:
    assert not marked(text, DEMO[kind], question)
