"""Presumed outages in the live database: reported, moved, asked about, confirmed, cancelled, by commands alone."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np

from data_sources.analytics.prediction.rates import MessageRates
from data_sources.outages.calls import DetachCall
from data_sources.outages.life import CancelOutage, ConfirmOutage, MovePrediction, ReportOutage, RestoreOutage
from data_sources.postgres.source import PostgresSource
from data_sources.prediction.rules import PredictionRules
from data_sources.services.predictions import Predictions
from data_sources.services.service import ServiceState, Turns
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.services.telling import BEHIND_RECLOSER, FUSE_122, MARIA, Night, meters_at
from tests.data_sources.towns import load_town


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
