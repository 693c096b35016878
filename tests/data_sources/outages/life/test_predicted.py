"""An outage that is only presumed: moved to a likelier place, asked about at meters, and a service out by itself."""

from __future__ import annotations

import datetime as dt

import pytest

from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError, CommandRefused
from data_sources.outages.life import (
    ConfirmOutage,
    MergeOutage,
    MovePrediction,
    PingMeters,
    ReportOutage,
    RestoreOutage,
)
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import check_counts, rows
from tests.data_sources.towns import AT, load_town
from tests.handmade import insert

MARIA = Principal("maria", "operator")


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    load_town(empty_source, 2)
    return empty_source


def give(source: PostgresSource, command: Command, minutes: float = 0) -> int:
    at = AT + dt.timedelta(minutes=minutes)
    (outcome,) = Commands(source).run_all([Order(command)], by=MARIA, now=at)
    if isinstance(outcome, CommandError):
        raise outcome
    check_counts(source)
    return outcome.target.id


def told(source: PostgresSource, columns: str, outage_id: int = 1) -> tuple[object, ...]:
    return rows(source, f"SELECT {columns} FROM flux.outages WHERE outage_id = {outage_id}")[0]


def predict(source: PostgresSource, **place: int) -> int:
    return give(source, ReportOutage(utility_id=1, is_confirmed=False, **place))


def test_a_prediction_keeps_its_number_where_it_moves(town: PostgresSource) -> None:
    """From the transformer at 22 to its fuse (two transformers of three customers), and on to one service."""
    number = predict(town, transformer_id=22)
    assert told(town, "transformer_id, customers_predicted") == (22, 3)
    give(town, MovePrediction(outage_id=number, device_id=122))
    assert told(town, "device_id, transformer_id, customers_predicted, state") == (122, None, 6, "predicted")
    give(town, MovePrediction(outage_id=number, meter_id=220))
    assert told(town, "device_id, meter_id, customers_predicted") == (None, 220, 1)
    with pytest.raises(CommandRefused, match="presumed there already"):
        give(town, MovePrediction(outage_id=number, meter_id=220))


def test_what_is_confirmed_stays_where_it_is(town: PostgresSource) -> None:
    number = predict(town, device_id=122)
    give(town, ConfirmOutage(outage_id=number))
    with pytest.raises(CommandRefused, match="must be predicted"):
        give(town, MovePrediction(outage_id=number, device_id=1))


def test_one_place_is_predicted_once(town: PostgresSource) -> None:
    first, second = predict(town, device_id=122), predict(town, device_id=123)
    with pytest.raises(CommandRefused, match=f"Outage {first} is predicted at the same place already"):
        predict(town, device_id=122)
    with pytest.raises(CommandRefused, match=f"Outage {first} is predicted"):
        give(town, MovePrediction(outage_id=second, device_id=122))


def test_a_service_out_by_itself_counts_its_customer_and_no_transformer(town: PostgresSource) -> None:
    number = predict(town, meter_id=220)
    give(town, ConfirmOutage(outage_id=number, started_at=AT))
    assert told(town, "customers_out, device_id, transformer_id, meter_id") == (1, None, None, 220)
    other = give(town, ReportOutage(utility_id=1, meter_id=221), 1)
    assert told(town, "customers_out", other) == (1,)
    give(town, RestoreOutage(outage_id=number), 30)
    assert told(town, "state, customers_out, customer_minutes") == ("restored", 0, 30.0)


def test_a_presumed_transformer_is_merged_though_its_place_has_supply(town: PostgresSource) -> None:
    part, whole = predict(town, transformer_id=22), predict(town, device_id=122)
    give(town, MergeOutage(outage_id=part, into_id=whole))
    assert told(town, "state, merged_into", part) == ("merged", whole)


def asked(source: PostgresSource) -> list[tuple[object, ...]]:
    return rows(source, "SELECT meter_id, asked_by, answer FROM flux.meter_pings ORDER BY ping_id")


def test_meters_are_asked_once_and_spread_over_who_is_behind(town: PostgresSource) -> None:
    """Behind the breaker are 14 transformers: of five of them one meter each, the first and the last among them."""
    number = predict(town, device_id=1)
    give(town, PingMeters(outage_id=number))
    meters = [meter for meter, _, _ in asked(town)]
    assert len(meters) == 5
    assert {meters[0], meters[-1]} == {220, 480}
    give(town, PingMeters(outage_id=number), 1)
    assert len(asked(town)) == 5, "they are being asked already"
    with pytest.raises(CommandRefused, match="2 of these meters are not in this utility"):
        give(town, PingMeters(outage_id=number, meter_ids=(7, 8, 230)))
    assert len(asked(town)) == 5


def test_an_answer_closes_its_question_whoever_writes_it(town: PostgresSource) -> None:
    number = predict(town, device_id=122)
    give(town, PingMeters(outage_id=number, meter_ids=(220, 221, 222)))
    answers = [(220, "no_answer"), (221, "answered"), (222, "last_gasp")]
    insert(town, "meter_messages", [
        {"utility_id": 1, "meter_id": meter, "kind": kind, "sent_at": AT, "received_at": AT, "is_simulated": False}
        for meter, kind in answers
    ])  # fmt: skip
    assert [(meter, answer) for meter, _, answer in asked(town)] == [
        (220, "no_answer"), (221, "answered"), (222, None),
    ]  # fmt: skip
