"""The planner over a Cortex Agent, against a server that speaks Snowflake's documented protocol, well and badly."""

from __future__ import annotations

import datetime as dt
import json
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.assistant.events import (
    AskedBack,
    Cited,
    Declined,
    Doing,
    EndedEarly,
    Finished,
    Shown,
    Stated,
    Thought,
    Threaded,
    Warned,
)
from app.assistant.kept.conversations import KeptTurn, compact, said_of
from app.assistant.models.cortex.planner import CortexPlanner, CortexSettings
from app.assistant.planner import Said
from app.assistant.results import ChartSpec, Passage
from app.assistant.tools import Catalogue
from app.assistant.wire import events_from_wire, to_wire
from data_sources.errors import SettingsError
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.snowflake_login import SnowflakeSettings
from data_sources.warehouse.snowflake_rest import SnowflakeRest
from tests.app.assistant.models.asked import Answer, answer
from tests.fakemodels import cortex
from tests.fakemodels.server import JSON, Cut, FakeModels, Scripted, Silence, event, in_odd_pieces

TOKEN = "pat-very-secret-0123456789"
Ask = Callable[..., Answer]


def rest(models: FakeModels, **changes: Any) -> SnowflakeRest:
    given: dict[str, Any] = {
        "host": "127.0.0.1", "port": models.port, "protocol": "http", "account": "myorg-one", "token": TOKEN,
    }  # fmt: skip
    return SnowflakeRest(SnowflakeSettings(**{**given, **changes}))


def planner(models: FakeModels, **changes: Any) -> CortexPlanner:
    seconds = changes.pop("seconds", 20.0)
    return CortexPlanner(CortexSettings(cortex.DATABASE_AGENT, rest(models, **changes), seconds, look_seconds=0.05))


@pytest.fixture
def ask(models: FakeModels, catalogue: Catalogue, demo: PostgresSource) -> Ask:
    def asked(words: str = "energy of the feeders?", said: tuple[Said, ...] = (), **more: Any) -> Answer:
        by = more.pop("planner", None) or planner(models, **{k: more.pop(k) for k in ("seconds",) if k in more})
        return answer(by, catalogue, demo, words, said, **more)

    return asked


def streamed(data: bytes) -> Scripted:
    return Scripted(in_odd_pieces(data))


WHOLE = (
    cortex.beginning()
    + event({"content_index": 0, "text": "The user – asks "}, "response.thinking.delta")
    + event({"content_index": 0, "text": "for energy."}, "response.thinking.delta")
    + event({"content_index": 0, "text": "The user – asks for energy."}, "response.thinking")
    + event({"content_index": 0, "tool_use_id": "toolu_1", "type": "cortex_analyst_text2sql", "name": "grid_readings"}, "response.tool_use")
    + event({"tool_use_id": "toolu_1", "status": "Executing SQL", "message": "Executing query"}, "response.tool_result.status")
    + cortex.analyst(sql="SELECT feeder_name, ")
    + cortex.analyst(sql="energy_mwh FROM of_feeders", sql_explanation="Energy by feeder.")
    + cortex.analyst(query_id="01ab", result_set=cortex.result_set(), suggestions={"index": 0, "delta": "And last year?"})
    + event({"anything": 1}, "response.something.new")
    + cortex.delta("F0001 took 1,234.5 MWh and F0002 88 MWh")
    + cortex.delta(". F0002 took 99 MWh more… ✓")
    + event({"content_index": 1, "annotation_index": 0, "annotation": {
        "type": "cortex_search_citation", "index": 0, "search_result_id": "cs_1", "doc_id": "manual.pdf#4", "doc_title": "Manual",
        "text": "Replace above 85 °C."}}, "response.text.annotation")
    + event({"content_index": 1, "text": "F0001 took 1,234.5 MWh and F0002 88 MWh. F0002 took 99 MWh more… ✓", "annotations": [
        {"type": "cortex_search_citation", "doc_id": "manual.pdf#4", "doc_title": "Manual", "text": "Replace above 85 °C."}]},
        "response.text")
    + event({"content_index": 2, "tool_use_id": "toolu_1", "query_id": "01ab", "result_set": cortex.result_set(), "title": "Energy"}, "response.table")
    + cortex.chart({"title": "Energy by feeder", "mark": "bar", "data": {"values": [{"FEEDER": "F0001", "MWH": 1234.5}]},
                    "encoding": {"x": {"field": "FEEDER", "type": "nominal"}, "y": {"field": "MWH", "type": "quantitative"}}})
    + event({"message": "Rows were sampled."}, "response.warning")
    + cortex.ending(content=[{"type": "text", "text": "F0001 took 1,234.5 MWh and F0002 88 MWh. F0002 took 99 MWh more… ✓"},
                             {"type": "table", "table": {"query_id": "01ab", "result_set": cortex.result_set()}}])
)  # fmt: skip


def test_everything_comes_once_as_it_is_made(models: FakeModels, ask: Ask) -> None:
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, streamed(WHOLE))
    got = ask()
    assert got.text == "F0001 took 1,234.5 MWh and F0002 88 MWh. F0002 took 99 MWh more… ✓"
    assert got.uncovered == ["99"]
    assert got.cell("1,234.5") == 1234.5
    assert got.cell("88") == 88.25
    assert "".join(one.text for one in got.of(Thought)) == "The user – asks for energy."
    assert "Executing SQL" in [one.text for one in got.of(Doing)]
    table, chart = [one.result for one in got.of(Shown)]
    assert table.table.to_pylist()[0] == {
        "feeder_name": "F0001", "energy_mwh": 1234.5, "reading_day": dt.date(2026, 1, 1), "is_hot": True,
    }  # fmt: skip
    assert table.asked[0].query.statement.text == cortex.SQL
    assert (table.note, table.column("energy_mwh").unit) == ("Energy by feeder.", "MWh")
    assert chart.chart == ChartSpec("bar", "FEEDER", ("MWH",), "Energy by feeder")
    assert got.of(Cited) == [Cited(Passage("Manual", 4, "", "Replace above 85 °C."))]
    assert got.of(Warned)[0].sentence == "Rows were sampled."
    assert got.events[-1] == Finished(("And last year?",))


def test_who_asks_is_proved_and_the_thread_goes_on(models: FakeModels, ask: Ask) -> None:
    models.on(cortex.THREADS, cortex.thread(77), cortex.thread(78))
    models.on(cortex.RUN, streamed(cortex.beginning() + cortex.delta("Fine.") + cortex.ending(12)))
    models.on(cortex.RUN, streamed(cortex.beginning(13) + cortex.delta("Finer.") + cortex.ending(14)))
    models.on(cortex.RUN, streamed(cortex.beginning(15) + cortex.delta("Here.") + cortex.ending(16)))
    by = planner(models)
    first_answer = ask("first?", planner=by)
    ask("second?", said_of([KeptTurn("first?", first_answer.events)]), planner=by)
    ask("elsewhere?", (Said("person", "another"), Said("assistant", "talk")), planner=by)
    made, first, second, _, third = models.received
    assert made.body == {"origin_application": "fluxops"}
    assert first.headers["Authorization"] == f"Bearer {TOKEN}"
    assert first.headers["X-Snowflake-Authorization-Token-Type"] == "PROGRAMMATIC_ACCESS_TOKEN"
    assert first.headers["Accept"] == "text/event-stream"
    assert (first.body["thread_id"], first.body["parent_message_id"]) == (77, 0)
    assert first.body["messages"] == [{"role": "user", "content": [{"type": "text", "text": "first?"}]}]
    assert (second.body["thread_id"], second.body["parent_message_id"]) == (77, 12)
    assert (third.body["thread_id"], third.body["parent_message_id"]) == (78, 0)
    assert [part["text"] for part in third.body["messages"][0]["content"]] == [
        "The conversation so far:\nThe person: another\nYou: talk\nThe question now:", "elsewhere?",
    ]  # fmt: skip
    assert [one["role"] for one in third.body["messages"]] == ["user"]


def test_the_token_of_the_service_is_read_anew(models: FakeModels, ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("one")
    by = planner(models, token=None, token_file=file)
    models.on(cortex.THREADS, cortex.thread(), cortex.thread())
    models.on(cortex.RUN, *[streamed(cortex.delta("Fine.") + cortex.ending())] * 2)
    ask(planner=by)
    file.write_text("two")
    ask(planner=by)
    proofs = [
        (one.headers["Authorization"], one.headers["X-Snowflake-Authorization-Token-Type"]) for one in models.received
    ]
    assert proofs == [("Bearer one", "OAUTH")] * 2 + [("Bearer two", "OAUTH")] * 2


@pytest.mark.parametrize(
    "broken",
    [Cut(), Silence()],
    ids=["cut", "silent until the proxy hangs up"],
)
def test_a_cut_run_is_found_again_in_its_thread(models: FakeModels, ask: Ask, broken: Cut | Silence) -> None:
    """A proxy on the way forgets a connection in which nothing is said; the run goes on, and its answer is kept."""
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, Scripted([cortex.beginning(21), cortex.delta("F0001 took "), broken, Cut()]))
    whole = [
        {"type": "text", "text": "F0001 took 1,234.5 MWh."},
        {"type": "table", "table": {"result_set": cortex.result_set(rows=500)}},
    ]
    question = cortex.kept(21, "user", [])
    models.on(
        f"{cortex.THREADS}/1234",
        cortex.described(question),
        cortex.described(cortex.kept(22, "assistant", whole, 21), question),
    )
    if isinstance(broken, Silence):
        threading.Thread(target=lambda: (models.silent.wait(20), models.let_go()), daemon=True).start()
    got = ask()
    assert got.text == "F0001 took 1,234.5 MWh."
    assert got.of(Shown)[0].result.is_cut
    assert isinstance(got.events[-1], Finished)
    assert len([one for one in models.received if one.method == "GET"]) == 2


def test_a_stream_that_ends_in_good_order_before_its_answer_does_is_looked_up_too(models: FakeModels, ask: Ask) -> None:
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, streamed(cortex.beginning(21) + cortex.delta("F0001 took 5 MWh.")))
    whole = [{"type": "text", "text": "F0001 took 5 MWh. F0002 took 7 MWh."}]
    models.on(f"{cortex.THREADS}/1234", cortex.described(cortex.kept(22, "assistant", whole, 21)))
    got = ask()
    assert got.text == "F0001 took 5 MWh. F0002 took 7 MWh."
    assert got.of(Threaded)[-1].message_id == 22
    assert not [one for one in got.of(Warned) if "last part" in one.sentence]


def test_a_run_that_was_cut_in_its_second_block_is_told_once(models: FakeModels, ask: Ask) -> None:
    models.on(cortex.THREADS, cortex.thread())
    first, second = "First block is here.", "Second block begins and ends."
    pieces = cortex.delta(first, 1) + event({"content_index": 1, "text": first}, "response.text")
    models.on(cortex.RUN, Scripted([cortex.beginning() + pieces + cortex.delta(second[:15], 2), Cut()]))
    whole = [{"type": "text", "text": text} for text in (first, second, "A third one.")]
    models.on(f"{cortex.THREADS}/1234", cortex.described(cortex.kept(12, "assistant", whole, 11)))
    got = ask()
    assert got.text == first + second + "A third one."
    assert isinstance(got.events[-1], Finished)


def test_one_failed_look_does_not_end_the_search(models: FakeModels, ask: Ask) -> None:
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, Scripted([cortex.beginning(), Cut()]))
    whole = cortex.described(cortex.kept(12, "assistant", [{"type": "text", "text": "The whole."}], 11))
    models.on(f"{cortex.THREADS}/1234", Scripted([b'{"message": "gateway"}'], 502, JSON), whole)
    assert ask().text == "The whole."


def test_a_cut_run_is_found_after_a_failed_turn_and_in_another_process(models: FakeModels, ask: Ask) -> None:
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, Scripted([event({"message": "boom", "code": "1"}, "error")]))
    failed = ask("first", planner=planner(models))
    assert failed.of(EndedEarly)
    models.on(cortex.RUN, Scripted([cortex.beginning() + cortex.delta("Half"), Cut()]))
    found = cortex.kept(12, "assistant", [{"type": "text", "text": "Half and whole."}], 11)
    models.on(f"{cortex.THREADS}/1234", cortex.described(found))
    assert ask("second", said_of([kept("first", failed)]), planner=planner(models)).text == "Half and whole."


def said(text: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": text}]


def test_a_run_cut_before_its_ids_is_found_on_its_own_branch(models: FakeModels, ask: Ask) -> None:
    """The second question is asked anew as another; the old answer of the second stands in the thread all the while."""
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, streamed(cortex.beginning(11) + cortex.delta("First.") + cortex.ending(12)))
    first = kept("first?", ask("first?"))
    models.on(cortex.RUN, Scripted([Cut()]))
    old = [
        cortex.kept(14, "assistant", said("Old answer of the second."), 13), cortex.kept(13, "user", said("second?"), 12),
        cortex.kept(12, "assistant", said("First."), 11), cortex.kept(11, "user", said("first?")),
    ]  # fmt: skip
    new = cortex.kept(15, "user", said("another?"), 12)
    models.on(
        f"{cortex.THREADS}/1234",
        cortex.described(*old),
        cortex.described(new, *old),
        cortex.described(cortex.kept(16, "assistant", said("Of another."), 15), new, *old),
    )
    got = ask("another?", said_of([first]))
    assert got.text == "Of another."
    assert got.of(Threaded)[-1].message_id == 16


@pytest.mark.parametrize("before", ["first?", "second?"], ids=["another question", "the same question, long ago"])
def test_the_answer_of_a_run_that_was_stopped_is_no_other_ones(models: FakeModels, ask: Ask, before: str) -> None:
    """It goes on at Snowflake after the stop, and is whole when the next question's connection is cut."""
    where = rest(models).label
    stopped = KeptTurn(before, [Threaded(where, 1234, 0), Stated("Half")], "stopped")
    models.on(cortex.RUN, Scripted([Cut()]))
    old = [cortex.kept(12, "assistant", said("Of the stopped."), 11), cortex.kept(11, "user", said(before))]
    old = [{**one, "created_on": 1} for one in old]
    sent = "The conversation so far:\nThe person: " + before + "\nYou: Half\nThe question now:"
    new = cortex.kept(13, "user", [*said(sent), *said("second?")])
    models.on(
        f"{cortex.THREADS}/1234",
        cortex.described(*old),
        cortex.described(cortex.kept(14, "assistant", said("Of the second."), 13), new, *old),
    )
    assert ask("second?", said_of([stopped])).text == "Of the second."


def kept(question: str, got: Answer) -> KeptTurn:
    """As the database gives it back."""
    written = json.loads(json.dumps([to_wire(event) for event in compact(got.events)]))
    return KeptTurn(question, events_from_wire(written))


def test_a_long_conversation_stays_in_its_thread_whoever_goes_on_with_it(models: FakeModels, ask: Ask) -> None:
    """Each question is asked by a process of its own, of what was kept."""
    turns = list[KeptTurn]()
    models.on(cortex.THREADS, cortex.thread())
    for number in range(24):
        beginning, ending = cortex.beginning(11 + 2 * number), cortex.ending(12 + 2 * number)
        models.on(cortex.RUN, Scripted([beginning + cortex.delta("Fine.") + ending]))
        got = ask(f"question {number}", tuple(said_of(turns)), planner=planner(models))
        turns.append(kept(f"question {number}", got))
    runs = [one.body for one in models.received if one.path == cortex.RUN]
    assert {one["thread_id"] for one in runs} == {1234}
    assert [one["parent_message_id"] for one in runs] == [0, *range(12, 58, 2)]
    assert all(len(one["messages"][0]["content"]) == 1 for one in runs)


def test_a_thread_is_told_what_it_does_not_hold(models: FakeModels, ask: Ask) -> None:
    """An answer that failed, and one by another planner; a question that is asked anew goes on from before it."""
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, streamed(cortex.beginning() + cortex.delta("Fine.") + cortex.ending(12)))
    first = kept("first?", ask("first?"))
    models.on(cortex.RUN, Scripted([event({"message": "boom", "code": "1"}, "error")]))
    failed = kept("second?", ask("second?", said_of([first])))
    other = KeptTurn("third?", [Stated("Three."), Finished()])
    models.on(cortex.RUN, *[streamed(cortex.beginning(15) + cortex.delta("Four.") + cortex.ending(16))] * 2)
    ask("fourth?", said_of([first, failed, other]))
    ask("second anew?", said_of([first]))
    fourth, anew = [one.body for one in models.received if one.path == cortex.RUN][2:]
    assert (fourth["parent_message_id"], anew["parent_message_id"]) == (12, 12)
    assert [part["text"] for part in fourth["messages"][0]["content"]] == [
        "The conversation so far:\nThe person: second?\nThe person: third?\nYou: Three.\nThe question now:", "fourth?",
    ]  # fmt: skip
    assert [part["text"] for part in anew["messages"][0]["content"]] == ["second anew?"]


def test_a_thread_that_is_gone_is_made_anew_and_told_all(models: FakeModels, ask: Ask) -> None:
    models.on(cortex.THREADS, cortex.thread(77), cortex.thread(78), cortex.thread(79))
    models.on(cortex.RUN, streamed(cortex.beginning() + cortex.delta("Fine.") + cortex.ending(12)))
    first = kept("first?", ask("first?"))
    models.on(cortex.RUN, Scripted([b'{"message": "thread 77 does not exist"}'], 404, JSON))
    models.on(cortex.RUN, streamed(cortex.beginning() + cortex.delta("Here.") + cortex.ending(14)))
    got = ask("second?", said_of([first]))
    assert got.text == "Here."
    assert got.of(Threaded)[-1] == Threaded("Snowflake (myorg-one)", 78, 14)
    told = [one.body for one in models.received if one.path == cortex.RUN][-1]
    assert (told["thread_id"], told["parent_message_id"]) == (78, 0)
    assert told["messages"][0]["content"][0]["text"].startswith("The conversation so far:\nThe person: first?")
    models.on(cortex.RUN, Scripted([b'{"message": "no such agent"}'], 404, JSON), Scripted([b"{}"], 404, JSON))
    assert ask("third?", said_of([kept("second?", got)])).of(EndedEarly)


def test_a_cut_run_that_is_not_found_is_told(models: FakeModels, ask: Ask) -> None:
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, Scripted([cortex.beginning(), cortex.delta("Half. Then"), Cut()]))
    models.on(f"{cortex.THREADS}/1234", *[cortex.described()] * 200)
    got = ask(seconds=1.5)
    assert got.text == "Half. Then"
    assert got.of(EndedEarly)[0].sentence.startswith("The connection to Snowflake (myorg-one) was cut")


@pytest.mark.parametrize(
    ("scripted", "sentence"),
    [
        (Scripted([event({"code": "399504", "message": "the agent has no warehouse.", "request_id": "r"}, "error")]),
         "The Cortex Agent failed: the agent has no warehouse (399504)."),
        (Scripted([event({"code": "399504", "message": f"Bearer {TOKEN} is over."}, "error")]),
         "The Cortex Agent failed: Bearer *** is over (399504)."),
        (Scripted([b'{"message": "no such agent"}'], 404, JSON),
         "Snowflake (myorg-one) does not know this address or name (HTTP 404): no such agent."),
        (Scripted([b'{"message": "token %s"}' % TOKEN.encode()], 401, JSON), "Snowflake (myorg-one) refuses the key (HTTP 401)."),
        (Scripted([b'{"message": "oops"}'], 500, JSON), "Snowflake (myorg-one) failed (HTTP 500): oops."),
        (Scripted([b"<html>"], 200, {"Content-Type": "text/html"}),
         "Snowflake (myorg-one) answers with something that is no stream of events."),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told_in_words(
    models: FakeModels, ask: Ask, scripted: Scripted, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, scripted)
    got = ask()
    assert got.events[-1] == EndedEarly(sentence)
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(got.events)


def test_no_thread_is_told(models: FakeModels, ask: Ask) -> None:
    models.on(cortex.THREADS, Scripted([b"maybe"], 200, JSON), Scripted([b"{}"], 200, JSON))
    assert ask().events[-1] == EndedEarly("Snowflake (myorg-one) sends what cannot be read.")
    assert ask().events[-1] == EndedEarly("Snowflake (myorg-one) made no thread for the conversation.")


def test_a_busy_account_is_asked_again(models: FakeModels, ask: Ask) -> None:
    models.on(cortex.THREADS, Scripted([b"{}"], 429, {**JSON, "Retry-After": "0"}), cortex.thread())
    models.on(cortex.RUN, Scripted([b"{}"], 503, JSON), streamed(cortex.delta("Fine.") + cortex.ending()))
    assert ask().text == "Fine."


def test_a_stop_ends_the_run(models: FakeModels, ask: Ask) -> None:
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, Scripted([cortex.beginning(), cortex.delta("A"), Silence()]))
    stop = threading.Event()
    threading.Thread(target=lambda: (models.silent.wait(20), stop.set()), daemon=True).start()
    got = ask(stop=stop)
    assert got.events[-1] == EndedEarly("You stopped this answer.")
    assert models.hung_up.wait(20)


def test_the_agent_may_ask_back(models: FakeModels, ask: Ask) -> None:
    models.on(cortex.THREADS, cortex.thread())
    asked = cortex.delta("Which ", is_elicitation=True) + cortex.delta("year?", is_elicitation=True)
    asked += event({"content_index": 1, "text": "Which year?", "is_elicitation": True}, "response.text")
    models.on(
        cortex.RUN,
        streamed(asked + cortex.ending(content=[{"type": "text", "text": "Which year?", "is_elicitation": True}])),
    )
    got = ask()
    assert got.of(AskedBack) == [AskedBack("Which year?", ())]
    assert not got.text


@pytest.mark.parametrize("begun", [b"", cortex.delta("Which ", is_elicitation=True)], ids=["whole", "begun in pieces"])
def test_a_question_back_in_the_whole_answer_is_the_answer(models: FakeModels, ask: Ask, begun: bytes) -> None:
    models.on(cortex.THREADS, cortex.thread())
    table = event({"result_set": cortex.result_set()}, "response.table")  # what was shown before asks nothing
    asked = [{"type": "text", "text": "Which year?", "is_elicitation": True}]
    models.on(cortex.RUN, streamed(cortex.beginning() + table + begun + cortex.ending(content=asked)))
    got = ask()
    assert got.of(AskedBack) == [AskedBack("Which year?", ())]
    assert not got.of(Declined)
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, streamed(cortex.beginning() + cortex.ending(content=asked)))
    alone = ask()
    assert (alone.of(AskedBack), alone.of(Declined)) == ([AskedBack("Which year?", ())], [])


def test_columns_of_one_name_and_what_is_no_list_lose_no_answer(models: FakeModels, ask: Ask) -> None:
    kinds = [{"name": name, "type": "fixed", "scale": scale} for name, scale in (("A", 0), ("A", "x"), ("A_2", 0))]
    rows = {"resultSetMetaData": {"numRows": 1, "rowType": kinds}, "data": [["1", "2.5", "3"]]}
    odd = event({"content_index": 0, "text": "", "annotations": 5}, "response.text")
    odd += event({"tool_use_id": "t", "content": 5}, "response.tool_result")
    odd += event({"result_set": rows, "title": "Odd"}, "response.table")
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, streamed(cortex.beginning() + odd + cortex.delta("Here.") + cortex.ending()))
    got = ask()
    assert got.of(Shown)[0].result.table.to_pylist() == [{"a": 1, "a_3": 2.5, "a_2": 3}]
    assert got.text == "Here."
    assert isinstance(got.events[-1], Finished)


def test_a_chart_that_cannot_be_drawn_is_a_table(models: FakeModels, ask: Ask) -> None:
    spec = {"title": "Map", "mark": "geoshape", "data": {"values": [{"a": 1}]}}
    models.on(cortex.THREADS, cortex.thread())
    models.on(cortex.RUN, streamed(cortex.chart(spec) + event({"chart_spec": "{"}, "response.chart") + cortex.ending()))
    got = ask()
    assert got.of(Shown)[0].result.chart is None
    assert [one.sentence for one in got.of(Warned)] == [
        "The chart is shown as a table: its marks are not drawn here.",
        "The chart that came with the answer cannot be read.",
    ]


def test_only_the_last_event_and_wrong_json(models: FakeModels, ask: Ask) -> None:
    """A server that streams nothing but the whole; events that cannot be read are stepped over."""
    models.on(cortex.THREADS, cortex.thread(), cortex.thread())
    broken = (
        event("{ not json", "response.text.delta")
        + event([1], "response.table")
        + event({"result_set": 7}, "response.table")
    )
    whole = [{"type": "text", "text": "All is well."}, {"type": "unheard of"}, "nonsense"]
    models.on(cortex.RUN, streamed(broken + cortex.ending(content=whole)), streamed(cortex.ending()))  # type: ignore[arg-type]
    assert ask().text == "All is well."
    assert ask().of(Declined)


@pytest.mark.parametrize("agent", ["", "AGENT", "DB.AGENT", "A.B.C.D", "A..C"])
def test_an_agent_that_is_not_named_whole_is_refused(models: FakeModels, agent: str) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_CORTEX_AGENT"):
        CortexPlanner(CortexSettings(agent, rest(models)))


def test_without_a_token_it_is_said_before_anybody_asks() -> None:
    with pytest.raises(SettingsError, match="FLUXOPS_SNOWFLAKE_TOKEN"):
        CortexPlanner(
            CortexSettings("A.B.C", SnowflakeRest(SnowflakeSettings(account="a", private_key_file=Path("k.pem"))))
        )
    with pytest.raises(SettingsError, match="account"):
        CortexPlanner(CortexSettings("A.B.C", SnowflakeRest(SnowflakeSettings(token=TOKEN))))


def test_the_address_follows_from_the_account() -> None:
    made = SnowflakeRest(SnowflakeSettings(account="MyOrg-My_Account", token=TOKEN))
    assert made.address == "https://myorg-my-account.snowflakecomputing.com"
    assert TOKEN not in repr(made)
    url = CortexSettings("db.sch ema.ag/ent_{utility_id}", made).url(3)
    assert url.endswith("/api/v2/databases/db/schemas/sch%20ema/agents/ag%2Fent_3:run")
    assert json.dumps(url)
