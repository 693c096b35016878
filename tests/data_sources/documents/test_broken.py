"""A PDF file that breaks its reader is refused with a sentence, and the others of its folder are loaded."""

from __future__ import annotations

from pathlib import Path

from data_sources.documents.folder import DocumentsFolder
from data_sources.postgres.source import PostgresSource
from tests.data_sources.documents.making import folder, pdf


def test_an_unknown_filter_stops_no_folder(empty_source: PostgresSource, tmp_path: Path) -> None:
    odd = pdf([[("", "Odd.")]]).replace(b"/FlateDecode", b"/FooDecode")
    done = DocumentsFolder(empty_source, folder(tmp_path, a__pdf=odd, b__md="# Tags\n\nHang one.\n")).look()
    assert [one.name for one in done.indexed] == ["b.md"]
    assert list(done.refused) == ["a.pdf"]
    assert "a.pdf cannot be read as PDF" in done.refused["a.pdf"]
    assert "FooDecode" in done.refused["a.pdf"]
