"""GET /api/agent/threads and /api/agent/threads/{id}/history: the caller's own conversations, which no cache keeps."""

from __future__ import annotations

from app.api.agent.models import AgentHistory, AgentMessage, AgentThread, AgentThreads, AgentThreadsParams
from app.api.endpoint import asked_utility
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.one_body import BodyHandler
from app.api.params import read
from app.assistant.kept.conversations import MOST_LISTED, Conversations, KeptTurn, text_of
from app.assistant.wire import to_wire
from data_sources.query import Query


def threads_body(runtime: ApiRuntime, params: AgentThreadsParams) -> AgentThreads:
    """The caller's conversations in a utility.

    Raises:
        ApiError: there is no such utility.
    """
    utility_id = asked_utility(runtime, params)
    query = Query.of("own_conversations", owner=runtime.principal.name, utility_id=utility_id, most=MOST_LISTED)
    rows = [AgentThread(**row) for row in runtime.source.fetch(query).to_pylist()]
    return AgentThreads(utility_id=utility_id, count=len(rows), rows=rows)


def history_body(runtime: ApiRuntime, conversation_id: int) -> AgentHistory:
    """One conversation of the caller's.

    Raises:
        ApiError: 404 where there is none of that number, or it is somebody else's.
    """
    kept, owner = Conversations(runtime.source, None), runtime.principal.name
    row = kept.row(conversation_id, owner)
    if row is None:
        raise ApiError(404, f"There is no conversation {conversation_id}.", "conversation_id")
    messages = [one for turn in kept.turns(conversation_id, owner) for one in _messages(turn)]
    return AgentHistory(**{name: row[name] for name in AgentHistory.model_fields if name in row}, messages=messages)


def _messages(turn: KeptTurn) -> list[AgentMessage]:
    assert turn.asked_at is not None
    asked = AgentMessage(
        message_id=None, role="person", text=turn.question, at=turn.asked_at, state=None, parts=[], is_good=None,
        comment="", settled={},
    )  # fmt: skip
    answer = AgentMessage(
        message_id=turn.turn_id, role="assistant", text=text_of(turn.events), at=turn.asked_at, state=turn.state,
        parts=[to_wire(event) for event in turn.events], is_good=turn.is_good, comment=turn.comment,
        settled=dict(turn.settled),
    )  # fmt: skip
    return [asked, answer]


class OwnHandler(BodyHandler):
    """What is the caller's own: no browser and no proxy keeps it."""

    def set_default_headers(self) -> None:
        """Headers of errors too."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")


class AgentThreadsHandler(OwnHandler):
    """The caller's conversations."""

    async def get(self) -> None:
        """The latest first."""
        params = read(AgentThreadsParams, self.request.query_arguments)
        await self.send(lambda: threads_body(self.runtime, params))

    head = get


class AgentHistoryHandler(OwnHandler):
    """One of them; its ETag is its version."""

    async def get(self, number: str) -> None:
        """Its messages as they are now."""
        await self.send(lambda: history_body(self.runtime, int(number)))

    head = get
