"""Questions that are offered: things of this utility as it is now, and each of them is answered."""

from __future__ import annotations

import re
from dataclasses import replace

from app.assistant.events import Shown
from app.chat.suggesting import suggested
from data_sources.assets import AssetRef
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import ReportOutage
from data_sources.outages.storms import DeclareStorm
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import ASKER, ask, catalogue


def test_offered_questions_name_what_is_there_and_are_answered(demo_source: PostgresSource) -> None:
    with demo_source.connection() as connection:
        connection.execute("UPDATE flux.feeders SET feeder_name = 'North ' || feeder_id")
        lasting = {
            str(row[0]) for row in connection.execute("SELECT outage_id FROM flux.outages WHERE is_active").fetchall()
        }
    questions = suggested(catalogue(), demo_source, ASKER)
    assert len(questions) == 6
    for question in questions:
        assert not re.search(r"F00|TX-|SUB-|MTR-", question)
        assert set(re.findall(r"outage (\d+)", question)) <= lasting
    for question in _of_now(questions):
        assert any(isinstance(event, Shown) for event in ask(demo_source, question)), question


def _of_now(questions: tuple[str, ...]) -> list[str]:
    """Those that need no history: there is none here."""
    return [one for one in questions if not re.search(r"yesterday|year", one)]


def test_in_a_storm_nobody_is_offered_to_declare_one(demo_source: PostgresSource) -> None:
    calm = suggested(catalogue(), demo_source, ASKER)
    Commands(demo_source).run(DeclareStorm(utility_id=1, storm_name="Ida"), by=Principal("sue", "supervisor"))
    stormy = suggested(catalogue(), demo_source, ASKER)
    assert "how does the storm stand" in stormy
    assert not [one for one in (*calm, *stormy) if "declare a" in one]


def test_what_is_selected_comes_first_and_no_other_feeder_is_named(demo_source: PostgresSource) -> None:
    with demo_source.connection() as connection:
        ((feeder, name),) = connection.execute(
            "SELECT feeder_id, feeder_name FROM flux.feeders WHERE utility_id = 1 ORDER BY feeder_id DESC LIMIT 1"
        ).fetchall()
        ((device,),) = connection.execute(
            "SELECT device_id FROM flux.devices WHERE feeder_id = %s AND kind = 'fuse' LIMIT 1", (feeder,)
        ).fetchall()
    commands, sue = Commands(demo_source), Principal("sue", "supervisor")
    commands.run(ReportOutage(utility_id=1, device_id=device), by=sue)
    questions = suggested(catalogue(), demo_source, replace(ASKER, selection=AssetRef("feeder", feeder)))
    assert questions[0] == f"customers out on {name}"
    assert "how many customers are out" in questions
    assert set(re.findall(r"F\d{4}", " ".join(questions))) == {name}
    assert not [one for one in questions if "energy" in one or "MWh" in one]
    for question in _of_now(questions):
        assert any(isinstance(event, Shown) for event in ask(demo_source, question)), question
