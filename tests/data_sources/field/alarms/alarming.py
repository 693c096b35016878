"""What tests of alarms have in common: a utility by hand whose values they set, and the service at a clock of theirs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from data_sources.commands.principal import Principal
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands
from data_sources.field.alarms.rules import CreateAlarmRule, SetUpAlarmRules
from data_sources.postgres.source import PostgresSource
from data_sources.services.alarms import Alarms
from tests.data_sources.demo.simulator.simulating import rows
from tests.handmade import NOW, insert_utility

MARIA, SARA = Principal("maria", "operator"), Principal("sara", "supervisor")
LOAD = {
    "quantity": "transformer_load_pct", "operator": "above", "threshold": 150, "deadband": 10, "priority": "medium",
    "text": "overloaded",
}  # fmt: skip


class Desk:
    """The utility of tests.handmade, its default rules deleted, its clock at NOW."""

    def __init__(self, source: PostgresSource, **rule: Any) -> None:
        insert_utility(source)
        self.source, self.now = source, NOW
        self.service, self.commands = Alarms(source), Commands(source)
        self.commands.run(SetUpAlarmRules(utility_id=1), by=SARA)
        self.do("UPDATE flux.alarm_rules SET deleted_at = created_at")
        self.rule_id = self.rule(**{**LOAD, **rule}).target.id

    def rule(self, **values: Any) -> Receipt:
        return self.commands.run(CreateAlarmRule.of(utility_id=1, **values), by=SARA)

    def later(self, seconds: float) -> str:
        """What a look some time later does."""
        self.now += dt.timedelta(seconds=seconds)
        return self.service.run(self.now)

    def measure(self, transformer_id: int = 1, *, is_energized: bool = True, age_s: float = 0, **values: float) -> None:
        """Measured as of now."""
        sets = "".join(f", {name} = '{value}'" for name, value in values.items())
        at = self.now - dt.timedelta(seconds=age_s)
        self.do(
            f"UPDATE flux.transformer_status SET updated_at = '{at}', is_energized = {is_energized}{sets}"
            f" WHERE transformer_id = {transformer_id}"
        )

    def do(self, sql: str) -> None:
        with self.source.connection() as connection:
            connection.execute(sql.encode())

    def alarms(self, columns: str = "asset_id, state") -> list[tuple[Any, ...]]:
        return rows(self.source, f"SELECT {columns} FROM flux.alarms ORDER BY alarm_id")

    def steps(self, columns: str = "event, to_state") -> list[tuple[Any, ...]]:
        return rows(self.source, f"SELECT {columns} FROM flux.alarm_steps ORDER BY step_id")
