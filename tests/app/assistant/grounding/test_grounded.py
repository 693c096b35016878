"""Grounding: numbers and names that results cover are tied to their cell wherever they stand; altered ones are flagged."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.assistant.events import Stated
from app.assistant.grounding.evidence import AnswerEvidence
from app.assistant.grounding.grounded import GroundedText, stated
from app.assistant.results import CellRef, Passage, ToolResult
from app.widgets.column import Column
from app.widgets.sql_note import Answered
from data_sources.query import WrittenQuery

CHICAGO = ZoneInfo("America/Chicago")
COLUMNS = (
    Column("name", "Feeder"), Column("load_kw", "Load", "number", 0, "kW"), Column("load_pct", "Loading", "share", 1),
    Column("customers", "Customers", "count"), Column("peak_at", "Peak", "time"), Column("eta", "Left", "duration"),
    Column("supply_kw", "Supply", "number", 2, "MW", factor=0.001), Column("share", "Share of all"),
    Column("message", "Message"),
)  # fmt: skip
ROWS = pa.table({
    "name": ["F0001", "F0002", "Cedar Hill"],
    "load_kw": [1234.5, 240.25, -52.0],
    "load_pct": pa.array([61.04, 112.3, None], pa.float32()),
    "customers": [12_345, 77, 9],
    "peak_at": [dt.datetime(2026, 11, 29, 16, 5, tzinfo=dt.UTC), dt.datetime(2026, 7, 4, 3, 0, tzinfo=dt.UTC), None],
    "eta": [90.0, 15.0, None],
    "supply_kw": [4400.0, 250.0, 10.0],
    "share": [0.125, 0.5, 0.375],
    "message": ["breaker open after 31 trials", "", "tap 17"],
})  # fmt: skip
FOUND = ToolResult(
    "Feeders by load", ROWS, COLUMNS, period="last 7 days, 2026-11-22 to 2026-11-28", note="Sustained: over 5 minutes.",
    as_of=dt.datetime(2026, 11, 29, 18, 30, tzinfo=dt.UTC),
    passages=(Passage("Manual", 4, "Bushings", "Replace above 85 °C within 30 days."),),
)  # fmt: skip


def evidence(question: str = "") -> AnswerEvidence:
    made = AnswerEvidence(CHICAGO, lambda name: name == "sub-012")
    made.give(question)
    made.add(FOUND)
    return made


def pieces(text: str, question: str = "") -> list[Stated]:
    found = stated(text, evidence(question))
    assert "".join(piece.text for piece in found) == text
    return found


def uncovered(text: str, question: str = "") -> list[str]:
    return [piece.text for piece in pieces(text, question) if piece.is_uncovered]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("F0002 carries 240 kW.", (1, "load_kw")),
        ("F0001 carries 1.2345 MW.", (0, "load_kw")),
        ("F0001 carries 1.23 MW.", (0, "load_kw")),
        ("F0001 carries about 1,200 kW.", (0, "load_kw")),
        ("Loading of F0002 is 112.3 %.", (1, "load_pct")),
        ("Loading of F0002 is 112 percent.", (1, "load_pct")),
        ("12,345 customers are out.", (0, "customers")),
        ("12.3k customers are out.", (0, "customers")),
        ("Seventy-seven customers are out.", (1, "customers")),
        ("Twelve thousand three hundred and forty-five customers are out.", (0, "customers")),
        ("nine customers are out.", (2, "customers")),
        ("It peaked on 2026-11-29 in the morning.", (0, "peak_at")),
        ("It peaked on 29 November 2026.", (0, "peak_at")),
        ("It peaked on Nov 29.", (0, "peak_at")),
        ("F0001 peaked at 10:05 am.", (0, "peak_at")),
        ("F0002 peaked at 22:00.", (1, "peak_at")),  # 3 July in Chicago
        ("F0001 is back in 1 h 30 min.", (0, "eta")),
        ("F0001 is back in 1.5 hours.", (0, "eta")),
        ("Supply of F0001 is 4.40 MW.", (0, "supply_kw")),
        ("Supply of F0001 is 4,400 kW.", (0, "supply_kw")),
        ("It has 12.5 % of all.", (0, "share")),
        ("Cedar Hill sends back −52 kW.", (2, "load_kw")),
        ("Cedar Hill sends back 52 kW.", (2, "load_kw")),
        ("The breaker opened after 31 trials.", (0, "message")),
        ("There are three feeders.", (0, "name")),
    ],
)
def test_a_number_is_tied_to_its_cell(text: str, cell: tuple[int, str]) -> None:
    found = [piece.cell for piece in pieces(text) if piece.cell is not None]
    assert CellRef(0, *cell) in found, found
    assert not uncovered(text)


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("F0002 carries 241 kW.", ["241"]),
        ("F0002 carries 240.3 kW.", []),  # 240.25, rounded up
        ("F0002 carries 240.2 MW.", ["240.2"]),
        ("F0001 carries 240 kW.", ["240"]),  # another feeder's number
        ("F0001 carries 1.24 MW.", ["1.24"]),
        ("F0001 carries 1,234.5 kV.", ["1,234.5"]),
        ("Loading of F0002 is 112.4 %.", ["112.4 %"]),
        ("Seventy-eight customers are out.", ["Seventy-eight"]),
        ("It peaked on 30 November 2026.", ["30 November 2026"]),
        ("It peaked at 10:06.", ["10:06"]),
        ("F9999 carries 240 kW.", ["F9999", "240"]),
        ("TX-0001-001 hangs on SUB-012.", ["TX-0001-001"]),  # the database knows SUB-012
        ("About 2,000 kW in all.", ["2,000"]),
        ("F0002 carries 77 kW.", ["77"]),  # its customers
        ("F0001 carries 12,345 MW.", ["12,345"]),
        ("F0002 is at 77 %.", ["77 %"]),
        ("F0001 carries 0.125 kW.", ["0.125"]),
        ("Cedar Hill carries 52 kW now.", ["52"]),  # it is -52 kW
        ("Cedar Hill carries -52 kW now.", []),
        ("Cedar Hill fell by 52 kW.", []),
    ],
)
def test_what_no_result_covers_is_flagged(text: str, flagged: list[str]) -> None:
    assert uncovered(text) == flagged


def test_numbers_of_the_question_the_period_and_a_passage_are_covered() -> None:
    text = "Over 80 % in the last 7 days (2026-11-22 to 2026-11-28); as of 12:30. Above 85 °C it is replaced."
    assert not uncovered(text, "which are over 80 percent?")
    assert uncovered(text) == ["80 %"]
    assert uncovered("5 crews are out.") == ["5"]  # the note's 5 are minutes


def test_marks_of_lists_ordinals_and_titles_of_standards_are_no_claims() -> None:
    text = "1. F0001\n2. F0002\n\nThe 3rd one follows IEEE 1366-2022, in Q3 as well, under N-1. One of them is hot."
    assert not uncovered(text)


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("There are 999 customers.", ["999"]),
        ("F0001 has 999 customers out.", ["999"]),
        ("The load is 999 kW.", ["999"]),
        ("There are not 999 customers but 77.", []),
        ("None has more than 999 customers.", ["None"]),
        ("Outage 999 is over.", []),
        ("Feeders above 999: none.", ["none"]),
    ],
)
def test_a_number_of_the_question_is_no_answer_to_it(text: str, flagged: list[str]) -> None:
    assert uncovered(text, "are there 999 customers above 999 in outage 999?") == flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Dozens of customers are out.", []),  # 77
        ("Millions of customers are out.", ["Millions"]),
        ("Thousands of customers are out.", []),
        ("A dozen crews are out.", ["A dozen"]),
        ("Half of the customers are out.", []),  # a share of 50 % stands there
        ("A quarter of the customers are out.", ["A quarter"]),
        ("⅔ of the customers are out.", ["⅔"]),
        ("Half an hour ago it was half past nine and the halfway mark.", []),
        ("It tripped twice as often.", ["twice"]),
        ("Zero hospitals are out.", ["Zero"]),
        ("It is the 1467th outage.", ["1467th"]),
        ("ANSI 250 transformers failed.", ["250"]),
        ("ISO 9000 customers are out.", ["9000"]),
        ("By DIN 4000 kW flow.", ["4000"]),
        ("IEEE 1366 and ANSI C84.1 say so.", []),
        ("At 99:99 it was over.", ["99:99"]),
        ("F0001 carries 2e3 kW.", ["2e3"]),
        ("F0001 carries 1.2345e3 kW.", []),
        ("42) poles are broken", ["42"]),
        ("1. F0001\n250. transformers failed", ["250"]),
        ("1. F0001\n2. F0002\n1. Cedar Hill", []),
    ],
)
def test_numbers_in_other_dress_are_claims_too(text: str, flagged: list[str]) -> None:
    found = [one.strip() for one in uncovered(text)]
    assert found == flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("F0002 has 0 customers out.", ["0"]),  # its supply is 0.25 MW, and below one half
        ("F0002 supplies 0 MW.", ["0"]),
        ("There are 0 outages.", ["0"]),
        ("F0001: customers 77, F0002: customers 12,345.", ["77", "12,345"]),  # each the other's
        ("F0001: customers 12,345, F0002: customers 77.", []),
        ("F0001 carries 240.25 kW and F0002 1,234.5 kW.", ["240.25", "1,234.5"]),
        ("F0001 carries 1,234.5 kW and F0002 240.25 kW.", []),
        ("F0001 and F0002 carry 1,234.5 and 240.25 kW.", []),
        ("240.25 kW on F0002, 1,234.5 kW on F0001.", []),
        ("240.25 kW on F0001, 1,234.5 kW on F0002.", ["240.25", "1,234.5"]),
        ("F0001 serves 12,345 customers. It carries 240.25 kW.", ["240.25"]),
        ("F0001 serves 12,345 customers. It carries 1,234.5 kW.", []),
        ("- F0002:\n  - customers 12,345", ["12,345"]),
        ("**F0002**\n\n12,345 customers", ["12,345"]),
        ("**F0002**\n\n77 customers\n\nIn all, the most is 12,345.", []),
        ("F0001 leads. The fewest customers are 9.", []),
        ("F0001 carries more than F0002, which carries 240.25 kW.", []),
        ("About 1,000 customers are on F0001.", ["1,000"]),  # its load in kW
        ("F0001 has 12,345 outages.", ["12,345"]),
        ("There are 3 outages.", ["3"]),  # rows of feeders
        ("In F0001 31 customers are out.", ["31"]),  # trials in a message
        ("Customers: 77.", []),
    ],
)
def test_a_number_is_of_its_own_row_and_of_what_it_counts(text: str, flagged: list[str]) -> None:
    assert uncovered(text) == flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("F0002 is at 999 kW now.", ["999"]),
        ("Over 999 customers are out on F0002.", ["999"]),  # 77
        ("Over 999 customers are on F0001.", []),
        ("The load is 999 kW, not more.", ["999"]),
        ("F0002 carries no less than 999 kW.", ["999"]),
        ("F0002 carries no more than 999 kW.", []),
        ("F0002 carries less than 999 kW.", []),
        ("More than 999 customers are on F0001 and 999 are out.", ["999"]),
        ("Nobody is above 999 kW.", ["Nobody"]),
        ("You asked for feeders above 999 kW.", []),
    ],
)
def test_what_the_question_guessed_is_not_said_as_the_answer(text: str, flagged: list[str]) -> None:
    assert uncovered(text, "are over 999 customers out or 999 kW on F0002?") == flagged


def test_nothing_found_is_a_zero() -> None:
    made = evidence()
    made.add(ToolResult("Hospitals out", pa.table({"n": pa.array([], pa.string())}), (Column("n", "Hospital"),)))
    assert not any(one.is_uncovered for one in stated("Zero hospitals are out, that is 0.", made))
    assert any(one.is_uncovered for one in stated("There are 0 customers out.", made))


def test_a_number_beside_a_name_comes_from_what_is_about_it() -> None:
    """Of two feeders that were asked for one after the other, and of one that was not asked for at all."""
    columns = Column("name", "Feeder"), Column("customers", "Customers", "count")
    made = AnswerEvidence(CHICAGO, lambda name: True)
    for name, customers in (("F0001", 1466), ("F0002", 901)):
        made.add(ToolResult("Feeder", pa.table({"name": [name], "customers": [customers]}), columns, place=name))
    utility = ToolResult("Utility", pa.table({"customers": [10_765]}), columns[1:])
    made.add(utility)
    made.add(ToolResult("Outages", pa.table({"customers": [33]}), columns[1:], place="Feeder F0001"))

    def flagged(text: str) -> list[str]:
        return [one.text for one in stated(text, made) if one.is_uncovered]

    assert flagged("F0002 has 1,466 customers.") == ["1,466"]
    assert flagged("F0003 has 1,466 customers, 10,765 in all.") == ["1,466", "10,765"]
    assert not flagged("F0001 has 1,466 of the 10,765 customers; on F0002 it is 901.")
    assert not flagged("On F0001 33 are out.")
    assert flagged("On F0002 33 are out.") == ["33"]


def test_what_a_statement_asks_for_by_name_it_is_about() -> None:
    query = WrittenQuery.told("x", "SELECT sum(n) AS n FROM meters WHERE feeder_name = 'F0002'", "postgres")
    made = AnswerEvidence(CHICAGO, lambda name: True)
    made.add(ToolResult("Rows", pa.table({"n": [901]}), (Column("n", "N", "count"),), (Answered(query, 1),)))
    assert not any(one.is_uncovered for one in stated("F0002 has 901.", made))
    assert any(one.is_uncovered for one in stated("F0001 has 901.", made))


def test_a_sentence_is_let_out_when_it_is_complete() -> None:
    text = GroundedText(evidence())
    assert not list(text.feed("F0002 carries 24"))
    assert not list(text.feed("0.25 kW."))
    out = [piece.text for piece in text.feed(" F00")]
    assert out == ["F0002", " carries ", "240.25", " kW. "]
    assert [piece.text for piece in text.end()] == ["F00"]


WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "load",
            "of",
            "this",
            "part",
            "is",
            "now,",
            "and",
            "then;",
            "(as",
            "told)",
            "while",
            "that",
            "stays",
            "–",
            "quite",
            "well",
        ]
    ),
    max_size=6,
)


def around(before: list[str], claim: str, after: list[str]) -> str:
    return " ".join(["So", *before, claim, *after]) + "."


@given(
    st.floats(0.01, 5e6),
    st.integers(0, 3),
    st.sampled_from(["kW", "MW", ""]),
    st.booleans(),
    WORDS,
    WORDS,
    st.integers(1, 9),
)
def test_covered_numbers_are_found_wherever_they_stand(
    value: float, decimals: int, unit: str, grouped: bool, before: list[str], after: list[str], chunk: int
) -> None:
    table = pa.table({"name": ["A1", "B2"], "load_kw": [value, value * 3 + 1]})
    columns = (Column("name", "Name"), Column("load_kw", "Load", "number", 0, "kW"))
    shown = value / 1000 if unit == "MW" else value
    assume(float(f"{shown:.{decimals}f}") != 0)  # what is little is not told as nothing
    text = around(before, f"{shown:{',' if grouped else ''}.{decimals}f} {unit}".strip(), after)
    made = AnswerEvidence(CHICAGO, lambda name: False)
    made.add(ToolResult("Load", table, columns))
    streamed = GroundedText(made)
    found = [one for at in range(0, len(text), chunk) for one in streamed.feed(text[at : at + chunk])]
    found += streamed.end()
    assert "".join(piece.text for piece in found) == text
    assert not any(piece.is_uncovered for piece in found)
    assert any(piece.cell is not None for piece in found)


@given(st.integers(1000, 9_999_999), st.data(), WORDS, WORDS)
def test_an_altered_digit_is_flagged(value: int, data: st.DataObject, before: list[str], after: list[str]) -> None:
    digits = str(value)
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([digit for digit in "123456789" if digit != digits[place]]))
    altered = f"{int(digits[:place] + other + digits[place + 1 :]):,}"
    assume(altered != f"{value:,}")
    made = AnswerEvidence(CHICAGO, lambda name: False)
    made.add(ToolResult("Customers", pa.table({"n": [value]}), (Column("n", "Customers", "count"),)))
    assert [one.text for one in stated(around(before, altered, after), made) if one.is_uncovered] == [altered]


# One feeder carries 500 kW, the other 250 kW; of 100 customers 50 are out on the first, of 40 none on the second.
OF_TWO = ToolResult(
    "Feeders", pa.table({
        "name": ["F0001", "F0002"], "load_kw": [500.0, 250.0], "customers_out": [50, 0], "customers": [100, 40],
        "load_pct": [96.0, 48.0],
    }),
    (Column("name", "Feeder"), Column("load_kw", "Load", "number", 0, "kW"),
     Column("customers_out", "Customers out", "count"), Column("customers", "Customers", "count"),
     Column("load_pct", "Loading", "number", 1, "%")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("F0001 carries twice the load of F0002.", []),
        ("F0002 carries twice the load of F0001.", ["twice"]),
        ("F0001 carries double the load of F0002.", []),
        ("F0001 carries triple the load of F0002.", ["triple"]),
        ("The load of F0001 doubled.", ["doubled"]),  # since when, no result says
        ("Half of the customers of F0001 are out.", []),
        ("Half of the customers of F0002 are out.", ["Half"]),
        ("Nobody is out on F0002.", []),
        ("Nobody is out on F0001.", ["Nobody"]),
        ("None of the customers of F0002 is out.", []),
        ("None of the customers of F0001 is out.", ["None"]),
        ("None of the poles is cracked.", ["None"]),
        ("All feeders are above 40 %.", []),
        ("All feeders are above 50 %.", ["All"]),
        ("None of the feeders is above 97 %.", []),
        ("None of the feeders is above 90 %.", ["None"]),
        ("All feeders are fine.", ["All"]),
        ("All feeders by load:", []),
        ("The sum over all feeders is 750 kW.", ["750"]),
        ("It is a double circuit with a double-acting breaker.", []),
    ],
)
def test_a_number_that_a_word_says_is_held_against_the_rows(text: str, flagged: list[str]) -> None:
    given = "what is above 40 %, 50 %, 90 % and 97 %"
    made = AnswerEvidence(CHICAGO, lambda _name: False)
    made.give(given)
    made.add(OF_TWO)
    assert [piece.text for piece in stated(text, made) if piece.is_uncovered] == flagged


def test_nobody_is_an_empty_list_of_customers() -> None:
    made = AnswerEvidence(CHICAGO, lambda _name: False)
    made.add(ToolResult("Customers out", OF_TWO.table.slice(0, 0), (Column("name", "Customer"),)))
    assert not [piece for piece in stated("Nobody is out.", made) if piece.is_uncovered]
    made = AnswerEvidence(CHICAGO, lambda _name: False)
    made.add(ToolResult("Poles", OF_TWO.table.slice(0, 0), (Column("name", "Pole"),)))
    assert [piece.text for piece in stated("Nobody is out.", made) if piece.is_uncovered] == ["Nobody"]
