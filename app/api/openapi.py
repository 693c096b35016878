"""The OpenAPI 3.1 document, made of what the endpoints are made of: parameter models, answer models, .sql contracts."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pyarrow as pa
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.api import meanings
from app.api.agent.described import MODELS as AGENT_MODELS
from app.api.agent.described import agent_paths
from app.api.agent.models import AgentThreadsParams
from app.api.alarms.models import AlarmBody
from app.api.asset_health.files import ASSET_FILES, AssetFileHandler
from app.api.calls.models import AccountsBody, AccountsParams, CallBody, CallsBody, CallsParams
from app.api.encode import DRAWN
from app.api.endpoint import Endpoint
from app.api.endpoints import ENDPOINTS, get_feeders
from app.api.errors import ErrorBody
from app.api.feeders import SENT
from app.api.life.change_route import ChangeRoute
from app.api.life.changes import CHANGES
from app.api.life.sheet import PDF, SheetParams
from app.api.meters.models import MessagesTaken
from app.api.models import OutageBody, ReceiptBody
from app.api.negotiate import ARROW, GEOJSON, JSON
from app.api.orders.models import WorkOrderBody
from app.api.params import NoParams
from app.api.paths import PRECISION
from app.api.public.handler import XML, PublicParams
from app.api.public.models import PublicOutages
from app.api.shift_log.report import MEDIA, HandoverParams
from app.api.thermal.models import TransformerHeat
from app.api.thermal.params import HeatParams
from data_sources.outages.messages import FIELDS, MESSAGE_KINDS, MOST
from data_sources.statements import statement

Json = dict[str, Any]

_INTRO = (
    "Live state and history of the utilities in the database. Times are UTC; units are in the names. An answer comes "
    "as JSON, and where it says so as GeoJSON or as an Arrow stream, by the Accept header. Answers carry an ETag that "
    "changes when the rows behind them do. Every error has the body `ErrorBody`. /api/names lists the original "
    "program's names."
)
_ERRORS = {
    "400": "a parameter is unknown or not usable; `field` names it",
    "404": "there is no such utility, or it has no such feeder or substation; `field` names it",
    "406": "none of the accepted forms is offered",
    "503": "a source is down or the server still starts; Retry-After says when to ask again",
}

_CHANGE_ERRORS = {
    "400": "the body is no JSON object, or a header is not usable; `field` names it",
    "403": "the role may not, or the request comes from a page of another site",
    "404": "what it is about is not there",
    "409": "it cannot be done as things are; the sentence says why and what can",
    "412": "changed since the version in If-Match; the sentence says by whom, when and what",
    "415": "the body is not application/json",
    "422": "a value is wrong (`field` names it), or the Idempotency-Key belongs to another request",
    "429": "the caller has as many questions under way as one person may; Retry-After says when to ask again",
    "503": "the database is down; whether it was done is unknown: ask again with the same Idempotency-Key",
}
_CHANGE_HEADERS = [
    {"name": name, "in": "header", "required": False, "description": text, "schema": {"type": "string"}}
    for name, text in (
        ("If-Match", "the ETag of it as it was seen; left out: whatever its version"),
        ("Idempotency-Key", "the caller's own; a request sent again with it is done once"),
    )
]


@cache
def document_json() -> bytes:
    """The document as JSON text."""
    return json.dumps(document(), separators=(",", ":")).encode()


def document() -> Json:
    """The document."""
    models: list[type[BaseModel]] = [
        ErrorBody,
        ReceiptBody,
        OutageBody,
        AlarmBody,
        WorkOrderBody,
        PublicOutages,
        MessagesTaken,
        CallsBody,
        CallBody,
        AccountsBody,
        TransformerHeat,
        *AGENT_MODELS,
        *(one.model for one in ENDPOINTS if one.model),
    ]
    wanted = [(model, "serialization") for model in models]
    _, schemas = models_json_schema(wanted, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]  # a literal
    paths: Json = {
        **{one.path: {"get": _operation(one)} for one in ENDPOINTS},
        "/api/outages/{outage_id}": {"get": _outage()},
        "/api/outages/{outage_id}/switching-sheet.pdf": {"get": _sheet()},
        "/api/alarms/{alarm_id}": {"get": _alarm()},
        "/api/work-orders/{work_order_id}": {"get": _order()},
        **{f"/api/shift-log/report.{form}": {"get": _handover(form, kind)} for form, kind in MEDIA.items()},
        "/api/transformers/{transformer_id}/thermal": {"get": _thermal()},
        "/api/documents/{document_id}/file": {"get": _document("file", [_number("document_id")])},
        "/api/documents/{document_id}/pages/{page}": {
            "get": _document("page", [_number("document_id"), _number("page")])
        },
        "/api/public/outages": {"get": _public()},
        **{path: {"get": _asset_file(path, name)} for path, name in ASSET_FILES.items()},
        "/api/meter-messages": {"post": _messages()},
        **{path: {"get": operation} for path, operation in _calls().items()},
        **_agent(),
    }
    for one in CHANGES:
        paths.setdefault(one.path, {})["post"] = _change(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Flux Operations Center", "version": _version(), "description": _INTRO},
        "servers": [{"url": "../", "description": "this server"}],
        "paths": paths,
        "components": {"schemas": schemas["$defs"]},
    }


def _version() -> str:
    try:
        return version("flux-ops-center")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "0"


def _operation(endpoint: Endpoint) -> Json:
    return {
        "tags": [_tag(endpoint.path)],
        "operationId": endpoint.answer.__name__,
        "summary": endpoint.summary,
        "description": (endpoint.answer.__doc__ or "").strip(),
        "parameters": _parameters(endpoint.params),
        "responses": {
            "200": {"description": "the answer", "content": {one: _content(endpoint, one) for one in endpoint.media}},
            **({"304": {"description": "nothing changed since the ETag given"}} if endpoint.topics else {}),
            **{status: _error(text) for status, text in _ERRORS.items()},
        },
    }


def _outage() -> Json:
    answer = {"description": "the outage; its ETag is its version", "content": {JSON: {"schema": _ref("OutageBody")}}}
    return {
        "tags": ["Outages"], "operationId": "get_outage",
        "summary": "One outage, its timeline and what may be done next",
        "parameters": [_number("outage_id")],
        "responses": {"200": answer, **{status: _error(_ERRORS[status]) for status in ("404", "503")}},
    }  # fmt: skip


def _alarm() -> Json:
    answer = {"description": "the alarm; its ETag is its version", "content": {JSON: {"schema": _ref("AlarmBody")}}}
    return {
        "tags": ["Alarms"], "operationId": "get_alarm",
        "summary": "One alarm, what happened to it and what may be done next",
        "parameters": [_number("alarm_id")],
        "responses": {"200": answer, **{status: _error(_ERRORS[status]) for status in ("404", "503")}},
    }  # fmt: skip


def _order() -> Json:
    answer = {"description": "the order; its ETag is its version", "content": {JSON: {"schema": _ref("WorkOrderBody")}}}
    return {
        "tags": ["Work orders and crews"], "operationId": "get_work_order",
        "summary": "One work order, its timeline and what may be done next",
        "parameters": [_number("work_order_id")],
        "responses": {"200": answer, **{status: _error(_ERRORS[status]) for status in ("404", "503")}},
    }  # fmt: skip


def _handover(form: str, media: str) -> Json:
    media = media.partition(";")[0]
    kind = {"schema": {"type": "string", "contentMediaType": media}}
    return {
        "tags": ["Shift log"], "operationId": f"get_handover_{form}",
        "summary": f"The handover report of a period ({form.upper()}): changes, outages, alarms, orders, crews, notes",
        "parameters": _parameters(HandoverParams),
        "responses": {
            "200": {"description": "the report", "content": {media: kind}},
            **{status: _error(_ERRORS[status]) for status in ("400", "404", "503")},
        },
    }  # fmt: skip


def _sheet() -> Json:
    kind = {"schema": {"type": "string", "contentMediaType": PDF}}
    return {
        "tags": ["Outages"], "operationId": "get_switching_sheet",
        "summary": "The isolation study of an outage as a switching sheet (PDF); a study operates nothing",
        "parameters": [_number("outage_id"), *_parameters(SheetParams)],
        "responses": {
            "200": {"description": "the sheet", "content": {PDF: kind}},
            "409": _error("there is no study; the sentence says why"),
            **{status: _error(_ERRORS[status]) for status in ("400", "404", "503")},
        },
    }  # fmt: skip


def _asset_file(path: str, name: str) -> Json:
    params, make, media = AssetFileHandler.made[name]
    return {
        "tags": [_tag(path)], "operationId": f"get_{make.__name__}", "summary": str(make.__doc__).strip(),
        "parameters": _parameters(params),
        "responses": {
            "200": {"description": "the file", "content": {media: {"schema": {"type": "string"}}}},
            "409": _error("the assets were not assessed yet"),
            **{status: _error(_ERRORS[status]) for status in ("400", "404", "503")},
        },
    }  # fmt: skip


def _document(what: str, parameters: list[Json]) -> Json:
    media: Json = {"text/plain": {"schema": {"type": "string"}}}
    if what == "file":
        media[PDF] = {"schema": {"type": "string", "contentMediaType": PDF}}
    return {
        "tags": ["Documents"], "operationId": f"get_document_{what}",
        "summary": "A document as it was loaded" if what == "file" else "The text of a page of a document",
        "parameters": parameters,
        "responses": {
            "200": {"description": f"the {what}", "content": media},
            **{status: _error(_ERRORS[status]) for status in ("404", "503")},
        },
    }  # fmt: skip


def _thermal() -> Json:
    answer = {"description": "the answer", "content": {JSON: {"schema": _ref("TransformerHeat")}}}
    return {
        "tags": ["Temperatures"], "operationId": "get_transformer_thermal",
        "summary": "Hot-spot trace of a transformer, its load duration, and its loss of life by month and year",
        "description": "Computed of the readings as they are, those of today among them.",
        "parameters": [_number("transformer_id"), *_parameters(HeatParams)],
        "responses": {"200": answer, **{status: _error(_ERRORS[status]) for status in ("400", "404", "503")}},
    }  # fmt: skip


def _calls() -> Json:
    """Reading trouble calls: what is personal depends on the role."""
    return {
        path: {
            "tags": ["Trouble calls"], "operationId": name, "summary": summary,
            "description": "Names, addresses, numbers and notes are null for a viewer; nothing of it is cached.",
            "parameters": parameters,
            "responses": {
                "200": {"description": "the answer", "content": {JSON: {"schema": _ref(model.__name__)}}},
                **{status: _error(_ERRORS[status]) for status in ("400", "404", "503")},
                "422": _error("there are several utilities and none is named"),
            },
        }
        for path, name, summary, parameters, model in (
            ("/api/calls", "get_calls", "Open trouble calls", _parameters(CallsParams), CallsBody),
            ("/api/calls/{call_id}", "get_call", "One trouble call with its timeline", [_number("call_id")], CallBody),
            ("/api/calls/accounts", "get_accounts", "Accounts found by what is typed", _parameters(AccountsParams),
             AccountsBody),
        )
    }  # fmt: skip


def _agent() -> Json:
    """The assistant: questions and opinions are no commands of one row."""
    errors = {status: _error(text) for status, text in {**_ERRORS, **_CHANGE_ERRORS}.items()}
    return agent_paths(_parameters(AgentThreadsParams), _number("conversation_id"), errors, _CHANGE_HEADERS[1])


def _public() -> Json:
    odin = {"type": "string", "description": "PubOutages, the profile of the CIM that ODIN takes"}
    content = {GEOJSON: {"schema": _ref("PublicOutages")}, XML: {"schema": odin}}
    return {
        "tags": ["Published outages"], "operationId": "get_public_outages",
        "summary": "Outages as the public may see them: areas and counts",
        "description": "Off unless FLUXOPS_PUBLIC_OUTAGES is set. Any origin may ask; the page /public shows the same.",
        "parameters": _parameters(PublicParams),
        "responses": {
            "200": {"description": "the answer", "content": content},
            "304": {"description": "nothing changed since the ETag given"},
            **{status: _error(_ERRORS[status]) for status in ("400", "406", "503")},
            "404": _error("nothing is published, or there is no such utility"),
        },
    }  # fmt: skip


def _messages() -> Json:
    """What a head-end sends."""
    texts = {
        "meter": "number of the meter", "kind": ", ".join(MESSAGE_KINDS),
        "sent_at": "when the meter sent it, ISO 8601 with its offset",
    }  # fmt: skip
    fields: Json = {name: {"type": "string", "description": text} for name, text in texts.items()}
    fields["kind"]["enum"] = list(MESSAGE_KINDS)
    message = {"type": "object", "properties": fields, "required": list(FIELDS), "additionalProperties": False}
    batch = {"type": "array", "items": message, "minItems": 1, "maxItems": MOST}
    values = {"messages": batch, "utility_id": {"type": "integer", "description": "needed where there are several"}}
    body = {"type": "object", "properties": values, "required": ["messages"], "additionalProperties": False}
    answer = {"description": "what became of the batch", "content": {JSON: {"schema": _ref("MessagesTaken")}}}
    return {
        "tags": ["Meters"], "operationId": "take_meter_messages",
        "summary": "Last gasps, power-ups and answers to pings, in batches",
        "description": "Good messages are kept together; the others are counted and told, and nothing of them is kept.",
        "parameters": [_CHANGE_HEADERS[1]],
        "requestBody": {"required": True, "content": {JSON: {"schema": body}}},
        "responses": {
            "200": answer,
            **{status: _error(_CHANGE_ERRORS[status]) for status in ("400", "403", "404", "415", "422", "503")},
        },
    }  # fmt: skip


def _change(route: ChangeRoute) -> Json:
    """A POST: its body is the command's values, without the one that stands in the address."""
    schema = route.command.model_json_schema()
    values = {name: kind for name, kind in schema["properties"].items() if name != route.id_field}
    required = [name for name in schema.get("required", []) if name in values and name != "utility_id"]
    body = {"type": "object", "properties": values, "required": required, "additionalProperties": False}
    answer = {"content": {JSON: {"schema": _ref("ReceiptBody")}}}
    return {
        "tags": [_changed(route.path)],
        "operationId": route.command.name,
        "summary": (route.command.__doc__ or "").strip().partition("\n")[0],
        "description": f"Takes the role {route.command.role}.",
        "parameters": [*([_number(route.id_field)] if route.id_field else []), *_CHANGE_HEADERS],
        "requestBody": {"required": bool(required), "content": {JSON: {"schema": body}}},
        "responses": {
            "200": {"description": "done", **answer},
            "201": {"description": "done; Location says what it made", **answer},
            **{status: _error(text) for status, text in _CHANGE_ERRORS.items()},
        },
    }  # fmt: skip


def _changed(path: str) -> str:
    """The heading of a change."""
    if path.startswith(("/api/storms", "/api/assessments")):
        return "Storms"
    if path.startswith("/api/alarm"):
        return "Alarms"
    if path.startswith("/api/shift"):
        return "Shift log"
    if path.startswith(("/api/work-orders", "/api/crews")):
        return "Work orders and crews"
    return "Trouble calls" if path.startswith("/api/calls") else "Outages"


def _number(name: str) -> Json:
    kind = {"type": "integer", "minimum": 0}
    return {"name": name, "in": "path", "required": True, "description": f"number of the {name[:-3]}", "schema": kind}


def _ref(model: str) -> Json:
    return {"$ref": f"#/components/schemas/{model}"}


def _tag(path: str) -> str:
    """The heading a path stands under: what a caller looks for, rather than how the path is built."""
    if path.startswith("/api/postgres/"):
        return "Live state"
    if path.startswith("/api/snowflake/"):
        return "History"
    if path.startswith("/api/thermal/"):
        return "Temperatures"
    if path.startswith("/api/cascade/"):
        return "Cascade studies"
    if path.startswith("/api/meter-"):
        return "Meters"
    if path.startswith("/api/storms"):
        return "Storms"
    if path.startswith(("/api/asset-health", "/api/vegetation")):
        return "Asset health"
    if path.startswith("/api/outages/"):
        return "Outages"
    if path.startswith(("/api/alarm", "/api/shift", "/api/work-orders", "/api/crews")):
        return _changed(path)
    return "Network" if path.startswith("/api/topology/") else "Utility and server"


def _error(text: str) -> Json:
    return {"description": text, "content": {JSON: {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}}


def _parameters(params: type[NoParams]) -> list[Json]:
    properties = params.model_json_schema()["properties"] if params.model_fields else {}
    return [_parameter(name, schema) for name, schema in properties.items()]


def _parameter(name: str, schema: Json) -> Json:
    """One query parameter; pydantic's "or null" is "may be left out" here."""
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    kind = {key: value for key, value in kinds[0].items() if key not in ("title", "description", "default")}
    if schema.get("default") is not None:
        kind["default"] = schema["default"]
    parameter = {"name": name, "in": "query", "required": False, "description": schema["description"], "schema": kind}
    return {**parameter, "style": "form", "explode": False} if kind.get("type") == "array" else parameter


def _content(endpoint: Endpoint, media: str) -> Json:
    if media == ARROW:
        return {"schema": {"type": "string", "contentMediaType": ARROW, "description": "one record batch or more"}}
    if endpoint.answer is get_feeders:
        return {"schema": _features(_segment_rows()) if media == GEOJSON else _feeder_columns()}
    if endpoint.model and endpoint.rows is None:
        return {"schema": {"$ref": f"#/components/schemas/{endpoint.model.__name__}"}}
    if media == GEOJSON:
        return {"schema": _features(_object(pa.schema([one for one in endpoint.rows or () if one.name not in DRAWN])))}
    return {"schema": _rows(endpoint)}


def _rows(endpoint: Endpoint) -> Json:
    members: Json = {"count": {"type": "integer", "description": "rows here"}}
    if "utility_id" in endpoint.params.model_fields:
        members = {"utility_id": {"type": "integer"}, **members}
    if "cursor" in endpoint.params.model_fields:
        members["next_cursor"] = {"type": ["string", "null"], "description": "give it as `cursor`; null at the end"}
    assert endpoint.rows is not None
    members["rows"] = {"type": "array", "items": _object(endpoint.rows)}
    rows = {"type": "object", "properties": members, "required": list(members)}
    return {"allOf": [{"$ref": f"#/components/schemas/{endpoint.model.__name__}"}, rows]} if endpoint.model else rows


def _features(properties: Json) -> Json:
    feature = {
        "type": "object",
        "properties": {"type": {"const": "Feature"}, "geometry": {"type": "object"}, "properties": properties},
    }
    members = {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": feature}}
    return {"type": "object", "properties": members, "required": list(members)}


def _object(schema: pa.Schema) -> Json:
    return {"type": "object", "properties": {one.name: _column(one) for one in schema}, "required": list(schema.names)}


def _column(column: pa.Field) -> Json:
    kind = _kind(column.type)
    text = meanings.COLUMNS[column.name]
    return {**kind, "type": [kind["type"], "null"], "description": text}


def _kind(kind: pa.DataType) -> Json:
    if pa.types.is_boolean(kind):
        return {"type": "boolean"}
    if pa.types.is_integer(kind):
        return {"type": "integer"}
    if pa.types.is_floating(kind):
        return {"type": "number"}
    if pa.types.is_date(kind):
        return {"type": "string", "format": "date"}
    return {"type": "string", "format": "date-time"} if pa.types.is_timestamp(kind) else {"type": "string"}


def _feeder_schemas() -> tuple[pa.Schema, pa.Schema]:
    segments, feeders = statement("rest_segments").result, statement("rest_feeders").result
    assert segments is not None
    assert feeders is not None
    return pa.schema([segments.field(name) for name in SENT]), feeders


def _segment_rows() -> Json:
    segments, feeders = _feeder_schemas()
    return _object(pa.schema([*segments, *(one for one in feeders if one.name != "feeder_id")]))


def _feeder_columns() -> Json:
    segments, feeders = _feeder_schemas()
    path = {
        "type": "array",
        "items": {"type": "string"},
        "description": f"encoded polylines (latitude first) with {PRECISION} decimals",
    }
    members = {
        "utility_id": {"type": "integer"},
        "path_precision": {"const": PRECISION, "description": "decimals of a degree in `path`"},
        "segments": _columns(segments, {"path": path}),
        "feeders": _columns(feeders, {}),
    }
    return {
        "type": "object",
        "description": "columns of equal length; `feeder_id` joins segments to feeders",
        "properties": members,
        "required": list(members),
    }


def _columns(schema: pa.Schema, more: Json) -> Json:
    arrays = {one.name: {"type": "array", "items": _column(one)} for one in schema}
    members = {"count": {"type": "integer", "description": "the length of every column"}, **arrays, **more}
    return {"type": "object", "properties": members, "required": list(members)}
