"""PDF files: the text of each page, with headings that its outline names or that stand out as such."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from data_sources.documents.headings import under_headings
from data_sources.documents.invisible import text_of
from data_sources.documents.passages import ReadDocument, ReadPassage, clean, cut
from data_sources.documents.pdf_layers import HiddenLayers
from data_sources.errors import ImportRefused

MOST_PAGES: Final = 5000
MOST_SECONDS: Final = 600.0
"""A file that takes longer was made to do so, or holds drawings and no text."""
RECOGNISED: Final = "[Not drawn on the page: text recognised behind its picture] "

# It warns of each flaw that it reads over; what it cannot read it says by an error.
logging.getLogger("pypdf").setLevel(logging.ERROR)


def read_pdf(name: str, raw: bytes) -> ReadDocument:
    """The passages of a PDF file.

    Args:
        name: of the file, for the sentences.
        raw: its bytes.

    Raises:
        ImportRefused: it is encrypted, damaged, too long, or holds no text.
    """
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ImportRefused(f"{name} is encrypted; save it without a password.")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise ImportRefused(f"{name} has {count:,} pages; split it into files of at most {MOST_PAGES:,}.")
        passages, left_out = _passages(name, reader)
        title = _title(reader)
    except DependencyError:
        raise ImportRefused(f"{name} is encrypted; save it without encryption.") from None
    except (PyPdfError, RecursionError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError) as error:
        told = str(error).strip().rstrip(".") or type(error).__name__
        raise ImportRefused(f"{name} cannot be read as PDF: {told[:200]}.") from error
    if not passages and left_out:
        raise ImportRefused(f"{name} holds no text that a reader sees, only {left_out:,} pieces that are hidden.")
    if not passages:
        raise ImportRefused(f"{name} holds no text (scanned pages?); run text recognition on it first.")
    return ReadDocument(title, None, "", "page", count, passages, left_out)


def _passages(name: str, reader: PdfReader) -> tuple[tuple[ReadPassage, ...], int]:
    """With how many pieces of text nobody sees; a heading holds on the pages after it, until the next one."""
    known, heading, begun = _outline(reader), "", time.monotonic()
    passages, left_out = list[ReadPassage](), 0
    layers = HiddenLayers.of(reader)
    for number, page in enumerate(reader.pages, start=1):
        if time.monotonic() - begun > MOST_SECONDS:
            raise ImportRefused(f"{name} takes too long to read; it was given up at page {number}.")
        read = text_of(page, layers)
        left_out += read.left_out
        for mark, part in (("", read.seen), (RECOGNISED, read.recognised)):
            for above, text in under_headings(clean(part), known):
                heading = above or heading
                passages += [replace(one, text=mark + one.text) for one in cut(number, heading, text)]
    return tuple(passages), left_out


def _outline(reader: PdfReader) -> set[str]:
    """The titles of its table of contents, whatever their depth; none where it has none that can be read."""
    try:
        return {title for one in _flat(reader.outline) if (title := " ".join(str(one.title or "").split()))}
    except (PyPdfError, RecursionError, ValueError, TypeError, KeyError, AttributeError):
        return set()


def _flat(outline: list[Any]) -> Iterator[Any]:
    for one in outline:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


def _title(reader: PdfReader) -> str:
    """What the file says of itself; names of other files that programs leave there are none."""
    said = clean(str((reader.metadata.title if reader.metadata else None) or "")).strip()
    is_name = said.lower().endswith((".doc", ".docx", ".pdf", ".indd", ".tex", ".qxd", ".ppt", ".pptx"))
    return "" if is_name or said.lower().startswith(("microsoft word", "untitled")) else said
