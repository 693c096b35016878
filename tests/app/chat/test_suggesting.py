"""Questions that are offered: things of this utility as it is now, and each of them is answered."""

from __future__ import annotations

import re

from app.assistant.events import Shown
from app.chat.suggesting import suggested
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
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
        assert any(isinstance(event, Shown) for event in ask(demo_source, question)), question


def test_in_a_storm_nobody_is_offered_to_declare_one(demo_source: PostgresSource) -> None:
    calm = suggested(catalogue(), demo_source, ASKER)
    Commands(demo_source).run(DeclareStorm(utility_id=1, storm_name="Ida"), by=Principal("sue", "supervisor"))
    stormy = suggested(catalogue(), demo_source, ASKER)
    assert "how does the storm stand" in stormy
    assert not [one for one in (*calm, *stormy) if "declare a" in one]
