"""POST /api/agent/stream and /api/agent/feedback.

An answer comes as server-sent events, each as soon as it is known: `conversation`, then the events of the answer by
the names in `app.assistant.wire`, `kept` with its number last. A comment every quarter of a minute keeps a proxy from
taking the connection for idle; a client that goes away stops the turn, of which what was answered so far is kept.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from typing import Any, ClassVar, Final, TypeVar

from pydantic import BaseModel, ValidationError
from tornado.iostream import StreamClosedError

from app.api.agent.models import AgentFeedback, AgentQuestion
from app.api.errors import ApiError, from_validation
from app.api.life.writing import ChangeHandler, as_http
from app.api.models import ReceiptBody
from app.api.needs import ApiRuntime
from app.api.negotiate import JSON
from app.api.utilities import known_utility
from app.assistant.assistant import FAILED
from app.assistant.context import Asker
from app.assistant.events import Doing
from app.assistant.kept.asking import QuestionAsked, Told, TurnBegun, TurnKept, ask_and_keep
from app.assistant.kept.at_once import AT_ONCE, WAITS, waits
from app.assistant.kept.conversations import Conversations
from app.assistant.wire import to_wire
from app.threads import Threads
from data_sources.conversations.turns import RateAnswer
from data_sources.errors import CommandError
from data_sources.query import Query

SSE: Final = "text/event-stream"
HEARTBEAT: Final = ": still at work\n\n"
LINE: Final = ": waits in line\n\n"
LINE_S: Final = 1.0  # until a question that no thread is free for is told so

BodyT = TypeVar("BodyT", bound=BaseModel)
log = logging.getLogger(__name__)


class AgentHandler(ChangeHandler):
    """What the two have in common: the guards of all that writes, and a body that pydantic checks."""

    max_body: ClassVar[int] = 64 << 10

    def set_default_headers(self) -> None:
        """What is answered is the caller's own."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

    def checked(self, kind: type[BodyT]) -> BodyT:
        """The body.

        Raises:
            ApiError: 400, it is no JSON object; 422, a value is wrong.
        """
        text = json.dumps(self._body(), ensure_ascii=False)
        try:
            text.encode()
            body = kind.model_validate_json(text, strict=True)
        except UnicodeEncodeError:
            raise ApiError(422, "It holds half of a surrogate pair, which is no character: leave it out.") from None
        except ValidationError as error:
            found = from_validation(error)
            raise ApiError(422, found.message, found.field) from None
        for field, value in body:
            if isinstance(value, str) and "\0" in value:
                raise ApiError(422, "It holds a NUL character, which no text keeps: leave it out.", field)
        return body


class AgentStreamHandler(AgentHandler):
    """Answers a question as it is answered."""

    heartbeat_s: float
    threads: Threads

    def initialize(self, provider: Any, **more: Any) -> None:
        """Takes the keyword arguments of its route."""
        super().initialize(provider, **more)
        self._stop = threading.Event()

    def on_connection_close(self) -> None:
        """Nobody wants more of it."""
        self._stop.set()

    async def post(self, _number: str = "") -> None:
        """The events of the answer."""
        body = self.checked(AgentQuestion)
        asked = await self.asked(lambda: question_of(self.runtime, body))
        if refusal := AT_ONCE.refusal(asked.asker.principal.name):
            raise ApiError(429, refusal)
        self.set_header("Content-Type", SSE)
        self.set_header("X-Accel-Buffering", "no")  # nginx would keep events until a buffer is full
        queue, future = self._begin(asked)
        try:
            await self._pass_on(queue, future)
            self.finish()
        except StreamClosedError:
            self._stop.set()

    async def _pass_on(self, queue: asyncio.Queue[Told | None], future: Future[Any]) -> None:
        await self.flush()
        is_first = True
        while True:
            pause = min(LINE_S, self.heartbeat_s) if is_first else self.heartbeat_s
            try:
                told = await asyncio.wait_for(queue.get(), pause)
            except TimeoutError:
                in_line = sse(Doing(WAITS)) if is_first else LINE
                self.write(in_line if waits(future) else HEARTBEAT)
                is_first = False
            else:
                if told is None:
                    return
                self.write(sse(told))
            await self.flush()

    def _begin(self, asked: QuestionAsked) -> tuple[asyncio.Queue[Told | None], Future[Any]]:
        """Take the answer in a thread of the assistant's, as soon as one is free; None stands for its end."""
        queue: asyncio.Queue[Told | None] = asyncio.Queue()
        loop, runtime = asyncio.get_running_loop(), self.runtime

        def events() -> Iterator[Told]:
            kept = Conversations(runtime.source, runtime.commands)
            return ask_and_keep(runtime.assistant, kept, asked, self._stop)

        def tell(told: Told | None) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(queue.put_nowait, told)

        return queue, AT_ONCE.begin(self.threads.assistant, asked.asker.principal.name, partial(_take, events, tell))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """A client that left is no fault."""
        if not isinstance(value, StreamClosedError):
            super().log_exception(typ, value, tb)


class AgentFeedbackHandler(AgentHandler):
    """Takes an opinion about an answer; the last one of a caller counts."""

    async def post(self, _number: str = "") -> None:
        """Keep it, and answer its receipt."""
        body, key, runtime = self.checked(AgentFeedback), self._key(), self.runtime
        try:
            command = RateAnswer.of(
                conversation_id=body.conversation_id, turn_id=body.message_id, is_good=body.is_good,
                comment=body.comment,
            )  # fmt: skip
            receipt = await self.asked(lambda: runtime.commands.run(command, by=runtime.principal, key=key))
        except CommandError as error:
            raise as_http(error) from None
        self.set_header("Content-Type", JSON)
        self.finish(ReceiptBody.of(receipt).model_dump_json())


def question_of(runtime: ApiRuntime, body: AgentQuestion) -> QuestionAsked:
    """The question in its conversation.

    Raises:
        ApiError: there is no such conversation of the caller's, or no such utility, or none is named.
    """
    kept, by = Conversations(runtime.source, None), runtime.principal
    row = None if body.conversation_id is None else kept.row(body.conversation_id, by.name)
    if body.conversation_id is not None and row is None:
        raise ApiError(404, f"There is no conversation {body.conversation_id}.", "conversation_id")
    if row is not None and body.utility_id not in (None, row["utility_id"]):
        raise ApiError(422, "The conversation is about another utility.", "utility_id")
    utility_id = known_utility(runtime, body.utility_id if row is None else row["utility_id"])
    utilities = runtime.sources.live.fetch(Query.of("utilities")).to_pylist()
    zone = next(one["time_zone"] for one in utilities if one["utility_id"] == utility_id)
    before = () if body.conversation_id is None else kept.turns(body.conversation_id, by.name)
    return QuestionAsked(body.question, Asker(by, utility_id, zone), body.conversation_id, before)


def sse(told: Told) -> str:
    """One server-sent event."""
    if isinstance(told, TurnBegun):
        name, data = "conversation", {"conversation_id": told.conversation_id}
    elif isinstance(told, TurnKept):
        name, data = "kept", {"message_id": told.turn_id}
    else:
        data = to_wire(told)
        name = str(data.pop("event"))
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'), allow_nan=False)}\n\n"


def _take(events: Any, tell: Any) -> None:
    """To the very end, whoever listens: what was answered is kept."""
    try:
        for told in events():
            tell(told)
    except Exception:
        log.exception("An answer of the assistant failed.")
        tell(FAILED)
    finally:
        tell(None)
