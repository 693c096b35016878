"""Several utilities beside one service: one that fails, or is busy, holds up and wakes no other."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, cast

import pyarrow as pa
import pytest

from data_sources.network.rows import NetworkError
from data_sources.postgres.source import PostgresSource
from data_sources.prediction.rules import PredictionRules
from data_sources.query import Query
from data_sources.services.predictions import Predictions
from data_sources.services.service import ServiceState, Turns
from tests.data_sources.services.telling import FUSE_122, Night
from tests.handmade import insert, insert_utility, outage


def test_a_utility_that_cannot_be_looked_at_holds_up_no_other_and_is_named(night: Night) -> None:
    """Before it in order: a utility whose devices name a segment that is not there."""
    insert_utility(night.source, utility_id=-1)
    told: list[ServiceState] = []
    turns = Turns(Predictions(night.source, PredictionRules()), night.source, told.append)
    insert(night.source, "trouble_calls", [
        {"utility_id": -1, "meter_id": -199, "lon": -95.4, "lat": 29.7, "called_at": night.now, "symptom": "no_supply",
         "callback": "none", "taken_by": "maria", "version": 1, "is_simulated": False}
    ])  # fmt: skip
    with night.source.connection() as connection:
        connection.execute("UPDATE flux.devices SET segment_id = 999999 WHERE utility_id = -1")
    night.say(FUSE_122)
    for _ in range(2):
        night.later(60)
        turns.look(night.now)
    assert turns.state.doing == "failed"
    assert "utility -1" in turns.state.error
    assert turns.state.did, "what was done for the other one is told all the same"
    assert night.outages() == [(1, "predicted", 122, None, None)]


class Overheard:
    """A database of which it is known who asked what: statement and utility."""

    def __init__(self, source: PostgresSource) -> None:
        self._source = source
        self.asked: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def fetch(self, query: Query) -> pa.Table:
        self.asked.append((query.name, dict(query.values).get("utility_id")))
        return self._source.fetch(query)


def overheard(night: Night) -> Overheard:
    """Let the service of the night ask through it."""
    heard = Overheard(night.source)
    night.service = Predictions(cast("PostgresSource", heard), PredictionRules())
    return heard


def handmade_call(night: Night, utility_id: int) -> None:
    """Of a meter of that utility (`insert_utility`)."""
    insert(night.source, "trouble_calls", [
        {"utility_id": utility_id, "meter_id": 100 * (utility_id - 1) + 1, "lon": -95.4, "lat": 29.7,
         "called_at": night.now, "symptom": "no_supply", "callback": "none", "taken_by": "maria", "version": 1,
         "is_simulated": False}
    ])  # fmt: skip


def test_a_utility_that_fails_is_tried_again_ever_later_and_at_once_when_that_is_over(night: Night) -> None:
    insert_utility(night.source, utility_id=9)
    handmade_call(night, 9)
    with night.source.connection() as connection:
        connection.execute("UPDATE flux.devices SET segment_id = segment_id + 999999 WHERE utility_id = 9")
    heard, tried = overheard(night), []
    for second in range(200):
        before = len(heard.asked)
        night.later(1)
        with pytest.raises(NetworkError):
            night.service.run(night.now)
        if any(utility_id == 9 for _, utility_id in heard.asked[before:]):
            tried.append(second)
    assert tried == [0, 2, 6, 14, 30, 62, 122, 182]
    with night.source.connection() as connection:
        connection.execute("UPDATE flux.devices SET segment_id = segment_id - 999999 WHERE utility_id = 9")
        connection.execute("UPDATE flux.utilities SET loaded_at = loaded_at + interval '1 second' WHERE utility_id = 9")
    night.later(60)
    assert night.service.run(night.now) == "reported 1"


def test_what_was_done_for_others_is_told_with_what_failed(night: Night) -> None:
    insert_utility(night.source, utility_id=9)
    handmade_call(night, 9)
    with night.source.connection() as connection:
        connection.execute("UPDATE flux.devices SET segment_id = 999999 WHERE utility_id = 9")
    told: list[ServiceState] = []
    turns = Turns(night.service, night.source, told.append)
    night.say(FUSE_122)
    night.later(1)
    turns.look(night.now)
    assert (turns.state.doing, turns.state.did) == ("failed", "reported 1")
    night.later(1)
    turns.look(night.now)
    assert turns.state.doing == "failed", "it is not over while it waits to be tried again"


def test_a_message_wakes_its_own_utility_alone(night: Night) -> None:
    """Nobody of either is out, so that time alone changes nothing; messages of one come for two minutes."""
    insert_utility(night.source, utility_id=9)
    night.say([220], "answered")
    night.say([801], "answered", utility_id=9)
    heard = overheard(night)
    night.look()
    for _ in range(90):  # until the service reads on from behind the first messages
        night.look()
    heard.asked.clear()
    for _ in range(120):
        night.say([801], "answered", utility_id=9)
        night.look()
    looked = Counter(utility_id for name, utility_id in heard.asked if name == "told_messages")
    assert looked[1] == 0
    assert looked[9] >= 120


def test_what_was_restored_is_looked_into_once_a_minute_whatever_others_have(night: Night) -> None:
    insert_utility(night.source, utility_id=9)
    night.say([220])
    night.say([801], utility_id=9)
    heard = overheard(night)
    for number, device_id, utility_id in ((8, 122, 1), (9, 801, 9)):
        over = outage(number, night.now - dt.timedelta(minutes=9), 5, 0, device_id=device_id, kind="unplanned",
                      state="closed", utility_id=utility_id, feeder_id=1 if utility_id == 1 else 801)  # fmt: skip
        insert(night.source, "outages", [over])
    night.look()
    night.look(180)
    heard.asked.clear()
    for _ in range(24):
        night.look(5)
    looked = Counter(utility_id for name, utility_id in heard.asked if name == "messages_since")
    assert looked == {1: 2, 9: 2}
