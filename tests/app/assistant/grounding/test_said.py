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
    as_of=at(29, 12, 30), note="Sustained outages: over 5 minutes. Every call counts, several of one customer too.",
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
LOADED = ToolResult(
    "Transformers by loading", pa.table({
        "name": ["TX-0006-010", "TX-0002-100", "TX-0003-140"], "load_pct": [139.6, 105.4, 33.7],
        "load_kw": [69.8, 52.7, 16.9], "rated_kva": [50.0, 50.0, 50.0], "age": [41, 12, 30],
        "health_score": [35.0, 80.0, 60.0], "customers": [12, 8, 20],
        "peak_at": [at(28, 18, 45), at(28, 19, 0), at(27, 6, 0)],
    }),
    (Column("name", "Transformer"), Column("load_pct", "Loading", "number", 1, "%"),
     Column("load_kw", "Load", "number", 1, "kW"), Column("rated_kva", "Rating", "number", 0, "kVA"),
     Column("age", "Age", "number", 0, "years"), Column("health_score", "Health", "number", 1, "of 100"),
     Column("customers", "Customers", "count"), Column("peak_at", "Time of the peak", "datetime")),
    as_of=at(29, 19, 0), note="Load of the hour before against the nameplate.",
)  # fmt: skip
SAIDI = ToolResult(
    "Reliability", pa.table({
        "saidi": [96.4], "saifi": [1.21], "caidi": [79.7], "outages": [312], "customer_minutes": [1_037_000.0],
        "customers_served": [10765],
    }),
    (Column("saidi", "SAIDI", "number", 1, "min"), Column("saifi", "SAIFI", "number", 2),
     Column("caidi", "CAIDI", "number", 1, "min"), Column("outages", "Outages", "count"),
     Column("customer_minutes", "Customer minutes interrupted", "number", 0, "min"),
     Column("customers_served", "Customers served", "count")),
    period="this year, 2026-01-01 to 2026-11-29",
    note="Sustained interruptions over 5 minutes, without major event days.",
)  # fmt: skip
DAYS = ToolResult(
    "Peak by day", pa.table({
        "day": [dt.date(2026, 11, 27), dt.date(2026, 11, 28)], "peak_mw": [18.2, 19.57], "energy_mwh": [310.2, 322.8],
    }),
    (Column("day", "Day", "date"), Column("peak_mw", "Peak", "number", 2, "MW"),
     Column("energy_mwh", "Energy", "number", 1, "MWh")),
)  # fmt: skip
CAUSES = ToolResult(
    "Outages by cause", pa.table({
        "cause": ["Vegetation", "Equipment", "Lightning"], "outages": [87, 60, 12], "customers": [7158, 3002, 905],
    }),
    (Column("cause", "Cause"), Column("outages", "Outages", "count"),
     Column("customers", "Customers interrupted", "count")),
    period="this year, 2026-01-01 to 2026-11-29",
)  # fmt: skip
CREWS = ToolResult(
    "Crews on shift", pa.table({
        "crew": ["Crew-001", "Crew-002", "Crew-003"], "status": ["available", "working", "available"],
        "outage": ["", "604", ""], "shift_end": [at(29, 22, 0), at(29, 22, 0), at(30, 6, 0)],
    }),
    (Column("crew", "Crew"), Column("status", "Status"), Column("outage", "Outage"),
     Column("shift_end", "Shift ends", "datetime")),
)  # fmt: skip
DEMO = {"out": [OUT], "outages": [OUTAGES], "peak": [PEAK], "alarms": [NO_ALARMS], "quiet": [NO_OUTAGES],
        "form": [FORM], "back": [BACK], "both": [OUTAGES, FORM], "nothing": [],
        "tx": [LOADED], "saidi": [SAIDI], "days": [DAYS], "cause": [CAUSES], "crews": [CREWS]}  # fmt: skip


def marked(text: str, results: Sequence[ToolResult], question: str) -> list[str]:
    made = AnswerEvidence(CHICAGO, lambda name: name in ("feeder 6", "f0006", "f0003", "outage 603"))
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
    ("out", HOW_MANY, "Every call is answered."),
    # The same in other words.
    ("out", HOW_MANY, "F0001 is fully supplied."),
    ("out", HOW_MANY, "There is not a single customer out on F0001."),
    ("out", HOW_MANY, "F0001 is without any customers out."),
    ("out", HOW_MANY, "No one on F0001 is out."),
    ("out", HOW_MANY, "F0001: no outages."),
    ("out", HOW_MANY, "All customers have power."),
    ("out", HOW_MANY, "Every feeder is energized."),
    ("out", HOW_MANY, "- **F0001**: 0 customers out\n"),
    ("out", HOW_MANY, "F0001 lost 1,466 customers."),
    ("out", HOW_MANY, "1,466 homes on F0001 have no electricity."),
    ("out", HOW_MANY, "F0001's 1,466 customers are in the dark."),
    ("out", HOW_MANY, "| Feeder | Out |\n|---|---|\n| F0001 | 1,466 |\n| F0003 | 16 |\n"),
    ("out", HOW_MANY, "| Quantity | F0003 | F0001 |\n|:--|--:|--:|\n| Customers out | 121 | 16 |\n"),
    ("out", HOW_MANY, "Feeder 3 has 121 customers out."),
    ("out", HOW_MANY, "Circuit 3 has 121 customers out."),
    ("out", HOW_MANY, "Feeder no. 3 has 121 customers out."),
    ("outages", HOW_MANY, "Incident 603 affects 59 customers."),
    ("outages", HOW_MANY, "Outage #603 has 59 customers out."),
    ("outages", HOW_MANY, "ETR for outage 604 is 22:30."),
    ("outages", HOW_MANY, "Outage 604 started at 19:20."),
    ("outages", HOW_MANY, "Outage 604 started on 28 November."),
    ("outages", HOW_MANY, "Supply is restored on F0006 since 19:20."),
    ("form", "restore outage 604", "The outage was restored successfully."),
    ("form", "restore outage 604", "We have closed outage 604 for you."),
    ("form", "restore outage 604", "Outage 604 is restored."),
    ("form", "restore outage 604", "I went ahead and restored outage 604."),
    ("form", "restore outage 604", "The crew has been assigned."),
    ("form", "restore outage 604", "Crew 2 is on its way to outage 604."),
    ("form", "restore outage 604", "Restored outage 604."),
    ("outages", HOW_MANY, "All outages are over."),
    ("outages", HOW_MANY, "No outage is active."),
    ("outages", HOW_MANY, "Nothing is out."),
    ("outages", HOW_MANY, "The system is back to normal."),
    ("outages", HOW_MANY, "None are out."),
    ("outages", HOW_MANY, "There is currently no outage on feeder 6."),
    ("nothing", HOW_MANY, "Feeder 6 is back."),
    ("nothing", HOW_MANY, "Everything is running normally."),
    ("nothing", HOW_MANY, "Feeder 6 has power."),
    ("nothing", HOW_MANY, "There is no outage."),
    ("outages", HOW_MANY, "F0006 is healthy and has power."),
    ("outages", HOW_MANY, "Power has been restored to everyone."),
    ("peak", "peak", "F0001 peaked at 7:15 am."),
    ("peak", "peak", "The peak was at 19:00."),
    ("tx", "overloaded", "TX-0003-140 is loaded to 139.6 %."),
    ("tx", "x", "TX-0006-010 is 35 years old."),
    ("tx", "x", "The health of TX-0006-010 is 41."),
    ("tx", "x", "No transformers are above 100 %."),
    ("tx", "x", "None of the transformers is overloaded."),
    ("tx", "x", "TX-0002-100 peaked on 27 November."),
    ("saidi", "saidi", "SAIFI this year is 96.4 minutes."),
    ("saidi", "saidi", "CAIDI is 96.4 min."),
    ("saidi", "saidi", "There were no outages this year."),
    ("saidi", "saidi", "SAIDI is 2026 minutes."),
    ("saidi", "saidi", "10,765 customers were interrupted."),
    ("days", "peak by day", "On 27 November the peak was 19.57 MW."),
    ("days", "peak", "| Day | Peak |\n|---|---|\n| 27 Nov | 19.57 MW |\n| 28 Nov | 18.2 MW |\n"),
    ("cause", "causes", "Vegetation caused 60 outages."),
    ("cause", "causes", "No outages were caused by lightning."),
    ("cause", "c", "Lightning: none."),
    ("crews", "c", "Crew 3 ends its shift at 22:00."),
    ("crews", "c", "No crews are available."),
    ("crews", "c", "All crews are available."),
    ("outages", HOW_MANY, "604 customers are out."),
    ("outages", HOW_MANY, "603 outages are active."),
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
    ("out", HOW_MANY, "Every call counts, several of one customer too."),
    (
        "out",
        HOW_MANY,
        "In total, 3 feeders are listed: F0001 with 121 customers out, F0003 with 16, and F0002 with none.",
    ),
    ("out", HOW_MANY, "**F0001**: 121 customers out of 1,466 served.\n**F0003**: 16 customers out of 1,167 served.\n"),
    ("out", HOW_MANY, "1. F0001: 121 customers out\n2. F0003: 16 customers out\n3. F0002: 0 customers out\n"),
    ("out", HOW_MANY, "1. **F0001** – 121\n2. **F0003** – 16\n3. **F0002** – 0\n"),
    ("out", HOW_MANY, "The feeder with the most customers out is F0001 (121 of 1,466)."),
    ("out", HOW_MANY, "F0001 is the worst: 121 of its 1,466 customers have no power, 2 of them critical."),
    ("out", HOW_MANY, "F0003 has 16 customers out, none of them critical."),
    ("out", HOW_MANY, "Customers out: F0001 121, F0002 0, F0003 16."),
    (
        "out",
        HOW_MANY,
        "| Feeder | Customers out | Critical |\n|---|---|---|\n| F0001 | 121 | 2 |\n| F0002 | 0 | 0 |\n| F0003 | 16 | 0 |\n",
    ),
    ("out", HOW_MANY, "| Quantity | F0003 | F0001 |\n|:--|--:|--:|\n| Customers out | 16 | 121 |\n"),
    (
        "outages",
        HOW_MANY,
        "| Outage | Feeder | Customers out | Began | ETR |\n|---|---|---|---|---|\n| 604 | F0006 | 59 | 29 Nov 13:05 | 29 Nov 21:00 |\n| 603 | F0001 | 121 | 29 Nov 17:40 | 29 Nov 22:30 |\n",
    ),
    (
        "outages",
        HOW_MANY,
        "There are two active outages:\n\n- **Outage 604** (F0006): 59 customers out since 13:05, crew Crew-002, ETR 21:00\n- **Outage 603** (F0001): 121 customers out since 17:40, no crew yet, ETR 22:30\n",
    ),
    ("outages", "when is power back", "Outage 604: expected back at 21:00 CST on 29 November 2026."),
    ("outages", "when is power back", "The estimated restoration time of outage 603 is 22:30."),
    ("outages", "when is power back", "Power is expected back by 9 pm on F0006 and by 10:30 pm on F0001."),
    ("outages", "is feeder 6 out", "Yes. Feeder 6 has an outage: 59 of 1,357 customers are out."),
    ("outages", "is feeder 6 out", "Yes, 59 customers on feeder 6 are without power. The outage started at 13:05."),
    ("outages", "who is on outage 604", "Crew-002 is on outage 604."),
    ("outages", "who is on outage 603", "Nobody is assigned to outage 603 yet."),
    ("outages", "who is on outage 603", "No crew has been assigned to outage 603."),
    ("outages", HOW_MANY, "Crew 2 is assigned to outage 604."),
    ("peak", "peak of feeder 1 yesterday", "Feeder F0001 reached its highest load of 2,676 kW yesterday at 7:15 pm."),
    ("peak", "peak of feeder 1 yesterday", "Peak: 2,676 kW at 19:15 on 28 Nov 2026 (mean 1,900 kW)."),
    ("peak", "peak of feeder 1 yesterday", "On 28 November, F0001 peaked at 2.7 MW."),
    ("peak", "peak of feeder 1 yesterday", "The average load was 1,900 kW and the peak 2,676 kW."),
    ("quiet", HOW_MANY, "No, there are no outages at the moment, so nobody is without power."),
    ("quiet", HOW_MANY, "All customers have power: there are no active outages."),
    ("quiet", "is everything restored", "Yes, everything is restored: there are no active outages."),
    ("quiet", HOW_MANY, "None."),
    ("quiet", HOW_MANY, "0 customers are out because there are no active outages."),
    ("alarms", "any alarms", "There are currently no alarms open on any feeder."),
    (
        "form",
        "restore outage 604",
        'I\'ve prepared the form "Record that outage 604 is restored". Nothing changes until you confirm it.',
    ),
    ("form", "restore outage 604", "I can't do this myself. I opened a form for you; please check and confirm."),
    ("form", "restore outage 604", "The form is ready. Outage 604 will be marked as restored when you confirm."),
    ("form", "restore outage 604", "A form to restore outage 604 has been prepared for your confirmation."),
    ("form", "restore outage 604", "I have set up a form; it has not been submitted."),
    ("back", "which", "Outage 599 has been restored. 121 customers are back since 18:00."),
    ("back", "which", "One outage was closed today: 599, at 18:00, with 121 customers."),
    (
        "tx",
        "which are overloaded",
        "Two transformers are above 100 %: TX-0006-010 (139.6 %) and TX-0002-100 (105.4 %).",
    ),
    (
        "tx",
        "which are overloaded",
        "The most loaded one is TX-0006-010 at 139.6 % of its 50 kVA rating; it is 41 years old and serves 12 customers.",
    ),
    ("tx", "x", "TX-0006-010: load 69.8 kW, rating 50 kVA, health 35 of 100, peak on 28 November at 18:45."),
    (
        "tx",
        "x",
        "| Transformer | Loading | Customers |\n|---|---|---|\n| TX-0006-010 | 139.6 % | 12 |\n| TX-0002-100 | 105.4 % | 8 |\n| TX-0003-140 | 33.7 % | 20 |\n",
    ),
    ("tx", "x", "TX-0003-140 is not overloaded (33.7 %)."),
    ("tx", "x", "TX-0006-010 and TX-0002-100 are loaded to 139.6 % and 105.4 %."),
    ("tx", "x", "None of the transformers is above 140 %."),
    ("saidi", "saidi this year", "SAIDI this year is 96.4 minutes, SAIFI 1.21 and CAIDI 79.7 minutes."),
    (
        "saidi",
        "saidi this year",
        "From 2026-01-01 to 2026-11-29 SAIDI was 96.4 min (312 outages, 10,765 customers served).",
    ),
    ("saidi", "saidi this year", "In 2026, the average customer was without power for 96.4 minutes."),
    (
        "saidi",
        "saidi this year",
        "SAIDI in 2026 so far: **96.4 min**. Only interruptions over 5 minutes count, major event days are excluded.",
    ),
    ("saidi", "how many outages this year", "There were 312 outages in 2026."),
    ("saidi", "saidi this year", "About 1.04 million customer minutes were interrupted."),
    ("days", "peak", "The peak was 19.57 MW on 28 November, up from 18.2 MW on 27 November."),
    ("days", "peak", "On 27 November the peak was 18.2 MW."),
    ("days", "peak", "| Day | Peak |\n|---|---|\n| 27 Nov | 18.20 MW |\n| 28 Nov | 19.57 MW |\n"),
    ("cause", "causes", "Vegetation caused most outages (87), followed by equipment (60) and lightning (12)."),
    ("cause", "causes", "Vegetation: 87 outages, 7,158 customers interrupted."),
    ("cause", "c", "By lightning, 905 customers were affected in 12 outages."),
    ("crews", "c", "Crew-001 and Crew-003 are available, Crew-002 is working on outage 604."),
    ("crews", "c", "Three crews are on shift; crew 2 is busy until 22:00."),
    ("crews", "c", "Crew 3's shift ends on 30 November at 06:00."),
    ("crews", "c", "No crew is assigned to outage 603."),
    ("outages", "o", "Outage 604 affects 59 customers on feeder F0006, ETR 21:00."),
]


@pytest.mark.parametrize(("kind", "question", "text"), WRONG)
def test_what_is_said_against_the_rows_or_without_any_is_marked(kind: str, question: str, text: str) -> None:
    assert marked(text, DEMO[kind], question)


@pytest.mark.parametrize(("kind", "question", "text"), RIGHT)
def test_a_usual_right_sentence_is_not_marked(kind: str, question: str, text: str) -> None:
    assert not marked(text, DEMO[kind], question)
