"""What is told of alarms. States and figures are those of ANSI/ISA-18.2-2016."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, Field

AlarmStateName = Literal[
    "normal", "unacknowledged", "acknowledged", "returned", "latched_unacknowledged", "latched_acknowledged",
    "shelved", "suppressed", "out_of_service",
]  # fmt: skip
PriorityName = Literal["critical", "high", "medium", "low"]


class AlarmStepBody(BaseModel):
    """Something that happened to an alarm."""

    stepped_at: dt.datetime = Field(description="UTC time")
    event: str = Field(description="raise, clear, acknowledge, shelve …")
    from_state: str
    to_state: str
    is_annunciated: bool = Field(description="whether it called for the operator")
    stepped_by: str = Field(description="a person, or alarms: the engine")
    value: float | None = Field(description="the value then, in the quantity's unit; null where it is not known")
    note: str | None = Field(description="what was said with it")


class AlarmBody(BaseModel):
    """One alarm: an episode of one point of one rule, with what the rule said when it was raised."""

    alarm_id: int
    utility_id: int
    rule_id: int
    quantity: str = Field(description="of the catalogue in /api/alarm-rules")
    asset_kind: str
    asset_id: int
    asset_name: str
    feeder_id: int | None
    substation_id: int | None
    lon: float | None
    lat: float | None
    priority: PriorityName
    text: str = Field(description="what it means, and what the operator does")
    operator: Literal["above", "below"]
    threshold: float
    state: AlarmStateName
    is_in_alarm: bool = Field(description="whether the condition is met now")
    raised_at: dt.datetime = Field(description="UTC time of the first raise of this episode")
    annunciated_at: dt.datetime = Field(description="UTC time of the last one")
    annunciations: int
    cleared_at: dt.datetime | None = Field(description="UTC time since which the condition is not met any more")
    acknowledged_at: dt.datetime | None
    acknowledged_by: str | None
    closed_at: dt.datetime | None = Field(description="UTC time since which it is normal")
    raised_value: float = Field(description="the value that raised it")
    last_value: float = Field(description="the last known one, written at each step and at most once a minute")
    last_value_at: dt.datetime = Field(description="UTC time when that was measured; of what is counted, when")
    held_until: dt.datetime | None = Field(description="end of a shelf")
    held_by: str | None
    held_reason: str | None
    assigned_to: str | None
    cause_kind: Literal["outage", "substation", "feeder"] | None = Field(description="what it is folded under")
    cause_id: int | None
    is_simulated: bool
    version: int = Field(description="give it as If-Match with the next change")
    commands: list[str] = Field(description="what may be done with it now: POST /api/alarms/{alarm_id}/…")
    steps: list[AlarmStepBody] = Field(description="the latest first")


class QuantityBody(BaseModel):
    """Something that rules can watch."""

    name: str
    title: str
    unit: str
    asset_kind: str
    family: str = Field(description="what has the same cause is of the same family")
    max_age_s: float | None = Field(description="older values are not known, seconds")
    is_of_supply: bool = Field(description="suppressed by design where there is no supply")


class AlarmRuleBody(BaseModel):
    """One rule, and what the engine saw of it last."""

    rule_id: int
    quantity: str
    scope_kind: str
    scope_id: int | None
    scope_name: str | None
    operator: Literal["above", "below"]
    threshold: float
    deadband: float
    on_delay_s: int
    off_delay_s: int
    priority: PriorityName
    text: str
    is_latching: bool
    is_enabled: bool
    is_default: bool = Field(description="of the set that a utility begins with")
    created_at: dt.datetime
    created_by: str
    version: int = Field(description="give it as If-Match with the next change")
    looked_at: dt.datetime | None = Field(description="UTC time of the last look that was told")
    points: int | None = Field(description="points that it watches")
    unknown: int | None = Field(description="of these, whose value is not known: they neither raise nor clear")
    suppressed: int | None = Field(description="of these, without supply: suppressed by design")
    open_alarms: int


class AlarmRulesBody(BaseModel):
    """The rules of a utility and the catalogue of quantities."""

    utility_id: int
    rules: list[AlarmRuleBody]
    catalogue: list[QuantityBody]
    share_guide_pct: dict[str, float] = Field(description="share of annunciations by priority, ISA-18.2-2016 table 7")
    rules_by_priority: dict[str, int]


class FloodBody(BaseModel):
    """A time with more alarms than an operator takes in."""

    from_at: dt.datetime
    to_at: dt.datetime
    alarms: int


class BadActorBody(BaseModel):
    """A point that annunciates often."""

    asset_kind: str
    asset_id: int
    asset_name: str
    quantity: str = Field(description="what is watched, in words")
    limit: str = Field(description="beyond what that is in alarm, of the last time")
    times: int
    share_pct: float
    is_chattering: bool


class AlarmFiguresBody(BaseModel):
    """How the alarm system does, and what the standard takes for acceptable."""

    utility_id: int
    from_at: dt.datetime
    to_at: dt.datetime
    operators: int = Field(description="open shifts, one at least: figures are per operator")
    annunciated: dict[str, int] = Field(description="alarms raised and raised again, by priority")
    per_hour: float | None = Field(description="of these, an hour and operator")
    per_hour_acceptable: float = Field(description="table 7: very likely to be acceptable")
    per_hour_most: float = Field(description="table 7: the most that can be managed")
    share_pct: dict[str, float] = Field(description="by priority")
    share_guide_pct: dict[str, float]
    most_in_ten_minutes: int
    floods: list[FloodBody] = Field(description="from 10 in ten minutes and operator until fewer than 5")
    open_alarms: dict[str, int] = Field(description="that are not normal now, by priority")
    unseen: dict[str, int] = Field(description="of these, that nobody has acknowledged")
    standing: int = Field(description="in alarm now and not held")
    held: int = Field(description="shelved, suppressed by design or out of service")
    stale: int = Field(description="in alarm for more than 24 hours")
    chattering: int = Field(description="points that annunciated three times or more within a minute")
    top: list[BadActorBody] = Field(description="the ten points that annunciated most")
    top_share_pct: float
