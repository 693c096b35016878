"""A Cortex Agent's events, as Snowflake documents them."""

from __future__ import annotations

import json
import time
from typing import Any

from tests.fakemodels.server import JSON, Scripted, event

DATABASE_AGENT = "FLUX.HISTORY.GRID_{utility_id}"
RUN = "/api/v2/databases/FLUX/schemas/HISTORY/agents/GRID_1:run"
THREADS = "/api/v2/cortex/threads"
SQL = "SELECT feeder_name, energy_mwh FROM of_feeders"


def thread(number: int = 1234) -> Scripted:
    return Scripted(
        [json.dumps({"thread_id": number, "thread_name": "", "origin_application": "fluxops"}).encode()], 200, JSON
    )


def described(*messages: dict[str, Any]) -> Scripted:
    return Scripted([json.dumps({"metadata": {"thread_id": 1234}, "messages": list(messages)}).encode()], 200, JSON)


def kept(message_id: int, role: str, content: list[dict[str, Any]], parent: int = 0) -> dict[str, Any]:
    payload = json.dumps({"role": role, "content": content})
    now = int(time.time() * 1000)
    return {"message_id": message_id, "parent_id": parent, "created_on": now, "role": role, "message_payload": payload}


def column(name: str, kind: str, scale: int = 0) -> dict[str, Any]:
    return {"name": name, "type": kind, "length": 0, "precision": 0, "scale": scale, "nullable": True}


def result_set(handle: str = "01ab", rows: int | None = None) -> dict[str, Any]:
    data = [["F0001", "1234.5", "20454", "true"], ["F0002", "88.25", "20455", None]]
    columns = [column("FEEDER_NAME", "TEXT"), column("ENERGY_MWH", "FIXED", 2), column("READING_DAY", "DATE"),
               column("IS_HOT", "BOOLEAN")]  # fmt: skip
    meta = {"partition": 0, "numRows": rows or len(data), "format": "jsonv2", "rowType": columns}
    return {"statementHandle": handle, "resultSetMetaData": meta, "data": data}


def metadata(role: str, number: int) -> bytes:
    return event({"metadata": {"role": role, "message_id": number}}, "metadata")


def delta(text: str, index: int = 1, **more: Any) -> bytes:
    return event({"content_index": index, "text": text, **more}, "response.text.delta")


def analyst(**told: Any) -> bytes:
    body = {"content_index": 0, "tool_use_id": "toolu_1", "tool_type": "cortex_analyst_text2sql", "delta": told}
    return event(body, "response.tool_result.analyst.delta")


def chart(spec: dict[str, Any]) -> bytes:
    return event({"content_index": 3, "tool_use_id": "toolu_1", "chart_spec": json.dumps(spec)}, "response.chart")


def beginning(user: int = 11) -> bytes:
    return metadata("user", user) + event(
        {"message": "Planning the next steps", "status": "planning"}, "response.status"
    )


def ending(assistant: int = 12, content: list[dict[str, Any]] | None = None) -> bytes:
    return metadata("assistant", assistant) + event({"role": "assistant", "content": content or []}, "response")
