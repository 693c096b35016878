"""What may be changed by POST: commands, and nothing else. One line a command; its body is the command's own values."""

from __future__ import annotations

from typing import Final

from app.api.life.change_route import ChangeRoute
from app.api.life.demo import DEMO_CHANGES
from data_sources.field.alarms.changes import ALARM_CHANGES, AcknowledgeAlarms
from data_sources.field.alarms.rules import RULE_CHANGES, CreateAlarmRule
from data_sources.field.crews import CREW_TRANSITIONS
from data_sources.field.orders import WORK_ORDER_TRANSITIONS, CreateWorkOrder
from data_sources.field.shift_log.desk import HandOverDesk, StartDeskShift
from data_sources.field.shift_log.notes import CorrectNote, WriteNote
from data_sources.outages.calls import CALL_TRANSITIONS, TakeCall
from data_sources.outages.life import TRANSITIONS, OperateDevice, PlanOutage, ReportOutage
from data_sources.outages.storms import ASSESSMENT_CHANGES, STORM_CHANGES, DeclareStorm, EnterAssessment

CHANGES: Final[tuple[ChangeRoute, ...]] = (
    ChangeRoute("/api/outages", ReportOutage),
    ChangeRoute("/api/outages/planned", PlanOutage),
    *(ChangeRoute(f"/api/outages/{{outage_id}}/{one.slug}", one, "outage_id") for one in TRANSITIONS),
    ChangeRoute("/api/devices/{device_id}/operate", OperateDevice, "device_id"),
    ChangeRoute("/api/calls", TakeCall),
    *(ChangeRoute(f"/api/calls/{{call_id}}/{one.slug}", one, "call_id") for one in CALL_TRANSITIONS),
    *DEMO_CHANGES,
    ChangeRoute("/api/storms/declare", DeclareStorm),
    *(ChangeRoute(f"/api/storms/{{storm_id}}/{one.slug}", one, "storm_id") for one in STORM_CHANGES),
    ChangeRoute("/api/assessments", EnterAssessment),
    *(
        ChangeRoute(f"/api/assessments/{{assessment_id}}/{one.slug}", one, "assessment_id")
        for one in ASSESSMENT_CHANGES
    ),
    ChangeRoute("/api/alarms/acknowledge", AcknowledgeAlarms),
    *(ChangeRoute(f"/api/alarms/{{alarm_id}}/{one.slug}", one, "alarm_id") for one in ALARM_CHANGES),
    ChangeRoute("/api/alarm-rules", CreateAlarmRule),
    *(ChangeRoute(f"/api/alarm-rules/{{rule_id}}/{one.slug}", one, "rule_id") for one in RULE_CHANGES),
    ChangeRoute("/api/shift-log", WriteNote),
    ChangeRoute("/api/shift-log/{note_id}/correct", CorrectNote, "note_id"),
    ChangeRoute("/api/work-orders", CreateWorkOrder),
    *(
        ChangeRoute(f"/api/work-orders/{{work_order_id}}/{one.slug}", one, "work_order_id")
        for one in WORK_ORDER_TRANSITIONS
    ),
    *(ChangeRoute(f"/api/crews/{{crew_id}}/{one.slug}", one, "crew_id") for one in CREW_TRANSITIONS),
    ChangeRoute("/api/shifts", StartDeskShift),
    ChangeRoute("/api/shifts/{shift_id}/hand-over", HandOverDesk, "shift_id"),
)
