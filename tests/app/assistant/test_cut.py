"""A table that holds fewer rows than there are says so, in words, in its caption, in its file and to a model."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pyarrow as pa
from pydantic import BaseModel

from app import theme
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.events import Shown
from app.assistant.grounding.evidence import AnswerEvidence
from app.assistant.grounding.grounded import stated
from app.assistant.models.rows_told import told_to_model
from app.assistant.results import MOST_ROWS, ToolResult
from app.assistant.rows import ordered
from app.assistant.tools import Rows, Tool
from app.assistant.wire import from_wire, to_wire
from app.chat.answer_html import basis
from app.chat.result_view import ResultView
from app.widgets.column import Column
from app.widgets.export import Export
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import ZONE, turn
from tests.app.assistant.built_in.test_planner import ask, text_of

MANY = MOST_ROWS + 700
COLUMNS = (Column("name", "Thing"), Column("age", "Age", "count", unit="years"))


class Things(BaseModel):
    n: Rows = MOST_ROWS


class FewThings(BaseModel):
    n: Rows = 10


def things(context: ToolContext, args: Things | FewThings) -> ToolResult:
    rows = pa.table({"name": [f"Thing {at}" for at in range(MANY)], "age": list(range(MANY))})
    if isinstance(args, FewThings):  # as the database cuts
        return result_of(context, "Things", rows.slice(0, args.n), COLUMNS, in_all=MANY)
    return result_of(context, "Things", ordered(rows, "age", n=args.n), COLUMNS)


ALL = Tool("things", "Things.", Things, things, "list", ("thing",))
FEW = Tool("few_things", "Things.", FewThings, things, "ranking", ("thing",))


def test_rows_beyond_what_is_shown_are_counted(demo: PostgresSource) -> None:
    result = ALL.call(turn(demo), {})
    assert (result.table.num_rows, result.is_cut, result.in_all) == (MOST_ROWS, True, MANY)
    assert result.cut_words == "the first 1,000 of 1,700"
    assert "The first 1,000 of 1,700 rows are shown." in basis(result, ZONE)
    assert json.loads(told_to_model(result, ZoneInfo(ZONE), 20))["rows_in_all"] == MANY


def test_so_few_as_somebody_asked_for_are_no_cut_but_are_told(demo: PostgresSource) -> None:
    asked, given = FEW.call(turn(demo), {"n": 5}), FEW.call(turn(demo), {})
    assert (asked.is_cut, asked.cut_words) == (False, "the first 5 of 1,700")
    assert (given.is_cut, given.cut_words) == (True, "the first 10 of 1,700")


def test_all_rows_are_not_spoken_of(demo: PostgresSource) -> None:
    rows = pa.table({"name": ["a", "b"], "age": [1, 2]})
    result = result_of(turn(demo), "Things", rows, COLUMNS, in_all=2)
    assert (result.is_cut, result.in_all, result.cut_words) == (False, None, "")
    assert "shown" not in basis(result, ZONE)


def test_what_nobody_counted_is_more() -> None:
    assert (
        ToolResult("Things", pa.table({"name": ["a"]}), COLUMNS, is_cut=True).cut_words == "the first 1 of more than 1"
    )


def test_a_table_and_its_file_are_named_by_what_they_hold(demo: PostgresSource) -> None:
    view = ResultView(ALL.call(turn(demo), {}), theme.tokens("light"), ZONE)
    (export,) = view.view.select(Export)
    assert (export.file_name, export.caption) == (
        "things_the_first_1_000_of_1_700", "Things: the first 1,000 of 1,700"
    )  # fmt: skip
    assert export.file("csv")["content"].count(b"\n") == MOST_ROWS + 1
    captions = [one.html for one in view.view.select(lambda one: hasattr(one, "html")) if "board-head" in one.html]
    assert ["The first 1,000 of 1,700" in one for one in captions] == [True]


def test_the_rows_shown_are_not_told_as_all(demo: PostgresSource) -> None:
    evidence = AnswerEvidence(ZoneInfo(ZONE), lambda name: False)
    evidence.add(FEW.call(turn(demo), {}))
    texts = {"There are 10 things.": True, "There are 1,700 things.": False}
    for text, is_flagged in texts.items():
        assert any(one.is_uncovered for one in stated(text, evidence)) is is_flagged, text


def test_a_cut_result_comes_back_as_it_was(demo: PostgresSource) -> None:
    back = from_wire(to_wire(Shown(ALL.call(turn(demo), {}))))
    assert isinstance(back, Shown)
    assert (back.result.is_cut, back.result.in_all) == (True, MANY)


def test_a_long_list_says_of_how_many_it_is_the_first(demo: PostgresSource) -> None:
    with demo.connection() as connection:
        ((many,),) = connection.execute("SELECT count(*) FROM flux.transformers WHERE utility_id = 1").fetchall()
    assert many > MOST_ROWS
    told = ask(demo, "list transformers by age")
    (shown,) = (one.result for one in told if isinstance(one, Shown))
    assert (shown.table.num_rows, shown.in_all) == (MOST_ROWS, many)
    assert f"(the first 1,000 of {many:,};" in text_of(told)
    assert f"(the first 5 of {many:,};" in text_of(ask(demo, "5 oldest transformers"))
    assert "the first" not in text_of(ask(demo, "oldest transformer"))
