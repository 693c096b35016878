"""A storm that is asked for in a demo: by whom, where, and one at a time."""

from __future__ import annotations

import pytest

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.demo.simulated_storm import FAULTS, MINUTES, StartSimulatedStorm
from data_sources.errors import CommandRefused, Forbidden, InvalidCommand, NoSuchTarget
from data_sources.postgres.source import PostgresSource
from tests.data_sources.towns import load_town

SUE = Principal("sue", "supervisor")


def storms(source: PostgresSource) -> list[tuple[object, ...]]:
    with source.connection() as connection:
        asked = "SELECT asked_by, minutes, faults, seed, began_at, struck FROM flux.sim_storms ORDER BY storm_id"
        return list(connection.execute(asked).fetchall())


def test_a_supervisor_starts_one_at_a_time(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    commands = Commands(empty_source)
    with pytest.raises(Forbidden, match="takes a supervisor"):
        commands.run(StartSimulatedStorm(utility_id=1), by=Principal("maria", "operator"))
    commands.run(StartSimulatedStorm(utility_id=1), by=SUE)
    assert storms(empty_source) == [("sue", MINUTES, FAULTS, 1, None, 0)]
    with pytest.raises(CommandRefused, match="under way already"):
        commands.run(StartSimulatedStorm(utility_id=1, seed=2), by=SUE)
    assert len(storms(empty_source)) == 1
    with pytest.raises(NoSuchTarget):
        commands.run(StartSimulatedStorm(utility_id=7), by=SUE)


def test_no_storm_is_simulated_in_a_real_utility(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.utilities SET is_demo = false")
    with pytest.raises(CommandRefused, match="demo only"):
        Commands(empty_source).run(StartSimulatedStorm(utility_id=1), by=SUE)
    assert storms(empty_source) == []


@pytest.mark.parametrize("values", [{"minutes": 0.5}, {"faults": 0}, {"faults": 5000}, {"seed": -1}])
def test_a_storm_out_of_all_measure_is_refused(values: dict[str, float]) -> None:
    with pytest.raises(InvalidCommand):
        StartSimulatedStorm.of(utility_id=1, **values)
