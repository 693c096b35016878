"""Conversations on a real database: kept whole for their owner, invisible to others, without a word in the audit."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.conversations.keeping import DeleteConversation, RenameConversation, StartConversation
from data_sources.conversations.turns import RateAnswer, SaveTurn, SettleProposal
from data_sources.errors import CommandRefused, Conflict, InvalidCommand, KeyReused, NoSuchTarget
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.demo.simulator.simulating import rows
from tests.handmade import insert_utility

MARIA, JOHN = Principal("maria", "viewer"), Principal("john", "admin")
SECRET = "how is Jane Doe's house"


@pytest.fixture
def commands(empty_source: PostgresSource) -> Commands:
    insert_utility(empty_source)
    return Commands(empty_source)


def begun(commands: Commands, title: str = SECRET) -> int:
    return commands.run(StartConversation(utility_id=1, title=title), by=MARIA).target.id


def turn(conversation_id: int, **more: Any) -> SaveTurn:
    asked_at = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=2)
    said = {"question": SECRET, "answer": [{"event": "stated", "text": SECRET}], "state": "finished", **more}
    return SaveTurn(conversation_id=conversation_id, asked_at=asked_at, **said)


def turns(source: PostgresSource, conversation_id: int, owner: str = "maria") -> list[dict[str, Any]]:
    return source.fetch(Query.of("own_turns", conversation_id=conversation_id, owner=owner)).to_pylist()


def listed(source: PostgresSource, owner: str = "maria") -> list[tuple[str, int]]:
    found = source.fetch(Query.of("own_conversations", owner=owner, utility_id=1, most=10)).to_pylist()
    return [(row["title"], row["turns"]) for row in found]


def test_a_conversation_is_kept_renamed_and_deleted_with_all_that_hangs_on_it(
    commands: Commands, empty_source: PostgresSource
) -> None:
    number = begun(commands)
    first = commands.run(turn(number), by=MARIA).after["turn_id"]
    commands.run(turn(number, question="and F0002?", state="stopped"), by=MARIA)
    commands.run(RateAnswer(conversation_id=number, turn_id=first, is_good=False, comment="wrong feeder"), by=MARIA)
    commands.run(SettleProposal(conversation_id=number, turn_id=first, result=2, sentence="Done."), by=MARIA)
    one, two = turns(empty_source, number)
    assert (one["question"], one["is_good"], one["comment"], json.loads(one["settled"])) == (
        SECRET, False, "wrong feeder", {"2": "Done."},
    )  # fmt: skip
    assert json.loads(one["answer"]) == [{"event": "stated", "text": SECRET}]
    assert (two["question"], two["state"], two["is_good"]) == ("and F0002?", "stopped", None)
    commands.run(RenameConversation(conversation_id=number, title="Feeders"), by=MARIA)
    assert listed(empty_source) == [("Feeders", 2)]
    commands.run(DeleteConversation(conversation_id=number), by=MARIA)
    assert listed(empty_source) == []
    for table in ("conversations", "conversation_turns", "answer_ratings"):
        assert rows(empty_source, f"SELECT count(*) FROM flux.{table}") == [(0,)]


def test_one_opinion_a_person_and_answer(commands: Commands, empty_source: PostgresSource) -> None:
    number = begun(commands)
    made = commands.run(turn(number), by=MARIA).after["turn_id"]
    for is_good, comment in ((False, "no"), (True, "")):
        commands.run(RateAnswer(conversation_id=number, turn_id=made, is_good=is_good, comment=comment), by=MARIA)
    assert [(one["is_good"], one["comment"]) for one in turns(empty_source, number)] == [(True, "")]


def test_a_question_asked_anew_takes_the_place_of_what_followed(
    commands: Commands, empty_source: PostgresSource
) -> None:
    number = begun(commands)
    old = [commands.run(turn(number), by=MARIA).after["turn_id"] for _ in range(3)]
    anew = commands.run(turn(number, question="asked anew", replaces=old[1:]), by=MARIA).after
    assert anew["place"] == 1
    assert [one["question"] for one in turns(empty_source, number)] == [SECRET, "asked anew"]
    assert listed(empty_source) == [(SECRET, 2)]
    with pytest.raises(CommandRefused, match="asked anew"):
        commands.run(RateAnswer(conversation_id=number, turn_id=old[2], is_good=True), by=MARIA)


def test_what_was_asked_meanwhile_is_not_lost(commands: Commands, empty_source: PostgresSource) -> None:
    number = begun(commands)
    old = [commands.run(turn(number), by=MARIA).after["turn_id"] for _ in range(3)]
    for seen in (old[:2], old[1:2], [old[2], old[1]], [old[2] + 9], [old[0], old[2]]):
        with pytest.raises(Conflict, match="in another window"):
            commands.run(turn(number, replaces=seen), by=MARIA)
    assert [one["turn_id"] for one in turns(empty_source, number)] == old
    assert commands.run(turn(number), by=MARIA).after["place"] == 3


def test_nobody_elses_conversation_is_read_or_written_or_told_of(
    commands: Commands, empty_source: PostgresSource
) -> None:
    number = begun(commands)
    made = commands.run(turn(number), by=MARIA).after["turn_id"]
    assert listed(empty_source, "john") == []
    assert turns(empty_source, number, "john") == []
    assert len(empty_source.fetch(Query.of("own_conversation", conversation_id=number, owner="john"))) == 0
    changes: list[Command] = [
        turn(number), RenameConversation(conversation_id=number, title="mine"),
        DeleteConversation(conversation_id=number),
        RateAnswer(conversation_id=number, turn_id=made, is_good=True),
        SettleProposal(conversation_id=number, turn_id=made, result=0, sentence="Done."),
    ]  # fmt: skip
    for change in changes:
        with pytest.raises(NoSuchTarget, match=f"There is no conversation {number}"):
            commands.run(change, by=JOHN)
    assert listed(empty_source) == [(SECRET, 1)]


def test_the_audit_holds_no_word_of_it(commands: Commands, empty_source: PostgresSource) -> None:
    number = begun(commands)
    made = commands.run(turn(number), by=MARIA).after["turn_id"]
    commands.run(RateAnswer(conversation_id=number, turn_id=made, is_good=True, comment=SECRET), by=MARIA)
    commands.run(RenameConversation(conversation_id=number, title=SECRET * 2), by=MARIA)
    commands.run(DeleteConversation(conversation_id=number), by=MARIA)
    audit = rows(empty_source, "SELECT action, to_jsonb(a)::text FROM flux.audit AS a ORDER BY audit_id")
    assert [action for action, _ in audit] == [
        "start_conversation", "save_turn", "rate_answer", "rename_conversation", "delete_conversation",
    ]  # fmt: skip
    assert not any("Jane" in text for _, text in audit)


def test_the_same_key_is_the_same_words(commands: Commands, empty_source: PostgresSource) -> None:
    number = begun(commands)
    first = turn(number)
    made = commands.run(first, by=MARIA, key="k")
    assert commands.run(first, by=MARIA, key="k").audit_id == made.audit_id
    with pytest.raises(KeyReused):
        commands.run(first.model_copy(update={"question": "something else"}), by=MARIA, key="k")


@pytest.mark.parametrize("wrong", [{"title": ""}, {"title": " "}, {"title": "x" * 201}, {"title": "a\0b"}])
def test_a_title_says_something(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidCommand):
        StartConversation.of(utility_id=1, **wrong)


def test_it_outlives_a_network_that_is_replaced(commands: Commands, empty_source: PostgresSource) -> None:
    begun(commands)
    with empty_source.connection() as connection:
        connection.execute("DELETE FROM flux.utilities")
    assert listed(empty_source) == [(SECRET, 0)]
