"""Orders: each word is in the form, or says nothing, or there is no form; what is written behind decides nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.last_answer import LastAnswer
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.built_in.talking.form_before import form_again
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.events import Declined, Event, Shown
from app.assistant.kept.conversations import text_of
from app.assistant.orders.spoken_times import order_of, times_said
from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.spoken_values import hours_in, moment_in, text_behind
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.field.orders.create import CreateWorkOrder
from data_sources.outages.life import ReportOutage
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.asking import ZONE, turn
from tests.conftest import CopyOf

HOUSTON = ZoneInfo(ZONE)
NOW = dt.datetime(2026, 11, 29, 19, 15, tzinfo=HOUSTON)
BY = Principal("maria", "operator")


class Desk:
    """A planner over a network with two outages and two orders."""

    def __init__(self, source: PostgresSource) -> None:
        self.source = source
        catalogue = catalogue_of(BUILT_IN)
        self.assistant = Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=source, history=None))
        with source.connection() as connection:
            found = connection.execute(
                b"SELECT device_id FROM flux.devices WHERE kind = 'fuse' ORDER BY device_id LIMIT 2"
            )
            fuses = [number for (number,) in found.fetchall()]
            transformers = b"SELECT transformer_id FROM flux.transformers WHERE transformer_name = 'TX-0001-005'"
            ((transformer,),) = connection.execute(transformers).fetchall()
        run = Commands(source).run
        self.outages = [run(ReportOutage(utility_id=1, device_id=one), by=BY).target.id for one in fuses]
        about = {"utility_id": 1, "work_type": "repair", "asset_kind": "transformer", "asset_id": transformer}
        self.orders = [run(CreateWorkOrder(title=one, **about), by=BY).target.id for one in ("One", "Two")]

    def said(self, words: str) -> str:
        return words.format(o=self.outages[0], p=self.outages[1], w=self.orders[0], x=self.orders[1])

    def events(self, words: str, before: tuple[Said, ...] = ()) -> list[Event]:
        return list(self.assistant.ask(self.said(words), turn(self.source).asker, before))

    def form(self, words: str, before: tuple[Said, ...] = ()) -> tuple[str, dict[str, Any]]:
        shown = next(one for one in self.events(words, before) if isinstance(one, Shown))
        assert shown.result.proposal is not None
        return shown.tool, dict(shown.result.proposal.values)

    def turns(self, words: str) -> tuple[Said, ...]:
        """The conversation after a turn."""
        events = self.events(words)
        shown = next(one for one in events if isinstance(one, Shown))
        return (
            Said("user", self.said(words)),
            Said("assistant", text_of(events), tool=shown.tool, arguments=shown.arguments),
        )


@pytest.fixture(scope="module")
def desk(copy_of: CopyOf, demo_template: str) -> Iterator[Desk]:
    with copy_of(demo_template) as source:
        yield Desk(source)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("set the ETR of outage {o} to 22:00 UTC", "UTC"), ("set the ETR of outage {o} to 10pm eastern", "eastern"),
        ("set the ETR of outage {o} to 8 am or 9 am", "“8 am” and “9 am”"),
        ("set the ETR of outage {o} to between 8 and 9 pm", "between"),
        ("set the ETR of outage {o} from 22:00 to 23:00", "“22:00” and “23:00”"),
        ("set the ETR of outage {o} to 25:00", "“25:00” is not understood"),
        ("set the ETR of outage {o} to the 3rd at 21:00", "3rd"), ("set the ETR of outage {o} to 1.12. 21:00", "1.12"),
        ("restore 20 customers of outage {o}", "20 customers"), ("restore half of outage {o}", "half"),
        ("restore outage {o} except 5 customers", "except 5 customers"),
        ("mark outage {o} restored now, cause vegetation", "cause vegetation"),
        ("restore outage {o} in 2 hours", "still to come"), ("restore outage {o} at 2040-12-05T10:00", "still to come"),
        ("set the ETR of outage {o} to 2026-01-20 10:00", "is past"), ("schedule order {w} 2026-01-20 08:00", "is past"),
        ("set the cause of outage {o} to not lightning", "not lightning"),
        ("set the cause of outage {o} to animal, note: squirrel", "squirrel"),
        ("set the cause of outage {o} to tree and the etr to 10 pm", "tree"),
        ("set the priority of outage {o} to high and the cause to lightning", "high"),
        ("set the priority of outage {o} to high because of the school", "because of the school"),
        ("assign crew 2 to outage {o} with priority 1", "priority 1"),
        ("assign crew 2 and crew 5 to outage {o}", "Crew-002 and Crew-005"),
        ("assign crew 2 to outage {o} tomorrow at 8 am", "tomorrow"), ("send crew 1 to outage {o}, etr 10 pm", "10 pm"),
        ("close outages {o} and {p}", "each by itself"), ("send a free crew to outage {o}", "free"),
        ("put crew 1 on order {w} and {x}", "{x}"), ("cancel work orders {w} and {x}", "{x}"),
        ("give order {w} to crew 2 tomorrow 8 am", "tomorrow"), ("move order {w} to tomorrow", "the hour"),
        ("schedule order {w} for crew 2 tomorrow 8 am to 10 am", "crew 2"),
        ("schedule order {w} tomorrow 10:00 to 8:00", "before it begins"),
        ("create a work order for TX-0001-005 next week", "next week"), ("end the shift of crew 3 tomorrow", "tomorrow"),
        ("acknowledge all alarms on feeders 1 and 2", "F0001 and F0002"),
        ("start my shift at desk north", "Shift log"), ("end my shift", "Shift log"), ("begin shift", "begin"),
        ("close outage {o}", "still out"), ("create a work order to replace TX-0001-005 due yesterday", "is over"),
        ("merge outage {o} into outage {o}", "both"),
    ],
)  # fmt: skip
def test_an_order_that_says_more_than_its_form_holds_has_no_form(desk: Desk, words: str, told: str) -> None:
    events = desk.events(words)
    (declined,) = [one for one in events if isinstance(one, Declined)]
    assert desk.said(told) in declined.sentence
    assert not [one for one in events if isinstance(one, Shown)]


@pytest.mark.parametrize(
    ("words", "tool", "values"),
    [
        ("please set the cause of outage {o} to lightning", "propose_cause", {"cause": "lightning"}),
        ("set the cause of outage {o} to equipment failure", "propose_cause", {"cause": "equipment"}),
        ("assign crew 2 to outage {o} right away", "propose_crew", {"crew_id": 2}),
        ("put a note on outage {o}: tree on line and crew 2 sent", "propose_note", {"text": "tree on line and crew 2 sent"}),
        ("note on outage {o}: set etr to 10 pm", "propose_note", {"text": "set etr to 10 pm"}),
        ("put in the log: crew 2 went to outage {o}", "propose_log_note", {"text": "crew 2 went to outage {o}"}),
        ("log: crew 2 sent to outage {o}", "propose_log_note", {"text": "crew 2 sent to outage {o}"}),
        ("note: close the gate at SUB-001", "propose_log_note", {"text": "close the gate at SUB-001"}),
        (
            "create a work order for TX-0001-005: order no 25 kVA units", "propose_new_order",
            {"description": "order no 25 kVA units"},
        ),
        ("create a work order for P-000300: pole leans", "propose_new_order", {"description": "pole leans"}),
        ("report an outage at TX-0001-005", "propose_report", {}),
        ("report a new outage at FUS-0001-001", "propose_report", {}),
        ("create a work order for P-000300: crew 3 saw a crack", "propose_new_order", {"description": "crew 3 saw a crack"}),
        (
            "create a high priority work order for TX-0001-005: replace bushing", "propose_new_order",
            {"description": "replace bushing", "priority": 2, "work_type": None},
        ),
        (
            "create a work order to replace TX-0001-005 and assign it to crew 3, note bad bushing", "propose_new_order",
            {"description": "For Crew-003; bad bushing", "work_type": "replacement"},
        ),
        ("order inspection of TX-0001-005 by 2030-12-15", "propose_new_order", {"work_type": "inspection", "due_on": "2030-12-15"}),
        ("give order {w} to crew 2", "propose_assign_order", {"crew_id": 2}),
        ("cancel work order {w}, reason: done twice", "propose_cancel_order", {"reason": "done twice"}),
    ],
)  # fmt: skip
def test_all_that_an_order_says_is_in_its_form(desk: Desk, words: str, tool: str, values: dict[str, Any]) -> None:
    given, made = desk.form(words)
    said = {key: desk.said(value) if isinstance(value, str) else value for key, value in values.items()}
    assert (given, {key: made.get(key) for key in said}) == (tool, said)


def test_an_order_is_scheduled_until_the_end_that_was_said(desk: Desk) -> None:
    _, made = desk.form("reschedule order {w} tomorrow 8:00 to 10:00")
    start, end = (dt.datetime.fromisoformat(made[f"planned_{one}_at"]) for one in ("start", "end"))
    assert (start.astimezone(HOUSTON).hour, end - start) == (8, dt.timedelta(hours=2))


def test_an_order_that_exists_is_told_by_its_number(desk: Desk) -> None:
    shown = next(one for one in desk.events("order {w}") if isinstance(one, Shown))
    assert shown.result.proposal is None


def test_a_form_before_is_not_what_is_cancelled(desk: Desk) -> None:
    before = desk.turns("set the priority of outage {o} to high")
    events = desk.events("cancel that", before)
    (declined,) = [one for one in events if isinstance(one, Declined)]
    assert "Nothing was done" in declined.sentence


def test_what_is_said_after_a_form_is_of_what_the_form_is_about(desk: Desk) -> None:
    before = desk.turns("assign crew 1 to outage {p}")
    tool, made = desk.form("set its priority to high", before)
    assert (tool, made["outage_id"]) == ("propose_priority", desk.outages[1])


def test_an_order_of_all_without_one_is_no_correction(desk: Desk) -> None:
    events = desk.events("acknowledge all alarms, not alarm 1", desk.turns("set the priority of outage {o} to high"))
    (declined,) = [one for one in events if isinstance(one, Declined)]
    assert "not alarm 1" in declined.sentence


@pytest.mark.parametrize(
    ("words", "piece", "again"),
    [
        ("set the etr of outage 5 to 9 pm tomorrow", "10 pm", "set the etr of outage 5 to 10 pm tomorrow"),
        ("set the etr of outage 5 to tomorrow 9 pm", "make it 10:30 pm", "set the etr of outage 5 to tomorrow 10:30 pm"),
        ("set the etr of outage 5 to 9 pm on friday", "10 pm", "set the etr of outage 5 to 10 pm on friday"),
        ("set the etr of outage 5 to 9 pm on friday", "saturday 10 pm", "set the etr of outage 5 to 10 pm on saturday"),
        ("set the etr of outage 5 to 9 pm", "tomorrow", "set the etr of outage 5 to 9 pm tomorrow"),
        ("set the etr of outage 5 to 9 pm", "10 pm tomorrow", "set the etr of outage 5 to 10 pm tomorrow"),
        ("shelve alarm 2 for 2 hours", "for 3 hours", "shelve alarm 2 for 3 hours"),
        ("create a high priority work order for P-1", "low", "create a low priority work order for P-1"),
        ("create a work order for P-1: low oil level", "high", None),
        ("send crew 1 to outage 5 because crew 3 is off", "crew 2", "send crew 2 to outage 5 because crew 3 is off"),
    ],
)  # fmt: skip
def test_a_form_put_right_keeps_the_rest(words: str, piece: str, again: str | None) -> None:
    worded = next(one for one in Vocabulary(catalogue_of(BUILT_IN)).worded if one.tool.name == "propose_estimate")
    assert form_again(piece, LastAnswer(worded, json.loads(json.dumps({"words": words})), "")) == again


@pytest.mark.parametrize(
    ("words", "order", "text"),
    [
        ("log: crew 2 sent", "log", "crew 2 sent"), ("cancel order 5 because of rain", "cancel order 5 ", "rain"),
        ("set etr of 5 to 22:30, reason: material", "set etr of 5 to 22:30, ", "material"),
        ("cancel outage 5, duplicate of 6", "cancel outage 5", "duplicate of 6"),
        ('add a note to outage 5: "gate locked"', "add a note to outage 5", "gate locked"),
        ("restore outage 5 at 16:00", "restore outage 5 at 16:00", ""),
    ],
)  # fmt: skip
def test_an_order_ends_where_its_text_begins(words: str, order: str, text: str) -> None:
    assert (order_of(words), text_behind(words)) == (order, text)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("to 9 pm in two days", ["clock", "day"]), ("in two days", ["length"]), ("1 h 30 min from now", ["length"]),
        ("between 8 and 9 pm", ["clock"]), ("4 december 8:00 to 10:00", ["day", "clock", "clock"]), ("outage 604", []),
    ],
)  # fmt: skip
def test_times_are_found_where_they_stand(words: str, kinds: list[str]) -> None:
    assert [one.kind for one in times_said(words)] == kinds


def test_lengths_of_two_units_and_days_that_are_counted() -> None:
    assert moment_in("1 h 30 min from now", NOW, HOUSTON) == NOW + dt.timedelta(minutes=90)
    assert moment_in("in 1 day 2 hours", NOW, HOUSTON) == NOW + dt.timedelta(hours=26)
    assert moment_in("21:00 in two days", NOW, HOUSTON) == NOW.replace(day=1, month=12, hour=21, minute=0)
    assert moment_in("restored 2 hours ago", NOW, HOUSTON, is_past=True) == NOW - dt.timedelta(hours=2)
    assert hours_in("shelve alarm 1 for 1 h 30 min") == 1.5
    with pytest.raises(NoAnswer, match="still to come"):
        moment_in("restored in 2 hours", NOW, HOUSTON, is_past=True)


def test_the_examples_of_forms_are_orders_for_them(desk: Desk) -> None:
    """Each is filled in, or refused as one that needs a person: none is answered as a question."""
    for tool in catalogue_of(BUILT_IN):
        for words in tool.examples if tool.shape == "proposal" else ():
            events = desk.events(words)
            shown = [one.tool for one in events if isinstance(one, Shown)]
            reasons = [one.reason for one in events if isinstance(one, Declined)]
            assert shown == [tool.name] or (not shown and reasons == [RefusalReason.NEEDS_CONFIRMATION]), words
