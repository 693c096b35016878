"""Events as JSON and back: nothing is lost, whatever the rows hold."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assistant.events import (
    AskedBack,
    Cited,
    Declined,
    Doing,
    EndedEarly,
    Event,
    Finished,
    OfferedInstead,
    Shown,
    Stated,
    Thought,
    Warned,
)
from app.assistant.refusals import RefusalReason
from app.assistant.results import CellRef, ChartSpec, Go, Passage, Proposal, ToolResult
from app.assistant.wire import KINDS, MOST_ROWS, events_from_wire, from_wire, to_wire
from app.chat.answer import AnswerSoFar
from app.chat.answer_html import is_board, is_facts
from app.chat.source_html import dialog
from app.widgets.column import Column
from app.widgets.sql_note import Answered
from data_sources.assets import AssetRef
from data_sources.query import Query, WrittenQuery

text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
texts = st.lists(text, max_size=3).map(tuple)
times = st.datetimes(
    dt.datetime(1970, 1, 1), dt.datetime(2200, 1, 1), timezones=st.just(dt.UTC)
)  # fmt: skip
finite = st.floats(allow_nan=False, allow_infinity=False)
cells = st.builds(CellRef, st.integers(0, 9), st.integers(0, 9), text)
passages = st.builds(Passage, text, st.integers(1, 99), text, text, text)
bound: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers() | finite | text | times | st.dates() | texts
goes = st.builds(
    Go, text, text, st.none() | st.builds(AssetRef, st.just("feeder"), st.integers(0, 99)), st.none() | finite,
    st.none() | finite, finite, st.none() | st.frozensets(text, max_size=3),
    st.none() | st.just((("load_pct_min", 80), ("kinds", ("fuse",)))), st.just((("view", "map"),)),
    st.none() | st.tuples(text, st.integers()), st.none() | st.tuples(st.dates(), st.dates()), st.booleans(),
)  # fmt: skip
columns = st.builds(
    Column, text, text, st.sampled_from(["text", "number", "share", "badge"]), st.integers(0, 3), text,
    tones=st.none() | st.just({"open": "bad"}), room=st.sampled_from(["any", "wide"]),
)  # fmt: skip
asked = st.builds(
    Answered, st.builds(Query, text, st.dictionaries(text, bound, max_size=3).map(lambda d: tuple(d.items())))
    | st.builds(WrittenQuery.told, text, text, st.sampled_from(["postgres", "snowflake"])),
    st.none() | st.integers(0, 9), st.none() | times,
)  # fmt: skip
KINDS_OF_COLUMN: list[tuple[pa.DataType, st.SearchStrategy[Any]]] = [
    (pa.int64(), st.integers(-(2**63), 2**63 - 1)), (pa.float64(), finite), (pa.bool_(), st.booleans()),
    (pa.string(), text), (pa.date32(), st.dates()), (pa.timestamp("us", tz="UTC"), times),
    (pa.timestamp("us"), times.map(lambda at: at.replace(tzinfo=None))),
]  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    rows = draw(st.integers(0, 4))
    kinds = draw(st.lists(st.sampled_from(KINDS_OF_COLUMN), max_size=4))
    made = [
        pa.array(draw(st.lists(st.none() | values, min_size=rows, max_size=rows)), kind) for kind, values in kinds
    ]  # fmt: skip
    return pa.table(dict(zip("abcd", made, strict=False)))


results = st.builds(
    ToolResult, text, tables(), st.lists(columns, max_size=3).map(tuple), st.lists(asked, max_size=2).map(tuple), text,
    text, text, st.none() | times, st.booleans(), text,
    st.none() | st.builds(ChartSpec, st.sampled_from(["line", "bar", "scatter"]), text, texts, text),
    st.lists(goes, max_size=2).map(tuple), st.lists(passages, max_size=2).map(tuple),
    st.none() | st.builds(Proposal, text, text, st.just((("outage_id", 3), ("note", "x"))), st.none() | st.integers(),
                          text, st.none() | goes),
    st.booleans(),
)  # fmt: skip
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Doing, text), st.builds(Thought, text), st.builds(Stated, text, st.none() | cells, st.booleans()),
    st.builds(Shown, results, st.booleans(), text, text), st.builds(Cited, passages),
    st.builds(AskedBack, text, st.lists(st.tuples(text, text), max_size=3).map(tuple)),
    st.builds(Declined, st.sampled_from(RefusalReason), text), st.builds(OfferedInstead, texts), st.builds(Warned, text),
    st.builds(EndedEarly, text), st.builds(Finished, texts),
)  # fmt: skip


def same(one: Event | None, other: Event) -> bool:
    if not (isinstance(one, Shown) and isinstance(other, Shown)):
        return one == other
    a, b = one.result, other.result
    plain = all(getattr(a, f.name) == getattr(b, f.name) for f in fields(a) if f.name != "table")
    return replace(one, result=b) == other and plain and a.table.equals(b.table)


@given(events)
def test_every_event_comes_back_as_it_was(event: Event) -> None:
    there = json.loads(json.dumps(to_wire(event), allow_nan=False))
    back = from_wire(there)
    assert same(back, event)
    assert back is not None
    assert same(from_wire(to_wire(back)), event)  # the layers of a `Go` are a set, in any order


def test_every_kind_of_event_has_a_name() -> None:
    assert list(KINDS) == [
        "doing", "thought", "stated", "shown", "cited", "asked_back", "declined", "offered_instead", "warned", "threaded",
            "ended_early", "finished",
    ]  # fmt: skip


def shown(**columns_: Any) -> Shown:
    return Shown(ToolResult("Rows", pa.table(columns_), (Column("a", "A", write=lambda row: "drawn"),)))


def test_types_that_json_has_not_are_told_in_those_that_it_has() -> None:
    event = shown(
        a=pa.array(["x", "y"]).dictionary_encode(), b=pa.array([1.5, math.nan], pa.float32()),
        c=pa.array([[1, 2], None]), d=pa.array([1, 2], pa.uint8()), e=pa.array([b"\xff", None]),
        f=np.array(["2026-01-02T03:04:05", "NaT"], "datetime64[s]"),
    )  # fmt: skip
    told = to_wire(event)["result"]["table"]
    json.dumps(told, allow_nan=False)
    assert told["rows"] == [
        ["x", 1.5, "1, 2", 1, "\ufffd", "2026-01-02T03:04:05"], ["y", None, None, 2, None, None],
    ]  # fmt: skip
    back = from_wire(to_wire(event))
    assert isinstance(back, Shown)
    assert back.result.table["d"].to_pylist() == [1, 2]


def test_no_more_rows_than_are_shown_and_no_character_that_is_none() -> None:
    told = to_wire(shown(a=list(range(MOST_ROWS + 5))))
    assert (len(told["result"]["table"]["rows"]), told["result"]["is_cut"]) == (MOST_ROWS, True)
    assert to_wire(Stated("a\0b\ud800c")) == {"event": "stated", "text": "a\ufffdb\ufffdc"}


@pytest.mark.parametrize(
    "odd",
    [{}, {"event": "sung", "text": "la"}, {"event": "stated"},
     {"event": "declined", "reason": "moody", "sentence": "No."}],
)  # fmt: skip
def test_what_is_not_known_is_stepped_over(odd: dict[str, Any]) -> None:
    assert events_from_wire([odd, {"event": "stated", "text": "x", "later": 1}]) == [Stated("x")]


@pytest.mark.parametrize(
    "odd",
    [{"result": {}}, {"result": {"table": 3}}, {"result": None}, {}, {"result": {"table": {"names": 1}, "columns": 2}}],
)  # fmt: skip
def test_a_result_that_cannot_be_read_keeps_its_place(odd: dict[str, Any]) -> None:
    told = [
        to_wire(shown(a=[1])),
        {"event": "shown", **odd},
        to_wire(shown(a=[3])),
        to_wire(Stated("3", CellRef(2, 0, "a"))),
    ]
    answer = AnswerSoFar.of(events_from_wire(told))
    result = answer.result(CellRef(2, 0, "a"))
    assert result is not None
    assert result.table["a"].to_pylist() == [3]
    lost = answer.result(CellRef(1, 0, "a"))
    assert lost is not None
    assert "cannot be shown any more" in str(dialog(lost, CellRef(1, 0, "a"), "UTC", "k"))
    assert not is_board(lost)
    assert not is_facts(lost)


def test_what_an_older_version_offered_within_a_refusal_is_read() -> None:
    old = [{"event": "declined", "reason": "off_topic", "sentence": "No.", "instead": ["load of F0002"]}]
    assert events_from_wire(old) == [Declined(RefusalReason.OFF_TOPIC, "No."), OfferedInstead(("load of F0002",))]
