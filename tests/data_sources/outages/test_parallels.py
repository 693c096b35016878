"""What would join two energized parts is refused, unless a person means it; on a town of two feeders drawn by hand.

  1 ─B1─ 2 ─ 3 ─ 4 ─R2─ 5 ─ 6 ─S3─ 7 ─ 8 ─ 9      feeder F0001; tie TIE-500 joins the ends 9 and 109
101 ─B1001─ … ─R1002─ 105 ─ 106 ─S1003─ 107 … 109  feeder F0002
"""

from __future__ import annotations

import pytest

from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands
from data_sources.errors import CommandRefused
from data_sources.network.graph import Network, load_network
from data_sources.outages.life import OperateDevice, ReportOutage, RestoreOutage, SwitchForOutage
from data_sources.outages.parallels import parallels
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import check_counts, rows
from tests.data_sources.towns import load_town

MARIA, RULE = Principal("maria", "operator"), Principal("rules", "operator", is_person=False)
TIE = "Closing TIE-500 would connect feeders F0001 and F0002, both energized: open SWITCH-3 or SWITCH-1003 first"


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    load_town(empty_source, 2)
    return empty_source


def give(source: PostgresSource, command: Command, by: Principal = MARIA) -> Receipt:
    receipt = Commands(source).run(command, by=by)
    check_counts(source)
    return receipt


def network(source: PostgresSource) -> Network:
    return load_network(source, 1)


def test_a_tie_between_two_energized_feeders_stays_open(town: PostgresSource) -> None:
    with pytest.raises(CommandRefused) as refused:
        give(town, OperateDevice(device_id=500, is_open=False))
    assert str(refused.value) == f"{TIE}, or confirm make before break."
    assert rows(town, "SELECT is_open FROM flux.devices WHERE device_id = 500") == [(True,)]
    ((outcome, reason),) = rows(town, "SELECT outcome, reason FROM flux.audit WHERE target_kind = 'device'")
    assert (outcome, reason) == ("refused", str(refused.value))


def test_a_person_may_mean_it_and_the_audit_keeps_what_was_joined(town: PostgresSource) -> None:
    """Make before break: the tie closes, then the switch opens, and nobody is out for a moment."""
    receipt = give(town, OperateDevice(device_id=500, is_open=False, make_before_break=True))
    assert receipt.warning == (
        "TIE-500 connects feeders F0001 and F0002, both energized, until one side is opened at SWITCH-3 or SWITCH-1003."
    )
    assert rows(town, "SELECT outcome, reason FROM flux.audit WHERE target_kind = 'device'") == [
        ("done", receipt.warning)
    ]
    give(town, OperateDevice(device_id=3, is_open=True))
    assert rows(town, "SELECT count(*) FROM flux.outages") == [(0,)]
    assert network(town).feeding_feeder({3})[network(town).rows.nodes.index(9)] == 2


def test_the_same_request_gets_the_same_warning(town: PostgresSource) -> None:
    command = OperateDevice(device_id=500, is_open=False, make_before_break=True)
    first = Commands(town).run(command, by=MARIA, key="one")
    assert Commands(town).run(command, by=MARIA, key="one") == first


def test_a_rule_never_means_it(town: PostgresSource) -> None:
    with pytest.raises(CommandRefused, match="only a person may mean that"):
        give(town, OperateDevice(device_id=500, is_open=False, make_before_break=True), by=RULE)


def test_a_tie_into_a_dark_part_closes(town: PostgresSource) -> None:
    """Breaker 1 is open: with the recloser open too, the part behind it is dark and may be fed over the tie."""
    number = give(town, ReportOutage(utility_id=1, device_id=1)).target.id
    give(town, SwitchForOutage(outage_id=number, open_device_ids=(2,), close_device_ids=(500,)))
    with pytest.raises(CommandRefused, match="Closing BREAKER-1 would") as refused:
        give(town, SwitchForOutage(outage_id=number, close_device_ids=(1, 2)))
    assert "feeders F0001 and F0002" in str(refused.value)
    give(town, RestoreOutage(outage_id=number))  # the tie opens in the same step
    assert rows(town, "SELECT device_id FROM flux.devices WHERE is_open") == [(500,)]


def test_what_another_person_feeds_from_elsewhere_is_opened_before_all_is_put_back(town: PostgresSource) -> None:
    """Breaker 1 opened; the tie was closed by hand while all of it was dark: closing the breaker would join them."""
    number = give(town, ReportOutage(utility_id=1, device_id=1)).target.id
    give(town, OperateDevice(device_id=500, is_open=False))
    with pytest.raises(CommandRefused) as refused:
        give(town, RestoreOutage(outage_id=number))
    assert str(refused.value).startswith(
        "Closing BREAKER-1 would connect feeders F0001 and F0002, both energized: open "
    )
    assert "make before break" not in str(refused.value)
    give(town, OperateDevice(device_id=500, is_open=True))
    give(town, RestoreOutage(outage_id=number))


def test_a_ring_of_one_feeder_is_named_as_that(empty_source: PostgresSource) -> None:
    """The tie's far end is moved to node 5 of its own feeder: it would close a ring behind recloser 2."""
    load_town(empty_source, 2)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.segments SET to_node_id = 5 WHERE segment_id = 90")
    (found,) = parallels(network(empty_source), {500}, {500: False})
    assert found.joined == "feeder F0001 to itself, both sides energized"
    assert found.openers == ("SWITCH-3",)


def test_what_is_built_as_a_ring_closes_to_a_ring_again(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.segments SET to_node_id = 5 WHERE segment_id = 90")
        connection.execute("UPDATE flux.devices SET is_normally_open = false, is_open = false WHERE device_id = 500")
    ring = network(empty_source)
    assert parallels(ring, {3}, {3: False}) == []
    assert parallels(ring, {500}, {500: False}) == []


def test_moves_that_open_and_close_at_once_are_judged_together(town: PostgresSource) -> None:
    assert parallels(network(town), {500}, {3: True, 500: False}) == []
    assert len(parallels(network(town), {500}, {122: True, 500: False})) == 1  # a lateral's fuse is on no such way
