"""What the detail says of a presumed outage: why, what else it might be, who may still be dark inside it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.tabs.outage_management.active import predicted_html, words
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.errors import InvalidCommand
from data_sources.outages.life import MovePrediction, ReportOutage
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.app.tabs.outage_management.active.test_active_rows import outage
from tests.data_sources.services.telling import Night, meters_at
from tests.data_sources.towns import AT, load_town


def told(**values: Any) -> dict[str, Any]:
    others = [
        {"kind": "below", "id": None, "name": None, "probability": 0.04},
        {"kind": "device", "id": 1, "name": "BREAKER-1", "probability": 0.021},
    ]
    return {
        "probability": 0.934, "looked_at": AT, "last_gasps": 6, "calls": 1, "silent": 1_200, "answering": 0,
        "reasons": json.dumps(["6 of 8 meters <below> it sent a last gasp."]), "alternatives": json.dumps(others),
        "open_pings": 3, "unanswered_pings": 0, "nested": None, **values,
    }  # fmt: skip


def presumed(**values: Any) -> dict[str, Any]:
    return outage(state="predicted", confirmed_at=None, customers_out=0, probability=0.934, **values)


def test_it_says_why_it_is_presumed_and_what_else_it_might_be() -> None:
    shown = str(predicted_html.why(presumed(), told(), can_change=True))
    assert "Presumed, 93.4% likely" in shown
    assert "6 of 8 meters &lt;below&gt; it sent a last gasp." in shown
    assert "1,200" in shown
    assert "BREAKER-1, 2.1%" in shown
    assert shown.count("Make it the outage") == 1, "several smaller outages are none that can be chosen"
    assert "3 questions to meters are open" in shown


def test_who_looks_on_chooses_nothing() -> None:
    assert "Make it the outage" not in str(predicted_html.why(presumed(), told(), can_change=False))


def test_of_a_confirmed_one_nothing_is_presumed_any_more() -> None:
    assert predicted_html.why(outage(), told(), can_change=True) == ""
    assert predicted_html.why(presumed(), told(probability=None), can_change=True) == ""


def test_whoever_closes_one_is_told_who_is_still_dark() -> None:
    assert "outage 8, 9 is presumed inside it" in str(predicted_html.inside(told(nested="8, 9")))
    assert predicted_html.inside(told()) == ""


@pytest.mark.parametrize(("chosen", "place"), [("device:1", {"device_id": 1}), ("transformer:22", {"transformer_id": 22}),
                                               ("service:220", {"meter_id": 220})])  # fmt: skip
def test_another_explanation_is_one_click(chosen: str, place: dict[str, int]) -> None:
    command = predicted_html.other_place(7, chosen)
    assert isinstance(command, MovePrediction)
    assert command == MovePrediction(outage_id=7, reason="another explanation, chosen by hand", **place)


@pytest.mark.parametrize("chosen", ["", "below:None", "device:x", "pole:1"])
def test_what_is_no_explanation_is_refused(chosen: str) -> None:
    with pytest.raises(InvalidCommand):
        predicted_html.other_place(7, chosen)


def test_the_table_says_how_likely_it_is() -> None:
    assert "Predicted 93%" in str(words.state_badge(presumed()))
    assert "%" not in str(words.state_badge(outage()))


def test_what_the_service_presumed_is_what_the_detail_reads(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    night = Night(empty_source)
    night.say(meters_at(22, 42))
    night.look(60)
    night.look(2)
    (row,) = empty_source.fetch(Query.of("outage_prediction", outage_id=1)).to_pylist()
    assert (row["last_gasps"], row["calls"], row["nested"]) == (8, 0, None)
    assert row["open_pings"] == len(night.asked()) > 0
    (facts,) = empty_source.fetch(Query.of("outage_facts", outage_id=1, utility_id=1)).to_pylist()
    assert facts["probability"] == row["probability"]
    assert "8 of 8 meters" in str(predicted_html.why(facts, row, can_change=True))


def test_of_one_that_a_person_reported_nothing_is_presumed(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    report = ReportOutage(utility_id=1, device_id=122, is_confirmed=False)
    number = Commands(empty_source).run(report, by=Principal("maria", "operator")).target.id
    (row,) = empty_source.fetch(Query.of("outage_prediction", outage_id=number)).to_pylist()
    assert row["probability"] is None
    assert row["looked_at"] is None
