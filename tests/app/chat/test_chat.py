"""What is clicked in an answer is what was meant; what is offered fits the state as it is by then."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pyarrow as pa
import pytest

from app.assistant.events import Event, Shown
from app.assistant.kept.at_once import AtOnce, waits
from app.assistant.results import Proposal, ToolResult
from app.chat.chat import talk_of
from app.chat.drawer import AssistantDrawer
from app.chat.talk import ChatTurn
from app.chat.turn_view import TurnView
from app.state import AppState
from app.widgets.column import Column
from data_sources.assets import AssetRef
from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.receipt import Receipt
from data_sources.statements import statement
from tests.app.assistant.scripted import scripted
from tests.app.looping import Session

MARIA = Principal("maria", "operator")
NOON = dt.datetime(2026, 11, 30, 18, tzinfo=dt.UTC)


def present(**more: Any) -> pa.Table:
    calm = {"storms": 0, "outages": 0, "overloads": 0, "alarms": 0, "outage_id": None, "feeder_name": None}
    return pa.Table.from_pylist([{**calm, **more}], statement("assistant_present").result)


def drawer_of(session: Session) -> AssistantDrawer:
    assistant = scripted(session.sources)
    drawer = AssistantDrawer(
        state=AppState(utility_id=1, time_zone="America/Chicago"), sources=session.sources, feed=session.versions,
        loop=session.loop, assistant=lambda: assistant, principal=MARIA, is_shown=True,
    )  # fmt: skip
    drawer.__panel__()
    return drawer


def view_of(*events: Event) -> TurnView:
    drawer = drawer_of(Session(present()))
    turn = ChatTurn("q", state="finished")
    for event in events:
        turn.answer.take(event)
    view = TurnView(drawer, talk_of(drawer), turn, is_open=True)
    view.draw(is_last=True)
    return view


def reliability(period: str) -> Shown:
    columns = (Column("saidi", "SAIDI", "number", 1, "min"), Column("saifi", "SAIFI", "number", 2))
    table = pa.table({"saidi": [90.0], "saifi": [1.0]})
    return Shown(ToolResult("Reliability", table, columns, period=period))


def test_of_two_results_with_one_title_each_opens_its_own_source() -> None:
    view = view_of(reliability("this year"), reliability("last year"))
    for place, period in enumerate(("this year", "last year")):
        assert f'data-action="source" data-value="{place}"' in view._head.html
        view._head._take({"action": "source", "value": str(place)})
        assert f"<p>Reliability · {period}</p>" in view._head.html
        view._head._take({"action": "close", "value": ""})
    for odd in ("2", "-1", "Reliability", ""):
        view._head._take({"action": "source", "value": odd})
        assert "<dialog" not in view._head.html


def test_back_puts_its_own_form_aside_and_no_other() -> None:
    def proposed(text: str) -> Shown:
        values = (("utility_id", 1), ("text", text))
        return Shown(
            ToolResult("Note", pa.table({}), (), proposal=Proposal(text, "write_note", values, None, "operator"))
        )

    view = view_of(reliability("this year"), proposed("fog"), proposed("ice"))
    assert 'data-action="put_aside" data-value="1"' in view._foot.html
    view._foot._take({"action": "put_aside", "value": "2"})
    view._foot._take({"action": "put_aside", "value": "0"})  # no form
    assert view.turn.settled == {2: "Put aside: nothing was changed."}
    view.draw(is_last=True)
    assert view._foot.html.count('data-submit="confirm"') == 1


class _Once:
    """Does what a key asks for once, as the database does."""

    def __init__(self) -> None:
        self.done: dict[str, Receipt] = {}

    def run(self, command: Command, *, by: Principal, expected_version: int | None, key: str) -> Receipt:
        assert expected_version is None
        made = Receipt(len(self.done) + 7, command.name, command.target, None, NOON, by.name, {}, {}, (), "")
        return self.done.setdefault(key, made)


def test_a_form_that_stands_in_two_windows_is_done_once_and_both_say_so() -> None:
    noted = Proposal("Note", "write_note", (("utility_id", 1), ("text", "fog")), None, "operator")
    shown, database = Shown(ToolResult("Note", pa.table({}), (), proposal=noted)), _Once()
    for key in ("a", "b"):  # each page makes one of its own
        session = Session(present())
        drawer = drawer_of(session)
        drawer.commands = database  # type: ignore[assignment]
        turn = ChatTurn("note that there is fog", state="finished", turn_id=41)
        turn.answer.take(shown)
        view = TurnView(drawer, talk_of(drawer), turn, is_open=True)
        view.draw(is_last=True)
        sent = {"action": "confirm", "value": {"key": key, "values": {"slug": ["0"], "text": ["fog"]}}}
        view._foot._take(sent)
        session.settle()
        session.settle()
        assert turn.settled[0].startswith("Done by maria")
        assert "(audit 7)" in turn.settled[0]
    assert len(database.done) == 1


def test_what_is_offered_follows_the_state_the_selection_and_a_new_conversation() -> None:
    pole = pa.Table.from_pylist(
        [{"kind": "pole", "asset_id": 7, "name": "P-000007"}], statement("assistant_name_of").result
    )
    session = Session(present(outages=3, outage_id=604, feeder_name="F0006"), assistant_name_of=pole)
    drawer = drawer_of(session)

    def offered() -> str:
        for _ in range(3):
            session.settle()
        return drawer.chat._intro.html

    def changes(**more: Any) -> None:
        session.source.rows = present(**more)
        session.versions.number += 1

    assert "What is the cause of outage 604" in offered()
    changes(outages=2, outage_id=609, feeder_name="F0004")
    html = offered()
    assert "outage 609" in html
    assert "F0004" in html
    assert "604" not in html
    talk = talk_of(drawer)
    talk.turns = [ChatTurn("q", state="finished")]
    talk.revision += 1
    offered()
    asked = len(session.source.asked)
    changes(outages=1, outage_id=611, feeder_name="F0001")
    offered()
    assert len(session.source.asked) == asked  # nobody sees them beside a conversation
    talk.begin_anew()
    html = offered()
    assert "outage 611" in html
    assert "609" not in html
    drawer.state.selection.change(asset=AssetRef("pole", 7))
    picked = offered()
    assert picked != html
    assert "P-000007" in picked.partition('class="offers"')[2]


def test_a_person_has_so_many_questions_under_way_and_a_stopped_one_counts_until_it_ends() -> None:
    at_once, go = AtOnce(2), threading.Event()
    with ThreadPoolExecutor(3) as threads:
        running: list[Future[Any]] = [at_once.begin(threads, "eve", go.wait) for _ in range(2)]
        assert "You have 2 questions under way" in at_once.refusal("eve")
        assert at_once.refusal("maria") == ""
        more = at_once.begin(threads, "maria", go.wait)
        line = at_once.begin(threads, "maria", go.wait)
        assert waits(line)
        assert not waits(more)
        assert line.cancel()  # as the pool does when the server ends
        assert at_once.refusal("maria") == ""
        go.set()
        for one in running:
            one.result()
    assert at_once.refusal("eve") == ""
    with pytest.raises(RuntimeError):
        at_once.begin(threads, "eve", go.wait)  # shut down: not counted
    at_once.begin(ThreadPoolExecutor(1), "eve", go.wait).result()
    assert at_once.refusal("eve") == ""
