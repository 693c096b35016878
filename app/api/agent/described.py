"""The assistant's paths in the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from app.api.agent.models import AgentFeedback, AgentHistory, AgentQuestion, AgentThreads
from app.api.agent.writing import SSE
from app.api.negotiate import JSON
from app.assistant.wire import KINDS

Json = dict[str, Any]
MODELS: Final[tuple[type[BaseModel], ...]] = (AgentHistory, AgentThreads)
_TAG: Final = "Assistant"
_EVENTS: Final = (
    "Server-sent events, the data of each a JSON object: `conversation` (its conversation_id), then "
    f"{', '.join(KINDS)} (several of most, `shown` with the rows, columns, statements, source and time that the "
    "cells of `stated` refer to), and `kept` (the answer's message_id). A comment keeps the connection alive; whoever "
    "closes it stops the answer."
)


def agent_paths(threads_parameters: list[Json], number: Json, errors: dict[str, Json], key: Json) -> Json:
    """Operations by path.

    Args:
        threads_parameters: of the list of conversations.
        number: the parameter of a conversation's number.
        errors: bodies of errors of a change by status.
        key: the header Idempotency-Key.
    """
    return {
        "/api/agent/stream": {"post": {
            "tags": [_TAG], "operationId": "ask_agent", "summary": "A question, answered as it is answered",
            "description": _EVENTS, "parameters": [], "requestBody": _body(AgentQuestion),
            "responses": {
                "200": {"description": "the answer", "content": {SSE: {"schema": {"type": "string"}}}},
                **{status: errors[status] for status in ("400", "403", "404", "415", "422", "429", "503")},
            },
        }},
        "/api/agent/feedback": {"post": {
            "tags": [_TAG], "operationId": "rate_answer", "summary": "What the caller thinks of an answer",
            "description": "One opinion a caller and answer; the last one counts.", "parameters": [key],
            "requestBody": _body(AgentFeedback),
            "responses": {
                "200": _answer("the receipt", "ReceiptBody"),
                **{status: errors[status] for status in ("400", "403", "404", "409", "415", "422", "503")},
            },
        }},
        "/api/agent/threads": {"get": {
            "tags": [_TAG], "operationId": "get_agent_threads",
            "summary": "The caller's conversations, the latest first",
            "parameters": threads_parameters,
            "responses": {
                "200": _answer("the conversations", "AgentThreads"),
                **{status: errors[status] for status in ("400", "404", "503")},
            },
        }},
        "/api/agent/threads/{conversation_id}/history": {"get": {
            "tags": [_TAG], "operationId": "get_agent_history", "summary": "One conversation of the caller's, whole",
            "description": "`parts` of an answer are the events that were streamed.", "parameters": [number],
            "responses": {
                "200": _answer("the conversation; its ETag is its version", "AgentHistory"),
                **{status: errors[status] for status in ("404", "503")},
            },
        }},
    }  # fmt: skip


def _body(model: type[BaseModel]) -> Json:
    return {"required": True, "content": {JSON: {"schema": model.model_json_schema()}}}


def _answer(description: str, model: str) -> Json:
    return {"description": description, "content": {JSON: {"schema": {"$ref": f"#/components/schemas/{model}"}}}}
