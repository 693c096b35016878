"""GET /api/alarms/{alarm_id}: an alarm, what happened to it, and what may be done next."""

from __future__ import annotations

from app.api.alarms.models import AlarmBody, AlarmStepBody
from app.api.errors import ApiError
from app.api.handler import ApiHandler, in_thread
from app.api.needs import ApiRuntime
from app.api.negotiate import JSON
from data_sources.commands.missing import missing
from data_sources.errors import SourceUnavailable
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


class AlarmHandler(ApiHandler):
    """Answers one alarm; its ETag is its version, to be given back as If-Match."""

    async def get(self, number: str) -> None:
        """The alarm as it is now."""
        try:
            body = await in_thread(lambda: alarm_body(self.runtime, int(number)), "rest")
        except SourceUnavailable as error:
            raise ApiError(503, str(error)) from None
        self.set_header("Content-Type", JSON)
        self.set_header("Etag", f'"{body.version}"')
        self.finish(body.model_dump_json())

    head = get

    def compute_etag(self) -> str | None:
        """The version set in `get`."""
        return self._headers.get("Etag")
