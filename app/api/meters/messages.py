"""POST /api/meter-messages: what meters sent, and their answers to pings, in batches."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Final

from app.api.errors import ApiError
from app.api.life.writing import ChangeHandler, as_http
from app.api.meters.models import MessagesTaken, RefusedMessage
from app.api.needs import ApiRuntime
from app.api.negotiate import JSON
from app.api.utilities import known_utility
from data_sources.errors import CommandError
from data_sources.outages.messages import MOST, judged

TOLD: Final = 100  # refused messages whose reasons are answered


class MeterMessagesHandler(ChangeHandler):
    """Takes a batch: an object of `messages`, and `utility_id` where there are several utilities."""

    max_body: ClassVar[int] = 4 << 20

    async def post(self, _number: str = "") -> None:
        """Judge every message, keep the good ones together, and say what became of the others."""
        key, values = self._key(), self._body()
        if set(values) - {"messages", "utility_id"}:
            raise ApiError(400, "The body has messages, and utility_id where there are several utilities.")
        messages = values.get("messages")
        if not isinstance(messages, list) or not 1 <= len(messages) <= MOST:
            raise ApiError(422, f"Give a list of 1 to {MOST:,} messages.", "messages")
        utility_id = values.get("utility_id")
        if "utility_id" in values and (not isinstance(utility_id, int) or isinstance(utility_id, bool)):
            raise ApiError(422, "It is a whole number.", "utility_id")
        try:
            taken = await self.asked(lambda: take(self.runtime, utility_id, messages, key))
        except CommandError as error:
            raise as_http(error) from None
        self.set_header("Content-Type", JSON)
        self.finish(taken.model_dump_json())


def take(runtime: ApiRuntime, utility_id: int | None, messages: list[object], key: str | None) -> MessagesTaken:
    """Keep what is good of a batch.

    Raises:
        ApiError: there is no such utility, or none is named and there are several.
        CommandError: the role may not, there is no such utility, or the key belongs to another batch.
    """
    command, refused = judged(runtime.source, known_utility(runtime, utility_id), messages, dt.datetime.now(dt.UTC))
    if command is not None:
        runtime.commands.run(command, by=runtime.principal, key=key)
    reasons = [RefusedMessage(row=one.row, reason=one.reason) for one in refused[:TOLD]]
    return MessagesTaken(taken=len(messages) - len(refused), refused=len(refused), reasons=reasons)
