"""Documents as tests need them: PDF files of a few words, plain, encrypted or without text; a folder of files."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, PdfObject


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


def page_of(operators: str, picture: bytes = b"") -> bytes:
    """A PDF of one page of A4 that these operators draw, /F1 a font; a picture fills the page where one is given."""
    paper = FPDF()
    paper.add_page()
    if picture:
        paper.image(io.BytesIO(picture), 0, 0, 210, 297)
    paper.set_font("helvetica", size=11)
    paper.text(0, 0, " ")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(bytes(paper.output()))))
    page = writer.pages[0]
    content = page.get_contents()
    assert content is not None
    drawn_by = DecodedStreamObject()
    drawn_by.set_data(re.sub(rb"BT.*?ET", b"", content.get_data(), flags=re.S) + b"\n" + operators.encode())
    page[NameObject("/Contents")] = writer._add_object(drawn_by)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def layered(content: bytes, base: str = "") -> bytes:
    """A PDF whose first page has the layers On, Off (switched off), Any and All of both; `base` is of all of them."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    on, off = (writer._add_object(_named(Type="/OCG", Name=f"/{name}")) for name in ("On", "Off"))
    both = {f"/{rule}": _named(Type="/OCMD", OCGs=ArrayObject([on, off]), P=f"/{rule}On") for rule in ("Any", "All")}
    layers = {"/On": on, "/Off": off, **both}
    resources = writer.pages[0]["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    resources[NameObject("/Properties")] = DictionaryObject({NameObject(key): one for key, one in layers.items()})
    default = _named(OFF=ArrayObject([off]), **({"BaseState": base} if base else {}))
    writer.root_object[NameObject("/OCProperties")] = _named(OCGs=ArrayObject([on, off]), D=default)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _named(**values: str | PdfObject) -> DictionaryObject:
    return DictionaryObject(
        {NameObject(f"/{key}"): NameObject(one) if isinstance(one, str) else one for key, one in values.items()}
    )


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), (230, 230, 220)).save(out, "PNG")
    return out.getvalue()


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
