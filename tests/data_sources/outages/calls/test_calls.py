"""Trouble calls by commands: put to the outage in which the customer is out, called back, closed; what the audit keeps."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError, CommandRefused, Conflict, Forbidden, InvalidCommand, KeyReused
from data_sources.outages.calls import (
    AskCallback,
    AttachCall,
    ChangeCall,
    CloseCall,
    DetachCall,
    RecordCallback,
    ReopenCall,
    TakeCall,
)
from data_sources.outages.life import (
    CancelOutage,
    CloseOutage,
    ConfirmOutage,
    MergeOutage,
    ReopenOutage,
    ReportOutage,
    RestoreOutage,
    SplitOutage,
)
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.towns import AT, load_town

MARIA, GUEST = Principal("maria", "operator"), Principal("guest", "viewer")
MINUTE = dt.timedelta(minutes=1)
# Behind fuse 122 stand the transformers 22 and 42, three customers each (towns.py); their meters are 220 … 223, 420 … 423.


class CallDesk:
    """Somebody at the telephone of a town of two feeders, by a clock that is set."""

    def __init__(self, source: PostgresSource) -> None:
        self.source, self.now = source, AT

    def run(
        self, command: Command, *, by: Principal = MARIA, version: int | None = None, key: str | None = None
    ) -> Receipt:
        order = Order(command, version, key)
        (outcome,) = Commands(self.source).run_all([order], by=by, now=self.now)
        if isinstance(outcome, CommandError):
            raise outcome
        return outcome

    def give(self, command: Command) -> int:
        return self.run(command).target.id

    def call(self, meter_id: int, **values: Any) -> int:
        return self.give(TakeCall.of(utility_id=1, meter_id=meter_id, **values))

    def told(self, columns: str, call_id: int) -> tuple[Any, ...]:
        return rows(self.source, f"SELECT {columns} FROM flux.trouble_calls WHERE call_id = {call_id}")[0]

    def outage(self, columns: str, outage_id: int) -> tuple[Any, ...]:
        return rows(self.source, f"SELECT {columns} FROM flux.outages WHERE outage_id = {outage_id}")[0]


@pytest.fixture
def desk(empty_source: PostgresSource) -> CallDesk:
    load_town(empty_source, 2)
    return CallDesk(empty_source)


def test_a_call_is_a_row_with_the_customer_and_the_place_of_the_meter(desk: CallDesk) -> None:
    number = desk.call(221, symptom="flicker", note="lamps", caller_name="A. Neighbour", wants_callback=True)
    meter = rows(desk.source, "SELECT transformer_id, lon, lat FROM flux.meters WHERE meter_id = 221")[0]
    assert desk.told("transformer_id, lon, lat", number) == meter
    assert desk.told("symptom, note, caller_name, callback, taken_by, called_at, outage_id, version", number) == (
        "flicker", "lamps", "A. Neighbour", "wanted", "maria", AT, None, 1,
    )  # fmt: skip
    of_account = rows(desk.source, "SELECT customer_id, account_number FROM flux.customers WHERE meter_id = 221")
    by_account = desk.give(TakeCall(utility_id=1, account_number=of_account[0][1].lower()))
    assert desk.told("customer_id, meter_id", by_account) == (of_account[0][0], 221)


def test_somebody_without_an_account_calls_from_a_place(desk: CallDesk) -> None:
    number = desk.give(TakeCall(utility_id=1, lon=-95.4, lat=29.7, symptom="wire_down"))
    assert desk.told("meter_id, customer_id, transformer_id, lon, lat", number) == (None, None, None, -95.4, 29.7)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"meter_id": 221, "lon": 1.0, "lat": 1.0},
        {"lon": 1.0},
        {"meter_id": 221, "symptom": "dark"},
        {"lon": 1.0, "lat": 91},
    ],
)
def test_a_call_from_nowhere_is_no_call(values: dict[str, Any]) -> None:
    with pytest.raises(InvalidCommand):
        TakeCall.of(utility_id=1, **values)


def test_what_cannot_be_is_refused_in_a_sentence(desk: CallDesk) -> None:
    with pytest.raises(CommandRefused, match="There is no meter 999 in this utility: take the call by its place"):
        desk.call(999)
    with pytest.raises(CommandRefused, match="There is no account of that number in this utility"):
        desk.give(TakeCall(utility_id=1, account_number="no such"))
    with pytest.raises(CommandRefused, match="is still to come"):
        desk.call(221, called_at=AT + 10 * MINUTE)
    with pytest.raises(Forbidden, match="guest is viewer; to take call takes an operator"):
        desk.run(TakeCall(utility_id=1, meter_id=221), by=GUEST)
    assert rows(desk.source, "SELECT count(*) FROM flux.trouble_calls") == [(0,)]


def test_a_customer_who_is_out_is_put_to_that_outage_and_its_hazard_with_them(desk: CallDesk) -> None:
    outage = desk.give(ReportOutage(utility_id=1, device_id=122))
    before = desk.outage("version", outage)
    quiet, loud, elsewhere = desk.call(220), desk.call(421, symptom="arcing"), desk.call(230)
    assert [desk.told("outage_id", one)[0] for one in (quiet, loud, elsewhere)] == [outage, outage, None]
    assert desk.outage("hazards, version", outage) == (["arcing"], before[0] + 1)
    desk.call(222, symptom="arcing")
    assert desk.outage("hazards, version", outage) == (["arcing"], before[0] + 1)  # nothing new is dangerous


def test_calls_before_the_outage_is_known_are_put_to_it_when_it_is(desk: CallDesk) -> None:
    inside, danger, outside = desk.call(220), desk.call(420, symptom="pole_down"), desk.call(230)
    outage = desk.give(ReportOutage(utility_id=1, device_id=122))
    assert [desk.told("outage_id", one)[0] for one in (inside, danger, outside)] == [outage, outage, None]
    assert desk.outage("hazards", outage) == (["pole_broken"],)


def test_an_outage_that_is_only_predicted_takes_the_calls_that_are_put_to_it(desk: CallDesk) -> None:
    call = desk.call(220, symptom="wire_down")
    outage = desk.give(ReportOutage(utility_id=1, device_id=122, is_confirmed=False))
    assert desk.told("outage_id", call) == (None,)
    receipt = desk.run(AttachCall(call_id=call, outage_id=outage), version=1)
    assert (receipt.version, receipt.after["outage_id"]) == (2, outage)
    assert desk.outage("hazards", outage) == (["wire_down"],)
    with pytest.raises(Conflict, match=rf"Call {call} was changed by maria .*\(attach call: outage id {outage}\)"):
        desk.run(DetachCall(call_id=call), version=1)
    with pytest.raises(CommandRefused, match="attached to outage 1 already"):
        desk.give(AttachCall(call_id=call, outage_id=outage))
    desk.give(CancelOutage(outage_id=outage, reason="a car alarm"))
    assert desk.told("outage_id, closed_at", call) == (None, None)
    with pytest.raises(CommandRefused, match="Outage 1 is cancelled: attach the call to one that is not"):
        desk.give(AttachCall(call_id=call, outage_id=outage))
    with pytest.raises(CommandRefused, match="attached to no outage"):
        desk.give(DetachCall(call_id=call))


def test_calls_go_where_their_customers_are_counted(desk: CallDesk) -> None:
    fuse = desk.give(ReportOutage(utility_id=1, device_id=122))
    first, second = desk.call(220), desk.call(420)
    part = max(desk.run(SplitOutage(outage_id=fuse, transformer_ids=(42,))).outage_ids)
    assert [desk.told("outage_id", one)[0] for one in (first, second)] == [fuse, part]
    desk.give(MergeOutage(outage_id=part, into_id=fuse))
    assert [desk.told("outage_id", one)[0] for one in (first, second)] == [fuse, fuse]


def test_after_the_end_of_an_outage_only_those_stay_who_are_to_be_called_back(desk: CallDesk) -> None:
    outage = desk.give(ReportOutage(utility_id=1, device_id=122))
    plain, waiting = desk.call(220), desk.call(421, wants_callback=True)
    desk.now += 30 * MINUTE
    desk.give(RestoreOutage(outage_id=outage))
    desk.give(CloseOutage(outage_id=outage))
    assert desk.told("closed_at", plain) == (desk.now,)
    assert desk.told("closed_at, callback", waiting) == (None, "wanted")
    desk.give(RecordCallback(call_id=waiting, answer="not_supplied"))
    assert desk.told("closed_at, callback, called_back_at, called_back_by", waiting) == (
        None, "not_supplied", desk.now, "maria",
    )  # fmt: skip
    desk.give(RecordCallback(call_id=waiting, answer="supplied"))
    assert desk.told("closed_at, callback", waiting) == (desk.now, "supplied")
    with pytest.raises(CommandRefused, match="is closed: take a new call to attach it"):
        desk.give(AttachCall(call_id=waiting, outage_id=outage))


def test_restored_and_closed_in_one_step_closes_its_calls_too(desk: CallDesk) -> None:
    outage, call = desk.give(ReportOutage(utility_id=1, device_id=122)), desk.call(220)
    desk.give(RestoreOutage(outage_id=outage, is_closing=True))
    assert desk.told("closed_at", call) == (desk.now,)


def test_who_calls_twice_is_one_customer(desk: CallDesk) -> None:
    first, second, neighbour = desk.call(220), desk.call(220, wants_callback=True), desk.call(221)
    outage = desk.give(ReportOutage(utility_id=1, device_id=122, is_confirmed=False))
    desk.give(AttachCall(call_id=first, outage_id=outage))
    third = desk.call(220)
    assert [desk.told("outage_id", one)[0] for one in (first, second, third, neighbour)] == [outage] * 3 + [None]
    desk.give(CloseCall(call_id=first))
    assert rows(desk.source, "SELECT call_id FROM flux.trouble_calls WHERE closed_at IS NULL") == [(neighbour,)]


def test_a_closed_call_is_opened_again_with_those_closed_with_it(desk: CallDesk) -> None:
    early = desk.call(220)
    desk.give(CloseCall(call_id=early))
    desk.now += MINUTE
    first, second, neighbour = desk.call(220), desk.call(220), desk.call(221)
    desk.give(CloseCall(call_id=second))
    desk.give(CloseCall(call_id=neighbour))
    desk.give(ReopenCall(call_id=first))
    still_open = "SELECT call_id FROM flux.trouble_calls WHERE closed_at IS NULL ORDER BY call_id"
    assert rows(desk.source, still_open) == [(first,), (second,)]
    assert desk.told("version", first) == (3,)
    actions = rows(
        desk.source, "SELECT action FROM flux.audit WHERE target_kind = 'call' ORDER BY audit_id DESC LIMIT 3"
    )
    assert actions == [
        ("reopen_call",),
        ("close_call",),
        ("close_call",),
    ]  # what was done is not taken out of the record
    with pytest.raises(CommandRefused, match=f"Call {first} is open"):
        desk.give(ReopenCall(call_id=first))


def test_a_call_of_an_outage_that_is_in_the_history_is_opened_without_it(desk: CallDesk) -> None:
    outage = desk.give(ReportOutage(utility_id=1, device_id=122))
    call = desk.call(220)
    assert desk.told("outage_id", call) == (outage,)
    desk.give(CloseCall(call_id=call))
    with desk.source.connection() as connection:
        connection.execute("DELETE FROM flux.outages WHERE outage_id = %s", (outage,))
    desk.give(ReopenCall(call_id=call))
    assert desk.told("outage_id, closed_at", call) == (None, None)


def test_a_note_is_added_and_a_new_symptom_is_a_hazard(desk: CallDesk) -> None:
    outage = desk.give(ReportOutage(utility_id=1, device_id=122))
    call = desk.call(220, note="dark")
    desk.give(ChangeCall.of(call_id=call, symptom="tree_on_line", note="a tree lies on it"))
    assert desk.told("symptom, note, version", call) == ("tree_on_line", "dark\na tree lies on it", 2)
    assert desk.outage("hazards", outage) == (["tree_on_line"],)
    with pytest.raises(InvalidCommand, match="Give symptom, note"):
        ChangeCall.of(call_id=call)


def test_a_call_back_is_asked_for_once(desk: CallDesk) -> None:
    call = desk.call(220)
    desk.give(AskCallback(call_id=call))
    assert desk.told("callback", call) == ("wanted",)
    with pytest.raises(CommandRefused, match="is wanted on call 1 already"):
        desk.give(AskCallback(call_id=call))


def test_the_same_key_takes_one_call(desk: CallDesk) -> None:
    command = TakeCall.of(utility_id=1, meter_id=220, caller_name="B. Holder")
    assert desk.run(command, key="k1").target == desk.run(command, key="k1").target
    assert rows(desk.source, "SELECT count(*) FROM flux.trouble_calls") == [(1,)]


def test_the_audit_keeps_that_something_was_said_and_not_what(desk: CallDesk) -> None:
    call = desk.call(220, note="oxygen at home", caller_name="C. Holder", caller_phone="713-555-0100")
    desk.give(ChangeCall.of(call_id=call, note="oxygen for two hours", caller_phone="713-555-0101"))
    written = str(rows(desk.source, "SELECT a.*::text FROM flux.audit AS a WHERE action LIKE '%call'"))
    assert "**********" in written
    for secret in ("oxygen", "Holder", "555"):
        assert secret not in written


def test_the_same_key_with_another_note_is_another_request(desk: CallDesk) -> None:
    """What is masked in the audit tells requests apart all the same, and stands nowhere in it."""

    def take(note: str, phone: str = "0800 1") -> TakeCall:
        return TakeCall.of(utility_id=1, meter_id=220, note=note, caller_phone=phone)

    first = desk.run(take("smoke"), key="k1")
    assert desk.run(take("smoke"), key="k1") == first
    for other in (take("wire on a car"), take("smoke", "0800 2"), TakeCall.of(utility_id=1, meter_id=220)):
        with pytest.raises(KeyReused, match="'k1' was used for another request"):
            desk.run(other, key="k1")
    ((told,),) = rows(
        desk.source, "SELECT json_agg(a)::text FROM flux.audit AS a WHERE command_key = 'k1' AND outcome = 'done'"
    )
    assert "smoke" not in told
    assert "0800" not in told


def test_a_call_that_changed_with_another_one_is_told_of_as_the_colleague_s(desk: CallDesk) -> None:
    first, second = desk.call(220), desk.call(220)
    desk.run(AskCallback(call_id=first), by=Principal("john", "operator"))
    with pytest.raises(Conflict, match=r"Call 2 was changed by john at .* \(ask callback\): it is at version 2, not 1"):
        desk.run(CloseCall(call_id=second), version=1)
    timeline = desk.source.fetch(Query.of("call_audit", call_id=second)).to_pylist()
    done = [(one["action"], one["version"], one["is_about_it"]) for one in timeline if one["outcome"] == "done"]
    assert done == [("ask_callback", 2, False), ("take_call", 1, True)]


def test_a_call_that_an_outage_changed_is_told_of_as_that(desk: CallDesk) -> None:
    call = desk.call(220)
    outage = desk.give(ReportOutage(utility_id=1, device_id=122))
    for version, command, said in (
        (1, None, "report outage"), (2, RestoreOutage(outage_id=outage, is_closing=True), "restore outage"),
    ):  # fmt: skip
        if command:
            desk.give(command)
        with pytest.raises(Conflict, match=f"Call {call} was changed by maria at .*{said}"):
            desk.run(ChangeCall.of(call_id=call, symptom="flicker"), version=version)


def test_a_reopened_outage_has_its_calls_again(desk: CallDesk) -> None:
    """Those that nobody put elsewhere meanwhile, with what is dangerous there."""
    outage = desk.give(ReportOutage(utility_id=1, device_id=122, is_confirmed=False))
    calls = [desk.call(220, symptom="arcing"), desk.call(420), desk.call(421)]
    for call in calls:
        desk.give(AttachCall(call_id=call, outage_id=outage))
    desk.give(CancelOutage(outage_id=outage, reason="tested"))
    assert [desk.told("outage_id", one)[0] for one in calls] == [None, None, None]
    other = desk.give(ReportOutage(utility_id=1, device_id=123, is_confirmed=False))
    desk.give(AttachCall(call_id=calls[1], outage_id=other))
    desk.give(CloseCall(call_id=calls[2]))
    desk.run(ReopenOutage(outage_id=outage, reason="it was one"), by=Principal("chief", "supervisor"))
    assert [desk.told("outage_id", one)[0] for one in calls] == [outage, other, None]
    assert desk.outage("state, hazards", outage) == ("predicted", ["arcing"])


def test_no_second_outage_is_reopened_at_a_place(desk: CallDesk) -> None:
    first = desk.give(ReportOutage(utility_id=1, device_id=122, is_confirmed=False))
    desk.give(CancelOutage(outage_id=first, reason="tested"))
    second = desk.give(ReportOutage(utility_id=1, device_id=122, is_confirmed=False))
    with pytest.raises(CommandRefused, match=f"Outage {second} is predicted at the same place already"):
        desk.run(ReopenOutage(outage_id=first, reason="x"), by=Principal("chief", "supervisor"))
    desk.give(ConfirmOutage(outage_id=second))
    with pytest.raises(CommandRefused, match=f"Outage {second} is at the same place already"):
        desk.run(ReopenOutage(outage_id=first, reason="x"), by=Principal("chief", "supervisor"))


def test_calls_taken_while_their_outage_is_confirmed_are_its_calls(desk: CallDesk) -> None:
    """Each waits for who has supply to be written; the hazard of one that sees a wire reaches the outage."""
    meters = [10 * node + k for node in (22, 42, 23, 43, 24, 44, 25, 45) for k in range(3)]
    start = threading.Barrier(9)

    def call(part: int) -> None:
        start.wait()
        for meter in meters[part::8]:
            Commands(desk.source).run(TakeCall(utility_id=1, meter_id=meter, symptom="wire_down"), by=MARIA)

    with ThreadPoolExecutor(8) as people:
        taken = [people.submit(call, part) for part in range(8)]
        start.wait()
        outage = Commands(desk.source).run(ReportOutage(utility_id=1, device_id=1), by=MARIA).target.id
        for one in taken:
            one.result()
    assert rows(desk.source, "SELECT outage_id, count(*) FROM flux.trouble_calls GROUP BY 1") == [(outage, 24)]
    assert desk.outage("hazards", outage) == (["wire_down"],)


def test_commands_about_the_same_calls_do_not_wait_in_a_circle(desk: CallDesk) -> None:
    """Calls of two customers, two each, are put to two outages, changed and called back by six at once."""
    outages = [desk.give(ReportOutage(utility_id=1, device_id=one)) for one in (1122, 1123)]
    calls = [desk.call(meter) for meter in (220, 230, 220, 230)]
    before = _deadlocks(desk.source)

    def act(person: int) -> None:
        for turn in range(30):
            call = calls[(person + turn) % 4]
            attach = AttachCall(call_id=call, outage_id=outages[(person + turn) % 2])
            change = ChangeCall.of(call_id=call, symptom=("arcing", "wire_down", "pole_down")[turn % 3])
            with suppress(CommandRefused):
                Commands(desk.source).run(
                    (attach, change, RecordCallback(call_id=call, answer="not_reached"))[turn % 3], by=MARIA
                )

    with ThreadPoolExecutor(6) as people:
        list(people.map(act, range(6)))
    assert _deadlocks(desk.source) == before


def _deadlocks(source: PostgresSource) -> int:
    rows(source, "SELECT pg_stat_force_next_flush()")
    ((count,),) = rows(source, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    return int(count)
