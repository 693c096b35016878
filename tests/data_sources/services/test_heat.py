"""Temperatures of transformers are kept up without anybody asking, and pages are told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from data_sources.postgres.source import PostgresSource
from data_sources.services.heat import Heat
from data_sources.services.service import Turns
from tests.data_sources.pipeline.thermal.heat_world import FIRST, HeatWorld, day_after
from tests.handmade import insert, insert_utility


def test_days_that_are_over_are_computed_and_told(empty_source: PostgresSource, tmp_path: Path) -> None:
    insert_utility(empty_source)
    world = HeatWorld(empty_source, tmp_path / "warehouse")
    world.weather(FIRST, 3)
    for number in range(2):
        world.loads(day_after(FIRST, number))
    turns = Turns(Heat(empty_source, world.warehouse), empty_source, lambda _state: None)
    with empty_source.dedicated_connection() as listening:
        listening.execute("LISTEN flux")
        turns.look(dt.datetime.now(dt.UTC))
        assert [note.payload for note in listening.notifies(timeout=5, stop_after=1)][:1] == ["thermal"]
    assert turns.state.doing == "leads"
    assert turns.state.did == f"computed 2 days of Handmade 1 up to {day_after(FIRST, 1)}"
    assert len(world.rows("transformer_thermal_day")) == 4


def test_a_utility_that_is_gone_takes_its_temperatures_along(empty_source: PostgresSource, tmp_path: Path) -> None:
    insert_utility(empty_source)
    world = HeatWorld(empty_source, tmp_path / "warehouse")
    world.weather(FIRST, 2)
    world.loads(FIRST)
    service = Heat(empty_source, world.warehouse)
    service.run(dt.datetime.now(dt.UTC))
    assert world.rows("thermal_stress")
    with empty_source.connection() as connection:
        connection.execute("DELETE FROM flux.utilities")
    assert service.run(dt.datetime.now(dt.UTC)) == ""
    assert world.rows("thermal_stress") == world.rows("transformer_thermal_state") == []


def test_a_look_at_which_nothing_is_new_does_not_ask_for_the_fleet(
    empty_source: PostgresSource, tmp_path: Path
) -> None:
    """It passes while the table of transformers is locked; a nameplate or another weather is seen at the next look."""
    insert_utility(empty_source)
    world, now = HeatWorld(empty_source, tmp_path / "warehouse"), dt.datetime.now(dt.UTC)
    world.weather(FIRST, 2)
    world.loads(FIRST)
    service = Heat(empty_source, world.warehouse)
    made = [service.run(now), service.run(now)]
    with empty_source.connection() as connection, connection.transaction():
        connection.execute("LOCK TABLE flux.transformers IN ACCESS EXCLUSIVE MODE")
        made.append(service.run(now))
    plate = {"asset_kind": "transformer", "asset_id": 2, "utility_id": 1, "cooling": "KNAN", "is_upgraded_paper": False}
    insert(empty_source, "asset_nameplates", [plate])
    made += [service.run(now), service.run(now)]
    world.weather(FIRST, 2, degrees=35.0)
    made.append(service.run(now))
    assert [bool(one) for one in made] == [True, False, False, True, False, True]
