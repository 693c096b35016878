"""What a turn looks like as HTML: names with markup stay names; a proposal is a form of its command."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from app import theme
from app.assistant.confirming import command_of
from app.assistant.events import (
    AskedBack,
    Cited,
    Declined,
    EndedEarly,
    Event,
    OfferedInstead,
    Shown,
    Stated,
    Thought,
    Warned,
)
from app.assistant.refusals import RefusalReason
from app.assistant.results import CellRef, ChartSpec, Go, Passage, Proposal, ToolResult
from app.chat import answer_html
from app.chat.answer import AnswerSoFar
from app.chat.chart_view import chart_of
from app.chat.proposal_form import changed_by, fields_of, proposal_html
from app.chat.source_html import dialog
from app.chat.talk import ChatTurn
from app.widgets.column import Column
from app.widgets.sql_note import Answered
from data_sources.commands.principal import Principal
from data_sources.errors import InvalidCommand
from data_sources.field.orders.create import CreateWorkOrder
from data_sources.field.shift_log.notes import WriteNote
from data_sources.query import Query

ZONE = "America/Chicago"
EVIL = "<script>alert(1)</script>"
OPERATOR = Principal("maria", "operator")


def result(**more: Any) -> ToolResult:
    table = pa.table({"name": [EVIL, None], "load_kw": [12.5, None]})
    columns = (Column("name", "Feeder"), Column("load_kw", "Load", "number", 1, "kW"))
    said = {"source": EVIL, "place": EVIL, "period": EVIL, "note": EVIL, "is_simulated": True, **more}
    return ToolResult(EVIL, table, columns, **said)


def test_no_text_of_an_answer_is_markup() -> None:
    passage = Passage(EVIL, 2, EVIL, EVIL, f'javascript:"{EVIL}')
    events: list[Event] = [
        Thought(EVIL), Shown(result(goes=(Go(EVIL, "x", lon=1.0, lat=2.0),))), Stated(EVIL),
        Stated(EVIL, CellRef(0, 0, "name")), Stated(EVIL, CellRef(9, 9, "x")), Stated("7", None, True), Cited(passage),
        AskedBack(EVIL, ((EVIL, EVIL),)), Declined(RefusalReason.INJECTION, EVIL), OfferedInstead((EVIL,)), Warned(EVIL),
        EndedEarly(EVIL),
    ]  # fmt: skip
    turn = ChatTurn(EVIL, AnswerSoFar.of(events), "failed", turn_id=3)
    shown = [
        answer_html.head(turn, ZONE, is_editing=False), answer_html.head(turn, ZONE, is_editing=True),
        answer_html.foot(turn, b"png", is_last=True, can_rate=True, is_commenting=True, folded=2),
        dialog(result(), CellRef(0, 0, "name"), ZONE, "k"), answer_html.basis(result(), ZONE),
    ]  # fmt: skip
    for html in shown:
        assert html
        assert "<script" not in html
        assert 'href="javascript' not in html


def test_a_number_says_where_it_comes_from() -> None:
    at = dt.datetime(2026, 7, 15, 18, tzinfo=dt.UTC)
    asked = (Answered(Query.of("details_feeder", utility_id=1, asset_id=2), 1, at),)
    found = result(asked=asked, as_of=at, source="PostgreSQL")
    turn = ChatTurn("q", AnswerSoFar.of([Shown(found), Stated("12.5 kW", CellRef(0, 0, "load_kw"))]), "finished")
    head = answer_html.head(turn, ZONE, is_editing=False)
    assert 'aria-label="12.5 kW: Load, PostgreSQL (simulated), as of 15 Jul 13:00 CDT. Show the source"' in head
    opened = dialog(found, CellRef(0, 0, "load_kw"), ZONE, "k")
    for said in ("12.5 kW", "details_feeder.sql", ":asset_id", "FROM flux.feeders"):
        assert said in opened
    twice = dialog(result(asked=(*asked, *asked)), CellRef(0, 0, "load_kw"), ZONE, "k")
    assert twice.count("details_feeder.sql") == 1
    gone = dialog(result(asked=(Answered(Query("no_such", ())),)), CellRef(7, 0, "load_kw"), ZONE, "k")
    assert "no_such.sql is no longer there" in gone


@pytest.mark.parametrize("kind", ["bar", "line", "scatter"])
@pytest.mark.parametrize("x", ["at", "name", "n"])
def test_every_chart_is_drawn_with_gaps(kind: Any, x: str) -> None:
    at = [dt.datetime(2026, 11, 1, hour, tzinfo=dt.UTC) for hour in range(4)]
    table = pa.table({"at": at, "name": ["a", "b", None, "a"], "n": [1, 2, None, 4], "kw": [1.0, None, 3.0, 4.0]})
    columns = (Column("at", "Time", "time"), Column("n", "N", "count"), Column("kw", "Load", "number", 1, "kW"))
    for theme_name in ("dark", "light"):
        spec = ChartSpec(kind, x, ("kw",), "Load, kW")
        figure = chart_of(ToolResult("t", table, columns, chart=spec), theme.tokens(theme_name), ZONE)
        assert figure is not None
        assert figure.toolbar_location is None
    empty = table.set_column(3, "kw", pa.array([None] * 4, pa.float64()))
    assert chart_of(ToolResult("t", empty, columns, chart=spec), theme.tokens(), ZONE) is None
    odd = ChartSpec(kind, "no_such", ("kw",), "t")
    assert chart_of(ToolResult("t", table, columns, chart=odd), theme.tokens(), ZONE) is None


def test_bars_are_named_as_the_table_writes_them() -> None:
    table = pa.table({"month": [dt.date(2026, 1, 1), dt.date(2026, 2, 1), None], "min": [3.0, 2.0, 1.0]})
    columns = Column("month", "Month", write=lambda row: f"{row['month']:%b %Y}"), Column("min", "SAIDI", "number")
    figure = chart_of(ToolResult("t", table.slice(0, 2), columns, chart=ChartSpec("bar", "month", ("min",), "t")),
                      theme.tokens(), ZONE)  # fmt: skip
    assert figure is not None
    assert list(figure.y_range.factors) == ["Feb 2026", "Jan 2026"]


def test_a_passage_is_named_by_what_its_document_counts() -> None:
    def named(**more: Any) -> str:
        shown = Shown(
            ToolResult("t", pa.table({}), (), passages=(Passage("Guide", more.pop("page", 2), "", "x", **more),))
        )
        turn = ChatTurn("q", AnswerSoFar.of([shown]), "finished")
        return str(answer_html.foot(turn, None, is_last=True, can_rate=False, is_commenting=False, folded=0))

    assert "Guide, page 2" in named()
    assert "Guide, section 2" in named(counts="section")
    assert "page" not in named(page=0)


def test_a_proposal_is_a_form_of_its_command() -> None:
    values = (("utility_id", 1), ("text", "fog"), ("category", "weather"))
    proposal = Proposal("Write a note", WriteNote.name, values, None, "operator")
    html = proposal_html(proposal, 0, "k", ZONE, OPERATOR, ("", ""), "")
    assert ">fog</textarea>" in html
    assert '<option value="weather" selected>' in html
    assert "utility" not in [one.name for one in fields_of(proposal, WriteNote, ZONE)]
    typed = {"text": ["fog, again"], "category": ["safety"], "happened_at": ["2026-07-15T13:00"], "outage_id": ["7"]}
    command = command_of(proposal, changed_by(proposal, typed, ZONE))
    assert {name: value for name, value in command.model_dump().items() if value is not None} == {
        "utility_id": 1, "text": "fog, again", "category": "safety", "outage_id": 7,
        "happened_at": dt.datetime(2026, 7, 15, 18, tzinfo=dt.UTC),
    }  # fmt: skip
    with pytest.raises(InvalidCommand) as caught:
        changed_by(proposal, {**typed, "text": [" "]}, ZONE)
    assert caught.value.field == "text"
    viewer = Principal("eve", "viewer")
    assert "takes the role operator, and you are viewer" in proposal_html(proposal, 0, "k", ZONE, viewer, ("", ""), "")
    assert "<form" not in proposal_html(proposal, 0, "k", ZONE, OPERATOR, ("", ""), "Done.")
    old = Proposal("Ring the bell", "ring_bell", values, None, "operator")
    assert "cannot be done from here any more" in proposal_html(old, 0, "k", ZONE, OPERATOR, ("", ""), "")


def test_every_command_has_a_form_without_what_it_is_about() -> None:
    for kind in (CreateWorkOrder,):
        proposal = Proposal("t", kind.name, (("utility_id", 1),), None, "operator")
        assert fields_of(proposal, kind, ZONE)
