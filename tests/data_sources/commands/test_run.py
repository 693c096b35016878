"""Commands as their givers meet them: receipts, keys, versions, roles, the audit, many at once, a process killed."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, ClassVar

import pytest
from pydantic import SecretStr

from data_sources.commands.command import Command, Target
from data_sources.commands.principal import Principal, Role
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands, Order
from data_sources.commands.work import CommandWork
from data_sources.errors import (
    CommandError,
    CommandRefused,
    Conflict,
    Forbidden,
    InvalidCommand,
    KeyReused,
    NoSuchTarget,
)
from data_sources.outages.life import AddNote, ReportOutage, RestoreOutage, SetCause, SetPriority
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import check_counts, rows

MARIA, JOHN = Principal("maria", "operator"), Principal("john", "supervisor")
FUSES = [120 + 1000 * f + n for f in range(3) for n in range(2, 9)]  # 21 laterals of a town of three feeders


def audit(source: PostgresSource, columns: str, where: str = "target_id IS NOT NULL") -> list[tuple[Any, ...]]:
    return rows(source, f"SELECT {columns} FROM flux.audit WHERE {where} ORDER BY audit_id")


def test_a_command_is_done_once_and_leaves_one_row(
    commands: Commands, empty_source: PostgresSource, outage_id: int
) -> None:
    receipt = commands.run(SetCause(outage_id=outage_id, cause="animal"), by=MARIA, expected_version=1)
    assert (receipt.command, receipt.target, receipt.version) == ("set_cause", Target("outage", outage_id), 2)
    assert (receipt.before, receipt.after) == ({"cause": "unknown"}, {"cause": "animal"})
    assert rows(empty_source, "SELECT cause, version FROM flux.outages") == [("animal", 2)]
    told = audit(
        empty_source, "actor, action, outcome, detail, from_values, to_values, outage_ids", "action = 'set_cause'"
    )
    asked = {"outage_id": outage_id, "cause": "animal"}
    assert told == [("maria", "set_cause", "done", asked, {"cause": "unknown"}, {"cause": "animal"}, [outage_id])]


def test_the_same_key_is_the_same_receipt(commands: Commands, empty_source: PostgresSource, outage_id: int) -> None:
    note = AddNote(outage_id=outage_id, text="a branch on the line")
    first = commands.run(note, by=MARIA, key="k1")
    assert commands.run(note, by=MARIA, key="k1") == first
    assert (
        commands.run(note, by=MARIA, key="k1", expected_version=1) == first
    )  # it was done before the version moved on
    assert len(audit(empty_source, "audit_id", "action = 'add_note'")) == 1
    assert commands.run(note, by=JOHN, key="k1") != first
    assert commands.run(note, by=MARIA, key="k2") != first
    with pytest.raises(KeyReused, match="'k1' was used for another request"):
        commands.run(AddNote(outage_id=outage_id, text="another"), by=MARIA, key="k1")


def test_a_hundred_retries_at_once_are_one_report(commands: Commands, empty_source: PostgresSource) -> None:
    report = ReportOutage(utility_id=1, device_id=1)
    with ThreadPoolExecutor(12) as threads:
        receipts = list(threads.map(lambda _: commands.run(report, by=MARIA, key="storm"), range(100)))
    assert len({receipt.audit_id for receipt in receipts}) == 1
    assert rows(empty_source, "SELECT count(*), sum(customers_out) FROM flux.outages") == [(1, 42)]


def test_a_stale_version_is_told_who_changed_it_and_what(
    commands: Commands, empty_source: PostgresSource, outage_id: int
) -> None:
    commands.run(SetPriority(outage_id=outage_id, priority="high"), by=JOHN)
    with pytest.raises(
        Conflict, match=r"changed by john at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d C[DS]T \(set priority: priority high\)"
    ) as told:
        commands.run(SetCause(outage_id=outage_id, cause="animal"), by=MARIA, expected_version=1)
    assert told.value.version == 2
    assert rows(empty_source, "SELECT cause, version FROM flux.outages") == [("unknown", 2)]
    assert audit(empty_source, "actor, outcome", "action = 'set_cause'") == [("maria", "conflict")]
    rows(empty_source, "UPDATE flux.outages SET lon = lon + 1 RETURNING 1")
    with pytest.raises(Conflict, match="changed by another system in the meantime"):
        commands.run(SetCause(outage_id=outage_id, cause="animal"), by=MARIA, expected_version=2)


def test_what_is_refused_says_why_and_is_audited(
    commands: Commands, empty_source: PostgresSource, outage_id: int
) -> None:
    commands.run(RestoreOutage(outage_id=outage_id, is_closing=True), by=MARIA)
    with pytest.raises(CommandRefused, match=r"is closed: to restore it, it must be confirmed.*reopen"):
        commands.run(RestoreOutage(outage_id=outage_id), by=MARIA)
    with pytest.raises(NoSuchTarget, match="There is no outage 77"):
        commands.run(SetCause(outage_id=77, cause="animal"), by=MARIA)
    lost = audit(empty_source, "action, target_id, reason IS NOT NULL", "outcome = 'refused'")
    assert lost == [("restore_outage", outage_id, True), ("set_cause", 77, True)]


def test_what_is_new_has_no_version_to_expect(commands: Commands, empty_source: PostgresSource) -> None:
    with pytest.raises(CommandRefused, match="To report outage makes something new: it has no version to expect"):
        commands.run(ReportOutage(utility_id=1, device_id=123), by=MARIA, expected_version=1)
    assert rows(empty_source, "SELECT count(*) FROM flux.outages") == [(0,)]
    assert audit(empty_source, "outcome") == [("refused",)]


def test_a_role_too_low_changes_nothing(commands: Commands, empty_source: PostgresSource, outage_id: int) -> None:
    with pytest.raises(Forbidden, match="eve is viewer; to set cause takes an operator"):
        commands.run(SetCause(outage_id=outage_id, cause="animal"), by=Principal("eve", "viewer"))
    assert audit(empty_source, "actor", "outcome = 'refused'") == [("eve",)]


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"outage_id": 1, "cause": "gremlins"}, "cause", "Input should be"),
        ({"outage_id": 1}, "cause", "Field required"),
        ({"outage_id": 0, "cause": "animal"}, "outage_id", "greater than or equal to 1"),
        ({"outage_id": 1, "cause": "animal", "colour": 1}, "colour", "There is no such value"),
        ({"outage_id": 1, "cause": "ani\0mal"}, "cause", "NUL character"),
        ({"outage_id": 1, "cause": ["x", {"y": "\0"}]}, "cause", "NUL character"),
    ],
)
def test_wrong_values_never_become_a_command(values: dict[str, Any], field: str, says: str) -> None:
    with pytest.raises(InvalidCommand, match=says) as told:
        SetCause.of(**values)
    assert told.value.field == field


class KeepSecret(Command):
    """A command with something in it that nobody may read."""

    name: ClassVar[str] = "keep_secret"
    outage_id: int
    token: SecretStr

    @property
    def target(self) -> Target:
        return Target("outage", self.outage_id)

    def apply(self, work: CommandWork) -> None:
        raise CommandRefused("Not today.")


def test_secrets_are_never_in_the_audit(commands: Commands, empty_source: PostgresSource, outage_id: int) -> None:
    with pytest.raises(CommandRefused):
        commands.run(KeepSecret(outage_id=outage_id, token=SecretStr("s3cr3t")), by=MARIA)
    ((told,),) = audit(empty_source, "detail::text", "action = 'keep_secret'")
    assert "s3cr3t" not in told
    assert "***" in told


def test_several_in_one_transaction_are_done_or_lost_each_by_itself(
    commands: Commands, empty_source: PostgresSource, outage_id: int
) -> None:
    orders = [
        Order(SetCause(outage_id=outage_id, cause="animal"), 1), Order(SetCause(outage_id=outage_id, cause="fire"), 1),
        Order(ReportOutage(utility_id=1, device_id=122)), Order(ReportOutage(utility_id=1, device_id=123)),
    ]  # fmt: skip
    outcomes = commands.run_all(orders, by=MARIA)
    assert [type(outcome) for outcome in outcomes] == [Receipt, Conflict, CommandRefused, Receipt]
    assert rows(empty_source, "SELECT device_id, cause, customers_out FROM flux.outages ORDER BY 1") == [
        (122, "animal", 6), (123, "unknown", 6),
    ]  # fmt: skip


def test_what_stands_beside_falls_with_them(commands: Commands, empty_source: PostgresSource, outage_id: int) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        commands.run_all([Order(SetCause(outage_id=outage_id, cause="fire"))], by=MARIA, beside=fail)
    assert rows(empty_source, "SELECT cause FROM flux.outages") == [("unknown",)]


def test_50_writers_on_20_outages_lose_nothing(commands: Commands, empty_source: PostgresSource) -> None:
    """Each writes notes with the version that it sees, and tries again when it is told; every note counts once."""
    ids = [commands.run(ReportOutage(utility_id=1, device_id=fuse), by=JOHN).target.id for fuse in FUSES[:20]]
    told: Counter[str] = Counter()

    def write(writer: int) -> None:
        by = Principal(f"writer {writer}", "operator")
        for turn in range(4):
            outage_id, done = ids[(writer + 5 * turn) % 20], False
            while not done:
                seen = rows(empty_source, f"SELECT version FROM flux.outages WHERE outage_id = {outage_id}")[0][0]
                try:
                    commands.run(AddNote(outage_id=outage_id, text=f"{writer}.{turn}"), by=by, expected_version=seen)
                    done = True
                except Conflict:
                    told["conflict"] += 1

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(empty_source, "SELECT sum(version - 1) FROM flux.outages") == [(200,)]
    notes = audit(empty_source, "detail ->> 'text'", "action = 'add_note' AND outcome = 'done'")
    assert len(notes) == len(set(notes)) == 200
    assert len(audit(empty_source, "1", "outcome = 'conflict'")) == told["conflict"]
    gaps = rows(
        empty_source,
        "SELECT target_id FROM flux.audit WHERE target_kind = 'outage' AND outcome = 'done' GROUP BY 1 "
        "HAVING count(DISTINCT version) <> count(*) OR max(version) <> count(*)",
    )
    assert gaps == []


def test_many_switch_and_restore_at_once_and_the_counts_stay_exact(
    commands: Commands, empty_source: PostgresSource
) -> None:
    """Twelve people report and restore the same laterals and breakers; whatever wins, every customer counts once."""
    places = [1, 2, 122, 124, 126, 1001, 1122, 1126]

    def act(person: int) -> list[str]:
        by, said = Principal(f"person {person}", "operator"), []
        for turn in range(8):
            command: Command = ReportOutage(utility_id=1, device_id=places[(person + turn) % len(places)])
            lasting = rows(empty_source, "SELECT outage_id FROM flux.outages WHERE is_active ORDER BY random() LIMIT 1")
            if turn % 2 and lasting:
                command = RestoreOutage(outage_id=lasting[0][0])
            try:
                commands.run(command, by=by)
                said.append("done")
            except CommandError:
                said.append("refused")
        return said

    with ThreadPoolExecutor(12) as people:
        said = Counter(word for words in people.map(act, range(12)) for word in words)
    assert Counter(o for (o,) in audit(empty_source, "outcome")) == said
    check_counts(empty_source)
    twice = "SELECT t FROM (SELECT unnest(transformer_ids) AS t FROM flux.interruptions WHERE restored_at IS NULL) AS x GROUP BY t HAVING count(*) > 1"
    assert rows(empty_source, twice) == []
    for (outage_id,) in rows(empty_source, "SELECT outage_id FROM flux.outages WHERE is_active ORDER BY outage_id"):
        with suppress(CommandRefused):  # restored with another one
            commands.run(RestoreOutage(outage_id=outage_id), by=JOHN)
    assert rows(empty_source, "SELECT sum(customers_out), count(*) FILTER (WHERE is_active) FROM flux.outages") == [
        (0, 0)
    ]
    assert rows(empty_source, "SELECT count(*) FROM flux.devices WHERE is_open <> is_normally_open") == [(0,)]


CHILD = """
import sys
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.errors import CommandError
from data_sources.outages.life import ReportOutage, RestoreOutage
from data_sources.postgres.source import PostgresSource
commands, by = Commands(PostgresSource(sys.argv[1])), Principal("child", "operator")
while True:
    for fuse in range(122, 129):
        made = commands.run(ReportOutage(utility_id=1, device_id=fuse), by=by)
        commands.run(RestoreOutage(outage_id=made.target.id, is_closing=True), by=by)
        print(made.target.id, flush=True)
"""


def test_a_process_killed_in_the_middle_leaves_everything_consistent(
    commands: Commands, empty_source: PostgresSource
) -> None:
    """kill -9 at five different moments: every outage is whole, and as many versions as audit rows."""
    with empty_source.dedicated_connection() as connection:
        dsn = connection.info.dsn
    for moment in range(5):
        child = subprocess.Popen([sys.executable, "-c", CHILD, dsn], stdout=subprocess.PIPE)
        assert child.stdout
        for _ in range(3 + moment):
            assert child.stdout.readline()
        time.sleep(0.003 * moment)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        until_nobody_is_at_it(empty_source)
        check_counts(empty_source)
        dark = "SELECT count(*) FROM flux.devices WHERE is_open AND NOT is_normally_open"
        assert rows(empty_source, dark) == rows(empty_source, "SELECT count(*) FROM flux.outages WHERE is_active")
        assert rows(empty_source, "SELECT sum(version) FROM flux.outages") == rows(
            empty_source, "SELECT count(*) FROM flux.audit WHERE outcome = 'done' AND target_kind = 'outage'"
        )
        for (outage_id,) in rows(empty_source, "SELECT outage_id FROM flux.outages WHERE is_active"):
            commands.run(RestoreOutage(outage_id=outage_id), by=JOHN)


def until_nobody_is_at_it(source: PostgresSource) -> None:
    """The server needs a moment to see that a client is gone."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
    end = time.monotonic() + 20
    while rows(source, others) != [(0,)]:
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize(("role", "may"), [("viewer", False), ("operator", True), ("admin", True)])
def test_a_role_may_what_the_ones_before_it_may(role: Role, may: bool) -> None:
    assert Principal("x", role).may("operator") is may


def test_a_service_is_dated_by_its_own_clock(commands: Commands, empty_source: PostgresSource) -> None:
    at = dt.datetime(2026, 7, 15, 20, tzinfo=dt.UTC)
    commands.run_all([Order(ReportOutage(utility_id=1, device_id=122))], by=MARIA, now=at)
    assert rows(empty_source, "SELECT started_at FROM flux.outages") == [(at,)]
