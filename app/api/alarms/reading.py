"""GET /api/alarms/{alarm_id}: an alarm, what happened to it, and what may be done next."""

from __future__ import annotations

from app.api.alarms.models import AlarmBody, AlarmStepBody
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from data_sources.commands.missing import missing
from data_sources.field.alarms.changes import what_can_be_done
from data_sources.query import Query


def alarm_body(runtime: ApiRuntime, alarm_id: int) -> AlarmBody:
    """One alarm with all that is known of it.

    Raises:
        ApiError: 404 where there is none.
    """
    found = runtime.source.fetch(Query.of("one_alarm", alarm_id=alarm_id)).to_pylist()
    if not found:
        raise ApiError(404, missing(runtime.source, "alarm", alarm_id), "alarm_id")
    steps = runtime.source.fetch(Query.of("steps_of_alarm", alarm_id=alarm_id)).to_pylist()
    commands = what_can_be_done(found[0]["state"])
    return AlarmBody(**found[0], commands=commands, steps=[AlarmStepBody(**one) for one in steps])
