"""Alarm rules made, changed, taken out of service and deleted, by supervisors."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from data_sources.analytics.alarms.states import HELD, UNSEEN, AlarmEvent, AlarmState, code_of
from data_sources.commands.command import Command, Target, TargetKind
from data_sources.commands.principal import Role
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.field.alarms.defaults import DEFAULT_RULES
from data_sources.field.alarms.judging import AlarmMove
from data_sources.field.alarms.quantities import Watched, quantity
from data_sources.field.alarms.writing import write_moves
from data_sources.outages.life.base import AssetId, Text
from data_sources.outages.storms.base import RowId
from data_sources.postgres.source import execute

Operator = Literal["above", "below"]
AlarmPriority = Literal["critical", "high", "medium", "low"]
ScopeKind = Literal["utility", "substation", "feeder", "transformer"]
Threshold = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
Deadband = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Delay = Annotated[int, Field(ge=0, le=86_400, description="seconds")]

OFF: Final = "Its rule is out of service."
ON_AGAIN: Final = "Its rule is in service again."
# What a scope holds: a rule over a feeder may watch the feeder or its transformers, and nothing above it.
_INSIDE: Final[dict[str, tuple[str, ...]]] = {
    "utility": ("utility", "substation", "feeder", "transformer"),
    "substation": ("substation", "feeder", "transformer"),
    "feeder": ("feeder", "transformer"), "transformer": ("transformer",),
}  # fmt: skip


class SetUpAlarmRules(Command):
    """Give a utility the default rules, once; rules that somebody made before stand beside them."""

    name: ClassVar[str] = "set_up_alarm_rules"
    role: ClassVar[Role] = "supervisor"

    utility_id: AssetId

    @property
    def target(self) -> Target:
        """The utility."""
        return Target("utility", self.utility_id)

    def apply(self, work: CommandWork) -> None:
        """Nothing, where it was given them before."""
        if execute(work.connection, "has_alarm_rules", utility_id=self.utility_id).fetchone() is not None:
            return
        for rule in DEFAULT_RULES:
            _insert(work, _DEFAULTS | rule, is_default=True)
        work.done = {"rules": len(DEFAULT_RULES)}


_DEFAULTS: Final[dict[str, Any]] = {
    "scope_kind": "utility", "scope_id": None, "is_latching": False, "is_enabled": True,
}  # fmt: skip


class CreateAlarmRule(Command):
    """Make a rule: a quantity of a part of the utility, when it is in alarm, and what the operator does then."""

    name: ClassVar[str] = "create_alarm_rule"
    role: ClassVar[Role] = "supervisor"
    makes: ClassVar[TargetKind] = "alarm_rule"

    utility_id: AssetId
    quantity: Annotated[str, Field(max_length=60, description="a quantity of the catalogue, see GET /api/alarm-rules")]
    scope_kind: ScopeKind = "utility"
    scope_id: AssetId | None = Field(None, description="of which; left out for the whole utility")
    operator: Operator
    threshold: Threshold = Field(description="in the quantity's unit; a value equal to it is not in alarm")
    deadband: Deadband = Field(description="how far back the value must be before it clears")
    on_delay_s: Delay = 0
    off_delay_s: Delay = 0
    priority: AlarmPriority
    text: Text = Field(description="what it means, and what the operator does")
    is_latching: bool = Field(False, description="it stays until it is reset by hand")

    @property
    def target(self) -> Target:
        """The utility; the rule is not there yet."""
        return Target("utility", self.utility_id)

    @model_validator(mode="after")
    def _has_a_scope(self) -> Self:
        if (self.scope_kind == "utility") != (self.scope_id is None):
            raise ValueError("give scope_id with every scope but the utility's")
        return self

    def apply(self, work: CommandWork) -> None:
        """Write it, if the quantity is one of its scope's."""
        watched = quantity(self.quantity)
        refuse_scope(watched, self.scope_kind)
        asked = {"utility_id": work.utility_id, "scope_kind": self.scope_kind, "scope_id": self.scope_id}
        if self.scope_id is not None and execute(work.connection, "alarm_scope", **asked).fetchone() is None:
            raise CommandRefused(f"There is no {self.scope_kind} {self.scope_id} in this utility.")
        values = self.model_dump(mode="json", exclude={"utility_id"})
        work.made = _insert(work, {**values, "is_enabled": True}, is_default=False)


def refuse_scope(watched: Watched, scope_kind: str) -> None:
    """Refuse a quantity that its scope does not hold."""
    if watched.asset_kind not in _INSIDE[scope_kind]:
        raise CommandRefused(f"{watched.title} is measured of a {watched.asset_kind}, which no {scope_kind} holds.")


class AlarmRuleCommand(Command):
    """Base of the commands about a rule that is there.

    Attributes:
        slug: its part of an address.
    """

    slug: ClassVar[str]
    role: ClassVar[Role] = "supervisor"

    rule_id: RowId = Field(description="number of the rule")

    @property
    def target(self) -> Target:
        """The rule."""
        return Target("alarm_rule", self.rule_id)

    def apply(self, work: CommandWork) -> None:
        """Change it, unless it was deleted."""
        if work.row["deleted_at"] is not None:
            raise CommandRefused(f"Alarm rule {self.rule_id} was deleted.")
        self.change(work)

    def change(self, work: CommandWork) -> None:
        """The change itself."""
        raise NotImplementedError


class ChangeAlarmRule(AlarmRuleCommand):
    """Change when it is in alarm, its priority or text, or take it out of service and back; delays begin anew."""

    name: ClassVar[str] = "change_alarm_rule"
    slug: ClassVar[str] = "change"

    threshold: Threshold | None = None
    deadband: Deadband | None = None
    on_delay_s: Delay | None = None
    off_delay_s: Delay | None = None
    priority: AlarmPriority | None = None
    text: Text | None = None
    is_latching: bool | None = None
    is_enabled: bool | None = Field(None, description="false takes it, and its open alarms, out of service")

    def change(self, work: CommandWork) -> None:
        """What is left out stays; open alarms keep the words with which they were raised."""
        given = self.model_dump(mode="json", exclude={"rule_id"}, exclude_none=True)
        if not given:
            raise CommandRefused("Nothing was given to change.")
        execute(work.connection, "change_alarm_rule", rule_id=self.rule_id, changes=json.dumps(given))
        if self.is_enabled is not None and self.is_enabled != work.row["is_enabled"]:
            self._put_in_service(work, self.is_enabled)

    def _put_in_service(self, work: CommandWork, is_in_service: bool) -> None:
        """Its alarms go out of service with it, and come back with it."""
        rows = execute(work.connection, "open_alarms_of_rule", rule_id=self.rule_id).fetchall()
        event = AlarmEvent.RELEASE_NORMAL if is_in_service else AlarmEvent.TAKE_OUT
        moves = [
            AlarmMove(alarm_id, event, is_in_alarm)
            for alarm_id, state, is_in_alarm, reason, _ in rows
            if (state == "out_of_service" and reason == OFF) == is_in_service
        ]
        write_moves(work.connection, moves, work.now, work.by.name, note=ON_AGAIN if is_in_service else OFF)


class DeleteAlarmRule(AlarmRuleCommand):
    """Delete it; what it raised is closed, once all of it was acknowledged."""

    name: ClassVar[str] = "delete_alarm_rule"
    slug: ClassVar[str] = "delete"

    def change(self, work: CommandWork) -> None:
        """No alarm is lost by it."""
        rows = execute(work.connection, "open_alarms_of_rule", rule_id=self.rule_id).fetchall()
        _refuse_unseen(code_of(state) for _, state, *_, is_acknowledged in rows if not is_acknowledged)
        execute(work.connection, "close_alarms_of_rule", rule_id=self.rule_id, now=work.now, stepped_by=work.by.name)
        deleted = json.dumps({"deleted_at": work.now.isoformat()})
        execute(work.connection, "change_alarm_rule", rule_id=self.rule_id, changes=deleted)


def _refuse_unseen(states: Iterable[AlarmState]) -> None:
    """Refuse to lose alarms that nobody acknowledged; those held back before anybody did come back first.

    Args:
        states: of the rule's open alarms that nobody acknowledged since they last called.
    """
    found = list(states)
    unseen, held = sum(one in UNSEEN for one in found), sum(one in HELD for one in found)
    if unseen:
        raise CommandRefused(f"{_alarms(unseen)} not acknowledged: acknowledge first, then delete the rule.")
    if held:
        raise CommandRefused(
            f"{_alarms(held)} held (shelved, suppressed or out of service) and not acknowledged: "
            "unshelve or return first, acknowledge, then delete the rule."
        )


def _alarms(count: int) -> str:
    return "1 alarm of it is" if count == 1 else f"{count:,} alarms of it are"


def _insert(work: CommandWork, values: dict[str, Any], *, is_default: bool) -> int:
    row = execute(
        work.connection, "insert_alarm_rule", utility_id=work.utility_id, rule=json.dumps(values),
        is_default=is_default, now=work.now, created_by=work.by.name,
    ).fetchone()  # fmt: skip
    assert row
    return int(row[0])


RULE_CHANGES: Final[tuple[type[AlarmRuleCommand], ...]] = (ChangeAlarmRule, DeleteAlarmRule)
