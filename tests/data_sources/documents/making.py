"""Documents as tests need them: PDF files of a few words, plain, encrypted or without text; a folder of files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF
from pypdf import PdfReader, PdfWriter


def pdf(pages: Sequence[Sequence[tuple[str, str]]], title: str = "") -> bytes:
    """A PDF of pages of (heading, text)."""
    paper = FPDF()
    paper.set_font("helvetica", size=11)
    if title:
        paper.set_title(title)
    for page in pages:
        paper.add_page()
        for heading, text in page:
            if heading:
                paper.start_section(heading)
                paper.multi_cell(0, 8, heading, new_x="LMARGIN", new_y="NEXT")
            paper.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
            paper.ln(3)
    return bytes(paper.output())


def encrypted(content: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn() -> bytes:
    """Lines and no text, as a scanned page is."""
    paper = FPDF()
    paper.add_page()
    paper.line(10, 10, 100, 100)
    return bytes(paper.output())


def folder(path: Path, **files: str | bytes) -> Path:
    """Files by name, `__` for a point and `___` for a folder."""
    for name, content in files.items():
        file = path / name.replace("___", "/").replace("__", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
