"""The switching sheet, read back from its PDF."""

from __future__ import annotations

import datetime as dt
import io
import re

import httpx
import pytest
from pypdf import PdfReader

from app.documents.switching_sheet import SheetHead, switching_sheet_pdf
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import ReportOutage
from data_sources.postgres.source import PostgresSource
from data_sources.studies.isolation.of_outage import OutageStudy, study_of_outage
from tests.app.api.server import running
from tests.data_sources.towns import load_town

MARIA = Principal("maria", "operator")
AT = dt.datetime(2026, 7, 15, 20, 0, tzinfo=dt.UTC)


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    load_town(empty_source, 2)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.devices SET device_name = 'Łącznik Ωmega 変圧' WHERE device_id = 500")
    return empty_source


@pytest.fixture
def study(town: PostgresSource) -> OutageStudy:
    number = Commands(town).run(ReportOutage(utility_id=1, device_id=1), by=MARIA).target.id
    found = study_of_outage(town, 1, number, 3)
    assert isinstance(found, OutageStudy)
    return found


def read(document: bytes) -> tuple[list[str], PdfReader]:
    """The text of each page, blanks made one."""
    reader = PdfReader(io.BytesIO(document))
    return [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages], reader


def test_it_says_what_it_is_of_what_and_by_whom(study: OutageStudy) -> None:
    head = SheetHead("Energía Ñandú", "America/Chicago", "maria", AT, is_simulated=True)
    pages, reader = read(switching_sheet_pdf(head, study))
    text = " ".join(pages)
    assert "Switching sheet · Study only: operates nothing" in text
    assert "Energía Ñandú (simulated)" in text
    assert f"Feeder F0001 Outage {study.outage_id} Fault on line 3" in text
    assert "Made 15 Jul 2026 15:00 CDT by maria" in text
    assert "Switching state as of" in text
    assert "42 lose supply, 24 come back by switching" in text
    assert reader.metadata is not None
    assert "Study only" in str(reader.metadata.title)
    for label in ("Prepared by", "Checked by", "Approved by"):
        assert label in text


def test_every_step_stands_in_it_with_what_it_gives_back(study: OutageStudy) -> None:
    pages, _ = read(switching_sheet_pdf(SheetHead("Town", "UTC", "maria", AT), study))
    text = " ".join(pages)
    assert "1 recloser RECLOSER- 2 Open isolate the fault" in text.replace("RECLOSER-2", "RECLOSER- 2")
    assert "Łącznik Ωmega" in text
    last = study.study.steps[-1]
    assert f"{last.customers_restored} {last.customers_out}" in text
    assert f"{last.lowest_voltage_pct:.1f} % of nominal" in text
    assert "18 customers behind breaker BREAKER-1: in the faulted section, until the repair." in text


def test_letters_that_the_font_lacks_are_told(study: OutageStudy) -> None:
    pages, _ = read(switching_sheet_pdf(SheetHead("Town", "UTC", "maria", AT), study))
    assert "stands for a letter that the font of this document does not hold" in " ".join(pages)
    plain, _ = read(switching_sheet_pdf(SheetHead("Town", "UTC", "maria", AT), _renamed(study)))
    assert "stands for a letter" not in " ".join(plain)


def _renamed(study: OutageStudy) -> OutageStudy:
    study.network.devices["device_name"][study.network.devices.index(500)] = "TIE-500"
    return study


@pytest.mark.parametrize(("paper", "size"), [("a4", (842, 595)), ("letter", (792, 612))])
def test_pages_are_numbered_and_as_large_as_the_paper(study: OutageStudy, paper: str, size: tuple[int, int]) -> None:
    pages, reader = read(switching_sheet_pdf(SheetHead("Town", "UTC", "maria", AT, paper), study))  # type: ignore[arg-type]
    for number, (page, text) in enumerate(zip(reader.pages, pages, strict=True), start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size
        assert f"Page {number} of {len(pages)}" in text
        assert "Study only: operates nothing" in text


def test_by_rest(town: PostgresSource) -> None:
    commands = Commands(town)
    number = commands.run(ReportOutage(utility_id=1, device_id=1), by=MARIA).target.id
    failed = commands.run(ReportOutage(utility_id=1, transformer_id=122), by=MARIA).target.id
    with running(town) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        answer = client.get(f"/api/outages/{number}/switching-sheet.pdf", params={"segment_id": 3, "paper": "letter"})
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "application/pdf"
        assert f'filename="switching-sheet-outage-{number}.pdf"' in answer.headers["Content-Disposition"]
        assert "by tester" in " ".join(read(answer.content)[0])
        path = f"/api/outages/{failed}/switching-sheet.pdf"
        assert (client.get(path).status_code, client.get(path).json()["error"]["field"]) == (409, "segment_id")
        assert client.get(f"/api/outages/{number}/switching-sheet.pdf?segment_id=999999").status_code == 409
        assert client.get(f"/api/outages/{number}/switching-sheet.pdf?paper=a3").status_code == 400
        assert client.get("/api/outages/99999/switching-sheet.pdf").status_code == 404
