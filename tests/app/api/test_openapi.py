from __future__ import annotations

import httpx
import pyarrow as pa
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from app.api import meanings
from app.api.agent.models import AgentQuestion
from app.api.asset_health.files import ASSET_FILES
from app.api.docs import SWAGGER
from app.api.endpoints import ENDPOINTS
from app.api.life.changes import CHANGES
from app.api.names import OLD_NAMES
from app.api.negotiate import GEOJSON, JSON
from app.api.openapi import document
from data_sources.errors import InvalidCommand
from data_sources.outages.life import SetEstimate
from data_sources.statements import statement

# Paths that answer nothing without a question.
ASKED = {
    "/api/snowflake/ami/historical": "?meter_id=1&from=2026-03-07T06:00Z&to=2026-03-08",
    "/api/asset-health/records": "?asset_kind=transformer&asset_id=10",
}


def test_the_document_is_valid_and_served(client: httpx.Client) -> None:
    served = client.get("/api/openapi.json").json()
    validate(served)
    assert served == document()
    posted = {path for path, item in served["paths"].items() if "post" in item}
    asked = {"/api/meter-messages", "/api/agent/stream", "/api/agent/feedback"}
    assert posted == {*asked, *(one.path for one in CHANGES)}
    apart = {
        "/api/agent/threads",
        "/api/agent/threads/{conversation_id}/history",
        "/api/calls/accounts",
        "/api/calls/{call_id}",
        "/api/outages/{outage_id}",
        "/api/public/outages",
        *ASSET_FILES,
        "/api/outages/{outage_id}/switching-sheet.pdf",
        "/api/alarms/{alarm_id}",
        "/api/work-orders/{work_order_id}",
        "/api/transformers/{transformer_id}/thermal",
        "/api/shift-log/report.html",
        "/api/shift-log/report.pdf",
        "/api/documents/{document_id}/file",
        "/api/documents/{document_id}/pages/{page}",
    }
    assert set(served["paths"]) - posted == {*apart, *(one.path for one in ENDPOINTS)} - posted


def test_every_parameter_is_explained() -> None:
    for path, item in document()["paths"].items():
        for operation in item.values():
            for parameter in operation["parameters"]:
                assert parameter["description"], (path, parameter["name"])


def test_a_command_is_described_by_its_own_values() -> None:
    """What the document lets through, the command takes, and the other way round."""
    operation = document()["paths"]["/api/outages/{outage_id}/estimate"]["post"]
    schema = operation["requestBody"]["content"][JSON]["schema"]
    good = {"estimated_restoration_at": "2026-07-15T20:00:00Z", "reason": "a pole"}
    Draft202012Validator(schema).validate(good)
    SetEstimate.of(outage_id=1, **good)
    for bad in ({"reason": "a pole"}, {**good, "reason": ""}, {**good, "outage_id": 1}):
        assert list(Draft202012Validator(schema).iter_errors(bad))
    with pytest.raises(InvalidCommand):
        SetEstimate.of(outage_id=1, **{**good, "reason": ""})


def test_every_column_is_explained() -> None:
    used = {name for one in ENDPOINTS if one.rows is not None for name in one.rows.names}
    used |= set(statement("rest_feeders").result.names) | {"segment_id", "phases", "length_m", "is_underground"}  # type: ignore[union-attr]
    assert used == set(meanings.COLUMNS)


@pytest.mark.parametrize("path", [one.path for one in ENDPOINTS])
@pytest.mark.parametrize("media", [JSON, GEOJSON])
def test_answers_are_as_the_document_says(client: httpx.Client, path: str, media: str) -> None:
    whole = document()
    content = whole["paths"][path]["get"]["responses"]["200"]["content"]
    if media not in content:
        assert client.get(path + ASKED.get(path, ""), headers={"Accept": media}).status_code == 406
        return
    schema = {**content[media]["schema"], "components": whole["components"]}
    body = client.get(path + ASKED.get(path, ""), headers={"Accept": media}).json()
    Draft202012Validator(schema).validate(body)


def test_errors_are_as_the_document_says(client: httpx.Client) -> None:
    whole = document()
    schema = {"$ref": "#/components/schemas/ErrorBody", "components": whole["components"]}
    for path in ("/api/kpis?x=1", "/api/kpis?utility_id=1", "/api/nothing"):
        Draft202012Validator(schema).validate(client.get(path).json())


def test_every_new_name_in_the_map_is_in_the_answer(client: httpx.Client) -> None:
    question = OLD_NAMES.endpoints["/api/agent/stream"]
    assert {entry.new for entry in question if entry.new} <= set(AgentQuestion.model_fields)
    for path, entries in OLD_NAMES.endpoints.items():
        if entries is question:
            continue  # of what is sent, not answered
        body = client.get(path + ASKED.get(path, "")).json()
        rows = body.get("rows", [body])
        known = set(rows[0]) | set(body) | set(body.get("segments", {})) | set(body.get("feeders", {}))
        assert {entry.new for entry in entries if entry.new} <= known, path
    assert client.get("/api/names").json() == OLD_NAMES.model_dump()


def test_column_types_are_ones_the_document_can_say() -> None:
    for one in ENDPOINTS:
        for column in one.rows or ():
            assert not pa.types.is_binary(column.type), column.name


def test_the_page_is_whole_and_asks_nobody_else(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "http" not in page.text
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js"):
        assert f"docs/{name}" in page.text
        assert client.get(f"/docs/{name}").content == (SWAGGER / name).read_bytes()
    assert client.get("/docs/LICENSE").status_code == 404
    assert client.get("/docs/../../etc/passwd").status_code == 404
