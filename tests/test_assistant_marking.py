"""The marker of the assistant's bench is strict: each answer that is wrong in one way is found out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest

from app.assistant.events import AskedBack, Declined, EndedEarly, Event, Finished, Shown, Stated
from app.assistant.refusals import RefusalReason
from app.assistant.results import CellRef, Go, Passage, Proposal, ToolResult
from app.widgets.column import Column
from tests.bench.assistant.collected import collect
from tests.bench.assistant.marking import Mark, mark
from tests.bench.assistant.units import converted
from tests.bench.assistant.wordings import is_as_asked
from tests.bench.assistant_questions.load import Known, Question, Reason, Want

NOON = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
LOAD = Column("load_kw", "Load", "number", 0, "kW")


def question(want: Want, **more: Any) -> Question:
    if want not in (Want.REFUSE, Want.ASK_BACK, Want.DOCUMENT):
        more.setdefault("known", (Known(sql="feeder", column="x", binds={}),))
    return Question(id="s001", ask="q", want=want, about="x", **more)


def result(rows: Sequence[dict[str, Any]], *columns: Column, **more: Any) -> ToolResult:
    return ToolResult("Rows", pa.Table.from_pylist(list(rows)), columns, **more)


def events(shown: ToolResult, *pieces: str | tuple[str, str] | tuple[str, str, int]) -> list[Event]:
    """A text is words; a pair is what is written and its column, a third says the row."""
    told: list[Event] = [Shown(shown)]
    for piece in pieces:
        words, *where = (piece,) if isinstance(piece, str) else piece
        told.append(Stated(words, CellRef(0, where[1] if len(where) > 1 else 0, where[0]) if where else None))  # type: ignore[misc]
    return [*told, Finished()]


def marked(asked: Question, known: Sequence[Any], told: Sequence[Event], words: str = "q") -> Mark:
    return mark(asked, words, known, collect(told)).mark


@pytest.mark.parametrize(
    ("value", "written", "unit", "is_right"),
    [
        (1250.0, "1,250 kW", "kW", True), (1250.0, "1,250 kW", "MW", True), (1.25, "1.25 MW", "kW", True),
        (1250.0, "1,290 kW", "kW", False),  # written otherwise than it is kept
        (1290.0, "1,290 kW", "kW", False), (1250.0, "1,250 kW", "kWh", False), (1250.0, "1,250 %", "kW", False),
        (1.25, "1.25 kW", "kW", False), (1250.0, "1,250", "kW", False),
    ],
)  # fmt: skip
def test_a_number_has_to_be_right_as_kept_as_written_and_in_its_unit(
    value: float, written: str, unit: str, is_right: bool
) -> None:
    asked = question(Want.NUMBER, unit=unit, tolerance=0.001)
    meant = {"kW": 1250.0, "MW": 1.25, "kWh": 1250.0}[unit]
    column = Column("load_kw", "Load", "number", 0, written.partition(" ")[2])
    told = events(result([{"load_kw": value}], column), "It is ", (written, "load_kw"), ".")
    assert (marked(asked, [meant], told) is Mark.RIGHT) == is_right


def test_the_first_number_counts_and_a_number_without_a_cell_is_none() -> None:
    shown = result([{"load_kw": 7.0, "other": 9.0}], LOAD, Column("other", "Other", "number", 0, "kW"))
    asked = question(Want.NUMBER, unit="kW")
    assert marked(asked, [7.0], events(shown, ("7 kW", "load_kw"), " of ", ("9 kW", "other"))) is Mark.RIGHT
    assert marked(asked, [7.0], events(shown, ("9 kW", "other"), " and ", ("7 kW", "load_kw"))) is Mark.WRONG
    assert marked(asked, [7.0], events(shown, "It is 7 kW.")) is Mark.WRONG


def test_what_nobody_knows_has_to_be_said() -> None:
    shown = result([{"load_kw": None}], LOAD)
    asked = question(Want.NUMBER, unit="kW")
    assert marked(asked, [None], events(shown, "The load is not known.")) is Mark.RIGHT
    assert marked(asked, [None], events(shown, "The load is –.")) is Mark.WRONG
    assert (
        marked(asked, [None], events(result([{"load_kw": 0.0}], LOAD), ("0 kW", "load_kw"), "not known")) is Mark.WRONG
    )
    assert marked(asked, [5.0], events(shown, "The load is not known.")) is Mark.WRONG
    assert marked(asked, [None, None], [Declined(RefusalReason.NOT_IN_DATA, "There are no readings.")]) is Mark.RIGHT
    assert marked(asked, [None, 5.0], [Declined(RefusalReason.NOT_IN_DATA, "There are no readings.")]) is Mark.REFUSED


def test_another_reading_is_right_where_the_answer_says_which() -> None:
    asked = question(Want.NUMBER, unit="kW", known=(Known(sql="feeder", column="x"), Known(sql="heads", column="y")))
    rows = [{"load_kw": 9.0}]
    assert marked(asked, [5.0, 9.0], events(result(rows, LOAD, note="From meters."), ("9 kW", "load_kw"))) is Mark.RIGHT
    assert marked(asked, [5.0, 9.0], events(result(rows, LOAD), ("9 kW", "load_kw"))) is Mark.WRONG


RANKED = [{"feeder_name": "F0003", "load_kw": 30.0}, {"feeder_name": "F0001", "load_kw": 20.0},
          {"feeder_name": "F0002", "load_kw": 20.0}]  # fmt: skip
NAME = Column("name", "Feeder")


def shown_rows(*names: str, factor: float = 1.0) -> ToolResult:
    values = {row["feeder_name"]: row["load_kw"] for row in RANKED}
    return result([{"name": name, "load_kw": values.get(name, 1.0) * factor} for name in names], NAME, LOAD)


@pytest.mark.parametrize(
    ("names", "n", "is_right"),
    [
        (("F0003", "F0001"), 2, True), (("F0003", "F0002"), 2, True),  # those that tie for the last place
        (("F0001", "F0003"), 2, False), (("F0001", "F0002"), 2, False), (("F0003",), 2, False),
        (("F0003", "F0001", "F0002"), 2, False), (("F0003", "F0009"), 2, False), (("F0003", "F0003"), 2, False),
        (("F0003", "F0002", "F0001"), 100, True), (("F0003", "F0001"), 100, False),
    ],
)  # fmt: skip
def test_a_ranking_has_its_rows_in_order_and_no_other(names: tuple[str, ...], n: int, is_right: bool) -> None:
    asked = question(Want.TABLE, is_ordered=True, known=(Known(sql="feeder", binds={"n": n}),))
    assert (marked(asked, [RANKED], events(shown_rows(*names), "Rows.")) is Mark.RIGHT) == is_right


def test_right_names_beside_wrong_numbers_are_wrong() -> None:
    asked = question(Want.TABLE, known=(Known(sql="feeder", binds={"n": 3}),))
    assert marked(asked, [RANKED], events(shown_rows("F0001", "F0002", "F0003"), "Rows.")) is Mark.RIGHT
    mixed = result([{"name": name, "load_kw": 20.0} for name in ("F0001", "F0002", "F0003")], NAME, LOAD)
    assert marked(asked, [RANKED], events(mixed, "Rows.")) is Mark.WRONG
    assert marked(asked, [RANKED], [Stated("F0003, F0001 and F0002."), Finished()]) is Mark.WRONG


@pytest.mark.parametrize(
    ("times", "unit", "is_right"),
    [
        (1, "kW", True), (0.001, "MW", True), (1000, "W", True), (1000, "kW", False), (0.001, "kW", False),
        (0.01, "kW", False), (100, "kW", False), (1, "MW", False), (1, "%", False), (0.01, "%", False), (1, "kVA", False),
        (0.5, "kW", False),
    ],
)  # fmt: skip
def test_a_table_s_numbers_are_right_in_the_unit_of_their_column(times: float, unit: str, is_right: bool) -> None:
    asked = question(Want.TABLE, known=(Known(sql="feeder", binds={"n": 3}),))
    rows = [{"name": row["feeder_name"], "load_kw": row["load_kw"] * times} for row in RANKED]
    told = events(result(rows, NAME, Column("load_kw", "Load", "number", 0, unit)), "Rows.")
    assert (marked(asked, [RANKED], told) is Mark.RIGHT) == is_right


@pytest.mark.parametrize(
    ("by", "column", "is_right"),
    [
        ("customers", Column("n", "Customers", "count"), True),
        ("customers", Column("n", "Customers", "count", factor=1000.0), False),
        ("failure", Column("n", "Failure", "share"), True),
        ("failure", Column("n", "Failure", "share", factor=0.01), False),
        ("load_mw", Column("n", "Load", "number", 0, "kW", factor=1000.0), True),
        ("load_mw", Column("n", "Load", "number", 0, "kW"), False),
        ("voltage_pct", Column("n", "Voltage", "number", 0, "V", factor=2.4), True),
        ("saidi", Column("n", "SAIDI", "number", 1, "min"), True),
        ("saidi", Column("n", "SAIDI", "number", 1, "h"), False),
    ],
)
def test_the_known_unit_is_that_of_what_is_ranked(by: str, column: Column, is_right: bool) -> None:
    asked = question(Want.TABLE, known=(Known(sql="feeders_ranked", binds={"n": 2, "by": by}),))
    rows = [{"feeder_name": "F0001", "value": 12.0}, {"feeder_name": "F0002", "value": 7.5}]
    told = [{"name": row["feeder_name"], "n": row["value"]} for row in rows]
    assert (marked(asked, [rows], events(result(told, NAME, column), "Rows.")) is Mark.RIGHT) == is_right


def test_an_empty_table_is_right_where_there_is_nothing() -> None:
    asked = question(Want.TABLE)
    assert marked(asked, [[]], events(result([], NAME), "None.")) is Mark.RIGHT
    assert marked(asked, [[]], events(shown_rows("F0003"), "One.")) is Mark.WRONG
    assert marked(asked, [RANKED], events(result([], NAME), "None.")) is Mark.WRONG


def test_a_name_is_right_alone() -> None:
    asked = question(Want.ASSET)
    shown = result([{"name": "SUB-003", "feeder": "F0003", "other": "SUB-001"}], NAME)
    words = "which sub is feeder 3 out of"
    assert (
        marked(asked, ["SUB-003"], events(shown, ("F0003", "feeder"), ": ", ("SUB-003", "name")), words) is Mark.RIGHT
    )
    assert (
        marked(asked, ["SUB-001"], events(shown, ("F0003", "feeder"), ": ", ("SUB-003", "name")), words) is Mark.WRONG
    )
    assert (
        marked(asked, ["SUB-003"], events(shown, ("SUB-003", "name"), " ", ("SUB-001", "other")), words) is Mark.WRONG
    )
    assert marked(asked, ["SUB-003"], events(shown, "SUB-003"), words) is Mark.WRONG  # of no result
    assert marked(asked, ["F0009", "SUB-003"], events(shown, ("SUB-003", "name")), words) is Mark.RIGHT  # they tie


def test_a_place_is_led_to() -> None:
    asked = question(Want.PLACE)
    here = result([{"name": "F0003"}], NAME, goes=(Go("Show F0003 on the map", "map", lon=-95.0, lat=29.0),))
    nowhere = result([{"name": "F0003"}], NAME, goes=(Go("Show F0003 on the map", "map"),))
    assert marked(asked, ["F0003"], events(here, "Here.")) is Mark.RIGHT
    assert marked(asked, ["F0004"], events(here, "Here.")) is Mark.WRONG
    assert marked(asked, ["F0003"], events(nowhere, "Here.")) is Mark.WRONG
    assert marked(asked, ["F0003"], events(result([{"name": "F0003"}], NAME), "Here.")) is Mark.WRONG


def test_yes_and_no_come_first() -> None:
    shown = result([{"name": "F0003"}], NAME)
    assert marked(question(Want.YES_NO), [True], events(shown, "Yes, ", ("F0003", "name"), " is.")) is Mark.RIGHT
    assert marked(question(Want.YES_NO), [False], events(shown, "Yes, it is.")) is Mark.WRONG
    assert marked(question(Want.YES_NO), [True], events(shown, "It is on.")) is Mark.WRONG


def test_a_time_is_right_to_the_minute() -> None:
    late = NOON + dt.timedelta(minutes=15)
    shown = result([{"at": NOON, "late": late}], Column("at", "At", "time"))
    assert marked(question(Want.MOMENT), [NOON], events(shown, ("12:00", "at"))) is Mark.RIGHT
    assert marked(question(Want.MOMENT), [NOON], events(shown, ("12:15", "late"))) is Mark.WRONG
    assert marked(question(Want.MOMENT), [NOON], events(shown, "12:00")) is Mark.WRONG


def test_a_word_of_a_row() -> None:
    shown = result([{"status": "en_route", "kind": "line"}], Column("status", "Status", "words"))
    assert marked(question(Want.TEXT), ["en_route"], events(shown, ("En route", "status"))) is Mark.RIGHT
    assert marked(question(Want.TEXT), ["working"], events(shown, ("En route", "status"))) is Mark.WRONG
    assert (
        marked(question(Want.TEXT), ["en_route"], events(shown, ("En route", "status"), ("line", "kind"))) is Mark.WRONG
    )


def test_a_passage_holds_all_phrases() -> None:
    passage = Passage("Manual", 3, "", "Range A is from 114 V to 126 V.")
    asked = question(Want.DOCUMENT, says=("114", "126"))
    assert marked(asked, [], events(result([], NAME, passages=(passage,)), "See.")) is Mark.RIGHT
    assert (
        marked(question(Want.DOCUMENT, says=("110",)), [], events(result([], NAME, passages=(passage,)))) is Mark.WRONG
    )


def test_a_refusal_has_the_reason_and_a_change_is_proposed() -> None:
    asked = question(Want.REFUSE, reason=Reason.NEEDS_CONFIRMATION)
    proposal = Proposal("Assign", "assign_crew", (), None, "operator")
    assert marked(asked, [], [Declined(RefusalReason.NEEDS_CONFIRMATION, "No.")]) is Mark.RIGHT
    assert marked(asked, [], events(result([], NAME, proposal=proposal), "Confirm it.")) is Mark.RIGHT
    assert marked(asked, [], [Declined(RefusalReason.OFF_TOPIC, "No.")]) is Mark.REFUSED
    assert marked(asked, [], events(result([], NAME), "Done.")) is Mark.WRONG
    assert marked(question(Want.NUMBER), [1.0], [Declined(RefusalReason.OFF_TOPIC, "No.")]) is Mark.REFUSED
    assert marked(question(Want.NUMBER), [1.0], [Declined(RefusalReason.NOT_UNDERSTOOD, "No.")]) is Mark.NOT_UNDERSTOOD
    assert marked(question(Want.NUMBER), [1.0], [EndedEarly("No.")]) is Mark.FAILED


def test_asking_back_names_two_readings() -> None:
    asked = question(Want.ASK_BACK, readings=("load", "health"))
    both = AskedBack("By which?", (("Load", "top 5 by load"), ("Health", "top 5 by health")))
    assert marked(asked, [], [both]) is Mark.RIGHT
    assert marked(asked, [], [AskedBack("By which?", (("Load", "top 5 by load"),))]) is Mark.ASKED_BACK
    assert marked(question(Want.NUMBER), [1.0], [both]) is Mark.ASKED_BACK
    assert marked(asked, [], events(shown_rows("F0003"), "Rows.")) is Mark.WRONG


@pytest.mark.parametrize(
    ("value", "of", "into", "meant"),
    [
        (1.0, "MW", "kW", 1000.0), (90.0, "min", "h", 1.5), (50.0, "°F", "°C", 10.0), (1.0, "kW", "kWh", None),
        (1.0, "", "kW", None), (3.0, "customers", "", 3.0), (36.0, "km/h", "m/s", 10.0),
    ],
)  # fmt: skip
def test_units_of_one_quantity(value: float, of: str, into: str, meant: float | None) -> None:
    assert converted(value, of, into) == (meant if meant is None else pytest.approx(meant))


@pytest.mark.parametrize(
    ("ask", "given", "is_it"),
    [
        ("lowest system load last 24h", {"order": "most", "place": "F9999", "period": "1999"}, False),
        ("lowest system load last 24h", {"quantity": "least_kw", "period": "last_24_hours"}, True),
        ("peak of feeder 3 last year", {"place": "F0003", "period": "last_year"}, True),
        ("peak of feeder 3 last year", {"period": "last_year"}, False),
        ("peak of TX-0003-100", {"name": "TX-0003-100"}, True),
        ("peak of TX-0003-100", {"name": "TX-0003-101"}, False),
        ("feeders with the fewest outages this year", {"by": "outages", "order": "most"}, False),
        ("poles of feeder two", {"place": "F0002"}, True),
        ("outages of feeder 2", {"place": "F0002", "period": "2019"}, False),
        ("outages of feeder 2 in 2025", {"place": "F0002", "period": "2025"}, True),
    ],
)
def test_a_wording_is_reached_with_its_own_names_and_times(ask: str, given: dict[str, object], is_it: bool) -> None:
    assert is_as_asked(ask, given) is is_it
