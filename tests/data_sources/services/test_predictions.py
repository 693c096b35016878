"""Presumed outages in the live database: reported, moved, asked about, confirmed, cancelled, by commands alone."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Any, cast
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest

from data_sources.analytics.prediction.rates import MessageRates
from data_sources.network.rows import NetworkError
from data_sources.outages.calls import DetachCall
from data_sources.outages.life import CancelOutage, ConfirmOutage, MovePrediction, ReportOutage, RestoreOutage
from data_sources.postgres.source import PostgresSource
from data_sources.prediction.rules import PredictionRules
from data_sources.query import Query
from data_sources.services.predictions import Predictions
from data_sources.services.service import ServiceState, Turns
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.services.telling import MARIA, Night, meters_at
from tests.data_sources.towns import load_town
from tests.handmade import insert, insert_utility, outage

FUSE_122 = meters_at(22, 42)
BEHIND_RECLOSER = meters_at(25, 45, 26, 46, 27, 47, 28, 48)


@pytest.fixture
def night(empty_source: PostgresSource) -> Night:
    load_town(empty_source, 2)
    with empty_source.connection() as connection:  # nobody hears of its breakers and reclosers
        connection.execute("UPDATE flux.devices SET has_telemetry = false")
    return Night(empty_source)


def test_lossy_messages_of_a_fault_are_predicted_at_its_device_within_two_looks(night: Night) -> None:
    """Every fifth last gasp of the 32 meters behind the recloser is lost; half of the others come a look later."""
    heard = np.random.default_rng(4).permutation([m for k, m in enumerate(BEHIND_RECLOSER) if k % 5])
    struck = night.now
    night.later(5)
    night.say(heard[:12].tolist(), sent_at=struck)
    night.look()
    night.later(20)
    night.say(heard[12:].tolist(), sent_at=struck)
    night.look()
    active = [row for row in night.outages() if row[1] != "merged"]
    assert [row[1:] for row in active] == [("predicted", 2, None, None)]
    told = rows(night.source, "SELECT last_gasps, calls, answering, probability > 0.9, began_at, reasons FROM "
                "flux.outage_predictions JOIN flux.outages USING (outage_id) WHERE state = 'predicted'")  # fmt: skip
    assert told[0][:5] == (len(heard), 0, 0, True, struck)
    assert told[0][5][0] == f"{len(heard)} of 32 meters below it sent a last gasp or their customer called."


def test_the_nearest_common_upstream_device_of_two_laterals(night: Night) -> None:
    """Meters of the laterals at 5 and 6 alone: the recloser between 4 and 5; with one at 3 too: the breaker."""
    night.say(meters_at(25, 45, 26, 46))
    night.say(meters_at(27, 47, 28, 48)[::2])
    night.look(60)
    assert night.outages() == [(1, "predicted", 2, None, None)]
    night.say(meters_at(22, 42, 23, 43, 24, 44), sent_at=night.now - dt.timedelta(seconds=60))
    assert night.look() == "moved 1"
    assert night.outages() == [(1, "predicted", 1, None, None)]


def test_two_laterals_become_one_device_and_fall_apart_again_by_answers(night: Night) -> None:
    """Two fuses; then the whole feeder, into which the second is merged; the answers of the middle part it again."""
    night.say(FUSE_122)
    night.say(meters_at(28, 48))
    night.look(120)
    assert {row[1:3] for row in night.outages()} == {("predicted", 122), ("predicted", 128)}
    rest = [m for unit in (23, 43, 24, 44, 25, 45, 26, 46, 27, 47) for m in meters_at(unit)]
    night.say(rest)
    assert night.look() == "moved 1, merged 1"
    assert night.outages("state, merged_into")[1] == ("merged", 1)
    assert night.outages()[0][:3] == (1, "predicted", 1)
    night.later(30)
    night.say(rest, "answered")
    night.look()
    assert {row[1:3] for row in night.outages() if row[1] == "predicted"} == {("predicted", 122), ("predicted", 128)}


def test_telemetry_overrides(night: Night) -> None:
    """The recloser says that it is closed, so that it is not what opened; an outage that it reported is left alone."""
    with night.source.connection() as connection:
        connection.execute("UPDATE flux.devices SET has_telemetry = true WHERE device_id IN (1, 2)")
    night.say(BEHIND_RECLOSER)
    night.look(60)
    assert 2 not in {row[2] for row in night.outages()}
    assert {row[2] for row in night.outages()} == {125, 126, 127, 128}
    night.give(ReportOutage(utility_id=1, device_id=2))
    night.look()
    states = {row[1:3] for row in night.outages()}
    assert states == {("merged", device) for device in (125, 126, 127, 128)} | {("confirmed", 2)}
    night.say(BEHIND_RECLOSER, sent_at=night.now)
    assert night.look(10) == ""


def test_telemetry_that_no_outage_tells_of_is_taken_as_open(night: Night) -> None:
    with night.source.connection() as connection:
        connection.execute("UPDATE flux.devices SET has_telemetry = true, is_open = true WHERE device_id = 2")
    night.say([250])
    night.look(2)
    assert night.outages() == [(1, "predicted", 2, None, None)]
    assert rows(night.source, "SELECT probability FROM flux.outage_predictions") == [(1.0,)]


def test_one_call_alone_is_a_transformer_or_a_service(night: Night) -> None:
    """Meters beside it that could send a last gasp and do not speak for the service, else the transformer is likelier."""
    night.call(251)
    assert night.look() == "reported 1"
    assert night.outages() == [(1, "predicted", None, 25, None)]
    night.say([1220])
    night.say([1220], "power_up", night.now + dt.timedelta(seconds=1))
    assert night.look(120).startswith("moved 1")
    assert night.outages() == [(1, "predicted", None, None, 251)]
    (told,) = rows(night.source, "SELECT calls, last_gasps, alternatives FROM flux.outage_predictions")
    assert told[:2] == (1, 0)
    assert night.outages("customers_predicted") == [(1,)]


def test_one_last_gasp_alone_is_no_outage_before_its_meter_was_silent(night: Night) -> None:
    night.say([251])
    assert night.look() == ""
    night.say([251], "no_answer")
    assert night.look() == "reported 1"


def test_a_utility_without_meters_that_send_is_predicted_by_calls(night: Night) -> None:
    """No last gasp ever came: that none comes says nothing. Calls from both transformers of a lateral and a second."""
    for meter in (220, 221, 420, 422):
        night.call(meter)
    night.look(600)
    assert night.outages() == [(1, "predicted", 122, None, None)]


def test_calls_are_put_to_the_outage_that_explains_them(night: Night) -> None:
    """To the presumed one, along with it to where it is merged, to a lasting one; not where a person took one off."""
    for meter in (220, 420):
        night.call(meter)
    night.look(600)
    night.look()
    assert rows(night.source, "SELECT DISTINCT outage_id FROM flux.trouble_calls") == [(1,)]
    night.give(DetachCall(call_id=2))
    night.call(222)
    night.look()
    assert rows(night.source, "SELECT outage_id FROM flux.trouble_calls ORDER BY call_id") == [(1,), (None,), (1,)]
    night.give(ConfirmOutage(outage_id=1))
    night.call(422)
    night.look()
    assert rows(night.source, "SELECT outage_id FROM flux.trouble_calls WHERE call_id = 4") == [(1,)]


def test_several_calls_of_one_meter_are_put_by_one_command(night: Night) -> None:
    """One command takes the others along; a second one would be told that somebody else changed its call."""
    for meter in (220, 220, 220, 420):
        night.call(meter)
    night.look(600)
    night.look()
    assert rows(night.source, "SELECT DISTINCT outage_id FROM flux.trouble_calls") == [(1,)]
    outcomes = "SELECT outcome, count(*) FROM flux.audit WHERE action = 'attach_call' GROUP BY outcome"
    assert rows(night.source, outcomes) == [("done", 2)]


def test_what_is_no_loss_of_supply_predicts_nothing(night: Night) -> None:
    night.call(251, symptom="flicker")
    night.call(252, closed_at=night.now)
    assert night.look() == ""
    assert night.outages() == []


def test_meters_that_do_not_answer_confirm(night: Night) -> None:
    night.say(FUSE_122[:6])
    night.look(40)
    night.look()
    asked = night.asked()
    assert len(asked) >= 3
    night.later(5)
    night.say([m for m in asked if m in FUSE_122], "no_answer")
    night.say([m for m in asked if m not in FUSE_122], "answered")
    assert "confirmed 1" in night.look()
    assert night.outages("state, device_id, customers_out") == [("confirmed", 122, 6)]
    assert ("confirm_outage", "prediction", "done") in night.audit()


def test_below_the_probability_nothing_is_confirmed(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    night = Night(empty_source, PredictionRules(confirm_probability=1.0))
    night.say(FUSE_122)
    night.look(40)
    night.look()
    night.later(5)
    night.say(FUSE_122, "no_answer")
    night.look()
    assert night.outages("state") == [("predicted",)]


def test_meters_that_answer_cancel(night: Night) -> None:
    night.say([220, 222])
    night.look(10)
    night.later(60)
    night.say(FUSE_122, "answered")
    assert night.look() == "cancelled 1"
    assert night.outages("state") == [("cancelled",)]
    assert rows(night.source, "SELECT detail->>'reason' FROM flux.audit WHERE action = 'cancel_outage'") == [
        ("2 of the meters that reported have supply.",)
    ]
    assert night.look(10) == ""


def test_a_person_s_cancel_stands_for_these_messages_and_not_for_later_ones(night: Night) -> None:
    night.say(FUSE_122)
    night.look()
    night.give(CancelOutage(outage_id=1, reason="crew was there"))
    night.later(2)
    assert night.look() == ""
    assert Night(night.source).service.run(night.now) == "", "nor does a service that begins anew raise it again"
    night.later(600)
    night.say(FUSE_122)
    assert night.look() == "reported 1"
    assert night.outages("state") == [("cancelled",), ("predicted",)]


def test_where_a_person_puts_it_it_stays(night: Night) -> None:
    """Maria says that it is the transformer; nothing else is raised for its messages, and nothing confirms it."""
    night.say(FUSE_122)
    night.look()
    night.give(MovePrediction(outage_id=1, device_id=123, reason="seen"))
    night.give(MovePrediction(outage_id=1, device_id=122, reason="seen, after all"))
    night.give(MovePrediction(outage_id=1, transformer_id=22))
    night.look(10)
    mine = night.outages()[0]
    assert mine == (1, "predicted", None, 22, None)
    night.say(meters_at(22), "no_answer")
    night.look(10)
    assert night.outages("state")[0] == ("predicted",)
    assert not [row for row in night.audit() if row[0] == "confirm_outage"]


def test_what_was_told_before_supply_came_back_is_dealt_with(night: Night) -> None:
    night.say(FUSE_122)
    night.look()
    night.give(ConfirmOutage(outage_id=1))
    night.look(60)
    night.give(RestoreOutage(outage_id=1))
    assert night.look(5) == "asked about 1", "whether somebody stayed dark"
    night.later(3600)
    night.say(FUSE_122[1:7])
    assert night.look(40) == "reported 1", "answers from before say nothing of what happened since"
    assert [row[1:3] for row in night.outages()] == [("restored", 122), ("predicted", 122)]


def test_where_nothing_is_new_nothing_is_done(night: Night) -> None:
    night.say(FUSE_122)
    night.look()
    for _ in range(4):
        night.look(0.5)
    before = rows(night.source, "SELECT max(audit_id) FROM flux.audit")
    for _ in range(4):
        night.look(0.5)
    assert rows(night.source, "SELECT max(audit_id) FROM flux.audit") == before


def test_two_services_at_once_do_nothing_twice(night: Night) -> None:
    told: list[ServiceState] = []
    first, second = (Turns(Predictions(night.source, PredictionRules()), night.source, told.append) for _ in range(2))
    night.say(FUSE_122)
    for turns in (first, second, second, first):
        night.later(1)
        turns.look(night.now)
    assert (first.state.doing, second.state.doing) == ("leads", "waits")
    assert night.outages() == [(1, "predicted", 122, None, None)]
    assert [row for row in night.audit() if row[0] == "report_outage"] == [("report_outage", "prediction", "done")]


def test_without_a_lock_the_second_is_refused(night: Night) -> None:
    """Where a lock was lost unnoticed: both have read the same, and report the same place."""
    other = Night(night.source)
    night.say(FUSE_122)
    night.look()
    with night.source.connection() as connection:
        connection.execute("UPDATE flux.outages SET kind = 'loss_of_supply'")  # the other one does not see it
    other.now = night.now
    other.look()
    assert len(night.outages()) == 1
    assert [row[2] for row in night.audit() if row[0] == "report_outage"] == ["done", "refused"]


def test_reasons_are_sentences_and_alternatives_have_names(night: Night) -> None:
    night.say([*FUSE_122, 230])
    night.look(10)
    ((reasons, alternatives),) = rows(night.source, "SELECT reasons, alternatives FROM flux.outage_predictions")
    assert all(reason.endswith(".") for reason in reasons)
    assert {"kind": "device", "id": 1, "name": "BREAKER-1"}.items() <= _first(alternatives, "device").items()
    assert 0 < _first(alternatives, "device")["probability"] < 1
    assert json.dumps(alternatives)


def _first(alternatives: list[dict[str, object]], kind: str) -> dict[str, float]:
    return next(one for one in alternatives if one["kind"] == kind)  # type: ignore[return-value]


def test_the_rates_are_chances() -> None:
    MessageRates().check()
    assert MARIA.is_person


def restored_feeder(night: Night) -> None:
    """The recloser opened, was confirmed and restored; the lateral at 6 (fuse 126) stayed dark."""
    night.say(BEHIND_RECLOSER)
    night.look(60)
    night.give(ConfirmOutage(outage_id=1))
    night.look(600)
    night.give(RestoreOutage(outage_id=1))
    night.look()


def test_meters_are_asked_when_an_outage_is_restored(night: Night) -> None:
    restored_feeder(night)
    about = rows(night.source, "SELECT meter_id FROM flux.meter_pings WHERE asked_by = 'prediction' AND outage_id = 1")
    assert set(meters_at(25, 45)) & {meter for (meter,) in about}
    assert set(meters_at(28, 48)) & {meter for (meter,) in about}


def test_a_restored_outage_without_meters_asks_nobody_and_holds_up_nothing(night: Night) -> None:
    night.say(BEHIND_RECLOSER)
    night.look(60)
    with night.source.connection() as connection:
        connection.execute("DELETE FROM flux.customers WHERE meter_id IN (SELECT meter_id FROM flux.meters "
                           "WHERE transformer_id IN (22, 42))")  # fmt: skip
        connection.execute("DELETE FROM flux.meters WHERE transformer_id IN (22, 42)")
        connection.execute("UPDATE flux.utilities SET loaded_at = loaded_at + interval '1 second'")
    over = outage(9, night.now - dt.timedelta(minutes=9), 5, 0, device_id=122, kind="unplanned", state="restored")
    insert(night.source, "outages", [over])
    night.say(meters_at(23, 43))
    night.look(60)
    assert ("predicted", 123) in {row[1:3] for row in night.outages()}
    assert rows(night.source, "SELECT count(*) FROM flux.meter_pings WHERE outage_id = 9") == [(0,)]


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


def test_an_outage_inside_another_is_found_before_that_is_closed(night: Night) -> None:
    """All meters but those of the lateral at 6 say that power is back, or answer; those of the lateral do neither."""
    restored_feeder(night)
    dark = set(meters_at(26, 46))
    night.later(20)
    night.say([meter for k, meter in enumerate(BEHIND_RECLOSER) if meter not in dark and k % 5], "power_up")
    asked = set(night.asked())
    night.say(asked - dark, "answered")
    night.say(sorted(asked & dark)[:2], "no_answer")
    assert night.look(30) == "", "power-ups may still be on their way"
    assert night.look(120) == "reported 1"
    (found,) = rows(night.source, "SELECT o.device_id, o.state, o.split_from, o.started_at = p.restored_at, reasons FROM "
                    "flux.outages AS o JOIN flux.outages AS p ON p.outage_id = 1 JOIN flux.outage_predictions AS w ON "
                    "w.outage_id = o.outage_id WHERE o.outage_id = 2")  # fmt: skip
    assert found[:4] == (126, "predicted", 1, True)
    (zone,) = rows(night.source, "SELECT time_zone FROM flux.utilities WHERE utility_id = 1")[0]
    (restored,) = rows(night.source, "SELECT restored_at FROM flux.outages WHERE outage_id = 1")[0]
    local = restored.astimezone(ZoneInfo(zone))
    assert found[4][0].startswith(f"Since outage 1 was restored at {local:%H:%M} {local:%Z}, ")
    assert f"{local:%Z}" in ("CST", "CDT"), "the town's own clock"
    assert "8 of 8 meters have not said that power is back" in found[4][0]
    assert found[4][1] == "2 of them did not answer a ping."
    assert night.look(70) == "", "it stands, and is reported once"
    night.say(dark, "power_up")
    assert night.look(70) == "cancelled 1"


def test_where_everybody_is_back_nothing_is_presumed_inside(night: Night) -> None:
    restored_feeder(night)
    night.later(20)
    night.say([meter for k, meter in enumerate(BEHIND_RECLOSER) if k % 5], "power_up")
    night.say(night.asked(), "answered")
    for _ in range(5):
        assert night.look(60) == ""
    assert night.outages("state") == [("restored",)]


def test_meters_that_never_say_that_power_is_back_tell_nothing_by_their_silence(night: Night) -> None:
    restored_feeder(night)
    for _ in range(5):
        night.look(60)
    assert night.outages("state") == [("restored",)]


def blip_then_lateral(night: Night) -> None:
    """The breaker recloses after 12 s, and no meter notices; within the half hour the lateral at 6 is out for 5 min."""
    night.say([250])  # meters of this utility can tell
    night.say([250], "power_up")
    blip = night.give(ReportOutage(utility_id=1, device_id=1))
    night.later(12)
    night.give(RestoreOutage(outage_id=blip, is_closing=True))
    night.look(60)
    lateral = night.give(ReportOutage(utility_id=1, device_id=126))
    night.look(300)
    night.give(RestoreOutage(outage_id=lateral))
    night.say(meters_at(26, 46), "power_up")


def test_nothing_is_presumed_inside_what_no_meter_noticed(night: Night) -> None:
    """Power-ups after another outage do not make the silence of the rest speak: they had nothing to say."""
    blip_then_lateral(night)
    for _ in range(5):
        night.look(60)
    assert night.outages("state, device_id") == [("closed", 1), ("restored", 126)]


def test_power_ups_of_a_later_outage_are_not_of_one_before(night: Night) -> None:
    """The recloser, of ten minutes, whose meters say nothing when it is over; then the lateral at 6 behind it."""
    restored_feeder(night)
    night.later(120)
    lateral = night.give(ReportOutage(utility_id=1, device_id=126))
    night.look(300)
    night.give(RestoreOutage(outage_id=lateral))
    night.say(meters_at(26, 46), "power_up")
    for _ in range(5):
        night.look(60)
    assert night.outages("state, device_id") == [("restored", 2), ("restored", 126)]


def test_a_blip_that_meters_noticed_is_looked_into(night: Night) -> None:
    """Last gasps at its beginning: whoever sent one says when power is back, however short it was."""
    blip = night.give(ReportOutage(utility_id=1, device_id=2))
    night.say(BEHIND_RECLOSER)
    night.later(30)
    night.give(RestoreOutage(outage_id=blip))
    night.look()
    dark = set(meters_at(26, 46))
    night.say([meter for meter in BEHIND_RECLOSER if meter not in dark], "power_up", night.now)
    assert night.look(180) == "reported 1"
    assert night.outages("state, device_id") == [("restored", 2), ("predicted", 126)]
