"""A server that speaks Snowflake's wire protocol over DuckDB, for the tests. Runs in a virtual environment of its own.

fakesnow does the work; this file starts it and mends what connector 5 needs: the login answer carries a master token
and a session id, a NULL timestamp stays NULL, bound floats are floats, and a mark may be cast. A statement can be held
back until it is aborted, as a long one would be.

    python server.py PORT      serves on the loopback until its standard input closes

Beside Snowflake's own paths: GET /flux/counts answers what came so far: logins, statements with their bindings, aborts; POST /flux/hold {"marker": "…"} holds statements that contain the marker back until they are aborted;
POST /flux/refuse {"count": n, "code": "…"} answers the next n statements with an error of Snowflake's, or of HTTP; POST
/flux/load {"table": "…", "path": "…"} fills a table from a Parquet file.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import sys
import threading
from typing import Any

import fakesnow.arrow
import fakesnow.server as fake
import pyarrow as pa
import pyarrow.compute as pc
import uvicorn
from fakesnow.converter import from_binding
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SEEN: dict[str, Any] = {
    "logins": 0,
    "statements": 0,
    "aborts": 0,
    "texts": [],
    "bindings": [],
    "tokens": [],
    "login": {},
}
HELD: dict[str, asyncio.Event] = {}
MARKER = {"text": ""}
REFUSALS = {"left": 0, "code": ""}
DONE = "SELECT 'Statement executed successfully.' AS status"
ONE_AT_A_TIME = asyncio.Lock()  # the server's sessions share one DuckDB connection
CANCELLED = "000604"  # Snowflake's own code and sentence of a statement that was stopped


def timestamps(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Timestamps as Snowflake sends them (seconds and nanoseconds), with NULL kept NULL."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    micros = array.cast(pa.timestamp("us", tz=array.type.tz)).cast(pa.int64()).fill_null(0)
    seconds = pc.floor(pc.divide(micros.cast(pa.float64()), 1e6)).cast(pa.int64())
    fraction = pc.multiply(pc.subtract(micros, pc.multiply(seconds, 1_000_000)), 1000).cast(pa.int32())
    parts = [("epoch", seconds), ("fraction", fraction)]
    if array.type.tz:
        parts.append(("timezone", pa.array([1440] * len(array), pa.int32())))
    fields = [pa.field(name, values.type, nullable=False) for name, values in parts]
    return pa.StructArray.from_arrays([values for _, values in parts], fields=fields, mask=array.is_null())


async def login(request: Request) -> JSONResponse:
    """The stock login, with the master token that connector 5 insists on."""
    SEEN["logins"] += 1
    body = _body(await request.body(), request)
    SEEN["login"] = {**request.query_params, **body["data"]}
    SEEN["tokens"].append(body["data"].get("TOKEN") or "")
    answer = json.loads(bytes((await fake.login_request(request)).body))
    answer["data"] |= {"masterToken": "master-" + answer["data"]["token"], "sessionId": SEEN["logins"]}
    return JSONResponse(answer)


async def query(request: Request) -> Response:
    """The stock query, counted, and held back or refused where a test said so."""
    body = _body(await request.body(), request)
    text = body["sqlText"]
    SEEN["statements"] += 1
    SEEN["texts"].append(text)
    SEEN["bindings"].append(body.get("bindings") or {})
    if REFUSALS["left"] > 0:
        REFUSALS["left"] -= 1
        return _refusal(REFUSALS["code"])
    if MARKER["text"] and MARKER["text"] in text:
        released = HELD.setdefault(request.query_params.get("requestId", ""), asyncio.Event())
        await released.wait()
        return _refusal(CANCELLED)
    # sqlglot takes "?::" for an operator of Databricks; Snowflake reads a mark and a cast. Roles are not kept here.
    known = DONE if text.startswith("USE SECONDARY ROLES ") else text.replace("?::", "? ::")
    plain = json.dumps({**body, "sqlText": known}).encode()
    request._body = gzip.compress(plain) if request.headers.get("Content-Encoding") == "gzip" else plain
    async with ONE_AT_A_TIME:
        answer = await fake.query_request(request)
    return _with_stage(answer) if text.lstrip().upper().startswith("PUT ") else answer


def _with_stage(answer: Response) -> Response:
    """Where a file is put to, with what connector 5 insists on."""
    found = json.loads(bytes(answer.body))
    stage = (found.get("data") or {}).get("stageInfo")
    if stage:
        stage.setdefault("region", "")
        found["data"]["overwrite"] = True
    return JSONResponse(found)


def _refusal(code: str) -> Response:
    """An error as Snowflake words it; a code of three digits is one of HTTP."""
    if len(code) == 3:
        return Response("", status_code=int(code))
    data = {"errorCode": code, "sqlState": "57014"}
    return JSONResponse({"data": data, "code": code, "message": "refused by the test", "success": False})


async def abort(request: Request) -> JSONResponse:
    """Stop a held statement by the id its request came with."""
    SEEN["aborts"] += 1
    name = _body(await request.body(), request).get("requestId", "")
    if name in HELD:
        HELD.pop(name).set()
    return JSONResponse({"success": True, "data": None, "code": None, "message": None})


async def renew(_: Request) -> JSONResponse:
    """Snowflake renews a session while its master token holds; here it never does, so that a new login is needed."""
    return _refusal("390114")  # type: ignore[return-value]


async def counts(_: Request) -> JSONResponse:
    """What came so far."""
    return JSONResponse({**SEEN, "held": len(HELD)})


async def hold(request: Request) -> JSONResponse:
    """Hold statements with this marker from now on; an empty one ends it and lets go of those that wait."""
    MARKER["text"] = json.loads(await request.body())["marker"]
    if not MARKER["text"]:
        for event in HELD.values():
            event.set()
        HELD.clear()
    return JSONResponse({"success": True})


async def refuse(request: Request) -> JSONResponse:
    """Refuse the next statements."""
    body = json.loads(await request.body())
    REFUSALS.update(left=body["count"], code=body["code"])
    return JSONResponse({"success": True})


async def load(request: Request) -> JSONResponse:
    """Fill a table (database.schema.table) from a Parquet file."""
    body = json.loads(await request.body())
    path = body["path"].replace("'", "''")
    async with ONE_AT_A_TIME:
        fake.shared_fs.duck_conn.execute(f"INSERT INTO {body['table']} BY NAME SELECT * FROM read_parquet('{path}')")
    return JSONResponse({"success": True})


def _body(raw: bytes, request: Request) -> Any:
    return json.loads(gzip.decompress(raw) if request.headers.get("Content-Encoding") == "gzip" else raw or b"{}")


def _end_with_the_parent() -> None:
    sys.stdin.read()
    os._exit(0)


def value_of(binding: dict[str, str]) -> Any:
    """A bound value; fakesnow would take a number with decimals for text."""
    if binding["type"] == "REAL" and binding["value"] is not None:
        return float(binding["value"])
    return None if binding["value"] is None else from_binding(binding)


def main() -> None:
    """Serve until standard input closes."""
    fake.from_binding = value_of
    fakesnow.arrow.timestamp_to_sf_struct = timestamps
    ours = [
        Route("/session/v1/login-request", login, methods=["POST"]),
        Route("/queries/v1/query-request", query, methods=["POST"]),
        Route("/queries/v1/abort-request", abort, methods=["POST"]),
        Route("/session/token-request", renew, methods=["POST"]),
        Route("/flux/counts", counts),
        Route("/flux/hold", hold, methods=["POST"]),
        Route("/flux/refuse", refuse, methods=["POST"]),
        Route("/flux/load", load, methods=["POST"]),
    ]
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    uvicorn.run(Starlette(routes=[*ours, *fake.routes]), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")


if __name__ == "__main__":
    main()
